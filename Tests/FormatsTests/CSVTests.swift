import MartletFormats
import MartletShapes
import MartletTensors
import Testing

@Suite struct CSVTests {
  /// The table that a text holds.
  private func table(_ text: String, _ header: CSVTable.Header = .absent) throws -> CSVTable {
    try CSVTable(file(text), header: header)
  }

  @Test(arguments: [
    ("a,b\nc,d\n", [["a", "b"], ["c", "d"]]),
    ("a,b\r\nc,d", [["a", "b"], ["c", "d"]]),
    ("\"a,1\",b\n", [["a,1", "b"]]),
    ("\"say \"\"hi\"\"\",\"two\nlines\"\n", [["say \"hi\"", "two\nlines"]]),
    ("a,\n,b\n", [["a", ""], ["", "b"]]),
    ("\u{FEFF}a\nb\n", [["a"], ["b"]]),
    ("\"\",\"\"\"\"\n", [["", "\""]]),
    ("a\"b,c\n", [["a\"b", "c"]]),
    ("a\rb\n", [["a\rb"]]),
    ("", []),
  ])
  func cellsAreFound(_ text: String, _ rows: [[String]]) throws {
    let table = try table(text)
    #expect(table.rowCount == rows.count)
    let found = (0..<table.rowCount).map { row in
      (0..<table.columnCount).map { table.text(row: row, column: $0) }
    }
    #expect(found == rows)
  }

  @Test(arguments: [
    ("a,b\nc\n", "f, row 2: the row has 1 cell, but the first has 2"),
    ("a,b\n\nc,d\n", "f, row 2: the row has 1 cell, but the first has 2"),
    ("a,b\nc,\"d", "f, row 2, column 2: the quote at its start is never closed"),
    (
      "\"a\"b\n",
      "f, row 1, column 1: text follows the closing quote; a quote inside is written twice"
    ),
  ])
  func brokenTablesAreRefused(_ text: String, _ message: String) {
    #expect(refusal { try table(text) }?.description == message)
  }

  @Test func headerNamesTheColumns() throws {
    for header in [CSVTable.Header.present, .detected] {
      let table = try table("x,y\n1,2\n", header)
      #expect(table.names == ["x", "y"])
      #expect(table.rowCount == 1)
    }
    #expect(try table("1,2\n3,4\n", .detected).names == nil)
    #expect(try table("1,2\n3,4\n", .present).names == ["1", "2"])
  }

  @Test(arguments: [
    ("0", 0.0), ("-0", -0.0), ("12", 12), ("-12.5", -12.5), ("0.1", 0.1), (".5", 0.5), ("5.", 5),
    ("1e3", 1000), ("-1.5E-3", -0.0015), ("+7", 7), (" 8\t", 8), ("inf", .infinity),
    ("-Infinity", -.infinity), ("123456789012345678", 123_456_789_012_345_680),
    ("0.30000000000000004", 0.30000000000000004),
    ("179769313486231570e291", 1.797_693_134_862_315_7e308),
    ("4.9e-324", .leastNonzeroMagnitude), ("0.000001", 1e-6),
  ])
  func numbersAreReadToTheLastBit(_ text: String, _ number: Double) throws {
    let found = try table(text + "\n").tensor(as: .f64).scalarDouble
    #expect(found.bitPattern == number.bitPattern)
  }

  @Test(arguments: ["", "one", "1,5", "0x10", "1_000", "--1", "1e", ".", "1 2", "nano", "١"])
  func whatIsNoNumberIsRefused(_ text: String) throws {
    let table = try table("1\n\"\(text)\"\n")
    let error = refusal { try table.tensor(as: .f32) }
    #expect(error?.location == .cell(row: 2, column: 1))
  }

  @Test(arguments: [
    (ElementType.f32, "a number was expected, but the cell is empty", ""),
    (.i32, "a whole number that fits i32 was expected, but `1.5` came", "1.5"),
    (.i32, "a whole number that fits i32 was expected, but `3000000000` came", "3000000000"),
    (.u8, "a whole number in 0..<256 was expected, but `-1` came", "-1"),
    (.i64, "a whole number within ±2^53 was expected, but `1e17` came", "1e17"),
    (.bool, "0 or 1 was expected, but `2` came", "2"),
  ])
  func wrongCellIsNamed(_ type: ElementType, _ message: String, _ cell: String) throws {
    let table = try table("a,b\n1,1\n1,\"\(cell)\"\n", .present)
    let error = refusal { try table.tensor(as: type) }
    #expect(error?.description == "f, row 3, column 2: \(message)")
  }

  @Test func nameMeansAColumnOrAGroup() throws {
    let table = try table("x.0,x.1,y\n1,2,3\n4,5,6\n", .present)
    #expect(try table.tensor(named: "y", as: .i32) == Tensor(i32: [3, 6]))
    #expect(try table.tensor(named: "x", as: .f32) == Tensor(f32: [1, 2, 4, 5], shape: [2, 2]))
    #expect(try table.tensor(named: "x.1", as: .f32) == Tensor(f32: [2, 5]))
    #expect(
      refusal { try table.columns(named: "z") }?.message
        == "no column is called `z`; there are `x.0`, `x.1`, `y`")
  }

  @Test func shippedDigitsAreComplete() throws {
    let path = repositoryRoot + "/examples/data/digits.csv.gz"
    let table = try CSVTable(reading: path, header: .present)
    #expect(try table.tensor(named: "pixels", as: .u8).shape == [1797, 64])
    var counts = [Int](repeating: 0, count: 10)
    for label in try table.tensor(named: "label", as: .i32).ints { counts[label] += 1 }
    #expect(counts == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180])
  }
}
