"""PyTorch with the whole step compiled: forward, backward and update are one graph."""

import torch

from torch_network import batch, network
from worker import RATE, serve

net = network()
parameters = {name: p.detach() for name, p in net.named_parameters()}
x, y = batch()


def loss(parameters, x, y):
    """The mean cross-entropy of a batch."""
    return torch.nn.functional.cross_entropy(torch.func.functional_call(net, parameters, x), y)


@torch.compile(fullgraph=True)
def step(parameters, x, y):
    """Moves the parameters in place."""
    gradients = torch.func.grad(loss)(parameters, x, y)
    for name, value in parameters.items():
        value.sub_(gradients[name], alpha=RATE)


def run(count):
    """Makes some steps."""
    with torch.no_grad():
        for _ in range(count):
            step(parameters, x, y)


serve(run, lambda: None)
