"""Prints what PyTorch says of the convolutions in Tests/Golden/run/convolution*.mlt."""
import torch
import torch.nn.functional as F

torch.set_printoptions(precision=7, linewidth=120)


def wave(function, *shape):
    """A tensor whose elements are a function of their place."""
    count = 1
    for size in shape:
        count *= size
    return function(torch.arange(count).float()).reshape(shape)


x = wave(torch.sin, 2, 4, 7, 6).requires_grad_()
w = wave(torch.cos, 6, 2, 3, 2).requires_grad_()
y = F.conv2d(x, w, stride=2, padding=1, dilation=2, groups=2)
(y**2).sum().backward()
print(y[1, 3], (x.grad**2).sum(), (w.grad**2).sum(), w.grad[4, 1], sep="\n")
print(F.conv1d(wave(torch.sin, 2, 4, 9), wave(torch.cos, 4, 1, 3), padding=1, groups=4)[1, 3])
volume, kernel = wave(torch.sin, 1, 2, 4, 4, 3), wave(torch.cos, 2, 2, 2, 3, 2)
print(F.conv3d(volume, kernel, stride=2, padding=1)[0, 1])
small, stamp = wave(torch.sin, 1, 2, 3, 2), wave(torch.cos, 2, 3, 3, 4)
print(F.conv_transpose2d(small, stamp, stride=2, padding=1)[0, 1])
image = wave(torch.sin, 2, 4, 7, 6)
print(F.max_pool2d(image, 3, 2)[1, 2], F.avg_pool2d(image, 2)[0, 3], sep="\n")
