"""A step of BYOL in JAX: a target that follows, keys of it, and the gradient over the clips."""

import jax
import jax.numpy as jnp
import numpy as np

import trees

R, B, D, PERIOD, PIXELS, MOMENTUM = 3, 2, 4, 16, 4096, 0.99


def unit(x):
    """Vectors of length one."""
    return x / jnp.linalg.norm(x, axis=-1, keepdims=True)


def encode(p, clips):
    """The linear encoder on clips whose pixels repeat."""
    weight = jnp.tile(p["embed"]["weight"], (PIXELS // PERIOD, 1))
    return jnp.tile(clips, PIXELS // PERIOD) @ weight + p["embed"]["bias"]


def loss(online, keys, clips):
    """The mean over the clips of the similarity to the keys of all the others."""
    p = unit(trees.network(online["predictor"], encode(online["encoder"], clips)))
    same = jnp.einsum("qbd,rbd->qr", p, keys)
    return -2 * (same.sum() - jnp.trace(same)) / ((R - 1) * B) / R


def step(online, target, clips):
    """The target after its step, then the loss and its gradient; none reaches the target."""
    target = jax.tree.map(
        lambda t, o: t + (1 - MOMENTUM) * (o - t), target, online["encoder"])
    keys = jax.lax.stop_gradient(unit(encode(target, clips)))
    return target, *jax.value_and_grad(loss)(online, keys, clips)


def main():
    g = np.random.default_rng(18)
    encoder = lambda: {"embed": trees.linear(g, PERIOD, D)}
    online = trees.exact({"encoder": encoder(), "predictor": trees.mlp(g, D, 4 * D, D)})
    target, clips = trees.exact(encoder()), trees.exact(g.standard_normal((R, B, PERIOD)))
    after, value, gradient = step(online, target, clips)
    # The gradient by a row of the repeated weight: equal shares of what its copies have together.
    gradient["encoder"]["embed"]["weight"] *= PERIOD / PIXELS
    trees.save("momentum", {
        "encoder": online["encoder"]["embed"], "predictor": online["predictor"],
        "target": target["embed"], "clips": clips, "after": after["embed"], "value": value,
        "by_encoder": gradient["encoder"]["embed"], "by_predictor": gradient["predictor"],
    })


if __name__ == "__main__":
    main()
