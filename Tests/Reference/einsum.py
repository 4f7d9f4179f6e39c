"""Writes data/einsum.npz and data/einsum.txt: what NumPy and PyTorch say of patterns of axes.

Each line of the text is a case: its number, the call with `x0`, `x1`, … for the operands.
"""
import numpy as np
import torch

generator = np.random.default_rng(4)

PRODUCTS = [
    ("b i d, b j d -> b i j", [(2, 3, 4), (2, 5, 4)]),
    ("bid,bjd->bij", [(2, 3, 4), (2, 5, 4)]),
    ("ij,jk->ik", [(3, 4), (4, 2)]),
    ("ij,jk->ki", [(3, 4), (4, 2)]),
    ("i,j->ij", [(3,), (4,)]),
    ("i,i->", [(5,), (5,)]),
    ("i,i,i->", [(5,), (5,), (5,)]),
    ("i,ij,j->", [(3,), (3, 4), (4,)]),
    ("ii->i", [(3, 3)]),
    ("ii->", [(3, 3)]),
    ("iij->ji", [(3, 3, 2)]),
    ("ii,ij->j", [(3, 3), (3, 2)]),
    ("ij->", [(3, 4)]),
    ("ij->j", [(3, 4)]),
    ("ijk->kji", [(2, 3, 4)]),
    ("ij,jk,kl->il", [(3, 4), (4, 5), (5, 2)]),
    ("ij,jk,kl,lm->im", [(3, 4), (4, 5), (5, 2), (2, 3)]),
    ("ij,jk,kl,lm,mn,no,op,pq->iq",
     [(2, 3), (3, 2), (2, 3), (3, 2), (2, 3), (3, 2), (2, 3), (3, 2)]),
    ("kbi,ki,io->kbo", [(2, 3, 4), (2, 4), (4, 5)]),
    ("ab,cd->abcd", [(2, 3), (4, 2)]),
    ("ab,cd->da", [(2, 3), (4, 2)]),
    ("...ij,...jk->...ik", [(2, 3, 4), (2, 4, 5)]),
    ("...ij,...jk->...ik", [(6, 2, 3, 4), (4, 5)]),
    ("...ij,jk->ik...", [(2, 3, 4), (4, 5)]),
    ("i...j->...ij", [(3, 2, 4)]),
    ("b...,b->...", [(3, 2, 4), (3,)]),
    (",ij->ij", [(), (3, 4)]),
    (",->", [(), ()]),
    ("ij,ij->ij", [(3, 4), (3, 4)]),
    ("ij,ij,j->i", [(3, 4), (3, 4), (4,)]),
    ("ij,ij->i", [(1, 1), (1, 1)]),
    ("bhqd,bkhd->bhqk", [(2, 3, 4, 5), (2, 6, 3, 5)]),
]

REARRANGEMENTS = [
    ("b h w -> w b h", (2, 3, 4), "", lambda x: x.transpose(2, 0, 1)),
    ("b h w -> b (h w)", (2, 3, 4), "", lambda x: x.reshape(2, 12)),
    ("b h w -> b (w h)", (2, 3, 4), "", lambda x: x.transpose(0, 2, 1).reshape(2, 12)),
    ("b (h w) -> h b w", (2, 12), ", h: 3",
     lambda x: x.reshape(2, 3, 4).transpose(1, 0, 2)),
    ("b (h p) (w q) c -> b (h w) (p q c)", (2, 4, 6, 3), ", p: 2, q: 3",
     lambda x: x.reshape(2, 2, 2, 2, 3, 3).transpose(0, 1, 3, 2, 4, 5).reshape(2, 4, 18)),
    ("b c (h r) (w s) -> b (c r s) h w", (1, 2, 4, 6), ", r: 2, s: 2",
     lambda x: x.reshape(1, 2, 2, 2, 3, 2).transpose(0, 1, 3, 5, 2, 4).reshape(1, 8, 2, 3)),
    ("... d -> d ...", (2, 3, 4), "", lambda x: x.transpose(2, 0, 1)),
    ("b ... -> (...) b", (2, 3, 4), "", lambda x: x.transpose(1, 2, 0).reshape(12, 2)),
    ("a 1 b -> b 1 1 a ()", (2, 1, 3), "", lambda x: x[:, 0].T.reshape(3, 1, 1, 2, 1)),
    ("(a b c) -> c a b", (24,), ", a: 2, b: 3", lambda x: x.reshape(2, 3, 4).transpose(2, 0, 1)),
    ("a -> a", (5,), "", lambda x: x),
    ("->", (), "", lambda x: x),
    ("a b -> (b a)", (1, 1), "", lambda x: x.reshape(1)),
]


def compact(pattern):
    """The pattern with a letter an axis, as NumPy wants it."""
    return pattern.replace(" ", "")


arrays, lines = {}, []


def add(call, operands, function):
    """Adds a case: operands, value, cotangent and the gradient for each operand."""
    name = f"{len(lines):02}"
    lines.append(f"{name} {call}\n")
    tensors = [torch.tensor(x, requires_grad=True) for x in operands]
    value = function(*tensors)
    cotangent = torch.tensor(generator.standard_normal(tuple(value.shape)))
    (value * cotangent).sum().backward()
    arrays[f"{name}/value"] = value.detach().numpy()
    arrays[f"{name}/cotangent"] = cotangent.numpy()
    for index, tensor in enumerate(tensors):
        arrays[f"{name}/x{index}"] = tensor.detach().numpy()
        arrays[f"{name}/gradient{index}"] = tensor.grad.numpy()


for pattern, shapes in PRODUCTS:
    operands = [generator.standard_normal(shape) for shape in shapes]
    names = ", ".join(f"x{index}" for index in range(len(shapes)))
    add(f'einsum("{pattern}", {names})', operands,
        lambda *tensors, pattern=pattern: torch.einsum(compact(pattern), *tensors))
    expected = np.einsum(compact(pattern), *operands)
    assert np.allclose(arrays[f"{len(lines) - 1:02}/value"], expected)

for pattern, shape, labels, function in REARRANGEMENTS:
    x = generator.standard_normal(shape)
    positions = torch.tensor(
        function(np.arange(x.size).reshape(shape)).copy())
    add(f'rearrange(x0, "{pattern}"{labels})', [x],
        lambda tensor, positions=positions: tensor.reshape(-1)[positions])

np.savez("data/einsum.npz", **arrays)
with open("data/einsum.txt", "w") as file:
    file.writelines(lines)
