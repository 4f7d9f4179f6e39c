"""JAX: the microseconds of a gradient and of two forms of the Hessian times a vector, a line a round."""

import time

import jax
import jax.numpy as jnp

from worker import BATCH, SIZES

keys = jax.random.split(jax.random.key(0), 8)
parameters = [
    (jax.random.normal(key, (rows, columns)) / rows**0.5, jnp.zeros(columns))
    for key, rows, columns in zip(keys, SIZES, SIZES[1:])
]
x = jax.random.uniform(keys[6], (BATCH, SIZES[0]))
y = jax.random.randint(keys[7], (BATCH,), 0, SIZES[-1])


def loss(p):
    """The mean cross-entropy of a batch."""
    h = x
    for weight, bias in p[:-1]:
        h = jnp.tanh(h @ weight + bias)
    logits = jax.nn.log_softmax(h @ p[-1][0] + p[-1][1])
    return -jnp.mean(jnp.take_along_axis(logits, y[:, None], axis=1))


def product(p, v):
    """The gradient times a vector."""
    return sum(map(jnp.vdot, jax.tree.leaves(jax.grad(loss)(p)), jax.tree.leaves(v)))


slope = jax.jit(lambda p, v: jax.grad(loss)(p))
over = jax.jit(lambda p, v: jax.jvp(jax.grad(loss), (p,), (v,))[1])
twice = jax.jit(jax.grad(product))
for _ in range(40):
    times = []
    for call in (slope, over, twice):
        start = time.perf_counter()
        for _ in range(20):
            jax.block_until_ready(call(parameters, parameters))
        times.append(f"{(time.perf_counter() - start) / 20 * 1e6:.0f}")
    print(*times, flush=True)
