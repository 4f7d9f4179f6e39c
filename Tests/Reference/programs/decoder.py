"""An implicit decoder with conditional batch normalisation in JAX: its slope in the points, and the
gradient of a loss on that slope by the parameters and the code."""

import jax
import jax.numpy as jnp
import numpy as np

import trees

B, N, C, D = 2, 7, 6, 4


def points(p, x):
    """A linear layer on the channels of [batch, channel, point]."""
    return jnp.einsum("bin,io->bon", x, p["weight"]) + p["bias"][:, None]


def conditional(p, x, c):
    """The norm with gain and bias from the code, by the running statistics."""
    mean, variance = p["norm"]["mean_"], p["norm"]["variance"]
    y = (x - mean[:, None]) / jnp.sqrt(variance[:, None] + 1e-5)
    return y * trees.dense(p["gamma"], c)[..., None] + trees.dense(p["beta"], c)[..., None]


def decode(p, x, c):
    """The value at each point. Softplus for relu, whose second derivative is zero."""
    h = points(p["enter"], x.transpose(0, 2, 1))
    y = points(p["first"], jax.nn.softplus(conditional(p["first_norm"], h, c)))
    h = h + points(p["second"], jax.nn.softplus(conditional(p["second_norm"], y, c)))
    return points(p["out"], jax.nn.softplus(conditional(p["last"], h, c)))[:, 0]


def slope(p, x, c):
    """The gradient of the value by the points."""
    return jax.grad(lambda x: decode(p, x, c).sum())(x)


def eikonal(p, x, c):
    """How far the slopes are from length one."""
    length = jnp.sqrt((slope(p, x, c) ** 2).sum(-1) + 1e-12)
    return ((length - 1) ** 2).mean()


def main():
    g = np.random.default_rng(7)
    norm = lambda: {
        "norm": {"mean_": 0.3 * g.standard_normal(C), "variance": g.uniform(0.5, 2, C)},
        "gamma": trees.linear(g, D, C), "beta": trees.linear(g, D, C),
    }
    net = trees.exact({
        "enter": trees.linear(g, 3, C), "first_norm": norm(), "first": trees.linear(g, C, C),
        "second_norm": norm(), "second": trees.linear(g, C, C), "last": norm(),
        "out": trees.linear(g, C, 1),
    })
    x, c = trees.exact(g.standard_normal((B, N, 3))), trees.exact(g.standard_normal((B, D)))
    loss, (gradient, by_points, by_code) = jax.value_and_grad(eikonal, (0, 1, 2))(net, x, c)
    for name in ("first_norm", "second_norm", "last"):
        del gradient[name]["norm"]
    trees.save("decoder", {
        "net": net, "x": x, "c": c, "value": decode(net, x, c), "slope": slope(net, x, c),
        "loss": loss, "gradient": gradient, "by_points": by_points, "by_code": by_code,
    })


if __name__ == "__main__":
    main()
