"""Writes data/layers.npz: what PyTorch says of convolutions, poolings, resizings and normalisations.

Inputs are sines and cosines of places, which the programs under Tests/Golden/run make for themselves;
for a name `a`, `a.x` and `a.w` are the gradients of the sum of squares of `a`. That sum hardly changes where
squares have mean 1: for a normalisation they are the gradients of its inner product with cosines.
"""
import pathlib

import numpy
import torch
import torch.nn.functional as F
from torch import nn

results = {}


def wave(*shape):
    """The sine of each place, in the given shape."""
    return torch.sin(torch.arange(torch.Size(shape).numel()).double()).reshape(shape)


def ripple(*shape):
    """The cosine of each place, in the given shape."""
    return torch.cos(torch.arange(torch.Size(shape).numel()).double()).reshape(shape)


def squares(y):
    """The sum of squares."""
    return (y**2).sum()


def product(y):
    """The inner product with the cosines of the places."""
    return (y * ripple(*y.shape)).sum()


def record(name, function, x, w=None, loss=squares):
    """Keeps a result and the gradients of a loss of it."""
    x = x.clone().requires_grad_()
    w = None if w is None else w.clone().requires_grad_()
    y = function(x) if w is None else function(x, w)
    loss(y).backward()
    results[name] = y
    results[name + ".x"] = x.grad
    if w is not None:
        results[name + ".w"] = w.grad


def convolutions():
    """All settings at once, with other ones for each axis."""
    record(
        "conv1d", lambda x, w: F.conv1d(x, w, stride=2, padding=3, dilation=2, groups=2),
        wave(2, 4, 9), ripple(6, 2, 3))
    record(
        "conv2d",
        lambda x, w: F.conv2d(x, w, stride=(2, 1), padding=(1, 2), dilation=(1, 2), groups=2),
        wave(2, 4, 7, 6), ripple(6, 2, 3, 2))
    record(
        "conv3d",
        lambda x, w: F.conv3d(
            x, w, stride=(2, 1, 3), padding=(1, 0, 2), dilation=(1, 2, 1), groups=2),
        wave(2, 4, 5, 6, 4), ripple(4, 2, 2, 3, 2))
    record(
        "same", lambda x, w: F.conv2d(x, w, padding="same", dilation=(2, 2), groups=4),
        wave(2, 4, 7, 6), ripple(4, 1, 4, 3))


def transposed():
    """Transposed convolutions with all settings."""
    settings = dict(stride=3, padding=1, dilation=2, groups=2, output_padding=2)
    record(
        "transposed1d", lambda x, w: F.conv_transpose1d(x, w, **settings),
        wave(2, 4, 5), ripple(4, 3, 3))
    record(
        "transposed2d", lambda x, w: F.conv_transpose2d(x, w, **settings),
        wave(2, 4, 3, 2), ripple(4, 3, 2, 3))
    record(
        "transposed3d", lambda x, w: F.conv_transpose3d(x, w, **settings),
        wave(1, 4, 2, 3, 2), ripple(4, 1, 2, 3, 2))


def poolings():
    """Poolings with padding, dilation, and to given sizes."""
    signal, image, volume = wave(2, 3, 11), wave(2, 3, 9, 7), wave(1, 2, 5, 6, 7)
    record("max1d", lambda x: F.max_pool1d(x, 3, 2, padding=1, dilation=2), signal)
    record("max2d", lambda x: F.max_pool2d(x, 3, 2, padding=1, dilation=2), image)
    record("max3d", lambda x: F.max_pool3d(x, 3, 2, padding=1), volume)
    for name, counts in [("mean", True), ("inside", False)]:
        record(
            name + "1d",
            lambda x: F.avg_pool1d(x, 3, 2, padding=1, count_include_pad=counts), signal)
        record(
            name + "2d",
            lambda x: F.avg_pool2d(x, 3, 2, padding=1, count_include_pad=counts), image)
        record(
            name + "3d",
            lambda x: F.avg_pool3d(x, 3, 2, padding=1, count_include_pad=counts), volume)
    tall, wide = dict(kernel_size=(4, 2), padding=(2, 1)), dict(kernel_size=(1, 3), padding=(0, 1))
    record("tall_max", lambda x: F.max_pool2d(x, stride=(2, 3), dilation=(1, 2), **tall), image)
    record(
        "wide_mean",
        lambda x: F.avg_pool2d(x, stride=(2, 1), count_include_pad=False, **wide), image)
    record("adaptive_max1d", lambda x: F.adaptive_max_pool1d(x, 4), signal)
    record("adaptive_max2d", lambda x: F.adaptive_max_pool2d(x, (4, 3)), image)
    record("adaptive_max3d", lambda x: F.adaptive_max_pool3d(x, (2, 4, 3)), volume)
    record("adaptive_mean1d", lambda x: F.adaptive_avg_pool1d(x, 4), signal)
    record("adaptive_mean2d", lambda x: F.adaptive_avg_pool2d(x, (4, 12)), image)
    record("adaptive_mean3d", lambda x: F.adaptive_avg_pool3d(x, (2, 4, 3)), volume)


def resizings():
    """Signals, images and volumes made larger and smaller."""
    signal, image, volume = wave(2, 3, 7), wave(2, 2, 5, 6), wave(1, 2, 3, 4, 5)
    for corners in [False, True]:
        end = "_corners" if corners else ""
        with_corners = dict(align_corners=corners)
        for ways, mode in [("linear", "linear"), ("bilinear", "bilinear"), ("cubic", "bicubic")]:
            x, sizes = (signal, [(4,), (13,)]) if ways == "linear" else (image, [(3, 11), (8, 1)])
            for size in sizes:
                label = ways + "x".join(str(n) for n in size) + end
                record(label, lambda x: F.interpolate(x, size, mode=mode, **with_corners), x)
        record(
            "trilinear" + end,
            lambda x: F.interpolate(x, (5, 2, 9), mode="trilinear", **with_corners), volume)
    record("nearest", lambda x: F.interpolate(x, (3, 11), mode="nearest"), image)
    record("nearest_exact", lambda x: F.interpolate(x, (3, 11), mode="nearest-exact"), image)


def normalisations():
    """Training steps of layers with running statistics, and layers without."""
    for rank, shape in [(1, (4, 3, 5)), (2, (4, 3, 5, 2)), (3, (2, 3, 2, 5, 2))]:
        layer = getattr(nn, f"BatchNorm{rank}d")(3).double()
        with torch.no_grad():
            layer.weight.copy_(torch.tensor([1.0, 2.0, 3.0]))
            layer.bias.copy_(torch.tensor([0.5, 0.0, -1.0]))
        record(f"batch{rank}d", layer, wave(*shape), loss=product)
        results[f"batch{rank}d.mean"] = layer.running_mean
        results[f"batch{rank}d.variance"] = layer.running_var
        record(f"batch{rank}d_eval", layer.eval(), wave(*shape), loss=product)
        x = wave(2, 4, *shape[2:])
        record(f"group{rank}d", nn.GroupNorm(2, 4).double(), x, loss=product)
        record(f"instance{rank}d", getattr(nn, f"InstanceNorm{rank}d")(4), x, loss=product)
    record("layer", nn.LayerNorm(6).double(), wave(2, 4, 6), loss=product)
    record("rms", nn.RMSNorm(6, eps=1e-6).double(), wave(2, 4, 6), loss=product)
    record("response", nn.LocalResponseNorm(3, alpha=0.5), wave(2, 5, 3, 4), loss=product)


convolutions()
transposed()
poolings()
resizings()
normalisations()
numpy.savez_compressed(
    pathlib.Path(__file__).with_name("data") / "layers.npz",
    **{name: value.detach().numpy() for name, value in results.items()})
