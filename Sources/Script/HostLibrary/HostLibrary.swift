import MartletElaboration
import MartletFormats
import MartletSource

/// What scripts and procs can call beyond the language: printing, data, files, progress.
public enum HostLibrary {
  /// All functions, by topic.
  private static let functions: [HostFunction] =
    output + progressing + control + data + files + tables

  /// All functions by their qualified names.
  static let table: [String: HostFunction] = Dictionary(
    uniqueKeysWithValues: functions.map { ($0.name, $0) })

  /// The signatures in Martlet by module; the module without a name needs no import.
  public static var signatures: [(module: String, text: String)] {
    var names: [String] = []
    var texts: [String: String] = [:]
    for function in functions {
      if texts[function.module] == nil { names.append(function.module) }
      texts[function.module, default: ""] += function.signature + "\n\n"
    }
    return names.map { ($0, texts[$0] ?? "") }
  }

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
