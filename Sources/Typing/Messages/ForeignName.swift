/// What names of other languages and libraries are called here.
///
/// A table is only asked for a name that nothing declares, so none of them is reserved.
enum ForeignName {
  /// What to write instead of a value's name; nil for names that are not known.
  static func value(_ name: String) -> String? { values[name] }

  /// What to write instead of a type's name; nil for names that are not known.
  static func type(_ name: String) -> String? { types[name] }

  /// What is written here for a method of tensors elsewhere, of which `x` is the source; nil for
  /// names that are not known.
  static func tensorMethod(_ name: String, of x: String) -> String? {
    switch name {
    case "T", "t", "mT", "transpose": "write `transpose(\(x))`"
    case "shape", "size", "ndim", "dim":
      "sizes have names in Martlet: bind them in the type, `x: f32[B, D]`"
    case "float", "to", "astype", "type": "write `f32(\(x))`, or another element type"
    case "long", "int": "write `i32(\(x))`"
    case "double": "write `f64(\(x))`"
    case "half": "write `f16(\(x))`"
    case "item", "tolist": "write `Float(\(x))` in a script or proc"
    case "view", "reshape", "flatten": "write `reshape[B, D](\(x))` with the sizes of the result"
    case "unsqueeze": "write `\(x)[..., None]`"
    case "detach": "write `stop_gradient(\(x))`"
    case "backward", "grad": values["backward"]
    case "clone", "copy", "contiguous", "cpu", "cuda", "device", "numpy", "requires_grad",
      "requires_grad_", "block_until_ready":
      "leave it out: a tensor never changes, and lies where it is needed"
    case "add_", "sub_", "mul_", "div_", "zero_", "fill_", "copy_", "at":
      "tensors do not change: declare a `var`, and assign it the new tensor"
    default: values[name]
    }
  }

  /// What is written here for a method of models or optimisers elsewhere; nil for other names.
  static func modelMethod(_ name: String) -> String? {
    switch name {
    case "forward": "a model is called like a function: `net(x)`"
    case "zero_grad": "leave it out: a gradient is a value, and is never added up in secret"
    case "parameters", "named_parameters": "a model is its own tree of parameters: pass the model"
    case "train": "write `with training = true { … }`"
    case "eval": "leave it out: `training` is only set inside `with training = true { … }`"
    case "state_dict": "write `save(\"net.safetensors\", net)`"
    case "load_state_dict": "write `load(\"net.safetensors\", like: net)`"
    case "to", "cuda", "cpu": "leave it out"
    default: nil
    }
  }

  /// The label that a parameter has here instead of a foreign one; nil for other names.
  static func label(_ name: String) -> String? {
    switch name {
    case "dim", "dims", "axes": "axis"
    case "keepdim", "keepdims", "keep_dims": "keep"
    default: nil
    }
  }

  /// What is said of an import of another language's libraries; nil for other names.
  static func module(_ name: String) -> String? {
    switch name.prefix(while: { $0 != "." }) {
    case "torch", "jax", "numpy", "tensorflow", "flax", "keras", "math", "random":
      "layers such as `Linear` and functions such as `exp` need no import"
    case "pandas", "csv": "write `import data.csv`"
    default: nil
    }
  }

  /// Help by the names of values and functions.
  private static let values: [String: String] = [
    "True": "write `true`", "False": "write `false`",
    "none": "a missing value is `None`", "null": "a missing value is `None`",
    "nil": "a missing value is `None`",
    "NULL": "a missing value is `None`", "undefined": "a missing value is `None`",
    "this": "the model of a method is `self`; its fields need no word in front",
    "len": "a list has `xs.count`; the sizes of a tensor are the names in its type",
    "range": "a range is written `0..<n`", "xrange": "a range is written `0..<n`",
    "println": "write `print(…)`", "printf": "write `print(…)`", "console": "write `print(…)`",
    "assert": "write `expect(…)`", "exit": "a script ends with `fail(…)` or at its last line",
    "torch": library, "np": library, "numpy": library, "jnp": library, "jax": library,
    "tf": library, "math": library,
    "matmul": "a product of matrices is `a @ b`", "mm": "a product of matrices is `a @ b`",
    "bmm": "a product of matrices is `a @ b`",
    "reduce": "write an equation with the reducer: `let y[b] = mean[c](x[b, c])`",
    "permute": "write `let y[j, i] = x[i, j]`, `rearrange(x, \"i j -> j i\")` or `transpose(x)`",
    "view": "write `reshape[B, D](x)`", "unsqueeze": "write `x[..., None]`",
    "squeeze": "index the axis: `x[:, 0]`", "cat": "write `concat((a, b), axis: 0)`",
    "concatenate": "write `concat((a, b), axis: 0)`", "arange": "write `iota[N]()`",
    "linspace": "write an equation over `i < n`",
    "randn": "write `normal[B, D]()`", "rand": "write `uniform[B, D]()`",
    "vmap": "write a block: `map x in xs { f(x) }`",
    "pmap": "write a block: `map x in xs { f(x) }`",
    "zip": "walk both in step: `for a in xs, b in ys { … }`",
    "jit": "leave it out: each `fn` is compiled",
    "shape": "the sizes of a tensor are the names in its type: `x: f32[B, D]`",
    "astype": "write `f32(x)` or `i32(x)`", "newaxis": "a new axis is written `None`",
    "item": "write `Float(x)` in a script or proc",
    "backward": "a gradient is a block, `grad w { loss(w) }`, and its value is the gradient",
    "flatten": "write `reshape[B, D](x)`",
    "clip": "write `clamp(x, …)`", "detach": "write `stop_gradient(x)`",
    "no_grad": "nothing is differentiated outside a `grad` block",
    "argsort": "write `sort(x)`, or `argmax(x, axis: 0)` for the greatest",
    "float": "write `Float(x)`, or `f32(x)` for a tensor",
    "int": "write `Int(x)`, or `i32(x)` for a tensor",
    "str": "put the value into a string: `\"{x}\"`",
  ]

  /// What is said to the names of libraries.
  private static let library = "functions such as `exp` and `zeros[B, D]()` need no library's name"

  /// Help by the names of types.
  private static let types: [String: String] = [
    "int": "did you mean `Int`, or `i32[]` for a tensor?",
    "float": "did you mean `Float`, or `f32[]` for a tensor?",
    "double": "did you mean `Float`, or `f64[]` for a tensor?",
    "str": "did you mean `String`?", "string": "did you mean `String`?",
    "Boolean": "did you mean `Bool`?", "boolean": "did you mean `Bool`?",
    "float16": "did you mean `f16`?", "float32": "did you mean `f32`?",
    "float64": "did you mean `f64`?", "bfloat16": "did you mean `bf16`?",
    "int8": "did you mean `i8`?", "int32": "did you mean `i32`?", "int64": "did you mean `i64`?",
    "uint8": "did you mean `u8`?", "long": "did you mean `i64`?",
    "Tensor": tensor, "ndarray": tensor, "Array": "a list of Ints is `[Int]`; " + tensor,
    "List": "a list of Ints is `[Int]`", "list": "a list of Ints is `[Int]`",
    "Optional": "what may be missing is `Int?`",
    "Tuple": "a tuple of two is `(Int, Float)`", "void": "a `proc` without a value has no `->`",
    "Void": "a `proc` without a value has no `->`", "Unit": "a `proc` without a value has no `->`",
    "Callable": "a function is `(f32[]) -> f32[]`",
  ]

  /// What is said to the names of tensors.
  private static let tensor = "a tensor's type says its elements and sizes: `f32[B, 784]`"
}
