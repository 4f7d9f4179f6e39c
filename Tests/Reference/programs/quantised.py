"""Quantisation-aware training in JAX: straight-through rounding, running ranges, and a sign's rule."""

import jax
import jax.numpy as jnp
import numpy as np

import trees

B, I, O, AVERAGE = 6, 5, 3, 0.95


@jax.custom_vjp
def sign(w):
    """The sign, whose derivative is one where |w| <= 1."""
    return jnp.where(w >= 0, 1.0, -1.0)


sign.defvjp(lambda w: (sign(w), w), lambda w, dy: (jnp.where(abs(w) <= 1, dy, 0),))


def fake_quant(x, low, high, bits):
    """Rounds to a grid of 2^bits values; the gradient is that of the clip."""
    levels = 2**bits - 1
    scale = jnp.maximum((high - low) / levels, 1e-8)
    clipped = jnp.clip(x, low, high)
    place = (clipped - low) / scale
    if not isinstance(place, jax.core.Tracer):
        # No number so close to the middle of two that 32 and 64 bits could round it apart.
        assert abs(place - np.floor(place) - 0.5).min() > 1e-3
    rounded = scale * jnp.clip(jnp.round(place), 0, levels) + low
    return clipped + jax.lax.stop_gradient(rounded - clipped)


def layer(p, x, bits, training):
    """The response of the layer and its ranges after it, which no gradient flows through."""
    low, high = p["low"], p["high"]
    if training:
        fixed = jax.lax.stop_gradient(x)
        low = AVERAGE * low + (1 - AVERAGE) * fixed.min()
        high = AVERAGE * high + (1 - AVERAGE) * fixed.max()
    a = fake_quant(x, jnp.minimum(low, 0), jnp.maximum(high, 0), bits)
    top = abs(p["weight"]).max(0)
    y = a @ fake_quant(p["weight"], -top, top, bits) + p["bias"]
    return y, (low, high)


def loss(p, x, bits, training):
    """A loss of the response."""
    return (layer(p, x, bits, training)[0] ** 3).mean()


def binary(w, x):
    """A loss of a layer of signs."""
    return ((x @ sign(w)) ** 2).mean()


def main():
    g = np.random.default_rng(13)
    net = trees.exact(trees.linear(g, I, O) | {"low": np.array(-1.2), "high": np.array(0.9)})
    x = trees.exact(g.standard_normal((B, I)))
    w = trees.exact(1.5 * g.standard_normal((I, O)))
    case = {"net": net, "x": x, "w": w, "binary": jax.grad(binary)(w, x)}
    for bits in (3, 8):
        y, (low, high) = layer(net, x, bits, True)
        gradient, by_x = jax.grad(loss, (0, 1))(net, x, bits, True)
        case[f"bits_{bits}"] = {
            "value": y, "still": layer(net, x, bits, False)[0],
            "gradient": {k: gradient[k] for k in ("weight", "bias")}, "by_x": by_x,
            "by_x_still": jax.grad(loss, 1)(net, x, bits, False), "low": low, "high": high,
        }
    trees.save("quantised", case)


if __name__ == "__main__":
    main()
