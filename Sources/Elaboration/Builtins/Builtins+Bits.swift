import MartletOperations

extension Builtins {
  /// Functions of the bits of two integers.
  static var bits: [Builtin] {
    [ScalarFunction.bitAnd, .bitOr, .bitXor, .shiftLeft, .shiftRight].map { function in
      Builtin(
        function.name,
        """
        ## \(function.row.summary)
        fn \(function.name)[T: Integer, ...S](x: T[...S], y: T[...S]) -> T[...S]
        """
      ) { evaluator, call in
        let (x, y) = try evaluator.operands(call.required(0), call.required(1), at: call.span)
        return try evaluator.elementwise(function, [x, y], at: call.span)
      }
    }
  }
}
