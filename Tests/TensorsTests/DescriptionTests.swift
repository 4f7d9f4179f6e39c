import MartletTensors
import Testing

/// How tensors print.
struct DescriptionTests {
  @Test func scalarsArePlainNumbers() {
    #expect(Tensor(scalar: Float(0.1)).description == "0.1")
    #expect(Tensor(scalar: Int32(7)).description == "7")
    #expect(Tensor(scalar: true).description == "true")
    #expect(Tensor(scalar: Half(1.5)).description == "1.5")
  }

  @Test(
    arguments: [
      ([1, 2, 3], "[1. 2. 3.]"),
      ([1, 2.5, -3.25], "[ 1.    2.5  -3.25]"),
      ([0.1, 100], "[  0.1 100. ]"),
      ([1e-5, 1], "[1.e-05 1.e+00]"),
      ([1e10, -2.5], "[ 1.0e+10 -2.5e+00]"),
      ([Float.nan, 1, -.infinity], "[ nan   1. -inf]"),
      ([0.33333334], "[0.33333334]"),
      ([0.99999999999, 0], "[1. 0.]"),
      ([], "[]"),
    ] as [([Float], String)])
  func floatsStandInColumns(numbers: [Float], text: String) {
    #expect(Tensor(numbers).description == text)
  }

  @Test func matricesAndCubesAreNested() {
    let matrix = Tensor(i32: [1, -20, 3, 4], shape: [2, 2])
    #expect(matrix.description == "[[  1 -20]\n [  3   4]]")
    let cube = Tensor(i32: [1, 2, 3, 4], shape: [2, 1, 2])
    #expect(cube.description == "[[[1 2]]\n\n [[3 4]]]")
  }

  @Test func longAxesAreShortened() {
    let vector = Tensor((0..<2000).map { Int64($0) })
    #expect(vector.description == "[   0    1    2 ... 1997 1998 1999]")
    let matrix = Tensor([Float](repeating: 0, count: 40 * 30), shape: [40, 30])
    #expect(matrix.description.split(separator: "\n").count == 7)
    #expect(matrix.description.hasPrefix("[[0. 0. 0. ... 0. 0. 0.]\n"))
  }
}
