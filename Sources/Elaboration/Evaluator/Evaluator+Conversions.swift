import MartletGraph
import MartletOperations
import MartletShapes
import MartletSource
import MartletTensors
import MartletTyping

extension Evaluator {
  /// `f32(x)`: a number or tensor under another dtype.
  func converted(_ value: Value, to element: ElementType, at span: SourceSpan) throws -> Value {
    switch value {
    case .int, .float, .bool, .size: return try typedScalar(value, element, at: span)
    case .tensor(let tensor) where graph == nil: return .tensor(tensor.converted(to: element))
    case .tensor, .node:
      let graph = try currentGraph(at: span)
      return .node(
        GraphNode(try graph.cast(node(value, nil, at: span).id, to: element, at: span)))
    default:
      guard isTree(value) else {
        throw Diagnostic.unexpectedValue(value.kindName, "a number or tensor", at: span)
      }
      return try mapTree(value) { try self.converted($0, to: element, at: span) }
    }
  }

  /// A static number as a scalar of the given dtype; a Bool counts as 0 or 1.
  private func typedScalar(_ value: Value, _ element: ElementType, at span: SourceSpan) throws
    -> Value
  {
    switch value {
    case .bool(let truth): try constant(truth ? 1 : 0, element, at: span)
    case .float(let number) where element.isInteger:
      try constant(number.rounded(.towardZero), element, at: span)
    default: try scalar(value, element, at: span)
    }
  }

  /// The text that an interpolated string has.
  func interpolated(_ parts: [TypedStringPart], _ frame: Frame) throws -> String {
    var text = ""
    for part in parts {
      switch part {
      case .text(let piece): text += piece
      case .interpolation(let expression, let format):
        let value = try evaluate(expression, frame)
        do {
          text += try ValueFormat(format ?? "").text(of: value)
        } catch {
          throw Diagnostic.hostFailure(error, at: expression.span)
        }
      }
    }
    return text
  }
}
