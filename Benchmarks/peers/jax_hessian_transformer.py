"""JAX: the microseconds of a gradient and of two products with the Hessian of a transformer block."""

import jax
import jax.numpy as jnp

from jax_rounds import measure

BATCH, TIME, WIDTH, HEADS = 8, 64, 128, 4

keys = iter(jax.random.split(jax.random.key(0), 8))


def dense(rows, columns):
    """The parameters of a layer."""
    return jax.random.normal(next(keys), (rows, columns)) / rows**0.5, jnp.zeros(columns)


def layer_norm(p, x):
    """Normalises the last axis."""
    centred = x - x.mean(-1, keepdims=True)
    return p[0] * centred / jnp.sqrt((centred**2).mean(-1, keepdims=True) + 1e-5) + p[1]


def apply(p, x):
    """A layer."""
    return x @ p[0] + p[1]


def block(p, x):
    """Causal attention, then two layers."""
    split = apply(p["qkv"], layer_norm(p["first"], x)).reshape(BATCH, TIME, 3, HEADS, -1)
    q, k, v = jnp.moveaxis(split, 2, 0)
    score = jnp.einsum("bihd,bjhd->bhij", q, k) / (WIDTH // HEADS) ** 0.5
    seen = jnp.where(jnp.tril(jnp.ones((TIME, TIME), bool)), score, -jnp.inf)
    mixed = jnp.einsum("bhij,bjhd->bihd", jax.nn.softmax(seen), v).reshape(x.shape)
    x = x + apply(p["out"], mixed)
    wide = jax.nn.gelu(apply(p["wide"], layer_norm(p["second"], x)), approximate=False)
    return x + apply(p["narrow"], wide)


norm = jnp.ones(WIDTH), jnp.zeros(WIDTH)
parameters = {
    "first": norm, "qkv": dense(WIDTH, 3 * WIDTH), "out": dense(WIDTH, WIDTH),
    "second": norm, "wide": dense(WIDTH, 4 * WIDTH), "narrow": dense(4 * WIDTH, WIDTH),
}
x, y = (jax.random.normal(next(keys), (BATCH, TIME, WIDTH)) for _ in range(2))


def loss(p):
    """The mean square of a batch."""
    return jnp.mean((block(p, x) - y) ** 2)


measure(loss, parameters, rounds=20, steps=3)
