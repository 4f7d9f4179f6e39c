"""Prints what PyTorch says of Tests/Golden/run/normalisations-agree-with-pytorch.mlt."""
import torch
from torch import nn

torch.set_printoptions(precision=4)
x = torch.sin(torch.arange(48).float()).reshape(2, 4, 2, 3)
batch, flat = nn.BatchNorm2d(4), nn.BatchNorm1d(3)
print(batch(x)[1, 2].detach(), batch.running_mean, batch.running_var)
print(batch.eval()(x)[1, 2].detach())
print(flat(x[0, 0]).detach(), flat.running_var)
print(nn.GroupNorm(2, 4)(x)[1, 2].detach(), nn.InstanceNorm2d(4)(x)[1, 2].detach())
print(nn.RMSNorm(3, eps=1e-6)(x)[1, 2].detach())
