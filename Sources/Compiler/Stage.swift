import MartletSource
import MartletSyntax

/// A stage of the front end that can be printed.
public enum Stage: String, CaseIterable, Sendable {
  case tokens
  case tree
  case typed
}

/// A stage of the back end that can be printed while a program runs.
public enum GraphStage: String, CaseIterable, Sendable {
  case graph
  case plan
}

extension Compiler {
  /// A stage of a file as text; what is wrong with the file is left to `check`, and a file that is
  /// wrong has no typed form.
  public func text(of stage: Stage, _ file: SourceFile) -> String {
    var sources = SourceMap()
    let id = sources.add(file)
    switch stage {
    case .tokens: return Lexer.tokenize(file, id: id).dump(of: file)
    case .tree: return Parser.parse(file, id: id).tree.dump
    case .typed: return check(file).program?.dump ?? ""
    }
  }
}
