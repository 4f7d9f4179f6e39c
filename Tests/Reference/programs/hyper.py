"""A hyper-batch ensemble in JAX, which forms the weights of every member and example."""

import jax
import jax.numpy as jnp
import numpy as np

import trees

K, B, X, H, C, N = 3, 4, 64, 2, 10, 40.0


def weights(p, z):
    """The matrix and the bias of each member and example."""
    e = jnp.einsum("kbm,mco->ckbo", z, p["response"])
    outer = jnp.einsum("ki,ko->kio", p["r"], p["s"])
    matrix = (p["weight"] * outer)[:, None] + (p["delta"] * outer)[:, None] * e[0][:, :, None]
    return matrix, p["bias"][:, None] + p["delta_bias"][:, None] * e[1]


def layer(p, x, z):
    """The response of each member to its own hyper-parameters."""
    matrix, bias = weights(p, z)
    return jnp.einsum("kbi,kbio->kbo", x, matrix) + bias


def penalty(p, z, nu):
    """The mean over members and examples of the squared norm of the matrix."""
    return (nu * (weights(p, z)[0] ** 2).sum((2, 3))).mean()


def call(p, x, rates):
    """The logits and the penalty, outside training."""
    z = (jnp.log(rates) - p["low"]) / (p["high"] - p["low"])
    h = jax.nn.relu(layer(p["first"], jnp.broadcast_to(x, (K, B, X)), z))
    omega = penalty(p["first"], z, rates[..., 1]) + penalty(p["last"], z, rates[..., 2])
    return layer(p["last"], h, z), omega


def loss(p, x, y, u):
    """The loss for rates between the bounds."""
    logits, omega = call(p, x, jnp.exp(p["low"] + u * (p["high"] - p["low"])))
    each = [trees.cross_entropy(member, y).mean() for member in logits]
    entropy = (0.5 * (p["low"] + p["high"]) + jnp.log(p["high"] - p["low"])).mean()
    return jnp.mean(jnp.stack(each)) + omega / N - 1e-3 * entropy


def main():
    g = np.random.default_rng(12)
    random = lambda *shape: 0.5 * g.standard_normal(shape)
    part = lambda i, o: {
        "weight": random(i, o), "delta": random(i, o), "r": g.choice([-1.0, 1.0], (K, i)),
        "s": g.choice([-1.0, 1.0], (K, o)), "bias": random(K, o), "delta_bias": random(K, o),
        "response": random(3, 2, o),
    }
    net = trees.exact({
        "first": part(X, H), "last": part(H, C), "low": np.array([-6.0, -5.0, -4.0]),
        "high": np.array([-0.7, -1.0, -0.9]),
    })
    x, u = trees.exact(random(B, X)), trees.exact(g.uniform(0.1, 0.9, (K, B, 3)))
    y = g.integers(0, C, B)
    logits, omega = call(net, x, jnp.exp(net["low"] + u * (net["high"] - net["low"])))
    value, (gradient, by_u) = jax.value_and_grad(loss, (0, 3))(net, x, y, u)
    trees.save("hyper", {
        "net": net, "x": x, "y": y, "u": u, "logits": logits, "omega": omega, "value": value,
        "gradient": gradient, "by_u": by_u,
    })


if __name__ == "__main__":
    main()
