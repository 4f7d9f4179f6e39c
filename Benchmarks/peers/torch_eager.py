"""PyTorch, every operation by itself; or, with the argument `compile`, with a compiled model."""

import sys

import torch

from torch_network import batch, network
from worker import RATE, serve

net = network()
forward = torch.compile(net) if "compile" in sys.argv else net
optimizer = torch.optim.SGD(net.parameters(), lr=RATE)
x, y = batch()


def run(count):
    """Makes some steps."""
    for _ in range(count):
        optimizer.zero_grad(set_to_none=True)
        torch.nn.functional.cross_entropy(forward(x), y).backward()
        optimizer.step()


serve(run, lambda: None)
