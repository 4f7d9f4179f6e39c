/// What Martlet tells a user about a program: plain data, which a renderer turns into text.
public struct Diagnostic: Error, Hashable, Sendable {
  /// Whether the program can still run.
  public enum Severity: String, Sendable { case error, warning }

  /// A place in the source and what it has to do with the message.
  public struct Label: Hashable, Sendable {
    /// The place.
    public var span: SourceSpan
    /// What is said of it; empty for a bare underline.
    public var text: String

    /// A label of the given place and text.
    public init(_ span: SourceSpan, _ text: String) {
      self.span = span
      self.text = text
    }
  }

  /// The stable name of this kind of message; `docs/errors.md` has a section for each.
  public var code: DiagnosticCode
  /// Whether the program can still run.
  public var severity: Severity
  /// One line, without a full stop.
  public var message: String
  /// The place that the message is about.
  public var primary: Label
  /// Other places that explain it.
  public var labels: [Label]
  /// Facts that help to understand it; may have several lines.
  public var notes: [String]
  /// What to do about it.
  public var help: [String]

  /// A diagnostic of the given parts; the severity is the code's own.
  public init(
    _ code: DiagnosticCode, _ message: String, at span: SourceSpan, label: String = "",
    labels: [Label] = [], notes: [String] = [], help: [String] = []
  ) {
    self.code = code
    self.severity = code.severity
    self.message = message
    self.primary = Label(span, label)
    self.labels = labels
    self.notes = notes
    self.help = help
  }

  /// The message at the call that led to its place, which becomes a label.
  public func seen(from call: SourceSpan) -> Diagnostic {
    guard call.file != span.file else { return self }
    var seen = self
    seen.primary = Label(call, "in this call")
    seen.labels.insert(
      Label(span, primary.text.isEmpty ? "it comes from here" : primary.text), at: 0)
    return seen
  }

  /// The place that the message is about.
  public var span: SourceSpan { primary.span }
}
