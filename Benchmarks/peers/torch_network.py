"""The network and the batch in PyTorch."""

import torch

from worker import BATCH, SIZES


def network():
    """Three linear layers with relu between them."""
    layers = []
    for rows, columns in zip(SIZES, SIZES[1:]):
        layers += [torch.nn.Linear(rows, columns), torch.nn.ReLU()]
    return torch.nn.Sequential(*layers[:-1])


def batch():
    """Random images and their labels."""
    return torch.rand(BATCH, SIZES[0]), torch.randint(0, SIZES[-1], (BATCH,))


torch.manual_seed(0)
torch.set_num_threads(2)
