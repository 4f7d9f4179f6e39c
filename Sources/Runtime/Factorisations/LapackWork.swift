/// Memory that a routine of LAPACK works in.
struct LapackWork<Element: LapackElement> {
  /// Room for numbers.
  var reals: UnsafeMutablePointer<Element>
  /// How many fit; -1 makes a routine write how many it wants into the first.
  var realCount: Int32
  /// Room for whole numbers.
  var integers: UnsafeMutablePointer<Int32>
  /// How many fit; -1 as for numbers.
  var integerCount: Int32

  /// How many numbers and whole numbers a routine wants, which is called without doing anything.
  static func wanted(
    _ routine: (LapackWork, UnsafeMutablePointer<Element>) -> Void
  ) -> (reals: Int, integers: Int) {
    var (real, nothing, integer) = (Element.zero, Element.zero, Int32(0))
    withUnsafeMutablePointer(to: &nothing) { nothing in
      withUnsafeMutablePointer(to: &real) { real in
        withUnsafeMutablePointer(to: &integer) { integer in
          let question = LapackWork(
            reals: real, realCount: -1, integers: integer, integerCount: -1)
          routine(question, nothing)
        }
      }
    }
    // As a `Float`, a great number may have been rounded down.
    return (Int(real.nextUp.rounded(.up)), Int(integer))
  }
}
