"""The meta-gradient of MW-Net through a virtual step with batch normalisation, in JAX.

`through` differentiates through the virtual step; `closed` is sum_i c_i dV_i/dtheta with
c_i = -(a / n) d/dt l_i(w + t u), u the gradient of the validation loss at the virtual weights.
Both must agree before they are written.
"""

import jax
import jax.numpy as jnp
import numpy as np

import trees

N, M, INPUTS, HIDDEN, CLASSES, RATE = 7, 5, 4, 6, 3, 0.5


def classify(p, state, x):
    """The logits of a batch in training, and the running statistics after it."""
    h = trees.dense(p["first"], x)
    centre, spread = h.mean(0), h.var(0)
    new = {
        "running_mean": 0.9 * state["running_mean"] + 0.1 * centre,
        "running_variance": 0.9 * state["running_variance"] + 0.1 * spread * len(x) / (len(x) - 1),
    }
    h = p["norm"]["gain"] * (h - centre) / jnp.sqrt(spread + 1e-5) + p["norm"]["bias"]
    return trees.dense(p["last"], jnp.tanh(h)), jax.lax.stop_gradient(new)


def losses(p, state, x, y):
    logits, new = classify(p, state, x)
    return trees.cross_entropy(logits, y), new


def weights(meta, l):
    """The weight of each loss."""
    return jax.nn.sigmoid(trees.network(meta, l[:, None], jnp.tanh))[:, 0]


def virtual(meta, net, state, x, y):
    """The weights after a virtual step."""
    def weighted(p):
        l, _ = losses(p, state, x, y)
        return weights(meta, jax.lax.stop_gradient(l)) @ l / N
    return jax.tree.map(lambda p, g: p - RATE * g, net, jax.grad(weighted)(net))


def main():
    g = np.random.default_rng(3)
    net = {
        "first": trees.linear(g, INPUTS, HIDDEN), "norm": trees.norm(g, HIDDEN),
        "last": trees.linear(g, HIDDEN, CLASSES),
    }
    net, meta = trees.exact(net), trees.exact(trees.mlp(g, 1, 8, 1))
    state = {"running_mean": jnp.zeros(HIDDEN), "running_variance": jnp.ones(HIDDEN)}
    x, vx = trees.exact(g.standard_normal((N, INPUTS))), trees.exact(g.standard_normal((M, INPUTS)))
    y, vy = g.integers(0, CLASSES, N), g.integers(0, CLASSES, M)
    outer = lambda w, p: losses(p, state, vx, vy)[0].mean()
    value, through = jax.value_and_grad(
        lambda w: outer(w, virtual(w, net, state, x, y)))(meta)
    u = jax.grad(lambda p: outer(meta, p))(virtual(meta, net, state, x, y))
    l, change = jax.jvp(lambda p: losses(p, state, x, y)[0], (net,), (u,))
    closed = jax.grad(lambda w: -RATE / N * weights(w, l) @ change)(meta)
    jax.tree.map(lambda a, b: np.testing.assert_allclose(a, b, rtol=1e-9, atol=1e-12), through, closed)
    net["norm"] |= state
    _, after = losses(net, state, x, y)
    trees.save("meta", {
        "net": net, "meta": meta, "x": x, "y": y, "vx": vx, "vy": vy,
        "value": value, "gradient": through, "running": after["running_mean"],
    })


if __name__ == "__main__":
    main()
