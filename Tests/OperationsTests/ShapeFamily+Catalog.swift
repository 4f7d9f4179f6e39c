import MartletGraph
import MartletOperations
import MartletShapes
import MartletTensors

extension ShapeFamily {
  /// The families of an operation's page; none only where `reasons` has a reason.
  static func families(_ page: String) -> [ShapeFamily] {
    if let function = ScalarFunction(rawValue: page) { return [scalar(function)] }
    return layouts[page] ?? reductions[page] ?? matrices[page] ?? others[page] ?? []
  }

  /// Why a page has no families.
  static let reasons = [
    "constant": "none: its tensor has the sizes that it has",
    "custom_rule": "none: it passes on what others compute",
    "upstream": "none: it is replaced before a graph runs",
  ]

  /// A scalar function of matrices.
  private static func scalar(_ function: ScalarFunction) -> ShapeFamily {
    let row = function.row
    return ShapeFamily { n, m in
      let inputs = row.domain.enumerated().map { index, range -> Input in
        switch row.typing {
        case .logical: .truth([n, m])
        case .integer: .wholes([n, m], below: 7)
        case .choice: index == 0 ? .truth([n, m]) : .real([n, m], range)
        case .numeric, .floating, .comparison, .test: .real([n, m], range)
        }
      }
      return Application(Elementwise(function: function), inputs) { _, _ in [] }
    }
  }

  /// What moves elements.
  private static let layouts: [String: [ShapeFamily]] = [
    "size": [ShapeFamily { n, m in Application(SizeValue(dim: n * m + 1, element: .i64)) }],
    "iota": [ShapeFamily { n, _ in Application(Iota(dim: n)) }],
    "cast": [
      ShapeFamily { n, m in Application(Cast(element: .f64), .wholes([n, m], below: 9)) },
      ShapeFamily { n, m in Application(Cast(element: .i8), .real([n, m], -100...100)) },
    ],
    "broadcast": [
      ShapeFamily { n, m in Application(Broadcast(dims: [m, n, 2], axes: [1]), .real([n])) },
      ShapeFamily { n, m in Application(Broadcast(dims: [3, m, n], axes: [2, 1]), .real([n, m])) },
    ],
    "transpose": [
      ShapeFamily { n, m in Application(Transpose(permutation: [2, 0, 1]), .real([n, 2, m])) }
    ],
    "reverse": [ShapeFamily { n, m in Application(Reverse(axes: [0, 2]), .real([n, 2, m])) }],
    "reshape": [
      ShapeFamily { n, m in Application(Reshape(dims: [n * m, 2]), .real([2, n, m])) },
      ShapeFamily { n, m in Application(Reshape(dims: [m, n]), .real([n, m])) },
    ],
    "concatenate": [
      ShapeFamily { n, m in
        Application(Concatenate(axis: 1), .real([n, m]), .real([n, 2]), .real([n, m]))
      },
      ShapeFamily { n, m in Application(Concatenate(axis: 0), .real([n, m]), .real([3, m])) },
    ],
    "slice": [
      ShapeFamily { n, m in
        Application(
          Slice(starts: [1, m], limits: [n + 1, m + 2], steps: [1, 1]), .real([n + 3, m + 2]))
      },
      ShapeFamily { n, m in
        Application(Slice(starts: [0, 1], limits: [n, m + 1], steps: [2, 3]), .real([n, m + 4]))
      },
    ],
    "pad": [
      ShapeFamily { n, m in Application(Pad(low: [1, m], high: [n, 0]), .real([n, m])) },
      ShapeFamily { n, m in
        Application(Pad(low: [0, 2], high: [0, 1], interior: [0, 1]), .real([n, m + 1]))
      },
    ],
    "gather": [
      ShapeFamily { n, m in
        Application(Gather(axes: [0]), .real([n + 1, 3]), .positions([m], below: n + 1))
      },
      ShapeFamily { n, m in
        Application(
          Gather(axes: [1, 0]), .real([n + 1, m + 1, 2]), .positions([5], below: m + 1),
          .positions([5], below: n + 1))
      },
    ],
    "scatter_add": [
      ShapeFamily { n, m in
        Application(
          ScatterAdd(axes: [0]), .real([n + 1, 3]), .positions([m], below: n + 1), .real([m, 3]))
      }
    ],
    "windows": [
      ShapeFamily { n, m in
        Application(Windows(WindowGeometry(axis: 0, count: n, size: 3)), .real([n + 2, m]))
      },
      ShapeFamily { n, m in
        Application(
          Windows(WindowGeometry(axis: 1, count: m + 1, size: 2, stride: 2, dilation: 3)),
          .real([n, m * 2 + 5]))
      },
    ],
    "fold": [
      ShapeFamily { n, m in
        Application(
          Fold(WindowGeometry(axis: 0, count: n, size: 3), length: n + 2), .real([n, 3, m]))
      },
      ShapeFamily { n, m in
        Application(
          Fold(
            WindowGeometry(axis: 1, count: m + 1, size: 2, stride: 2, dilation: 3),
            length: m * 2 + 5), .real([n, m + 1, 2]))
      },
    ],
  ]

  /// What combines elements along an axis.
  private static let reductions: [String: [ShapeFamily]] = [
    "reduce_sum": reduce(.sum), "reduce_product": reduce(.product, 0.9...1.1),
    "reduce_maximum": reduce(.maximum), "reduce_minimum": reduce(.minimum),
    "reduce_any": truths(.any), "reduce_all": truths(.all),
    "arg_maximum": [0, 1].map { axis in
      ShapeFamily { n, m in
        Application(ArgExtreme(kind: .maximum, axis: axis), .real([n + 1, m + 1]))
      }
    },
    "arg_minimum": [0, 1].map { axis in
      ShapeFamily { n, m in
        Application(ArgExtreme(kind: .minimum, axis: axis), .real([n + 1, m + 1]))
      }
    },
    "cumulative_sum": [
      along { CumulativeSum(axis: 0) }, along { CumulativeSum(axis: 1, reversed: true) },
    ],
    "cumulative_maximum": [0, 1].map { axis in
      along { CumulativeExtreme(kind: .maximum, axis: axis) }
    },
    "cumulative_minimum": [0, 1].map { axis in
      along { CumulativeExtreme(kind: .minimum, axis: axis) }
    },
    "linear_recurrence": [false, true].map { isReversed in
      ShapeFamily { n, m in
        Application(
          LinearRecurrence(axis: 1, reversed: isReversed), .real([n, m], -0.9...0.9), .real([n, m]))
      }
    },
    "argsort": [
      along { Argsort(axis: 0) }, along { Argsort(axis: 1, isDescending: true) },
    ],
    "segment_maximum": segments(.maximum), "segment_minimum": segments(.minimum),
  ]

  /// What computes with matrices.
  private static let matrices: [String: [ShapeFamily]] = [
    "contract": [
      ShapeFamily { n, m in
        Application(
          Contract(lhsContracted: [1], rhsContracted: [0]), .real([n, m]), .real([m, 3]))
      },
      ShapeFamily { n, m in
        Application(
          Contract(lhsContracted: [0], rhsContracted: [1]), .real([m, n]), .real([2, m]))
      },
      ShapeFamily { n, m in
        Application(
          Contract(lhsBatch: [0, 2], rhsBatch: [1, 0], lhsContracted: [1], rhsContracted: [2]),
          .real([n, 3, 2]), .real([2, n, 3, m]))
      },
      ShapeFamily { n, m in
        Application(
          Contract(lhsContracted: [0, 1], rhsContracted: [1, 0]), .real([n, m]), .real([m, n]))
      },
    ],
    "cholesky": squares(Cholesky()),
    "solve": systems(LinearSolve()) + systems(LinearSolve(isTransposed: true)),
    "triangular_solve": systems(TriangularSolve())
      + systems(TriangularSolve(isUpper: true, isTransposed: true)),
    "log_determinant": squares(LogDeterminant()),
    "symmetric_eigen": [
      ShapeFamily(small, allReals: false) { n, _ in
        Application(SymmetricEigen(), .distinct([2, n, n]))
      }
    ],
    "qr": tall(OrthogonalTriangular()),
    "svd": tall(SingularValues()),
  ]

  /// Draws, structure and control flow.
  private static let others: [String: [ShapeFamily]] = [
    "derive_key": [
      ShapeFamily { n, m in
        Application(DeriveKey(), .keys([n, m]), .wholes([n, m], below: 9))
      }
    ],
    "random_uniform": [
      ShapeFamily(allReals: false) { n, m in
        Application(RandomUniform(place: 3, element: .f32, dims: [m]), .keys([n]))
      },
      ShapeFamily(allReals: false) { n, m in
        Application(RandomUniform(place: 3, element: .f64, dims: [n, m]), .keys([]))
      },
    ],
    "random_normal": [
      ShapeFamily(allReals: false) { n, m in
        Application(RandomNormal(place: 3, element: .f32, dims: [m]), .keys([n]))
      },
      ShapeFamily(allReals: false) { n, m in
        Application(RandomNormal(place: 3, element: .f64, dims: [n, m]), .keys([]))
      },
    ],
    "stop_gradient": along { StopGradient() }.alone,
    "identity": along { Identity() }.alone,
    "recall": [ShapeFamily { n, m in Application(Recall(place: 1), .real([n, m]), .real([m])) }],
    "assume": [
      ShapeFamily { n, m in Application(Assume(type: TensorType(.f64, [n * 1, m])), .real([n, m])) }
        .f64Only
    ],
    "check_bound": [
      ShapeFamily { n, m in
        Application(CheckBound(bound: m + 1), .wholes([n], below: m + 1))
      }
    ],
    "loop": loops, "if": conditionals, "while": whiles,
  ]
}
