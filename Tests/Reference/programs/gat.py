"""Graph attention in JAX, in a dense form: each edge is a matrix entry, and a repeated edge a count."""

import jax
import jax.numpy as jnp
import numpy as np

import trees

N, E, I, H, O = 6, 11, 4, 3, 2


def heads_of(p, x, count):
    """The messages that reach each node; `count` of [target, source] counts the edges."""
    g = jnp.einsum("ni,iho->nho", x, p["weight"])
    to, source = jnp.einsum("nho,ho->nh", g, p["to"]), jnp.einsum("nho,ho->nh", g, p["from"])
    z = jax.nn.leaky_relu(to[:, None] + source, 0.2)
    scored = jnp.where(count[..., None] > 0, z + jnp.log(jnp.maximum(count, 1))[..., None], -jnp.inf)
    return jnp.einsum("tsh,sho->tho", jax.nn.softmax(scored, axis=1), g) + p["bias"]


def main():
    g = np.random.default_rng(11)
    net = trees.exact({
        "weight": g.standard_normal((I, H, O)), "to": g.standard_normal((H, O)),
        "from": g.standard_normal((H, O)), "bias": g.standard_normal((H, O)),
    })
    x, along = trees.exact(g.standard_normal((N, I))), trees.exact(g.standard_normal((N, H * O)))
    source, target = g.integers(0, N, E), g.integers(0, N - 1, E)
    source[1], target[1] = source[0], target[0]
    count = np.eye(N)
    np.add.at(count, (target, source), 1)
    assert count.max() > 1 and count[N - 1].sum() == 1
    stacked = lambda p, x: heads_of(p, x, count).reshape(N, H * O)
    mean = jnp.tile(heads_of(net, x, count).mean(1), (1, H))
    loss = lambda p, x: (stacked(p, x) * along).sum() + (stacked(p, x) ** 3).mean()
    slope = lambda p: jax.grad(loss)(p, x)
    gradient, by_x = jax.grad(loss, (0, 1))(net, x)
    trees.save("gat", {
        "net": net, "x": x, "along": along, "source": source, "target": target,
        "value": stacked(net, x), "average": mean, "gradient": gradient, "by_x": by_x,
        "product": jax.jvp(slope, (net,), (gradient,))[1],
    })


if __name__ == "__main__":
    main()
