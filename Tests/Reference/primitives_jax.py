"""Keeps what JAX says of the operations, as data/primitives-jax.npz; see cases.py."""

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

from cases import Cases

jax.config.update("jax_enable_x64", True)
cases = Cases(13)
keep, normal = cases.keep, cases.normal

UNARY = {
    "sqrt": lax.sqrt, "exp": lax.exp, "log": lax.log, "tanh": lax.tanh, "erf": lax.erf,
    "erfc": lax.erfc, "sigmoid": jax.nn.sigmoid, "softplus": jax.nn.softplus, "sign": lax.sign,
    "floor": lax.floor, "ceil": lax.ceil, "round": jnp.round, "trunc": jnp.trunc,
    "log_gamma": lax.lgamma, "digamma": lax.digamma, "is_nan": jnp.isnan,
    "is_finite": jnp.isfinite, "acos": lax.acos, "cosh": lax.cosh, "sinh": lax.sinh,
}  # fmt: skip


def functions():
    """A second opinion on the scalar functions."""
    x = np.concatenate([np.linspace(-5, 5, 23), [0.3, 0.7, 1.25]])
    for name, f in UNARY.items():
        # JAX's series for digamma loses digits next to its roots.
        y = x[x > 2] if name == "digamma" else x
        keep(f"{name}/jax", f(y), a=y)
    a, b = np.meshgrid([True, False], [True, False])
    keep("logical_and/matrix", jnp.logical_and(a, b), a=a, b=b)
    keep("logical_or/matrix", jnp.logical_or(a, b), a=a, b=b)
    keep("logical_not/matrix", jnp.logical_not(a), a=a)
    condition = x > 0
    keep("select/nan", jnp.where(condition, jnp.log(x), 0), a=condition, b=np.asarray(jnp.log(x)),
         c=0 * x)  # fmt: skip


def casts():
    """Real numbers become the nearest whole ones towards zero, within the limits of the type."""
    x = np.array([0.0, -0.0, 1.9, -1.9, 127.5, 200, -200, 3e9, -3e9, 1e30, np.inf, -np.inf, np.nan])
    for name, dtype in (("i8", jnp.int8), ("u8", jnp.uint8), ("i32", jnp.int32), ("i64", jnp.int64)):
        keep(f"cast/f64-{name}", jnp.asarray(x).astype(dtype), a=x)


def layouts():
    """What moves elements, with zeros between neighbours and positions that occur twice."""
    x = normal(3, 4)
    padded = lax.pad(x, 0.0, [(1, 0, 2), (0, 2, 1)])
    keep("pad/interior", padded, a=x, low=[1, 0], high=[0, 2], steps=[2, 1])
    keep("reverse/jax", lax.rev(x, [1]), a=x, axis=[1])
    keep("slice/jax", lax.slice(x, [1, 0], [3, 4], [1, 3]), a=x, low=[1, 0], high=[3, 4], steps=[1, 3])
    values, owners = normal(40, 2).round(1), cases.generator.integers(0, 6, 40).astype(np.int32)
    for name, f in (("maximum", jax.ops.segment_max), ("minimum", jax.ops.segment_min)):
        best = np.asarray(f(values, owners, 6))
        hits = (values[:, None, :] == best[owners][:, None, :])[:, 0]
        rows = [[next((r for r in range(40) if owners[r] == s and hits[r, c]), 40) for c in range(2)]
                for s in range(6)]  # fmt: skip
        keep(f"segment_{name}/matrix", rows, a=values, index0=owners, bound=[6])
    sums = jax.ops.segment_sum(values, owners, 6)
    keep("scatter_add/segments", sums, a=np.zeros((6, 2)), index0=owners, b=values, axes=[0])
    for spec, left, right in (
        ("abij,abjk->abik", (2, 3, 4, 5), (2, 3, 5, 2)),
        ("ia,ib->iab", (5, 3), (5, 4)),
        ("ij,jk->ik/129", (129, 65), (65, 3)),
        ("ij,jk->ik/one", (1, 1), (1, 1)),
        ("ijk,ijk->", (3, 4, 5), (3, 4, 5)),
        ("bi,bi->b", (7, 127), (7, 127)),
    ):
        a, b = normal(*left), normal(*right)
        keep(f"contract/{spec}", jnp.einsum(spec.split("/")[0], a, b), a=a, b=b)


def running():
    """Running sums and products, and recurrences with changing factors."""
    a, b = normal(2, 9, 3), normal(2, 9, 3)
    for isReversed in (0, 1):
        h = lax.associative_scan(
            lambda l, r: (l[0] * r[0], r[0] * l[1] + r[1]), (a, b), axis=1, reverse=bool(isReversed)
        )[1]
        name = f"linear_recurrence/jax-{isReversed}"
        keep(name, h, a=a, b=b, axis=[1], reversed=isReversed)
    products = np.concatenate([normal(2, 1, 3), np.zeros((2, 8, 3))], axis=1)
    factors = a * np.where(np.arange(9)[:, None] == 4, 0, 1)
    running = np.cumprod(np.concatenate([products[:, :1], factors[:, 1:]], axis=1), axis=1)
    keep("linear_recurrence/cumprod", running, a=factors, b=products, axis=[1])
    keep("cumulative_sum/jax", lax.cumsum(b, 1, reverse=True), a=b, axis=[1], reversed=1)


def control():
    """The samples of loops and conditionals, by lax.scan, lax.cond and lax.while_loop."""
    for sample, (count, isReversed) in enumerate((c, r) for c in (0, 1, 4) for r in (False, True)):
        h, x, w = normal(2, 3), normal(count, 3), normal(3, 3) / 3

        def step(carry, row):
            h, k = carry
            return (jnp.tanh(h @ w + row), k + 1), h * h

        (last, k), squares = lax.scan(step, (h, jnp.int32(2)), x, reverse=isReversed)
        keep(f"loop/{sample}", last, k, squares, a=h, index0=np.int32(2), b=x, c=w, sample=sample,
             bound=[5])  # fmt: skip
    a, b = normal(3), normal(3)
    for condition in (True, False):
        result = lax.cond(condition, lambda a, b: jnp.tanh(a) * b, lambda a, b: jnp.exp(a) * b, a, b)
        keep(f"if/{condition}", result, a=np.bool_(condition), b=a, c=b, sample=0)
    for sample, limit in enumerate((0, 1, 5)):
        for start in (0, 2):
            def holds(state):
                return (state[1] < 3) & (state[2] < limit)

            def turn(state):
                return jnp.sin(state[0]) + b, state[1] + 1, state[2] + 1

            x, k, _ = lax.while_loop(holds, turn, (a, jnp.int32(start), 0))
            keep(f"while/{limit}-from-{start}", x, k, a=a, index0=np.int32(start), b=b,
                 sample=sample, bound=[3])  # fmt: skip


if __name__ == "__main__":
    for part in (functions, casts, layouts, running, control):
        part()
    cases.save("primitives-jax.npz")
