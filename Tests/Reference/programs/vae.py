"""A Gaussian VAE with reparameterisation and given noise in JAX: the bound and its gradient."""

import jax
import jax.numpy as jnp
import numpy as np

import trees

B, X, H, Z = 6, 5, 8, 3


def bound(p, x, noise):
    """Minus the evidence lower bound, with its reconstruction and its divergence."""
    mean, spread = jnp.split(trees.network(p["encoder"], x, jnp.tanh), 2, axis=-1)
    z = mean + jnp.exp(spread) * noise
    logits = trees.network(p["decoder"], z, jnp.tanh)
    fit = (jax.nn.softplus(logits) - logits * x).sum(-1)
    divergence = (0.5 * (jnp.exp(2 * spread) + mean**2 - 1) - spread).sum(-1)
    return (fit + divergence).mean()


def main():
    g = np.random.default_rng(6)
    net = trees.exact({"encoder": trees.mlp(g, X, H, 2 * Z), "decoder": trees.mlp(g, Z, H, X)})
    x = g.integers(0, 2, (B, X)).astype(float)
    noise = trees.exact(g.standard_normal((B, Z)))
    value, gradient = jax.value_and_grad(bound)(net, x, noise)
    many = trees.exact(g.standard_normal((200_000, B, Z)))
    expected, slope = jax.jit(jax.value_and_grad(
        lambda p: jax.lax.map(lambda e: bound(p, x, e), many, batch_size=1000).mean()))(net)
    trees.save("vae", {
        "net": net, "x": x, "noise": noise, "value": value, "gradient": gradient,
        "expected": expected, "slope": slope,
    })


if __name__ == "__main__":
    main()
