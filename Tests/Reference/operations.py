"""Keeps what NumPy and SciPy say of the operations, as data/operations.npz.

Arrays are called <operation>/<case>/<role>. The roles:

    a, b, c        the operands, in order
    axis           i32[n]: the axes of a reduction, counted from the front; absent: not applicable
    index0, …      i32: the indices of a gather or scatter, one for each indexed leading axis
    result         what comes out

Scalar functions have the cases `f64` and, for functions of real numbers, `f32`: there the operands
are f32 and the result is f64, the exact answer before it is rounded to f32, so that errors can be
counted in units in the last place. Operands go through edge values: both zeros, denormals, the
largest numbers, infinities, NaN. A result that overflows f32 is beyond its range, but finite.
`i32` cases have the signs of floor division. Results of comparisons are bool.

Contractions are called contract/<einsum spec>/…, in f64. Reductions have cases <shape>-<axes> in
f64, `i32` twins and, where it matters, `f32` operands with an f64 result. The operations that are
composed (softmax, losses, activations, layer norm) are in f64, but on edge values like the rest.
"""

import pathlib

import numpy as np
from scipy import special

import archive

DATA = pathlib.Path(__file__).parent / "data"
generator = np.random.default_rng(7)
arrays = {}


def keep(name, result, **roles):
    """Adds a case."""
    for role, value in (roles | {"result": result}).items():
        arrays[f"{name}/{role}"] = np.asarray(value)


def edges(dtype):
    """Numbers at which functions go wrong, and ordinary ones."""
    info = np.finfo(dtype)
    special_values = [0.0, info.smallest_subnormal, 3e5 * info.smallest_subnormal, info.tiny, info.eps]
    special_values += [1e-5, 1e-3, 0.1, 0.25, 0.5, 0.75, 1 - info.epsneg, 1.0, 1 + info.eps, 1.5]
    special_values += [np.pi / 2, 2.0, 2.5, 3.0, 3.5, np.pi, 5.0, 8.0, 16.6, 20.0, 50.0]
    special_values += [87.0, 88.7, 89.0, 100.0, 103.9, 104.0, 709.7, 745.0, 1e3, 1e5, 2.0**24 + 1, 1e10]
    special_values += [info.max / 2, info.max, np.inf]
    both = np.array(special_values + [-v for v in special_values] + [np.nan], dtype=dtype)
    spread = generator.uniform(-6, 6, 48).astype(dtype)
    return np.concatenate([both, spread])


UNARY = {
    "negate": np.negative,
    "abs": np.abs,
    "sign": np.sign,
    "sqrt": np.sqrt,
    "exp": np.exp,
    "expm1": np.expm1,
    "log": np.log,
    "log1p": np.log1p,
    "sin": np.sin,
    "cos": np.cos,
    "tan": np.tan,
    "asin": np.arcsin,
    "acos": np.arccos,
    "atan": np.arctan,
    "sinh": np.sinh,
    "cosh": np.cosh,
    "tanh": np.tanh,
    "erf": special.erf,
    "sigmoid": special.expit,
    "softplus": lambda x: np.logaddexp(0, x),
    "floor": np.floor,
    "ceil": np.ceil,
    "round": np.rint,
    "trunc": np.trunc,
    "is_nan": np.isnan,
    "is_finite": np.isfinite,
    # Composed in the library, each as its paper has it.
    "relu": lambda x: np.maximum(x, 0),
    "silu": lambda x: np.where(np.isneginf(x), 0, x * special.expit(x)),
    "gelu": lambda x: np.where(np.isneginf(x), 0, 0.5 * x * special.erfc(-x / np.sqrt(2))),
    "gelu_tanh": lambda x: np.where(
        np.isneginf(x), 0, x * special.expit(2 * np.sqrt(2 / np.pi) * (x + 0.044715 * x**3))
    ),
    "elu": lambda x: np.where(x > 0, x, np.expm1(x)),
}

BINARY = {
    "add": np.add,
    "subtract": np.subtract,
    "multiply": np.multiply,
    "divide": np.divide,
    "floor_divide": np.floor_divide,
    "remainder": np.remainder,
    "power": np.power,
    "maximum": np.maximum,
    "minimum": np.minimum,
    "equal": np.equal,
    "not_equal": np.not_equal,
    "less": np.less,
    "less_equal": np.less_equal,
    "greater": np.greater,
    "greater_equal": np.greater_equal,
}


def scalar_functions():
    """Every function of the elements alone."""
    for name, f in UNARY.items():
        for dtype in (np.float64, np.float32):
            a = edges(dtype)
            keep(f"{name}/f{a.itemsize * 8}", f(a.astype(np.float64)), a=a)
    values = [0.0, -0.0, 1.0, -1.0, 0.5, -2.0, 3.0, -3.5, 7.25, 1e-3, 1e20, np.inf, -np.inf, np.nan]
    for name, f in BINARY.items():
        for dtype in (np.float64, np.float32):
            a, b = (v.ravel() for v in np.meshgrid(np.array(values, dtype), np.array(values, dtype)))
            keep(f"{name}/f{a.itemsize * 8}", f(a.astype(float), b.astype(float)), a=a, b=b)
        if name not in ("divide", "power"):
            a, b = (v.ravel() for v in np.meshgrid(np.arange(-7, 8), [-5, -3, -2, -1, 1, 2, 3, 5]))
            a, b = a.astype(np.int32), b.astype(np.int32)
            keep(f"{name}/i32", f(a, b), a=a, b=b)
    a, b = (v.ravel() for v in np.meshgrid([True, False], [True, False]))
    keep("logical_and/bool", a & b, a=a, b=b)
    keep("logical_or/bool", a | b, a=a, b=b)
    keep("logical_not/bool", ~a, a=a)
    a, b, c = np.array([1, 0, 1, 0], bool), np.array([1.0, 2, np.nan, np.inf]), np.arange(4.0)
    keep("select/f64", np.where(a, b, c), a=a, b=b, c=c)


REDUCERS = {
    "sum": np.sum,
    "prod": np.prod,
    "max": np.max,
    "min": np.min,
    "mean": np.mean,
    "logsumexp": special.logsumexp,
}


def reduce_case(name, f, case, a, axes, exact=None):
    """A reduction over some axes."""
    axis = tuple(axes)
    keep(f"{name}/{case}", f(a if exact is None else exact, axis=axis), a=a, axis=np.int32(axes))


def reductions():
    """Sums and their like, with axes, empty operands and edge values."""
    cube = generator.standard_normal((3, 4, 5))
    edge = np.array([[0.0, -0.0, 1], [np.inf, 1, 2], [-np.inf, 1, 2], [np.nan, 1, np.inf]])
    edge = np.vstack([edge, [[np.inf, -np.inf, 0]], [[-np.inf] * 3], [[1e300, 1e300, 1e300]]])
    for name, f in REDUCERS.items():
        for axes in ([0], [1], [2], [0, 2], [1, 2], [0, 1, 2]):
            reduce_case(name, f, "3x4x5-" + "".join(map(str, axes)), cube, axes)
        reduce_case(name, f, "edges", edge, [1])
        single = generator.uniform(0.5, 1.5, (7, 33)).astype(np.float32)
        reduce_case(name, f, "f32", single, [1], single.astype(np.float64))
        if name in ("sum", "prod"):
            reduce_case(name, f, "empty", np.zeros((2, 0)), [1])
        if name in ("sum", "prod", "max", "min"):
            whole = generator.integers(-9, 10, (4, 6)).astype(np.int32)
            keep(f"{name}/i32", f(whole, axis=1).astype(np.int32), a=whole, axis=np.int32([1]))
    flags = generator.integers(0, 2, (6, 4)).astype(bool)
    flags[0], flags[1] = True, False
    for name, f in (("any", np.any), ("all", np.all)):
        for axes in ([0], [1], [0, 1]):
            reduce_case(name, f, "6x4-" + "".join(map(str, axes)), flags, axes)
    ties = np.array([[1.0, 3, 3], [2, 2, 1], [-1, -1, -1], [0.0, -0.0, 0.0]])
    for name, f in (("argmax", np.argmax), ("argmin", np.argmin)):
        keep(f"{name}/ties", f(ties, axis=1).astype(np.int32), a=ties, axis=np.int32([1]))
        for axis in range(3):
            result = f(cube, axis=axis).astype(np.int32)
            keep(f"{name}/3x4x5-{axis}", result, a=cube, axis=np.int32([axis]))
    for axis in range(3):
        keep(f"cumsum/3x4x5-{axis}", np.cumsum(cube, axis=axis), a=cube, axis=np.int32([axis]))


CONTRACTIONS = {
    "ij,jk->ik": ((4, 5), (5, 3)),
    "ij,kj->ik": ((4, 5), (3, 5)),
    "ji,jk->ik": ((5, 4), (5, 3)),
    "ij,j->i": ((4, 5), (5,)),
    "i,i->": ((6,), (6,)),
    "i,j->ij": ((3,), (4,)),
    "bij,bjk->bik": ((2, 3, 4), (2, 4, 5)),
    "bid,bjd->bij": ((2, 3, 4), (2, 5, 4)),
    "bthk,bshk->bhts": ((2, 3, 2, 4), (2, 5, 2, 4)),
    "ijk,kjl->il": ((3, 4, 2), (2, 4, 5)),
    "ij,ij->ij": ((3, 4), (3, 4)),
    "ij,jk->ik/empty": ((3, 0), (0, 2)),
}


def contractions():
    """Products that are summed over shared axes."""
    for spec, (left, right) in CONTRACTIONS.items():
        a, b = generator.standard_normal(left), generator.standard_normal(right)
        keep(f"contract/{spec}", np.einsum(spec.split("/")[0], a, b), a=a, b=b)


def indexing():
    """Gathers, and scatters that add, in which some targets occur twice and some never."""
    a = generator.standard_normal((5, 3))
    index = np.array([4, 0, 0, 2, 4, 4, 1], np.int32)
    keep("gather/rows", a[index], a=a, index0=index)
    keep("gather/matrix", a[index[:6].reshape(2, 3)], a=a, index0=index[:6].reshape(2, 3))
    cube = generator.standard_normal((4, 5, 2))
    i, j = np.array([3, 0, 0, 1], np.int32), np.array([4, 1, 1, 0], np.int32)
    keep("gather/pairs", cube[i, j], a=cube, index0=i, index1=j)
    updates = generator.standard_normal((7, 3))
    result = a.copy()
    np.add.at(result, index, updates)
    keep("scatter_add/rows", result, a=a, index0=index, b=updates)
    updates = generator.standard_normal((4, 2))
    result = cube.copy()
    np.add.at(result, (i, j), updates)
    keep("scatter_add/pairs", result, a=cube, index0=i, index1=j, b=updates)


def composed():
    """Softmax and what is built of it, and layer norm."""
    logits = generator.standard_normal((6, 5)) * 3
    huge = np.array([[1e4, 1e4, -1e4], [-np.inf, 0, 1], [0, 0, 0], [-1e300, 1e300, 0]])
    for case, a in (("6x5", logits), ("edges", huge)):
        keep(f"softmax/{case}", special.softmax(a, axis=1), a=a, axis=np.int32([1]))
        keep(f"log_softmax/{case}", special.log_softmax(a, axis=1), a=a, axis=np.int32([1]))
    keep("softmax/columns", special.softmax(logits, axis=0), a=logits, axis=np.int32([0]))
    labels = generator.integers(0, 5, 6).astype(np.int32)
    losses = -special.log_softmax(logits, axis=1)[np.arange(6), labels]
    keep("cross_entropy/6x5", losses, a=logits, b=labels)
    z, target = np.linspace(-800, 800, 17), generator.uniform(0, 1, 17)
    binary = np.logaddexp(0, z) - z * target
    keep("binary_cross_entropy/logits", binary, a=z, b=target)
    centred = logits - logits.mean(axis=1, keepdims=True)
    scale = np.sqrt((centred**2).mean(axis=1, keepdims=True) + 1e-5)
    keep("layer_norm/6x5", centred / scale, a=logits)


def main():
    with np.errstate(all="ignore"):
        scalar_functions()
        reductions()
        contractions()
        indexing()
        composed()
    path = DATA / "operations.npz"
    archive.save(path, arrays)
    print(f"{path.name}: {len(arrays)} arrays, {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
