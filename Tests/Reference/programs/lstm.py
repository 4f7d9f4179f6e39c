"""An LSTM over fifty steps in PyTorch: outputs, gradients, and gradients cut off every ten steps."""

import numpy as np
import torch

import trees

T, B, I, H, EVERY = 50, 3, 4, 5, 10


def gradients(cell, x, weight, every):
    """The outputs over time, and the gradients of their weighted sum by all parameters and x."""
    x = x.clone().requires_grad_()
    outputs, state = [], None
    for k in range(0, T, every):
        part, state = cell(x[k : k + every], state)
        state = tuple(s.detach() for s in state)
        outputs.append(part)
    y = torch.cat(outputs)
    found = torch.autograd.grad((y * weight).sum(), [*cell.parameters(), x])
    return y.detach().numpy(), [g.numpy() for g in found]


def gates(kernel):
    """PyTorch's rows i f g o as Martlet's columns i f o g."""
    i, f, g, o = np.split(kernel, 4)
    return np.stack([i, f, o, g])


def tree(wx, wh, bx, bh):
    """Parameters or gradients in the form of the program."""
    both = np.concatenate([gates(wx), gates(wh)], axis=2)
    return {"weight": both.transpose(2, 0, 1), "bias": gates(bx)}


def main():
    torch.manual_seed(5)
    torch.set_num_threads(1)
    cell = torch.nn.LSTM(I, H)
    torch.nn.init.zeros_(cell.bias_hh_l0)
    cell.double()
    x, weight = torch.randn(T, B, I).double(), torch.randn(T, B, H).double()
    parameters = [p.detach().numpy() for p in cell.parameters()]
    net = tree(*parameters)
    # The cell of the program adds 1 to what its forget gate is given.
    net["bias"][1] -= 1
    y, (*whole, dx) = gradients(cell, x, weight, T)
    _, (*cut, cut_dx) = gradients(cell, x, weight, EVERY)
    trees.save("lstm", {
        "net": net, "x": x.numpy(), "weight": weight.numpy(), "y": y,
        "gradient": tree(*whole), "dx": dx, "truncated": tree(*cut), "truncated_dx": cut_dx,
    })


if __name__ == "__main__":
    main()
