"""Small towers of CLIP in JAX, their contrastive loss, and prompts learned through the frozen text."""

import jax
import jax.numpy as jnp
import numpy as np

import trees
from transformer import layer_norm

B, C, T, V, E, W, SIDE, PATCH, LENGTH, WIDE = 3, 4, 7, 12, 16, 8, 8, 4, 2, 64


def pattern(*shape):
    """Numbers between -1 and 1 that both sides compute, for weights too large to store."""
    n = np.arange(np.prod(shape, dtype=int))
    return trees.exact(((31 * n + 17 * (n // 7) ** 2) % 211 / 105.5 - 1).reshape(shape))


def block(p, x, heads, mask):
    """A block of attention and of two layers with the quick gelu between."""
    a, h = p["attn"], layer_norm(p["ln_1"], x)
    packed = jnp.einsum("btw,cwo->cbto", h, a["qkv"]) + a["qkv_bias"][:, None, None]
    q, k, v = packed.reshape(*packed.shape[:3], heads, -1).transpose(0, 1, 3, 2, 4)
    score = q @ k.swapaxes(-1, -2) / np.sqrt(q.shape[-1])
    mixed = jax.nn.softmax(score if mask is None else jnp.where(mask, score, -jnp.inf)) @ v
    x = x + mixed.transpose(0, 2, 1, 3).reshape(x.shape) @ a["out"] + a["out_bias"]
    h = trees.dense(p["fc"], layer_norm(p["ln_2"], x))
    return x + trees.dense(p["proj"], h * jax.nn.sigmoid(1.702 * h))


def vision(p, image):
    """The embedding of an image, taken at the token of the class."""
    grid = jax.lax.conv_general_dilated(image, p["conv"], (PATCH, PATCH), "VALID")
    tokens = grid.reshape(*grid.shape[:2], -1).swapaxes(1, 2)
    first = jnp.broadcast_to(p["class_token"], (len(image), 1, WIDE))
    x = layer_norm(p["ln_pre"], jnp.concatenate([first, tokens], 1) + p["position"])
    for part in p["blocks"]:
        x = block(part, x, WIDE // 64, None)
    return layer_norm(p["ln_post"], x[:, 0]) @ p["proj"]


def encode(p, embedded, end):
    """The embedding of a text, taken where it ends."""
    seen, x = np.tril(np.ones((T, T), bool)), embedded + p["position"]
    for part in p["blocks"]:
        x = block(part, x, 2, seen)
    return layer_norm(p["ln_final"], x)[jnp.arange(len(x)), end] @ p["proj"]


def unit(x):
    """Vectors of length one."""
    return x / jnp.linalg.norm(x, axis=-1, keepdims=True)


def contrastive(text, seen, scale, image, ids):
    """The symmetric loss of pairs of an image and a caption."""
    caption = unit(encode(text, text["token"][ids], ids.argmax(1)))
    logits = jnp.exp(scale) * unit(vision(seen, image)) @ caption.T
    pairs = jnp.arange(len(ids))
    both = trees.cross_entropy(logits, pairs) + trees.cross_entropy(logits.T, pairs)
    return 0.5 * both.mean()


def prompted(p, text, features, scale, ids):
    """The logits of each image, whose feature shifts the words of each prompt."""
    embedded, end = text["token"][ids], ids.argmax(1)
    shift = trees.dense(p["widen"], jax.nn.relu(trees.dense(p["squeeze"], features)))
    def one(f, pi):
        words = jnp.broadcast_to(p["context"] + pi, (C, LENGTH, W))
        prompt = jnp.concatenate([embedded[:, :1], words, embedded[:, 1 + LENGTH:]], 1)
        return jnp.exp(scale) * unit(encode(text, prompt, end)) @ f
    return jax.vmap(one)(features, shift)
