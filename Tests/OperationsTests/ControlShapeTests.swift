import MartletGraph
import MartletOperations
import MartletShapes
import Testing

/// What nodes with regions refuse, and how they are printed.
@Suite struct ControlShapeTests {
  /// Bodies that a loop over 4 entries of `x: f64[4, 2]` refuses, carrying `h: f64[2]`.
  static let refused: [@Sendable (GraphBuilder, _ h: ValueID) -> [ValueID]] = [
    { builder, h in [builder.reshape(h, [1, 2])] },
    { builder, h in [builder.cast(h, to: .f32)] },
    { _, _ in [] },
  ]

  @Test(arguments: refused.indices) func bodiesThatHandOnAnotherTypeAreRefused(_ index: Int) {
    let builder = GraphBuilder()
    let h = builder.parameter("h", TensorType(.f64, [2]))
    let x = builder.parameter("x", TensorType(.f64, [4, 2]))
    let inner = GraphBuilder(regionOf: builder)
    _ = inner.parameter("i", TensorType(.i32, bound: 4))
    let state = inner.parameter("h", TensorType(.f64, [2]))
    _ = inner.parameter("x", TensorType(.f64, [2]))
    let region = inner.finish(outputs: Self.refused[index](inner, state))
    #expect(throws: TypeFault.self) {
      try builder.tryAdd(Loop(count: 4, carried: 1, sliced: 1), [h, x], regions: [region])
    }
  }

  @Test func slicesOfAnotherCountAreRefused() {
    let builder = GraphBuilder()
    let x = builder.parameter("x", TensorType(.f64, [4, 2]))
    let inner = GraphBuilder(regionOf: builder)
    _ = inner.parameter("i", TensorType(.i32))
    let slice = inner.parameter("x", TensorType(.f64, [2]))
    let region = inner.finish(outputs: [slice])
    for count in [4, 5] {
      let loop = Loop(count: Dim(count), carried: 0, sliced: 1)
      let results = try? builder.tryAdd(loop, [x], regions: [region])
      #expect((results == nil) == (count == 5))
    }
  }

  @Test func regionsArePrintedInsideTheirNode() {
    let builder = GraphBuilder()
    let n = Dim(builder.newSymbol(named: "N"))
    let x = builder.parameter("x", TensorType(.f32, [n]))
    let y = builder.loop(count: n, carried: [], sliced: [x]) { body in
      ([], [body.builder.elementwise(.exp, [body.slices[0]])])
    }.stacked
    #expect(
      builder.finish(outputs: y).description == """
        graph(%0 x: f32[N]) {
          %1: f32[N] = loop(%0) {count: N, carried: 0, sliced: 1, reversed: false} \
        graph(%0 index: i32<N>[], %1 slice: f32[]) {
            %2: f32[] = exp(%1)
            return %2
          }
          return %1
        }
        """)
  }

  @Test func aRegionMayNotUseSizesOfItsOwn() throws {
    let builder = GraphBuilder()
    let x = builder.parameter("x", TensorType(.f32, [3]))
    let inner = GraphBuilder()
    let own = DimSymbol(id: 40, name: "K")
    inner.adopt(own)
    _ = inner.parameter("i", TensorType(.i32, bound: 2))
    let region = inner.finish(outputs: [])
    let node = Node(Loop(count: 2, carried: 0, sliced: 0), [], results: [], regions: [region])
    let graph = Graph(
      symbols: builder.symbols, parameters: builder.parameters, nodes: [node],
      types: builder.types, outputs: [x])
    #expect(throws: VerificationFault.self) { try graph.verify() }
  }
}
