import MartletSource

extension Parser {
  /// The parts of a string literal, with the expressions inside it parsed.
  mutating func string(_ segments: [StringSegment]) -> [StringPart] {
    segments.map { segment in
      switch segment {
      case .text(let text): .text(text)
      case .interpolation(let span, let format):
        .interpolation(interpolated(span), format: format)
      }
    }
  }

  /// The expression in a stretch of the text, which nothing may follow.
  private mutating func interpolated(_ span: SourceSpan) -> Expression {
    var inner = Parser(file, Lexer.tokenize(span, of: file))
    inner.depth = depth
    inner.hasStopped = hasStopped
    defer {
      diagnostics += inner.diagnostics
      hasStopped = inner.hasStopped
      height = max(height, inner.height)
    }
    do throws(Abandon) {
      let expression = try inner.expression()
      guard inner.at(.closeBrace), inner.peek().kind == .end else {
        throw inner.fail(.expectedInterpolationEnd(found: inner.current))
      }
      return expression
    } catch {
      return Expression(kind: .invalid, span: span)
    }
  }

  /// The text of a string that must not hold expressions.
  mutating func plainText(_ segments: [StringSegment]) throws(Abandon) -> String {
    var result = ""
    for segment in segments {
      switch segment {
      case .text(let text): result += text
      case .interpolation(let span, format: _):
        report(.interpolationNotAllowed(at: span))
      }
    }
    return result
  }
}
