"""Dynamic routing of ComiRec in JAX: the interests, and the sampled loss with its gradient."""

import jax
import jax.numpy as jnp
import numpy as np

import trees

V, T, K, D, B = 20, 5, 3, 4, 3


def interests(p, history):
    """The interests of each user; only the last of three rounds has a gradient."""
    mask = (history != 0)[..., None]
    u = jnp.einsum("btd,tkdo->btko", p["table"][history] * mask, p["route"])
    fixed, c = jax.lax.stop_gradient(u), jnp.zeros((len(history), K, T))
    for k in range(3):
        share = jax.nn.softmax(c, axis=1) * mask.transpose(0, 2, 1)
        v = jnp.einsum("bkt,btko->bko", share, u if k == 2 else fixed)
        q = (v**2).sum(-1, keepdims=True)
        v = q / (1 + q) * v / jnp.sqrt(q + 1e-9)
        c = c + jnp.einsum("btko,bko->bkt", fixed, v)
    return v


def loss(p, history, item, sampled):
    """The sampled softmax with the log-uniform correction; hits by accident are left out."""
    v, target = interests(p, history), p["table"][item]
    user = v[jnp.arange(len(v)), jnp.einsum("bkd,bd->bk", v, target).argmax(1)]
    expected = lambda i: jnp.log(len(sampled) * jnp.log1p(1 / (i + 1.0)) / np.log(V + 1))
    hit = (user * target).sum(1) - expected(item)
    miss = user @ p["table"][sampled].T - expected(sampled)
    miss = jnp.where(sampled == item[:, None], -jnp.inf, miss)
    return (jax.nn.logsumexp(jnp.concatenate([hit[:, None], miss], 1), axis=1) - hit).mean()


def main():
    g = np.random.default_rng(8)
    net = trees.exact({
        "table": g.standard_normal((V, D)), "route": g.standard_normal((T, K, D, D)) / 2})
    history = np.array([[1, 4, 7, 0, 0], [2, 2, 9, 19, 3], [5, 0, 0, 0, 0]])
    item, sampled = np.array([3, 8, 5]), np.array([1, 3, 5, 7])
    value, gradient = jax.value_and_grad(loss)(net, history, item, sampled)
    trees.save("routing", {
        "net": net, "history": history, "item": item, "sampled": sampled,
        "interests": interests(net, history), "value": value, "gradient": gradient,
    })


if __name__ == "__main__":
    main()
