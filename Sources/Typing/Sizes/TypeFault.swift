import MartletShapes

/// Why a value of one type cannot stand where another type is expected.
indirect enum TypeFault {
  /// The types are of different kinds.
  case different
  /// The elements' types differ.
  case element(found: TensorType.Element, expected: TensorType.Element)
  /// The numbers of axes differ.
  case rank
  /// Axes differ, or cannot be shown to agree.
  case axes([AxisFault])
  /// The bound of the indices is missing or too large.
  case bound(found: TensorType.Bound, expected: Dim, verdict: DimVerdict)
  /// A static size of a model or struct differs.
  case size(String, found: Dim, expected: Dim, verdict: DimVerdict)
  /// The run of a model or struct differs, or cannot be shown to agree.
  case run(String, found: [TensorType.Item], expected: [TensorType.Item])
  /// The type does not declare that it conforms to the protocol.
  case conformance(ProtocolID)
  /// A part differs: what, and how.
  case part(String, found: Type, expected: Type, TypeFault)

  /// The fault of the innermost part.
  var innermost: TypeFault {
    if case .part(_, _, _, let fault) = self { fault.innermost } else { self }
  }

  /// The axes that differ.
  var axes: [AxisFault] {
    if case .axes(let faults) = innermost { faults } else { [] }
  }

  /// The sizes that were expected where others were found.
  var expectedSizes: [Dim] {
    switch innermost {
    case .axes(let faults): faults.compactMap(\.expectedSize)
    case .bound(found: _, let expected, verdict: _): [expected]
    case .size(_, found: _, let expected, verdict: _): [expected]
    case .different, .element, .rank, .run, .conformance, .part: []
    }
  }
}

/// An axis on which two shapes do not agree.
struct AxisFault {
  /// The position among the found items.
  var found: Int
  /// The position among the expected items.
  var expected: Int
  /// The found size; nil for a run.
  var foundSize: Dim?
  /// The expected size; nil for a run.
  var expectedSize: Dim?
  /// Whether they differ or are not shown to agree.
  var verdict: DimVerdict
}
