"""Programs 01 and 02 in JAX: the contrastive loss with its gradient, and prompts with theirs."""

import jax
import numpy as np

import trees
from towers import (
    B, C, E, LENGTH, PATCH, SIDE, T, V, W, WIDE, contrastive, pattern, prompted, unit, vision)


def part(g, width, matrix):
    """The parameters of a block; `matrix` makes the large ones."""
    dense = lambda i, o: {"weight": matrix(i, o), "bias": 0.1 * g.standard_normal(o)}
    return {
        "ln_1": trees.norm(g, width), "ln_2": trees.norm(g, width),
        "attn": {
            "qkv": matrix(3, width, width), "qkv_bias": 0.1 * g.standard_normal((3, width)),
            "out": matrix(width, width), "out_bias": 0.1 * g.standard_normal(width),
        },
        "fc": dense(width, 4 * width), "proj": dense(4 * width, width),
    }


def without_large(block):
    """The block with one vector for each large matrix: its product with the pattern."""
    along = lambda a: a @ pattern(a.shape[-1])
    attn, fc, proj = block["attn"], block["fc"], block["proj"]
    return {
        "qkv": along(attn["qkv"]), "out": along(attn["out"]), "fc": along(fc["weight"]),
        "proj": along(proj["weight"]), "first": block["ln_1"], "second": block["ln_2"],
    }


def main():
    g = np.random.default_rng(18)
    random = lambda *shape: 0.5 * g.standard_normal(shape)
    text = trees.exact({
        "token": random(V, W), "position": random(T, W), "proj": random(W, E),
        "ln_final": trees.norm(g, W), "blocks": [part(g, W, random) for _ in range(2)],
    })
    seen = trees.exact({
        "conv": random(WIDE, 3, PATCH, PATCH), "class_token": random(WIDE),
        "position": random((SIDE // PATCH) ** 2 + 1, WIDE), "proj": random(WIDE, E),
        "ln_pre": trees.norm(g, WIDE), "ln_post": trees.norm(g, WIDE),
        "blocks": [part(g, WIDE, lambda *shape: np.zeros(()))],
    })
    block = seen["blocks"][0]
    large = {"qkv": (3, WIDE, WIDE), "out": (WIDE, WIDE)}
    for name, shape in large.items():
        block["attn"][name] = 0.125 * pattern(*shape)
    block["fc"]["weight"] = 0.125 * pattern(WIDE, 4 * WIDE)
    block["proj"]["weight"] = 0.125 * pattern(4 * WIDE, WIDE)
    scale, image = trees.exact(np.array(1.5)), trees.exact(g.standard_normal((B, 3, SIDE, SIDE)))
    end = np.array([3, 6, 4, 5])
    ids = g.integers(0, V - 1, (C, T))
    ids[np.arange(C), end] = V - 1
    value, (by_text, by_seen, by_scale) = jax.value_and_grad(contrastive, (0, 1, 2))(
        text, seen, scale, image, ids[:B])
    p = trees.exact({
        "squeeze": trees.linear(g, E, E // 16), "widen": trees.linear(g, E // 16, W),
        "context": random(LENGTH, W),
    })
    p["squeeze"]["bias"] += 1
    features, labels = unit(vision(seen, image)), np.array([2, 0, 3])
    loss = lambda p: trees.cross_entropy(prompted(p, text, features, scale, ids), labels).mean()
    prompt_value, prompt_gradient = jax.value_and_grad(loss)(p)
    small = lambda t: {k: v for k, v in t.items() if k != "blocks"}
    attn = {k: v for k, v in block["attn"].items() if k not in large}
    trees.save("prompts", {
        "text": text, "seen": small(seen), "ln_1": block["ln_1"], "ln_2": block["ln_2"],
        "biases": attn | {"fc": block["fc"]["bias"], "proj": block["proj"]["bias"]},
        "scale": scale, "image": image, "ids": ids, "labels": labels, "value": value,
        "by_text": by_text, "by_seen": small(by_seen), "by_scale": by_scale,
        "by_block": without_large(by_seen["blocks"][0]), "features": features, "p": p,
        "prompt_value": prompt_value, "prompt_gradient": prompt_gradient,
    })


if __name__ == "__main__":
    main()
