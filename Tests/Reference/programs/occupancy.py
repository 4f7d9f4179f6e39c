"""The decoder of program 07 in JAX, in training: the statistics of a batch have gradients too."""

import jax
import jax.numpy as jnp
import numpy as np

import trees
from decoder import points

B, N, C, D, BLOCKS, MOMENTUM = 2, 7, 4, 3, 5, 0.1


def conditional(p, x, c, training):
    """The norm with gain and bias from the code, and the running statistics after it."""
    mean, variance = p["norm"]["mean_"], p["norm"]["variance"]
    if training:
        m, v = x.mean((0, 2)), x.var((0, 2))
        after = {
            "mean_": (1 - MOMENTUM) * mean + MOMENTUM * m,
            "variance": (1 - MOMENTUM) * variance + MOMENTUM * x.var((0, 2), ddof=1),
        }
        mean, variance = m, v
    else:
        after = p["norm"]
    y = (x - mean[:, None]) / jnp.sqrt(variance[:, None] + 1e-5)
    y = y * trees.dense(p["gamma"], c)[..., None] + trees.dense(p["beta"], c)[..., None]
    return y, p | {"norm": after}


def decode(p, x, c, training):
    """The value at each point, and the network after it."""
    h, blocks = points(p["enter"], x.transpose(0, 2, 1)), []
    for block in p["blocks"]:
        y, first = conditional(block["first_norm"], h, c, training)
        y, second = conditional(
            block["second_norm"], points(block["first"], jax.nn.relu(y)), c, training)
        h = h + points(block["second"], jax.nn.relu(y))
        blocks.append(block | {"first_norm": first, "second_norm": second})
    h, last = conditional(p["last"], h, c, training)
    return points(p["out"], jax.nn.relu(h))[:, 0], p | {"blocks": blocks, "last": last}


def loss(p, x, c, occupied, training):
    """The mean cross-entropy with a small penalty, and the network after it.

    Without the penalty the biases before a norm have the gradient zero, which nothing is near to.
    """
    y, after = decode(p, x, c, training)
    penalty = sum((leaf**2).sum() for _, leaf in trees.leaves(trained(p)))
    return (jax.nn.softplus(y) - y * occupied).mean() + 5e-3 * penalty, after


def trained(tree):
    """The tree without what is state."""
    if isinstance(tree, list):
        return [trained(part) for part in tree]
    if isinstance(tree, dict):
        return {name: trained(part) for name, part in tree.items() if name != "norm"}
    return tree


def main():
    g = np.random.default_rng(16)
    norm = lambda: {
        "norm": {"mean_": 0.3 * g.standard_normal(C), "variance": g.uniform(0.5, 2, C)},
        "gamma": trees.linear(g, D, C), "beta": trees.linear(g, D, C),
    }
    block = lambda: {
        "first_norm": norm(), "first": trees.linear(g, C, C),
        "second_norm": norm(), "second": trees.linear(g, C, C),
    }
    net = trees.exact({
        "enter": trees.linear(g, 3, C), "blocks": [block() for _ in range(BLOCKS)], "last": norm(),
        "out": trees.linear(g, C, 1),
    })
    x, c = trees.exact(g.standard_normal((B, N, 3))), trees.exact(g.standard_normal((B, D)))
    occupied = g.integers(0, 2, (B, N)).astype(float)
    slope = jax.value_and_grad(loss, (0, 1, 2), has_aux=True)
    (value, after), (gradient, by_points, by_code) = slope(net, x, c, occupied, True)
    still = loss(net, x, c, occupied, False)[0]
    trees.save("occupancy", {
        "net": net, "x": x, "c": c, "occupied": occupied, "value": value, "still": still,
        "after": after, "gradient": trained(gradient), "by_points": by_points, "by_code": by_code,
        "slope": jax.grad(lambda x: jax.nn.sigmoid(decode(net, x, c, False)[0]).sum())(x),
    })


if __name__ == "__main__":
    main()
