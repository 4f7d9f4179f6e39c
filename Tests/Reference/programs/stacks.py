"""Stacked models in JAX: an ensemble under `vmap`, its gradients, and a step that learns to weigh."""

import jax
import jax.numpy as jnp
import numpy as np

import trees

K, B, X, H, C, RATE = 4, 3, 784, 2, 10, 0.3


def stacked(parts):
    """One tree whose leaves have an axis for the members."""
    return jax.tree.map(lambda *leaves: np.stack(leaves), *parts)


def ensemble(nets, x):
    """The mean of the members' probabilities."""
    return jax.vmap(lambda p: jax.nn.softmax(trees.network(p, x)))(nets).mean(0)


def loss(nets, x, y):
    """Minus the log-likelihood under the mean."""
    return -jnp.log(ensemble(nets, x)[jnp.arange(B), y]).mean()


def meta(weigher, net, x, y, vx, vy):
    """The loss after a step on losses that a network weighs."""
    def inner(p):
        l = trees.cross_entropy(trees.network(p, x), y)
        w = jax.nn.sigmoid(trees.network(weigher, jax.lax.stop_gradient(l)[:, None]))[:, 0]
        return w @ l / len(l)
    fast = jax.tree.map(lambda w, g: w - RATE * g, net, jax.grad(inner)(net))
    return trees.cross_entropy(trees.network(fast, vx), vy).mean()


def main():
    g = np.random.default_rng(17)
    nets = trees.exact(stacked([trees.mlp(g, X, H, C) for _ in range(K)]))
    x, y = trees.exact(g.standard_normal((B, X))), g.integers(0, C, B)
    each = lambda p: trees.cross_entropy(trees.network(p, x), y).mean()
    label = jax.vmap(lambda p: trees.network(p, x).argmax(1))(nets)
    differ = (label[:, None] != label).mean(2).sum() / (K * (K - 1))
    assert 0 < differ < 1
    small, weigher = trees.exact(trees.mlp(g, 5, 6, 3)), trees.exact(trees.mlp(g, 1, 4, 1))
    (sx, vx), (sy, vy) = trees.exact(g.standard_normal((2, 7, 5))), g.integers(0, 3, (2, 7))
    trees.save("stacks", {
        "nets": nets, "x": x, "y": y, "mean": ensemble(nets, x), "differ": differ,
        "gradient": jax.grad(loss)(nets, x, y), "norms": jax.vmap(
            lambda p: jnp.sqrt(sum((a**2).sum() for a in jax.tree.leaves(jax.grad(each)(p)))))(nets),
        "net": small, "weigher": {"net": weigher}, "sx": sx, "sy": sy, "vx": vx, "vy": vy,
        "meta": {"net": jax.grad(meta)(weigher, small, sx, sy, vx, vy)},
    })


if __name__ == "__main__":
    main()
