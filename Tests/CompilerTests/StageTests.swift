import MartletCompiler
import MartletSource
import Testing

/// The stages of the front end as text.
@Suite struct StageTests {
  @Test func theTypedStageShowsTypesAndTargets() {
    let file = SourceFile(
      name: "double.mlt",
      text: "fn double[N](x: f32[N]) -> f32[N] { 2 * x }\nprint(double(ones[3]()))\n")
    #expect(
      compiler.text(of: .typed, file) == """
        (fn double (x f32[N]) f32[N] (block (* 2 %0 : f32[N])))
        (call print (call double (call ones ...S=[3] : f32[3]) : f32[3]) : nothing)

        """)
  }

  @Test func aWrongFileHasNoTypedStage() {
    #expect(compiler.text(of: .typed, SourceFile(name: "wrong.mlt", text: "let x = y\n")) == "")
  }

  @Test func tokensAndTreeOfAWrongFileAreShown() {
    let file = SourceFile(name: "wrong.mlt", text: "let x = y\n")
    #expect(compiler.text(of: .tokens, file).contains("x"))
    #expect(compiler.text(of: .tree, file) == "(let x y)\n")
  }
}
