import Foundation
import MartletSource
import MartletSyntax
import MartletTyping

/// The standard library in the repository, as the checker's source of imports.
struct Library: ModuleLoader {
  /// The library's files by name.
  static let files: [String: SourceFile] = {
    var files: [String: SourceFile] = [:]
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    for name in names where name.hasSuffix(".mlt") {
      let text = try? String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
      files[String(name.dropLast(4))] = SourceFile(name: name, text: text ?? "")
    }
    return files
  }()

  /// The repository.
  static let repository = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The folder of the library.
  static let folder = repository.appendingPathComponent("stdlib")

  /// Which file declares a name.
  static let index: [String: String] = {
    var index: [String: String] = [:]
    for (name, file) in files {
      for item in Parser.parse(file, id: SourceID(index: 0)).tree.items {
        switch item {
        case .function(let declaration): index[declaration.name.text] = name
        case .model(let declaration): index[declaration.name.text] = name
        case .setting(let declaration): index[declaration.name.text] = name
        default: break
        }
      }
    }
    return index
  }()

  /// No files lie beside the programs.
  func files(beside path: String, relativeTo file: SourceFile) -> [String] { [] }

  /// Files that a test makes up, by path.
  var extra: [String: String] = [:]

  func library(named name: String) -> SourceFile? { Library.files[name] }
  func file(_ path: String, relativeTo file: SourceFile) -> SourceFile? {
    extra[path].map { SourceFile(name: path, text: $0) }
  }
  var preludeLibraries: [String] { Library.files.keys.sorted() }
  func preludeIndex(_ name: String) -> String? { Library.index[name] }
}

/// Checks programs with a small table of builtins.
enum Workbench {
  /// The signatures of the functions that tests call.
  static let builtins = [
    BuiltinModule(
      name: "",
      signatures: """
        fn exp[T: Floating, ...S](x: T[...S]) -> T[...S]
        fn expm1[T: Floating, ...S](x: T[...S]) -> T[...S]
        fn log[T: Floating, ...S](x: T[...S]) -> T[...S]
        fn log1p[T: Floating, ...S](x: T[...S]) -> T[...S]
        fn sqrt[T: Floating, ...S](x: T[...S]) -> T[...S]
        fn tanh[T: Floating, ...S](x: T[...S]) -> T[...S]
        fn cos[T: Floating, ...S](x: T[...S]) -> T[...S]
        fn erf[T: Floating, ...S](x: T[...S]) -> T[...S]
        fn sigmoid[T: Floating, ...S](x: T[...S]) -> T[...S]
        fn softplus[T: Floating, ...S](x: T[...S]) -> T[...S]
        fn abs[T: Numeric, ...S](x: T[...S]) -> T[...S]
        fn is_finite[T: Floating, ...S](x: T[...S]) -> bool[...S]
        fn zeros[...S]() -> f32[...S]
        fn ones[...S]() -> f32[...S]
        fn full[...S](value: f32[]) -> f32[...S]
        fn iota[N]() -> i32<N>[N]
        fn fan_in[...S]() -> Float
        fn fan_out[...S]() -> Float
        fn uniform[...S](low: f32[] = 0, high: f32[] = 1) -> f32[...S]
        fn normal[...S](mean: f32[] = 0, std: f32[] = 1) -> f32[...S]
        fn bernoulli[...S](p: f32[] = 0.5) -> bool[...S]
        fn random_sign[...S]() -> f32[...S]
        fn segment_sum[T: Numeric, N, G, ...S](x: T[N, ...S], by: i32<G>[N]) -> T[G, ...S]
        fn segment_mean[T: Floating, N, G, ...S](x: T[N, ...S], by: i32<G>[N]) -> T[G, ...S]
        proc fail(message: String)
        proc beside(path: String) -> String
        """),
    BuiltinModule(name: "data.csv", signatures: "proc read(path: String) -> Table"),
    BuiltinModule(name: "data.idx", signatures: "proc read(path: String) -> tensor"),
  ]

  /// What the checker makes of a file, and the files that it read.
  static func check(_ file: SourceFile, extra: [String: String] = [:])
    -> (CheckedProgram, SourceMap)
  {
    var map = SourceMap()
    let checker = Checker(builtins: builtins, loader: Library(extra: extra))
    let result = checker.check(file, in: &map)
    return (result, map)
  }

  /// The messages about a program, as `code: message`.
  static func messages(_ text: String, extra: [String: String] = [:]) -> [String] {
    check(SourceFile(name: "test.mlt", text: text), extra: extra).0.diagnostics.map {
      "\($0.code.rawValue): \($0.message)"
    }
  }

  /// The messages as a user sees them.
  static func rendering(_ file: SourceFile) -> String {
    let (result, map) = check(file)
    return DiagnosticRenderer(sources: map).render(result.diagnostics)
  }
}
