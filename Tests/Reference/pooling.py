"""Prints what PyTorch says of Tests/Golden/run/pooling-of-other-ranks-agrees-with-pytorch.mlt."""
import torch
import torch.nn.functional as F

torch.set_printoptions(precision=7, linewidth=120)


def wave(*shape):
    """The sine of each place, in the given shape."""
    return torch.sin(torch.arange(torch.Size(shape).numel()).float()).reshape(shape)


signal, volume = wave(2, 3, 9), wave(1, 2, 4, 5, 4)
print(F.max_pool1d(signal, 3, 2)[1, 2], F.avg_pool1d(signal, 2)[1, 0])
print(F.max_pool3d(volume, 2)[0, 1], F.avg_pool3d(volume, 3, 1)[0, 1], sep="\n")
print(F.interpolate(wave(1, 2, 2, 2), scale_factor=2, mode="nearest")[0, 1])
