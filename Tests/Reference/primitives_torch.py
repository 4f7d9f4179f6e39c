"""Keeps what PyTorch says of the operations, as data/primitives-torch.npz; see cases.py."""

import numpy as np
import torch
import torch.nn.functional as F

from cases import Cases

cases = Cases(14)
keep, normal = cases.keep, cases.normal

UNARY = {
    "exp": torch.exp, "expm1": torch.expm1, "log1p": torch.log1p, "log2": torch.log2,
    "sin": torch.sin, "cos": torch.cos, "tan": torch.tan, "asin": torch.asin, "atan": torch.atan,
    "sinh": torch.sinh, "cosh": torch.cosh, "tanh": torch.tanh, "erf": torch.erf,
    "erfc": torch.erfc, "sigmoid": torch.sigmoid, "sqrt": torch.sqrt, "abs": torch.abs,
    "log_gamma": torch.lgamma, "digamma": torch.digamma, "negate": torch.neg,
}  # fmt: skip


def functions():
    """A second opinion on the scalar functions."""
    x = np.linspace(-0.99, 4, 26)
    for name, f in UNARY.items():
        keep(f"{name}/torch", f(torch.tensor(x)).numpy(), a=x)


def folds():
    """Overlapping windows put back; one axis of torch.nn.functional.fold."""
    for name, (count, size, stride, dilation, length) in {
        "overlapping": (9, 3, 1, 1, 11),
        "strided": (4, 3, 2, 3, 14),
        "apart": (3, 2, 5, 1, 13),
        "one": (1, 1, 1, 1, 1),
        "long": (127, 5, 1, 1, 131),
    }.items():
        x = normal(2, count, size)
        columns = torch.tensor(x).permute(0, 2, 1)
        options = dict(kernel_size=(1, size), stride=(1, stride), dilation=(1, dilation))
        folded = F.fold(columns, (1, length), **options)[:, 0, 0]
        geometry = [1, count, size, stride, dilation]
        keep(f"fold/{name}", folded.numpy(), a=x, geometry=geometry, dims=[length])
        signal = normal(2, length)
        windows = F.unfold(torch.tensor(signal)[:, None, None], **options).permute(0, 2, 1)
        keep(f"windows/{name}", windows[:, :count].numpy(), a=signal, geometry=geometry)


def indexing():
    """Gathers, and scatters of repeated positions."""
    x, index = normal(6, 3), np.array([5, 5, 0, 2, 5], np.int32)
    taken = torch.index_select(torch.tensor(x), 0, torch.tensor(index))
    keep("gather/torch", taken.numpy(), a=x, index0=index, axes=[0])
    updates = normal(5, 3)
    added = torch.tensor(x).index_add(0, torch.tensor(index), torch.tensor(updates))
    keep("scatter_add/torch", added.numpy(), a=x, index0=index, b=updates, axes=[0])
    values = normal(3, 8).round(1)
    order = torch.sort(torch.tensor(values), dim=1, stable=True, descending=True).indices
    keep("argsort/torch", order.numpy().astype(np.int32), a=values, axis=[1], reversed=1)
    whole = normal(4, 9)
    places = torch.cummax(torch.tensor(whole), 1).indices.numpy().astype(np.int32)
    keep("cumulative_maximum/torch", places, a=whole, axis=[1])
    places = torch.cummin(torch.tensor(whole), 1).indices.numpy().astype(np.int32)
    keep("cumulative_minimum/torch", places, a=whole, axis=[1])


if __name__ == "__main__":
    functions()
    folds()
    indexing()
    cases.save("primitives-torch.npz")
