"""The second-order step of DARTS in JAX: the gradient by the mixture through one step of weights."""

import jax
import jax.numpy as jnp
import numpy as np

import trees

B, C, EDGES, CLASSES, RATE = 3, 2, 2, 3, 0.1


def conv(x, weight):
    """A convolution that keeps the size."""
    return jax.lax.conv_general_dilated(x, weight, (1, 1), "SAME")


def loss(alpha, p, x, y):
    """The loss of mixed edges: nothing, the identity, and two convolutions behind a relu."""
    mix = jax.nn.softmax(alpha)
    h = conv(x, p["stem"]["weight"]) + p["stem"]["bias"][:, None, None]
    for row, edge in zip(mix, p["path"]):
        small, large = (edge["operations"][k]["weight"] for k in (2, 3))
        r = jax.nn.relu(h)
        h = row[1] * h + row[2] * conv(r, small) + row[3] * conv(r, large)
    return trees.cross_entropy(trees.dense(p["head"], h.mean((2, 3))), y).mean()


def outer(alpha, p, x, y, vx, vy):
    """The validation loss after a step of the weights."""
    fast = jax.tree.map(lambda w, g: w - RATE * g, p, jax.grad(loss, 1)(alpha, p, x, y))
    return loss(alpha, fast, vx, vy)


def main():
    g = np.random.default_rng(9)
    kernel = lambda k: {"weight": g.standard_normal((C, C, k, k)) / k}
    p = trees.exact({
        "stem": {"weight": g.standard_normal((C, 3, 3, 3)) / 3, "bias": g.standard_normal(C)},
        "path": [{"operations": [{}, {}, kernel(3), kernel(5)]} for _ in range(EDGES)],
        "head": trees.linear(g, C, CLASSES),
    })
    alpha = trees.exact(g.standard_normal((EDGES, 4)))
    # Pictures of few numbers: four by four, repeated to the size that the program asks for.
    x, vx = (trees.exact(g.standard_normal((B, 3, 4, 4))) for _ in range(2))
    y, vy = g.integers(0, CLASSES, (2, B))
    large = lambda z: jnp.tile(z, (1, 1, 8, 8))
    second = jax.grad(outer)(alpha, p, large(x), y, large(vx), vy)
    trees.save("search", {
        "net": {"weights": p, "alpha": alpha}, "x": x, "y": y, "vx": vx, "vy": vy,
        "value": loss(alpha, p, large(x), y), "second": second,
        "first": jax.grad(loss)(alpha, p, large(vx), vy),
    })


if __name__ == "__main__":
    main()
