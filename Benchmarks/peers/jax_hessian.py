"""JAX: the microseconds of a gradient and of two forms of the Hessian times a vector, a line a round."""

import jax
import jax.numpy as jnp

from jax_rounds import measure
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


measure(loss, parameters, rounds=40, steps=20)
