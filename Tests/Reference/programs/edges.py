"""Values and gradients at special points, where JAX and PyTorch agree; see the manual's page.

The rows of a group are functions at the same points. Where the two systems differ, the one that is
followed stands in the name of the group.
"""

import jax
import jax.numpy as jnp
import numpy as np
import torch

import trees

jax.config.update("jax_enable_x64", False)
INF = np.inf
FAR = np.array([-INF, -1e4, -100, -20, 0, 20, 100, 1e4, INF], np.float32)
NEAR = np.array([-1, 0, 1, 1e-10, 1e10, INF], np.float32)
TIES = np.array([1, 2, 1, 0, 2, 2], np.float32)
ZEROS = np.array([[0, 2, 3], [0, 0, 3], [1, 0, 2]], np.float32)
ROWS = np.array([[1000, 1000, 0], [-INF, 1, 2], [-INF, -INF, 3]], np.float32)
WEIGHTS = np.arange(1, 7, dtype=np.float32)

GROUPS = {
    "far": (FAR, [
        (jax.nn.sigmoid, torch.sigmoid), (jax.nn.softplus, torch.nn.functional.softplus),
        (jnp.tanh, torch.tanh), (jax.nn.relu, torch.relu),
        (jnp.expm1, torch.expm1), (jnp.exp, torch.exp), (jnp.arctan, torch.atan),
    ]),
    "near": (NEAR, [
        (jnp.log, torch.log), (jnp.log1p, torch.log1p), (jnp.sqrt, torch.sqrt),
        (lambda x: x**0, lambda x: x**0), (lambda x: x**0.5, lambda x: x**0.5),
        (lambda x: x**1.5, lambda x: x**1.5), (lambda x: x**2, lambda x: x**2),
        (lambda x: jnp.where(x > 0, jnp.log(x), 0), lambda x: torch.where(x > 0, torch.log(x), 0)),
    ]),
    "ties": (TIES, [
        (lambda x: jnp.sort(x) * WEIGHTS, lambda x: torch.sort(x).values * torch.tensor(WEIGHTS)),
        (lambda x: -jnp.sort(-x) * WEIGHTS,
         lambda x: torch.sort(x, descending=True, stable=True).values * torch.tensor(WEIGHTS)),
    ]),
    "zeros": (ZEROS, [
        (lambda x: jnp.broadcast_to(jnp.prod(x, 1)[:, None], (3, 3)),
         lambda x: torch.prod(x, 1)[:, None].expand(3, 3)),
        (lambda x: jnp.cumprod(x, 1), lambda x: torch.cumprod(x, 1)),
    ]),
    "rows": (ROWS, [
        (lambda x: jnp.broadcast_to(jax.nn.logsumexp(x, 1)[:, None], (3, 3)),
         lambda x: torch.logsumexp(x, 1)[:, None].expand(3, 3)),
        (lambda x: jax.nn.softmax(x, 1) ** 2, lambda x: torch.softmax(x, 1) ** 2),
    ]),
    "torch": (NEAR, [(None, torch.abs), (None, lambda x: torch.clamp(x, 0, 1))]),
}  # fmt: skip


def jax_says(f, x):
    """The value and the gradient of its sum in JAX."""
    return np.asarray(f(x)), np.asarray(jax.grad(lambda x: f(x).sum())(x))


def torch_says(f, x):
    """The value and the gradient of its sum in PyTorch."""
    x = torch.tensor(np.asarray(x), requires_grad=True)
    y = f(x)
    y.sum().backward()
    return y.detach().numpy(), x.grad.numpy()


def main():
    tree = {}
    for name, (x, functions) in GROUPS.items():
        rows = []
        for one, other in functions:
            says = torch_says(other, x)
            if one is not None:
                # PyTorch is less exact in the gradient of `logsumexp`.
                first, second = jax_says(one, jnp.asarray(x)), says
                for a, b in zip(first, second):
                    np.testing.assert_allclose(a, b, rtol=1e-4, atol=1e-37, err_msg=name)
                says = first
            rows.append(says)
        values, gradients = zip(*rows)
        tree[name] = {"x": x, "values": np.stack(values), "gradients": np.stack(gradients)}
    trees.save("edges", tree)


if __name__ == "__main__":
    main()
