"""Gradients of single examples, each clipped as a whole, in JAX: the step of DP-SGD without noise."""

import jax
import jax.numpy as jnp
import numpy as np

import trees

CLIP = 1.5


def loss(p, x, y):
    """The loss of one example."""
    return trees.cross_entropy(trees.network(p, x)[None], y[None])[0]


def main():
    g = np.random.default_rng(4)
    net = trees.exact(trees.mlp(g, 5, 7, 3))
    # Some examples lie below the clip and some above.
    x = trees.exact(g.standard_normal((9, 5)) * np.linspace(0.01, 3, 9)[:, None])
    y = g.integers(0, 3, 9)
    each = jax.vmap(jax.grad(loss), (None, 0, 0))(net, x, y)
    norms = jnp.sqrt(sum(jnp.sum(a.reshape(9, -1) ** 2, 1) for a in jax.tree.leaves(each)))
    factor = jnp.minimum(1, CLIP / (norms + 1e-6))
    assert factor.min() < 0.7 and factor.max() == 1
    clipped = jax.tree.map(lambda a: jnp.tensordot(factor, a, 1) / 9, each)
    trees.save("private", {"net": net, "x": x, "y": y, "gradient": clipped, "norms": norms})


if __name__ == "__main__":
    main()
