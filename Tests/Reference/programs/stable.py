"""StableNet in JAX: the dependence of random features, and some steps of the examples' weights."""

import jax
import jax.numpy as jnp
import numpy as np

import trees

N, R, F, ROUNDS, STRENGTH = 6, 4, 5, 3, 7.0


def dependence(z, logits, omega, phase):
    """The squared covariances of unlike features, each feature seen through random cosines."""
    p = jax.nn.softmax(logits)
    u = jnp.sqrt(2) * jnp.cos(z[..., None] * omega + phase)
    centred = u - jnp.einsum("n,nrf->rf", p, u)
    c = jnp.einsum("n,nif,njf->fij", p, centred, centred)
    return (jnp.where(jnp.eye(R, dtype=bool), 0, c) ** 2).sum()


def weights(z, omegas, phases):
    """The weights after gradient steps with momentum on their own dependence."""
    objective = lambda a, omega, phase: (
        dependence(z, a, omega, phase) / STRENGTH + (jax.nn.softmax(a) ** 2).sum())
    a, velocity = jnp.ones(N), jnp.zeros(N)
    for omega, phase in zip(omegas, phases):
        velocity = 0.9 * velocity + jax.grad(objective)(a, omega, phase)
        a = a - velocity
    return jax.nn.softmax(a)


def main():
    g = np.random.default_rng(14)
    z, along = trees.exact(g.standard_normal((N, R))), trees.exact(g.standard_normal(N))
    omega = trees.exact(g.standard_normal((ROUNDS, F)))
    phase = trees.exact(g.uniform(0, 2 * np.pi, (ROUNDS, R, F)))
    # Logits far apart: the weights of program 11 start equal, which hides mistakes.
    logits = trees.exact(2 * g.standard_normal(N))
    slope = lambda a: jax.grad(dependence, 1)(z, a, omega[0], phase[0])
    trees.save("stable", {
        "z": z, "along": along, "omega": omega, "phase": phase, "logits": logits,
        "value": dependence(z, logits, omega[0], phase[0]), "by_logits": slope(logits),
        "by_z": jax.grad(dependence)(z, logits, omega[0], phase[0]),
        "product": jax.jvp(slope, (logits,), (along,))[1],
        "weights": weights(z, omega, phase),
        "through": jax.grad(lambda z: weights(z, omega, phase) @ along)(z),
    })


if __name__ == "__main__":
    main()
