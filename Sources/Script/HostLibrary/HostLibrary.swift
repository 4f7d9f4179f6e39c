import MartletElaboration
import MartletFormats
import MartletSource
import MartletTyping

/// What scripts and procs can call beyond the language: printing, data, files, progress.
public enum HostLibrary {
  /// All functions, by topic.
  private static let functions: [HostFunction] =
    output + progressing + control + data + files + tables

  /// All functions by their qualified names.
  private static let table: [String: HostFunction] = Dictionary(
    uniqueKeysWithValues: functions.map { ($0.name, $0) })

  /// The signatures, for the checker; the module without a name needs no import.
  public static let modules: [BuiltinModule] = {
    var names: [String] = []
    var signatures: [String: String] = [:]
    for function in functions {
      if signatures[function.module] == nil { names.append(function.module) }
      signatures[function.module, default: ""] += function.signature + "\n\n"
    }
    return names.map { BuiltinModule(name: $0, signatures: signatures[$0] ?? "") }
  }()

  /// Whether there is a function of the given qualified name.
  public static func contains(_ name: String) -> Bool { table[name] != nil }

  /// Calls the function of a qualified name; a failure carries the place of the call.
  public static func call(_ name: String, _ invocation: Invocation, in context: HostContext)
    throws -> Value
  {
    guard let function = table[name] else {
      throw Diagnostic.unknownHostFunction(name, at: invocation.span)
    }
    do {
      return try function.body(context, invocation)
    } catch let fault as HostFault {
      throw Diagnostic.hostFailure(fault, at: invocation.span)
    } catch let error as FormatError {
      throw Diagnostic.file(error, at: invocation.span)
    }
  }
}
