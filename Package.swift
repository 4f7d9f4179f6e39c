// swift-tools-version: 6.2
import PackageDescription

/// What every Swift target of Martlet is compiled with.
///
/// Exclusive access is checked in debug builds, where all tests run; in release builds the checks
/// would take a tenth of the time between the interpreter and a kernel.
let settings: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .unsafeFlags(["-enforce-exclusivity=unchecked"], .when(configuration: .release)),
]

/// A room of the house: the folder `Sources/<name>`, the target `Martlet<name>`.
func room(
  _ name: String, imports rooms: [String] = [], libraries: [Target.Dependency] = [],
  linking linkerSettings: [LinkerSetting] = []
) -> Target {
  .target(
    name: "Martlet" + name,
    dependencies: rooms.map { .target(name: "Martlet" + $0) } + libraries,
    path: "Sources/" + name,
    swiftSettings: settings,
    linkerSettings: linkerSettings)
}

/// The tests of a room: the folder `Tests/<name>Tests`; `golden` ones read `Tests/Golden`.
func tests(
  _ name: String, imports rooms: [String] = [], golden: Bool = false,
  supports: [Target.Dependency] = []
) -> Target {
  .testTarget(
    name: "Martlet" + name + "Tests",
    dependencies: ([name] + rooms).map { .target(name: "Martlet" + $0) }
      + (golden ? ["GoldenSupport"] : []) + supports,
    path: "Tests/" + name + "Tests",
    swiftSettings: settings)
}

let package = Package(
  name: "martlet",
  products: [.executable(name: "martlet", targets: ["martlet"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
  ],
  targets: [
    // The front end knows no tensors.
    room("Source"),
    room("Shapes"),
    room("Syntax", imports: ["Source", "Shapes"]),
    room("Typing", imports: ["Source", "Shapes", "Syntax"]),
    // The back end knows no syntax.
    room("Tensors", imports: ["Shapes"]),
    room("Graph", imports: ["Source", "Shapes", "Tensors"]),
    room("Operations", imports: ["Source", "Shapes", "Tensors", "Graph"]),
    room("Transforms", imports: ["Source", "Shapes", "Tensors", "Graph", "Operations"]),
    .target(
      name: "MartletKernels",
      path: "Sources/Kernels",
      cSettings: [.unsafeFlags(["-O3", "-fno-math-errno", "-fno-trapping-math"])]),
    room(
      "Runtime",
      imports: ["Source", "Shapes", "Tensors", "Graph", "Operations", "Kernels"],
      libraries: ["COpenBLAS"],
      // The release holds OpenBLAS inside: loading it at each start takes longer than a small script.
      linking: [
        .linkedLibrary("openblas", .when(configuration: .debug)),
        .unsafeFlags(["-Xlinker", "-l:libopenblas.a"], .when(configuration: .release)),
      ]),
    room("Formats", imports: ["Source", "Shapes", "Tensors"], libraries: ["CZlib"]),
    room(
      "Documentation", imports: ["Source", "Syntax"], libraries: ["CMark"],
      // Inside the command, as OpenBLAS is: another library to load would slow every start.
      linking: [
        .unsafeFlags([
          "-Xlinker", "-l:libcmark-gfm-extensions.a", "-Xlinker", "-l:libcmark-gfm.a",
        ])
      ]),
    // Where the two meet.
    room(
      "Elaboration",
      imports: [
        "Source", "Shapes", "Syntax", "Typing", "Tensors", "Graph", "Operations", "Transforms",
      ]),
    room(
      "Script",
      imports: [
        "Source", "Shapes", "Syntax", "Typing", "Tensors", "Graph", "Operations", "Transforms",
        "Runtime", "Elaboration", "Formats",
      ]),
    room(
      "Compiler",
      imports: [
        "Source", "Shapes", "Syntax", "Typing", "Tensors", "Graph", "Operations", "Transforms",
        "Runtime", "Elaboration", "Formats", "Script", "Documentation",
      ]),
    .executableTarget(
      name: "martlet",
      dependencies: [
        "MartletSource", "MartletCompiler", "MartletScript", "MartletFormats", "MartletRuntime",
        "MartletDocumentation",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Sources/CommandLine",
      swiftSettings: settings),
    .systemLibrary(name: "COpenBLAS", path: "Sources/COpenBLAS"),
    .systemLibrary(name: "CZlib", path: "Sources/CZlib"),
    .systemLibrary(name: "CMark", path: "Sources/CMark"),

    .target(
      name: "GoldenSupport", dependencies: ["MartletSource"], path: "Tests/GoldenSupport",
      swiftSettings: settings),
    .target(
      name: "GrammarSupport",
      dependencies: ["GoldenSupport", "MartletSource", "MartletShapes", "MartletSyntax"],
      path: "Tests/GrammarSupport", swiftSettings: settings),
    .executableTarget(
      name: "fuzz",
      dependencies: [
        "GoldenSupport", "GrammarSupport", "MartletSource", "MartletSyntax", "MartletCompiler",
      ],
      path: "Tests/Fuzz", swiftSettings: settings),
    .target(
      name: "GraphSupport",
      dependencies: [
        "MartletShapes", "MartletTensors", "MartletGraph", "MartletOperations", "MartletTransforms",
        "MartletRuntime",
      ],
      path: "Tests/GraphSupport", swiftSettings: settings),
    .executableTarget(
      name: "fuzz-graphs", dependencies: ["GraphSupport"], path: "Tests/FuzzGraphs",
      swiftSettings: settings),
    tests("Source"),
    tests("Shapes"),
    tests(
      "Syntax", imports: ["Source", "Shapes"], golden: true, supports: ["GrammarSupport"]),
    tests("Typing", imports: ["Source", "Shapes", "Syntax"], golden: true),
    tests("Tensors", imports: ["Shapes"]),
    tests("Graph", imports: ["Source", "Shapes", "Tensors"]),
    tests(
      "Operations",
      imports: ["Source", "Shapes", "Tensors", "Graph", "Transforms", "Runtime", "Formats"]),
    tests(
      "Transforms", imports: ["Source", "Shapes", "Tensors", "Graph", "Operations", "Runtime"]),
    tests("Kernels"),
    tests(
      "Runtime",
      imports: ["Source", "Shapes", "Tensors", "Graph", "Operations", "Transforms", "Kernels"],
      supports: ["GraphSupport"]),
    tests("Formats", imports: ["Source", "Shapes", "Tensors"]),
    tests("Documentation", imports: ["Source", "Syntax"]),
    tests(
      "Compiler",
      imports: [
        "Source", "Shapes", "Syntax", "Typing", "Tensors", "Graph", "Operations", "Transforms",
        "Runtime", "Elaboration", "Formats", "Script",
      ], golden: true),
  ]
)
