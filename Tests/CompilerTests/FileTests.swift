import MartletFormats
import MartletTensors
import Testing

/// What scripts read and write.
@Suite struct FileTests {
  /// Where the files of a test lie.
  let folder: TemporaryFolder

  /// A test with a folder of its own.
  init() throws { folder = try TemporaryFolder() }

  @Test func modelAndOptimiserComeBackFromTheirFile() {
    let run = ProgramRun(
      """
      let x = normal[8, 3]()
      var net = Mlp[3, 2](hidden: [4])
      var opt = Adam(net)
      net = opt.step(net, grad net { mean(net(x) ** 2) })
      save("\(folder.path)all.safetensors", (net, opt, 7))
      var (again, moments, count) = (Mlp[3, 2](hidden: [4]), Adam(net), 0)
      print(all(again(x) == net(x)))
      (again, moments, count) = load("\(folder.path)all.safetensors", like: (again, moments, count))
      print(all(again(x) == net(x)), count)
      let a = opt.step(net, grad net { mean(net(x) ** 2) })
      let b = moments.step(again, grad again { mean(again(x) ** 2) })
      print(all(a(x) == b(x)))
      """)
    #expect(run.text == "false\ntrue 7\ntrue\n")
  }

  @Test(arguments: [
    ("f64", "[1, 2.5]", "[1.  2.5]"), ("f16", "[1, 2.5]", "[1.  2.5]"),
    ("bf16", "[1, 2.5]", "[1.  2.5]"), ("i64", "[1, 4_000_000_000]", "[         1 4000000000]"),
    ("i32", "[1, -2]", "[ 1 -2]"), ("i8", "[1, -128]", "[   1 -128]"),
    ("u8", "[1, 255]", "[  1 255]"),
    ("bool", "[true, false]", "[ true false]"),
  ])
  func everyDtypeComesBackFromItsFile(_ dtype: String, _ numbers: String, _ text: String) {
    let run = ProgramRun(
      """
      struct Field[...S] { x: \(dtype)[...S] }
      let path = "\(folder.path)kept.safetensors"
      save(path, Field(x: tensor(\(numbers)) as \(dtype)[2]))
      let none: \(dtype)[2] = tensor(\(dtype == "bool" ? "[true, true]" : "[0, 0]"))
      print(load(path, like: Field(x: none)).x)
      """)
    #expect(run.text.hasSuffix(text + "\n"), "\(run.text)")
  }

  @Test func namesInAFileArePathsOfFields() throws {
    let path = folder.path + "net.safetensors"
    let run = ProgramRun("save(\"\(path)\", Mlp[3, 2](hidden: [4]))")
    #expect(run.text == "")
    #expect(
      try Safetensors.read(path).names.sorted() == [
        "layers[0].bias", "layers[0].weight", "layers[1].bias", "layers[1].weight",
      ])
  }

  @Test func fileOfAnotherModelIsRefusedWithTheDifferences() {
    let run = ProgramRun(
      """
      save("\(folder.path)a.safetensors", Mlp[3, 2](hidden: [4]))
      print(load("\(folder.path)a.safetensors", like: Mlp[3, 5](hidden: [4, 4]))(ones[1, 3]()))
      """)
    #expect(run.text.contains("does not hold this tree"), "\(run.text)")
    #expect(run.text.contains("layers[2].weight: f32[4, 5]"), "\(run.text)")
    #expect(run.text.contains("layers[1].bias: f32[2], not f32[4]"), "\(run.text)")
  }

  @Test func tensorComesBackFromNumPyFile() {
    let run = ProgramRun(
      """
      save("\(folder.path)x.npy", ones[2, 2]())
      let x = load("\(folder.path)x.npy") as f32[_, 2]
      print(x + 1)
      """)
    #expect(run.text == "[[2. 2.]\n [2. 2.]]\n")
  }

  @Test func wrongTypeOfAFilesTensorIsRefused() {
    let run = ProgramRun(
      """
      save("\(folder.path)x.npy", ones[2, 2]())
      print(load("\(folder.path)x.npy") as i32[_, 2])
      """)
    #expect(run.text.contains("holds f32, where i32 is needed"), "\(run.text)")
  }

  @Test(arguments: [
    ("a,b\n1,2\n3,x\n", "f32[_]", "row 3, column 2: a number was expected, but `x` came"),
    ("a,b\n1,2\n3,1.5\n", "i32[_]", "row 3, column 2"),
    ("a,b\n1,2\n3,9\n", "i32<9>[_]", "row 3, column 2: 9 is not in 0..<9"),
    ("a,b\n1,2\n3\n", "f32[_]", "row 3"),
    ("a,c\n1,2\n", "f32[_]", "no column is called `b`; there are `a`, `c`"),
    ("a,b\n1,2\n3,4\n", "f32[5]", "it is [2]"),
  ])
  func cellThatDoesNotFitIsNamed(_ text: String, _ type: String, _ message: String) throws {
    let path = try folder.write(text, to: "table.csv")
    let run = ProgramRun("import data.csv\nprint(csv.read(\"\(path)\")[\"b\"] as \(type))")
    #expect(run.text.contains(message), "\(run.text)")
    #expect(message.hasPrefix("it is") || run.text.contains("table.csv"), "\(run.text)")
  }

  @Test func columnsWithNumbersAreOneTensor() throws {
    let path = try folder.write("y,x.0,x.1\n1,2,3\n4,5,6\n", to: "table.csv")
    let run = ProgramRun(
      """
      import data.csv
      let table = csv.read("\(path)")
      print(table["x"] as f32[_, 2], table["y"] as i32<5>[_])
      """)
    #expect(run.text == "[[2. 3.]\n [5. 6.]] [1 4]\n")
  }

  @Test func missingFileIsNamedWhereItIsReadFrom() {
    let run = ProgramRun("import data.idx\nprint(idx.read(\"nowhere.idx\") as u8[_])")
    #expect(run.diagnostics.map(\.code) == [.inaccessibleFile], "\(run.text)")
  }

  @Test func missingFileIsNoneWhereThatIsAsked() {
    let run = ProgramRun(
      """
      print(exists("\(folder.path)x.npy"))
      let x = load_if_exists("\(folder.path)x.npy", like: ones[2]()) ?? zeros[2]()
      print(x)
      """)
    #expect(run.text == "false\n[0. 0.]\n")
  }
}
