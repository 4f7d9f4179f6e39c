import MartletShapes
import MartletTensors
import Testing

/// Tensors as values: construction, views, copies, conversion.
struct TensorTests {
  @Test func elementsComeBackInRowMajorOrder() {
    let t = Tensor(f32: [1, 2, 3, 4, 5, 6], shape: [2, 3])
    #expect(t.count == 6 && t.rank == 2 && t.byteCount == 24)
    #expect(t.elements(as: Float.self) == [1, 2, 3, 4, 5, 6])
    #expect(t.ints == [1, 2, 3, 4, 5, 6])
  }

  @Test func viewsOfTheLeadingAxisShareTheBuffer() {
    let t = Tensor(i32: [1, 2, 3, 4, 5, 6], shape: [3, 2], bound: 7)
    let rows = t.slice(1..<3)
    #expect(rows.shape == [2, 2] && rows.ints == [3, 4, 5, 6] && rows.bound == 7)
    #expect(rows.buffer === t.buffer)
    #expect(t.entry(2).shape == [2] && t.entry(2).ints == [5, 6])
    #expect(t.slice(3..<3).count == 0)
  }

  @Test func writingCopiesASharedBuffer() {
    var a = Tensor(f32: [1, 2, 3])
    let b = a
    let isShared = !a.isUniquelyReferenced()
    a.withMutableElements(of: Float.self) { $0[0] = 9 }
    #expect(a.doubles == [9, 2, 3] && b.doubles == [1, 2, 3])
    let isUnique = a.isUniquelyReferenced()
    #expect(isShared && isUnique)
  }

  @Test func writingToAViewLeavesTheRestAlone() {
    let whole = Tensor(f32: [1, 2, 3, 4], shape: [2, 2])
    var row = whole.entry(1)
    row.withMutableElements(of: Float.self) { $0[1] = 0 }
    #expect(row.doubles == [3, 0] && whole.doubles == [1, 2, 3, 4])
  }

  @Test(arguments: [0, 1, 100, 65_536, 1_000_000])
  func buffersAreAlignedAndZeroedOnDemand(size: Int) {
    let buffer = Buffer(byteCount: size, zeroed: true)
    #expect(Int(bitPattern: buffer.bytes) % Buffer.alignment == 0)
    let bytes = UnsafeRawBufferPointer(start: buffer.bytes, count: size)
    #expect(bytes.allSatisfy { $0 == 0 })
  }

  @Test func bigBuffersStartAtManyOffsets() {
    let buffers = (0..<32).map { _ in Buffer(byteCount: 1 << 20) }
    #expect(Set(buffers.map { Int(bitPattern: $0.bytes) % 4096 }).count > 8)
  }

  @Test(arguments: ElementType.allCases, ElementType.allCases)
  func smallNumbersSurviveEveryConversion(source: ElementType, target: ElementType) {
    let t = Tensor([0, 1] as [Double]).converted(to: source)
    #expect(t.converted(to: target).doubles == [0, 1])
    #expect(t.converted(to: target).elementType == target)
  }

  @Test func conversionsTruncateSaturateAndWrap() {
    let t = Tensor(f64: [2.9, -2.9, 1e30, -1e30, .nan])
    #expect(t.elements(as: Int32.self) == [2, -2, .max, .min, 0])
    #expect(t.elements(as: UInt8.self) == [2, 0, 255, 0, 0])
    #expect(Tensor([300, -1] as [Int64]).elements(as: UInt8.self) == [44, 255])
    #expect(t.elements(as: Bool.self) == [true, true, true, true, true])
  }

  @Test func equalityIsByNumberAndBitsAreByBit() {
    let a = Tensor(f32: [0, .nan])
    let b = Tensor(f32: [-0.0, .nan])
    #expect(a == b && !a.hasSameBits(as: b) && a.hasSameBits(as: a))
    #expect(a != Tensor(f64: [0, .nan]))
    #expect(Tensor(f32: [1]).isClose(to: Tensor(f32: [1.000001])))
    #expect(!Tensor(f32: [1]).isClose(to: Tensor(f32: [1.1])))
  }
}
