"""Rounds of a gradient and of two forms of the Hessian times a vector, by JAX."""

import time

import jax
import jax.numpy as jnp


def measure(loss, parameters, rounds, steps):
    """Prints a line a round: the microseconds of the three, each a mean of some steps."""

    def product(p, v):
        """The gradient times a vector."""
        return sum(map(jnp.vdot, jax.tree.leaves(jax.grad(loss)(p)), jax.tree.leaves(v)))

    slope = jax.jit(lambda p, v: jax.grad(loss)(p))
    over = jax.jit(lambda p, v: jax.jvp(jax.grad(loss), (p,), (v,))[1])
    twice = jax.jit(jax.grad(product))
    for _ in range(rounds):
        times = []
        for call in (slope, over, twice):
            start = time.perf_counter()
            for _ in range(steps):
                jax.block_until_ready(call(parameters, parameters))
            times.append(f"{(time.perf_counter() - start) / steps * 1e6:.0f}")
        print(*times, flush=True)
