"""Keeps what NumPy says of the operations, as data/primitives-numpy.npz; see cases.py."""

import ml_dtypes
import numpy as np

from cases import Cases

cases = Cases(11)
keep, normal = cases.keep, cases.normal

INTEGERS = {"i8": np.int8, "u8": np.uint8, "i32": np.int32, "i64": np.int64}
NARROW = {"f16": np.float16, "bf16": ml_dtypes.bfloat16}


def whole(dtype):
    """Pairs of the limits of a type and of small numbers."""
    info = np.iinfo(dtype)
    values = np.array([info.min, info.min + 1, info.max, info.max - 1, 0, 1, 2, 3, 7, 100], dtype)
    if info.min < 0:
        values = np.append(values, np.array([-1, -2, -3, -7, -100], dtype))
    return tuple(v.ravel() for v in np.meshgrid(values, values))


def integers():
    """Arithmetic that overflows wraps around, in every type."""
    both = {
        "add": np.add, "subtract": np.subtract, "multiply": np.multiply, "maximum": np.maximum,
        "minimum": np.minimum, "equal": np.equal, "not_equal": np.not_equal, "less": np.less,
        "less_equal": np.less_equal, "greater": np.greater, "greater_equal": np.greater_equal,
        "bit_and": np.bitwise_and, "bit_or": np.bitwise_or, "bit_xor": np.bitwise_xor,
    }  # fmt: skip
    for name, dtype in INTEGERS.items():
        a, b = whole(dtype)
        for operation, f in both.items():
            keep(f"{operation}/{name}-limits", f(a, b), a=a, b=b)
        for operation, f in (("negate", np.negative), ("abs", np.abs), ("bit_not", np.invert)):
            keep(f"{operation}/{name}-limits", f(a[:15]), a=a[:15])
        keep(f"sign/{name}-limits", np.sign(a[:15]).astype(dtype), a=a[:15])
        is_divisor = b != 0
        a, b = a[is_divisor], b[is_divisor]
        for operation, f in (("floor_divide", np.floor_divide), ("remainder", np.remainder)):
            keep(f"{operation}/{name}-limits", f(a, b), a=a, b=b)
        a, b = whole(dtype)
        bits = np.iinfo(dtype).bits
        places = (np.arange(a.size) % bits).astype(dtype)
        keep(f"shift_left/{name}", np.left_shift(a, places), a=a, b=places)
        keep(f"shift_right/{name}", np.right_shift(a, places), a=a, b=places)
        powers = (np.arange(a.size) % 9).astype(dtype)
        keep(f"power/{name}-limits", np.power(a, powers), a=a, b=powers)
        condition = (np.arange(a.size) % 3 == 0)
        keep(f"select/{name}", np.where(condition, a, b), a=condition, b=a, c=b)
        rows = a.reshape(-1, 15) if a.size % 15 == 0 else a.reshape(-1, 10)
        for operation, f in (("reduce_sum", np.sum), ("reduce_product", np.prod)):
            keep(f"{operation}/{name}-wraps", f(rows, axis=1, dtype=dtype), a=rows, axis=[1])
        for operation, f in (("reduce_maximum", np.max), ("reduce_minimum", np.min)):
            keep(f"{operation}/{name}-limits", f(rows, axis=0), a=rows, axis=[0])
        sums = np.cumsum(rows, axis=1, dtype=dtype)
        keep(f"cumulative_sum/{name}-wraps", sums, a=rows, axis=[1])
        for operation, f in (("arg_maximum", np.argmax), ("arg_minimum", np.argmin)):
            keep(f"{operation}/{name}", f(rows, axis=1).astype(np.int32), a=rows, axis=[1])
        order = np.argsort(rows, axis=1, kind="stable").astype(np.int32)
        keep(f"argsort/{name}", order, a=rows, axis=[1])


def narrow():
    """Arithmetic of the narrow types is that of greater ones, rounded once."""
    operations = {
        "add": np.add, "subtract": np.subtract, "multiply": np.multiply, "divide": np.divide,
        "maximum": np.maximum, "minimum": np.minimum, "power": np.power, "less": np.less,
        "equal": np.equal, "remainder": np.remainder,
    }  # fmt: skip
    unary = {
        "exp": np.exp, "log": np.log, "sqrt": np.sqrt, "tanh": np.tanh, "sin": np.sin,
        "negate": np.negative, "abs": np.abs, "floor": np.floor, "round": np.rint,
        "expm1": np.expm1, "log1p": np.log1p, "atan": np.arctan,
    }  # fmt: skip
    values = np.array([0.0, -0.0, 1, -1, 0.1, 2.5, -3.7, 300, 1e-3, 65504, np.inf, -np.inf, np.nan])
    for name, dtype in NARROW.items():
        a, b = (v.ravel().astype(np.float32) for v in np.meshgrid(values, values))
        a, b = a.astype(dtype).astype(np.float32), b.astype(dtype).astype(np.float32)
        for operation, f in operations.items():
            if operation == "remainder":
                is_usual = np.isfinite(a) & np.isfinite(b) & (b != 0)
                a, b = a[is_usual], b[is_usual]
            result = f(a.astype(float), b.astype(float))
            result = result if result.dtype == bool else result.astype(dtype).astype(np.float32)
            keep(f"{operation}/{name}", result, a=a, b=b)
        x = values.astype(np.float32).astype(dtype).astype(np.float32)
        for operation, f in unary.items():
            keep(f"{operation}/{name}", f(x.astype(float)).astype(dtype).astype(np.float32), a=x)
        rows = cases.generator.uniform(0.5, 1.5, (5, 129)).astype(np.float32)
        rows = rows.astype(dtype).astype(np.float32)
        exact = rows.astype(float).sum(axis=1).astype(np.float32).astype(dtype)
        keep(f"reduce_sum/{name}", exact.astype(np.float32), a=rows, axis=[1])


def zeros():
    """Functions that keep the sign of a zero."""
    z = np.array([0.0, -0.0])
    unary = {
        "negate": np.negative, "abs": np.abs, "sqrt": np.sqrt, "sin": np.sin, "tan": np.tan,
        "asin": np.arcsin, "atan": np.arctan, "sinh": np.sinh, "tanh": np.tanh,
        "expm1": np.expm1, "log1p": np.log1p, "floor": np.floor, "ceil": np.ceil,
        "round": np.rint, "trunc": np.trunc,
    }  # fmt: skip
    for name, f in unary.items():
        keep(f"{name}/zeros", f(z), a=z, signs=1)
    small = np.array([-0.4, 0.4, -0.5, -0.9])
    for name, f in (("ceil", np.ceil), ("round", np.rint), ("trunc", np.trunc)):
        keep(f"{name}/below-one", f(small), a=small, signs=1)
    a, b = (v.ravel() for v in np.meshgrid(z, z))
    keep("add/zeros", a + b, a=a, b=b, signs=1)
    keep("subtract/zeros", a - b, a=a, b=b, signs=1)
    keep("multiply/zeros", a * b, a=a, b=b, signs=1)
    one = np.array([1.0, -1.0, 1.0, -1.0])
    keep("divide/zeros", a / one, a=a, b=one, signs=1)
    keep("divide/by-zeros", one / a, a=one, b=a, signs=1)
    keep("log2/f64", np.log2([0.0, 1, 2, 10, 1e300, 5e-324, -1, np.inf, np.nan]),
         a=np.array([0.0, 1, 2, 10, 1e300, 5e-324, -1, np.inf, np.nan]))  # fmt: skip
    x = cases.generator.uniform(1e-3, 1e3, 200).astype(np.float32)
    keep("log2/f32", np.log2(x.astype(float)), a=x)


def large():
    """Sizes beyond a tile and a vector register, and none."""
    for size in (0, 1, 7, 127, 129, 1000, 4097):
        x = normal(size).round(3)
        for name, f in (("exp", np.exp), ("tanh", np.tanh)) if size in (0, 1, 4097) else ():
            keep(f"{name}/size-{size}", f(x), a=x)
        keep(f"reduce_sum/size-{size}", np.sum(x), a=x, axis=[0])
        keep(f"cumulative_sum/size-{size}", np.cumsum(x), a=x, axis=[0])
        keep(f"argsort/size-{size}", np.argsort(x, kind="stable").astype(np.int32), a=x, axis=[0])
        if size:
            keep(f"reduce_maximum/size-{size}", np.max(x), a=x, axis=[0])
            keep(f"reduce_minimum/size-{size}", np.min(x), a=x, axis=[0])
            keep(f"arg_maximum/size-{size}", np.int32(np.argmax(x)), a=x, axis=[0])
            keep(f"arg_minimum/size-{size}", np.int32(np.argmin(x)), a=x, axis=[0])
    for shape in ((1, 129, 1), (129, 3, 2), (3, 0, 2)):
        x = normal(*shape).round(3)
        keep(f"reduce_product/{shape}", np.prod(x, axis=1), a=x, axis=[1])
        keep(f"reduce_sum/{shape}", np.sum(x, axis=(0, 2)), a=x, axis=[0, 2])


def layouts():
    """What moves elements."""
    x = normal(3, 4, 5).round(3)
    empty = np.zeros((0, 3))
    keep("constant/vector", np.array([1.0, -2, 3]))
    keep("size/i64", np.int64(np.empty((7, 3)).size), dims=[21])
    keep("iota/i32", np.arange(5, dtype=np.int32), dims=[5])
    keep("iota/empty", np.arange(0, dtype=np.int32), dims=[0])
    keep("iota/f64", np.arange(129.0), dims=[129])
    keep("broadcast/front", np.broadcast_to(x[0, 0], (2, 3, 5)), a=x[0, 0], dims=[2, 3, 5], axis=[2])
    both = np.broadcast_to(x[0].T[:, None, :], (5, 2, 4))
    keep("broadcast/crossed", both, a=x[0], dims=[5, 2, 4], axis=[2, 0])
    keep("broadcast/scalar", np.full((2, 2), 7.0), a=np.float64(7), dims=[2, 2], axis=[])
    keep("broadcast/empty", np.zeros((0, 5)), a=x[0, 0], dims=[0, 5], axis=[1])
    for axes in ([0, 2, 1], [2, 0, 1], [1, 2, 0], [2, 1, 0]):
        keep(f"transpose/{axes}", x.transpose(axes), a=x, axis=axes)
    keep("transpose/empty", empty.T, a=empty, axis=[1, 0])
    odd = normal(129, 67).astype(np.float32)
    keep("transpose/129x67", odd.T, a=odd, axis=[1, 0])
    for axes in ([0], [1, 2], [0, 1, 2]):
        keep(f"reverse/{axes}", np.flip(x, axes), a=x, axis=axes)
    keep("reverse/empty", np.flip(empty, [1]), a=empty, axis=[1])
    keep("reshape/flat", x.reshape(60), a=x, dims=[60])
    keep("reshape/six-axes", x.reshape(1, 5, 1, 4, 3, 1), a=x, dims=[1, 5, 1, 4, 3, 1])
    keep("reshape/empty", empty.reshape(2, 0, 9), a=empty, dims=[2, 0, 9])
    for axis in range(3):
        keep(f"concatenate/{axis}", np.concatenate([x, x * 2], axis), a=x, b=x * 2, axis=[axis])
    keep("concatenate/three", np.concatenate([x[0], x[1, :0], x[2, :1]]), a=x[0], b=x[1, :0],
         c=x[2, :1], axis=[0])  # fmt: skip
    keep("slice/steps", x[0:3:2, 1:4:1, 0:5:3], a=x, low=[0, 1, 0], high=[3, 4, 5], steps=[2, 1, 3])
    keep("slice/empty", x[1:1, :, 2:3], a=x, low=[1, 0, 2], high=[1, 4, 3], steps=[1, 1, 1])
    wide = normal(3, 129).astype(np.float32)
    keep("slice/129", wide[:, 1:129:2], a=wide, low=[0, 1], high=[3, 129], steps=[1, 2])
    padded = np.pad(x, ((1, 2), (0, 0), (3, 0)))
    keep("pad/zeros", padded, a=x, low=[1, 0, 3], high=[2, 0, 0], steps=[0, 0, 0])
    keep("pad/empty", np.pad(empty, ((1, 1), (0, 2))), a=empty, low=[1, 0], high=[1, 2], steps=[0, 0])
    index = np.array([4, 0, 3, 3], np.int32)
    keep("gather/last", np.take(x, index, axis=2).transpose(2, 0, 1), a=x, index0=index, axes=[2])
    i, j = np.array([[1, 0], [2, 2]], np.int32), np.array([[4, 4], [0, 3]], np.int32)
    keep("gather/crossed", x.transpose(2, 0, 1)[j, i], a=x, index0=j, index1=i, axes=[2, 0])
    keep("gather/none", x[np.zeros(0, int)], a=x, index0=np.zeros(0, np.int32), axes=[0])
    many = cases.generator.integers(0, 3, 1000).astype(np.int32)
    rows = normal(3, 2)
    keep("gather/thousand", rows[many], a=rows, index0=many, axes=[0])
    updates = normal(1000, 2).round(2)
    result = rows.copy()
    np.add.at(result, many, updates)
    keep("scatter_add/thousand", result, a=rows, index0=many, b=updates, axes=[0])
    keep("scatter_add/none", rows, a=rows, index0=many[:0], b=updates[:0], axes=[0])
    ints = np.array([2**31 - 1, 0], np.int32)
    keep("scatter_add/wraps", np.array([-(2**31) + 1, 5], np.int32), a=ints,
         index0=np.array([0, 1, 0], np.int32), b=np.array([1, 5, 1], np.int32), axes=[0])  # fmt: skip
    view = np.lib.stride_tricks.sliding_window_view
    keep("windows/plain", view(x, 3, axis=1).transpose(0, 1, 3, 2), a=x, geometry=[1, 2, 3, 1, 1])
    long = normal(2, 31)
    strided = view(long, 7, axis=1)[:, ::4, ::3]
    keep("windows/strided", strided, a=long, geometry=[1, strided.shape[1], 3, 4, 3])


def casts():
    """Casts, where C says what comes out: narrowing integers, rounding, truth values."""
    wide = np.array([0, 1, -1, 127, 128, 255, 256, -129, 2**31, -(2**31) - 1, 2**40 + 7], np.int64)
    for name, dtype in INTEGERS.items():
        keep(f"cast/i64-{name}", wide.astype(dtype), a=wide)
    for name, dtype in (("f32", np.float32), ("f64", np.float64)):
        keep(f"cast/i64-{name}", wide.astype(dtype), a=wide)
    real = np.array([0.0, -0.0, 0.1, 1 / 3, 1e300, -1e-320, 2.0**24 + 1, np.inf, -np.inf, np.nan])
    keep("cast/f64-f32", real.astype(np.float32), a=real, signs=1)
    single = np.array([0, 0.1, 1 / 3, 65504, 65520, 1e-8, 5.96e-8, 1 + 2**-11, 1 + 3 * 2**-11,
                       1 + 2**-8, 1 + 2**-9, 1 + 3 * 2**-9, 3e38, np.inf, -np.inf, np.nan], np.float32)  # fmt: skip
    for name, dtype in NARROW.items():
        keep(f"cast/f32-{name}", single.astype(dtype).astype(np.float32), a=single)
    keep("cast/f64-bool", real.astype(bool), a=real)
    keep("cast/bool-f32", np.array([True, False]).astype(np.float32), a=np.array([True, False]))


def orders():
    """Running extremes, recurrences, sorting and segments, from plain loops over NumPy's arrays."""
    x = np.array([[2.0, 1, 3, 3, -1], [np.nan, 1, 2, 0, 5], [0.0, -0.0, 1, np.nan, 2]])
    for name, better in (("maximum", np.greater), ("minimum", np.less)):
        places = np.zeros(x.shape, np.int32)
        for row in range(3):
            best = 0
            for column in range(5):
                new, old = x[row, column], x[row, best]
                if not np.isnan(old) and (np.isnan(new) or better(new, old)):
                    best = column
                places[row, column] = best
        keep(f"cumulative_{name}/rows", places, a=x, axis=[1])
        rows = normal(7, 3).round(1)
        running = getattr(np, name).accumulate(rows, axis=0)
        first = [[int(np.argmax(rows[:, c] == running[r, c])) for c in range(3)] for r in range(7)]
        keep(f"cumulative_{name}/columns", first, a=rows, axis=[0])
        empty = np.zeros((2, 0))
        keep(f"cumulative_{name}/empty", empty.astype(np.int32), a=empty, axis=[1])
        owners = np.array([2, 0, 2, 2, 0, 4, 2], np.int32)
        values = np.array([1.0, 5, 7, 7, -5, np.nan, -np.inf])
        chosen = getattr(np, "arg" + name[:3])
        result = [int(np.flatnonzero(owners == s)[chosen(values[owners == s])]) if (owners == s).any()
                  else 7 for s in range(5)]  # fmt: skip
        keep(f"segment_{name}/vector", result, a=values, index0=owners, bound=[5])
        none = np.zeros((0, 2))
        keep(f"segment_{name}/empty", np.zeros((3, 2), np.int32), a=none, index0=owners[:0], bound=[3])
    keep("argsort/nan", np.argsort(x, axis=1, kind="stable").astype(np.int32), a=x, axis=[1])
    y = np.array([3.0, 1, 3, 2, 1])
    keep("argsort/descending", np.argsort(-y, kind="stable").astype(np.int32), a=y, axis=[0], reversed=1)
    keep("arg_maximum/nan", np.argmax(x, axis=1).astype(np.int32), a=x, axis=[1])
    keep("arg_minimum/nan", np.argmin(x, axis=1).astype(np.int32), a=x, axis=[1])
    keep("cumulative_sum/reversed", np.cumsum(y[::-1])[::-1], a=y, axis=[0], reversed=1)
    keep("cumulative_sum/nan", np.cumsum(x, axis=1), a=x, axis=[1])
    for name, f, start in (("any", np.any, False), ("all", np.all, True)):
        flags = cases.generator.integers(0, 2, (129, 3)).astype(bool)
        keep(f"reduce_{name}/129", f(flags, axis=0), a=flags, axis=[0])
        keep(f"reduce_{name}/empty", np.full(3, start), a=flags[:0], axis=[0])


def structure():
    """What passes values on as they are."""
    x = normal(2, 3)
    keep("stop_gradient/2x3", x, a=x)
    keep("identity/2x3", x, a=x)
    keep("recall/2x3", x, a=x, b=normal(4))
    keep("upstream/2x3", x * 0, a=x)
    keep("custom_rule/2x3", x, a=x, b=x * 0)
    keep("assume/2x3", x, a=x)
    keep("check_bound/below-5", np.array([0, 4, 2], np.int32), a=np.array([0, 4, 2], np.int32), limit=5)


if __name__ == "__main__":
    with np.errstate(all="ignore"):
        for part in (integers, narrow, zeros, large, layouts, casts, orders, structure):
            part()
    cases.save("primitives-numpy.npz")
