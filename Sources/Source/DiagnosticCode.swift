/// The stable names of all messages; each has a section in `docs/errors.md`.
public enum DiagnosticCode: String, CaseIterable, Sendable {
  // The text and its form.
  case unexpectedCharacter = "unexpected-character"
  case unterminatedString = "unterminated-string"
  case unknownEscape = "unknown-escape"
  case emptyInterpolation = "empty-interpolation"
  case strayBrace = "stray-brace"
  case malformedNumber = "malformed-number"
  case numberOutOfRange = "number-out-of-range"
  case slashComment = "slash-comment"
  case expectedToken = "expected-token"
  case expectedLineEnd = "expected-line-end"
  case expectedExpression = "expected-expression"
  case expectedName = "expected-name"
  case reservedWord = "reserved-word"
  case expectedType = "expected-type"
  case expectedPattern = "expected-pattern"
  case expectedMember = "expected-member"
  case unclosedBrace = "unclosed-brace"
  case unexpectedClosing = "unexpected-closing"
  case braceOnNewLine = "brace-on-new-line"
  case elseOnNewLine = "else-on-new-line"
  case operatorStartsLine = "operator-starts-line"
  case chainedComparison = "chained-comparison"
  case nestedFunction = "nested-function"
  case misplacedDeclaration = "misplaced-declaration"
  case missingResultType = "missing-result-type"
  case missingParameterType = "missing-parameter-type"
  case invalidPlace = "invalid-place"
  case missingLet = "missing-let"
  case invalidEquationIndex = "invalid-equation-index"
  case tupleField = "tuple-field"
  case interpolationNotAllowed = "interpolation-not-allowed"
  case nestingTooDeep = "nesting-too-deep"

  // Files of data.
  case inaccessibleFile = "inaccessible-file"
  case malformedFile = "malformed-file"
  case unsupportedFile = "unsupported-file"

  // What is found out while a graph is built.
  case shapeMismatch = "shape-mismatch"
  case elementTypeMismatch = "element-type-mismatch"
  case integerOverflow = "integer-overflow"
  case divisionByZero = "division-by-zero"
  case indexOutOfRange = "index-out-of-range"
  case sizeNotKnown = "size-not-known"
  case stateOfConstant = "state-of-constant"
  case recursionTooDeep = "recursion-too-deep"
  case conditionNotKnown = "condition-not-known"
  case internalFault = "internal-fault"
  case unboundName = "unbound-name"
  case hostFailure = "host-failure"
  case notScalarInEquation = "not-scalar-in-equation"
  case indexWithoutRange = "index-without-range"
  case unequalLengths = "unequal-lengths"
  case valueOutOfBound = "value-out-of-bound"
  case factRefuted = "fact-refuted"
  case notANumber = "not-a-number"
  case noDerivative = "no-derivative"

  // Runs of graphs.
  case inputMismatch = "input-mismatch"
  case sizeOutOfRange = "size-out-of-range"

  // Scripts.
  case expectationFailed = "expectation-failed"
  case scriptFailed = "script-failed"

  /// Whether a program with such a message can still run.
  public var severity: Diagnostic.Severity { .error }
}
