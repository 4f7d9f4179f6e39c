import MartletGraph
import MartletOperations
import MartletShapes
import MartletSource
import MartletTensors
import MartletTransforms
import Testing

/// The outputs of one operation on tensors, by its reference kernel within a verified graph.
func run(_ operation: any Primitive, _ inputs: Tensor...) throws -> Tensor {
  let builder = GraphBuilder()
  let values = inputs.map { builder.parameter("x", $0.type) }
  let graph = builder.finish(outputs: [builder.add(operation, values)])
  try graph.verify()
  return try ReferenceInterpreter.evaluate(graph, inputs)[0]
}

/// Values by hand, where NumPy's numbers say nothing.
@Suite struct ValueTests {
  /// The numbers 0, 1, 2… in the given shape.
  func count(_ shape: Int...) -> Tensor {
    Tensor((0..<shape.reduce(1, *)).map { Double($0) }, shape: shape)
  }

  @Test func broadcastPutsAxesInTheirPlaces() throws {
    let result = try run(Broadcast(dims: [3, 2, 2], axes: [1, 0]), count(2, 3))
    #expect(result.shape == [3, 2, 2])
    #expect(result.doubles == [0, 0, 3, 3, 1, 1, 4, 4, 2, 2, 5, 5])
  }

  @Test func transposeMovesEveryElement() throws {
    let x = count(2, 3, 4)
    let result = try run(Transpose(permutation: [2, 0, 1]), x)
    #expect(result.shape == [4, 2, 3])
    for i in 0..<4 {
      for j in 0..<2 {
        for k in 0..<3 {
          #expect(result.doubles[i * 6 + j * 3 + k] == x.doubles[j * 12 + k * 4 + i])
        }
      }
    }
  }

  @Test func sliceTakesEverySecondAndThird() throws {
    let result = try run(Slice(starts: [0, 1], limits: [3, 6], steps: [2, 3]), count(3, 7))
    #expect(result == Tensor([1.0, 4, 15, 18], shape: [2, 2]))
  }

  @Test func padSpreadsElementsAmongZeros() throws {
    let result = try run(Pad(low: [1], high: [2], interior: [1]), Tensor(f64: [7, 8, 9]))
    #expect(result.doubles == [0, 7, 0, 8, 0, 9, 0, 0])
  }

  @Test func concatenateAlongTheSecondAxis() throws {
    let result = try run(Concatenate(axis: 1), count(2, 1), count(2, 2))
    #expect(result == Tensor([0.0, 0, 1, 1, 2, 3], shape: [2, 3]))
  }

  @Test func iotaIsBoundedByItsSize() throws {
    #expect(try run(Iota(dim: 3)) == Tensor(i32: [0, 1, 2], bound: 3))
    #expect(try run(Iota(dim: 2, element: .f32)) == Tensor(f32: [0, 1]))
  }

  @Test func castTruncatesAndSaturates() throws {
    let x = Tensor(f64: [-1.7, 2.9, 1e20, .nan])
    #expect(try run(Cast(element: .i32), x).ints == [-1, 2, 2_147_483_647, 0])
    #expect(try run(Cast(element: .bool), x).ints == [1, 1, 1, 1])
    #expect(try run(Cast(element: .u8), Tensor(i32: [257, -1])).ints == [1, 255])
  }

  @Test func boundsPassThroughLayout() throws {
    let x = Tensor(i32: [2, 0, 1, 1], shape: [2, 2], bound: 3)
    #expect(try run(Transpose(permutation: [1, 0]), x).bound == 3)
    #expect(try run(Reshape(dims: [4]), x).bound == 3)
    #expect(try run(Concatenate(axis: 0), x, x).bound == 3)
    #expect(try run(Slice(starts: [0, 0], limits: [1, 2], steps: [1, 1]), x).bound == 3)
    #expect(try run(Cast(element: .i64), x).bound == 3)
    #expect(try run(Elementwise(function: .add), x, x).bound == nil)
  }

  @Test func integersWrapAround() throws {
    let x = Tensor(i32: [.max, .min])
    #expect(
      try run(Elementwise(function: .add), x, Tensor(i32: [1, -1])).ints == [-1 << 31, 1 << 31 - 1])
    let least = Tensor([Int64.min])
    #expect(try run(Elementwise(function: .floorDivide), least, Tensor([Int64(-1)])).ints == [.min])
    #expect(try run(Elementwise(function: .abs), least).ints == [.min])
  }

  @Test func divisionOfIntegersByZeroIsZero() throws {
    let (x, y) = (Tensor(i32: [7, -7]), Tensor(i32: [0, 0]))
    #expect(try run(Elementwise(function: .floorDivide), x, y).ints == [0, 0])
    #expect(try run(Elementwise(function: .remainder), x, y).ints == [7, -7])
  }

  @Test func powersOfIntegers() throws {
    let (x, y) = (Tensor(i32: [2, -3, 2, -1, 0]), Tensor(i32: [10, 3, -1, -3, 0]))
    #expect(try run(Elementwise(function: .power), x, y).ints == [1024, -27, 0, -1, 1])
  }

  @Test(arguments: [ElementType.f16, .bf16, .f32])
  func narrowSumsAreRoundedOnce(_ element: ElementType) throws {
    let x = Tensor([Double](repeating: 1, count: 3000)).converted(to: element)
    let sum = try run(Reduce(kind: .sum, axes: [0]), x)
    #expect(sum == Tensor(scalar: 3000, as: element))
  }

  @Test func extremesOfNothingAreInfinite() throws {
    let empty = Tensor([Double](), shape: [0, 2])
    #expect(try run(Reduce(kind: .maximum, axes: [0]), empty).doubles == [-.infinity, -.infinity])
    #expect(try run(Reduce(kind: .minimum, axes: [0]), empty).doubles == [.infinity, .infinity])
  }

  @Test func notANumberIsTheExtreme() throws {
    let x = Tensor(f64: [1, .nan, 3, .nan])
    #expect(try run(ArgExtreme(kind: .maximum, axis: 0), x).ints == [1])
    #expect(try run(ArgExtreme(kind: .minimum, axis: 0), x).ints == [1])
    #expect(try run(Reduce(kind: .maximum, axes: [0]), x).doubles[0].isNaN)
  }

  @Test(arguments: [Reduce.Kind.maximum, .minimum])
  func gradientOfATieGoesToTheFirst(_ kind: Reduce.Kind) throws {
    let x = Tensor([5.0, 5, 5, 2, 2, 2], shape: [2, 3])
    let builder = GraphBuilder()
    let value = builder.parameter("x", x.type)
    let extreme = builder.reduce(kind, value, axes: [0, 1])
    let gradient = try differentiate(builder, value: extreme, withRespectTo: [value])
    let result = try ReferenceInterpreter.evaluate(builder.finish(outputs: gradient), [x])[0]
    #expect(result.doubles == (kind == .maximum ? [1, 0, 0, 0, 0, 0] : [0, 0, 0, 1, 0, 0]))
  }

  @Test func gradientOfAnElementwiseTieGoesToTheFirst() throws {
    let builder = GraphBuilder()
    let (x, y) = (
      builder.parameter("x", TensorType(.f64)), builder.parameter("y", TensorType(.f64))
    )
    let value = builder.elementwise(.maximum, [x, y])
    let gradients = try differentiate(builder, value: value, withRespectTo: [x, y])
    let graph = builder.finish(outputs: gradients)
    let result = try ReferenceInterpreter.evaluate(
      graph, [Tensor(scalar: 1.0), Tensor(scalar: 1.0)])
    #expect(result.map(\.scalarDouble) == [1, 0])
  }

  @Test func gradientOfAProductWithZeros() throws {
    let x = Tensor(f64: [2, 0, 3])
    let builder = GraphBuilder()
    let value = builder.parameter("x", x.type)
    let product = builder.reduce(.product, value, axes: [0])
    let gradient = try differentiate(builder, value: product, withRespectTo: [value])
    let result = try ReferenceInterpreter.evaluate(builder.finish(outputs: gradient), [x])[0]
    #expect(result.doubles == [0, 6, 0])
  }

  @Test func gradientOfAProductTakesMemoryOfItsInputOnly() throws {
    let builder = GraphBuilder()
    let value = builder.parameter("x", TensorType(.f64, [5000]))
    let product = builder.reduce(.product, value, axes: [0])
    let gradient = try differentiate(builder, value: product, withRespectTo: [value])
    let graph = builder.finish(outputs: gradient)
    for type in graph.types { #expect(type.dims.reduce(1) { $0 * $1 }.constant! <= 5001) }
    let x = Tensor([Double](repeating: 1, count: 4999) + [3], shape: [5000])
    let result = try Machine.twoThreads.run(graph, [x])[0].doubles
    #expect(result.prefix(4999).allSatisfy { $0 == 3 } && result[4999] == 1)
  }

  @Test(arguments: [Reduce.Kind.maximum, .minimum])
  func gradientOfTheExtremeOfNothingIsEmpty(_ kind: Reduce.Kind) throws {
    let builder = GraphBuilder()
    let value = builder.parameter("x", TensorType(.f64, [2, 0]))
    let extreme = builder.reduce(.sum, builder.reduce(kind, value, axes: [1]), axes: [0])
    let gradient = try differentiate(builder, value: extreme, withRespectTo: [value])
    let graph = builder.finish(outputs: gradient)
    for machine in Machine.allCases {
      let found = try machine.run(graph, [Tensor(zeros: .f64, shape: [2, 0])])
      #expect(found.map(\.shape) == [[2, 0]])
    }
  }

  @Test func remaindersByZeroAreWhatIsLeft() throws {
    let builder = GraphBuilder()
    let inputs = [Tensor(i32: [7, -7, 0]), Tensor(i32: [0, 0, 0])]
    let values = inputs.map { builder.parameter("x", $0.type) }
    let graph = builder.finish(outputs: [builder.elementwise(.remainder, values)])
    for machine in Machine.allCases {
      #expect(try machine.run(graph, inputs)[0].ints == [7, -7, 0])
    }
  }

  @Test func gradientOfAPowerAtZero() throws {
    let builder = GraphBuilder()
    let x = builder.parameter("x", TensorType(.f64))
    let value = builder.elementwise(.power, [x, builder.constant(2, .f64)])
    let first = try differentiate(builder, value: value, withRespectTo: [x])[0]
    let second = try differentiate(builder, value: first, withRespectTo: [x])[0]
    let graph = builder.finish(outputs: [first, second])
    let result = try ReferenceInterpreter.evaluate(graph, [Tensor(scalar: 0.0)])
    #expect(result.map(\.scalarDouble) == [0, 2])
  }

  @Test func positionsOutOfRangeAreFound() throws {
    let fault = OperationFault.outOfRange(value: 4, bound: 4, position: 2)
    #expect(throws: RunFault.operation("check_bound", fault, at: nil)) {
      try run(CheckBound(bound: 4), Tensor(i32: [0, 3, 4]))
    }
    #expect(try run(CheckBound(bound: 4), Tensor(i32: [0, 3])).bound == 4)
  }

  @Test func faultsBecomeMessages() {
    let span = SourceSpan(file: SourceID(index: 0), start: 1, end: 2)
    let fault = OperationFault.outOfRange(value: 9, bound: 4, position: 2)
    let message = Diagnostic.run(.operation("gather", fault, at: nil), at: span)
    #expect(message.code == .valueOutOfBound)
    #expect(message.message == "9 is not in 0..<4")
    #expect(message.span == span)
  }
}
