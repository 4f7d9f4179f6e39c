"""JAX with the whole step compiled and the old parameters donated."""

from functools import partial

import jax
import jax.numpy as jnp

from worker import BATCH, RATE, SIZES, serve

keys = jax.random.split(jax.random.key(0), 8)
parameters = [
    (jax.random.normal(key, (rows, columns)) / rows**0.5, jnp.zeros(columns))
    for key, rows, columns in zip(keys, SIZES, SIZES[1:])
]
x = jax.random.uniform(keys[6], (BATCH, SIZES[0]))
y = jax.random.randint(keys[7], (BATCH,), 0, SIZES[-1])


def loss(parameters, x, y):
    """The mean cross-entropy of a batch."""
    h = x
    for weight, bias in parameters[:-1]:
        h = jax.nn.relu(h @ weight + bias)
    weight, bias = parameters[-1]
    logits = jax.nn.log_softmax(h @ weight + bias)
    return -jnp.mean(jnp.take_along_axis(logits, y[:, None], axis=1))


@partial(jax.jit, donate_argnums=0)
def step(parameters, x, y):
    """The parameters after a step."""
    gradients = jax.grad(loss)(parameters, x, y)
    return jax.tree.map(lambda p, g: p - RATE * g, parameters, gradients)


def run(count):
    """Makes some steps."""
    global parameters
    for _ in range(count):
        parameters = step(parameters, x, y)


serve(run, lambda: jax.block_until_ready(parameters))
