import ArgumentParser
import Glibc
import MartletCompiler
import MartletFormats
import MartletRuntime
import MartletSource

/// The options that several commands have, and what follows from them.
struct SharedOptions: ParsableArguments {
  /// The folder of the library.
  @Option(help: ArgumentHelp("Take the library files from this folder.", valueName: "folder"))
  var stdlib: String?

  /// The threads that compute.
  @Option(help: ArgumentHelp("Compute with this many threads.", valueName: "n"))
  var threads: Int?

  /// Refuses what the types alone allow.
  func validate() throws {
    if let threads, threads < 1 { throw ValidationError("--threads needs a number from 1 on") }
  }

  /// The compiler with the library that was named, or else the one that belongs to the executable.
  func compiler() throws -> Compiler {
    if let stdlib {
      guard let library = StandardLibrary(folder: stdlib) else {
        Terminal.messages.write("martlet: there is no library in \(stdlib)\n")
        throw ExitStatus.unreadableInput
      }
      return Compiler(library: library)
    }
    guard let path = realpath("/proc/self/exe", nil) else { return Compiler(library: nil) }
    defer { free(path) }
    return Compiler(library: StandardLibrary(near: String(cString: path)))
  }

  /// The threads that compute: as many as were asked for, or as there are processors.
  func pool() -> ThreadPool {
    ThreadPool(threads: threads ?? max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))))
  }

  /// The file at a path, or the end of the command.
  func source(_ path: String) throws -> SourceFile {
    do throws(FormatError) {
      return try SourceFile(reading: path, as: path)
    } catch {
      Terminal.messages.write("martlet: \(error)\n")
      throw ExitStatus.unreadableInput
    }
  }
}

extension Terminal {
  /// Shows diagnostics.
  func show(_ diagnostics: [Diagnostic], _ sources: SourceMap) {
    guard !diagnostics.isEmpty else { return }
    write(DiagnosticRenderer(sources: sources, usesColor: usesColor).render(diagnostics))
  }
}

/// The seconds since the machine started.
func monotonicSeconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}
