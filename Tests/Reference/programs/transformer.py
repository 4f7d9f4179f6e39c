"""A transformer of two blocks in JAX: its value, gradient and the product of its Hessian."""

import jax
import jax.numpy as jnp
import numpy as np

import trees

BATCH, TIME, WIDTH, HEADS, WORDS = 2, 5, 8, 2, 11


def layer_norm(p, x):
    """Normalises the last axis."""
    centred = x - x.mean(-1, keepdims=True)
    return p["gain"] * centred / jnp.sqrt((centred**2).mean(-1, keepdims=True) + 1e-5) + p["bias"]


def attention(p, x):
    """Causal attention of several heads."""
    split = lambda z: z.reshape(*z.shape[:2], HEADS, -1).transpose(0, 2, 1, 3)
    q, k, v = (split(z) for z in jnp.split(trees.dense(p["qkv"], x), 3, axis=-1))
    score = q @ k.swapaxes(-1, -2) / np.sqrt(q.shape[-1])
    seen = jnp.tril(jnp.ones((x.shape[1], x.shape[1]), bool))
    mixed = jax.nn.softmax(jnp.where(seen, score, -jnp.inf)) @ v
    return trees.dense(p["out"], mixed.transpose(0, 2, 1, 3).reshape(x.shape))


def loss(p, words, target):
    """The mean cross-entropy of the next word, with the table of words used at both ends."""
    x = p["words"]["table"][words] + p["places"]
    gelu = lambda z: jax.nn.gelu(z, approximate=False)
    for block in p["blocks"]:
        x = x + attention(block["attention"], layer_norm(block["first"], x))
        x = x + trees.network(block["mlp"], layer_norm(block["second"], x), gelu)
    logits = layer_norm(p["last"], x) @ p["words"]["table"].T
    return trees.cross_entropy(logits.reshape(-1, WORDS), target.reshape(-1)).mean()


def parameters(g):
    """Random parameters."""
    block = lambda: {
        "first": trees.norm(g, WIDTH),
        "attention": {
            "qkv": trees.linear(g, WIDTH, 3 * WIDTH),
            "out": trees.linear(g, WIDTH, WIDTH),
        },
        "second": trees.norm(g, WIDTH),
        "mlp": trees.mlp(g, WIDTH, 4 * WIDTH, WIDTH),
    }
    return {
        "words": {"table": g.standard_normal((WORDS, WIDTH))},
        "places": g.standard_normal((TIME, WIDTH)),
        "blocks": [block(), block()],
        "last": trees.norm(g, WIDTH),
    }


def main():
    generator = np.random.default_rng(1)
    net, along = trees.exact(parameters(generator)), trees.exact(parameters(generator))
    words, target = generator.integers(0, WORDS, (2, BATCH, TIME), dtype=np.int32)
    slope = jax.grad(loss)
    value, gradient = jax.value_and_grad(loss)(net, words, target)
    _, product = jax.jvp(lambda p: slope(p, words, target), (net,), (along,))
    trees.save("transformer", {
        "net": net, "along": along, "words": words, "target": target,
        "value": value, "gradient": gradient, "product": product,
    })


if __name__ == "__main__":
    main()
