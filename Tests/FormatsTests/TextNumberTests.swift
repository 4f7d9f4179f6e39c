import MartletFormats
import MartletTensors
import Testing

@Suite struct TextNumberTests {
  @Test func numbersComeInReadingOrder() throws {
    let numbers = try TextNumbers(file("3\n 1 -2\t0.5\r\n\n7"))
    #expect(numbers.count == 5)
    #expect(try numbers.tensor(as: .f32) == Tensor(f32: [3, 1, -2, 0.5, 7]))
  }

  @Test func fileWithoutNumbersIsEmpty() throws {
    #expect(try TextNumbers(file(" \n\n")).tensor(as: .i32).shape == [0])
  }

  @Test func whatIsNoNumberIsRefusedWithItsLine() {
    let error = refusal { try TextNumbers(file("1 2\n3 # 4\n")) }
    #expect(error?.description == "f, line 2: a number was expected, but `#` came")
  }

  @Test func numberThatDoesNotFitIsRefusedWithItsLine() throws {
    let numbers = try TextNumbers(file("1 2\n\n3 4.5\n"))
    #expect(
      refusal { try numbers.tensor(as: .i32) }?.description
        == "f, line 3: a whole number that fits i32 was expected, but 4.5 came")
  }

  @Test func longAndStrangeWordsAreCutInMessages() {
    let error = refusal { try TextNumbers(file(Array(repeating: 0x1B, count: 1000))) }
    #expect(
      error?.message
        == "a number was expected, but `\(String(repeating: "·", count: 40))…` came")
  }
}
