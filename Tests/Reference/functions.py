"""Writes data/functions.npz: what PyTorch, SciPy and NumPy say of activations, losses and functions of elements.

Arguments are sines and cosines of places, scaled; for a name `f`, `f.0` and `f.1` are the gradients of the inner
product of `f` with cosines of places, by the first and the second argument.
"""
import pathlib

import numpy
import scipy.special
import torch
import torch.nn.functional as F

results = {}


def wave(*shape):
    """The sine of each place, in the given shape."""
    return torch.sin(torch.arange(torch.Size(shape).numel()).double()).reshape(shape)


def ripple(*shape):
    """The cosine of each place, in the given shape."""
    return torch.cos(torch.arange(torch.Size(shape).numel()).double()).reshape(shape)


def record(name, function, *arguments):
    """Keeps a result and its gradients by all arguments that have one."""
    arguments = [a.clone().requires_grad_(a.is_floating_point()) for a in arguments]
    y = function(*arguments)
    results[name] = y
    (y * ripple(*y.shape)).sum().backward()
    for number, argument in enumerate(arguments):
        if argument.requires_grad and argument.grad is not None:
            results[f"{name}.{number}"] = argument.grad


def activations():
    """Functions of each element, on both sides of their kinks and at 0."""
    functions = {
        "relu": F.relu, "leaky_relu": F.leaky_relu, "elu": lambda x: F.elu(x, 2.0),
        "selu": F.selu, "gelu": F.gelu, "gelu_tanh": lambda x: F.gelu(x, approximate="tanh"),
        "quick_gelu": lambda x: x * torch.sigmoid(1.702 * x), "silu": F.silu, "mish": F.mish,
        "softsign": F.softsign, "relu6": F.relu6, "hard_tanh": F.hardtanh,
        "hard_sigmoid": F.hardsigmoid, "hard_swish": F.hardswish, "celu": lambda x: F.celu(x, 2.0),
        "soft_shrink": F.softshrink, "hard_shrink": F.hardshrink, "log_sigmoid": F.logsigmoid,
    }
    for name, function in functions.items():
        record(name, function, 8 * wave(5, 6))
    record("glu", F.glu, 8 * wave(5, 6))
    record("normalise", lambda x: F.normalize(x, dim=-1), 8 * wave(5, 6))


def losses():
    """Losses of five examples with six classes, and of single elements."""
    a, b, shares = 4 * wave(5, 6), 3 * ripple(5, 6), torch.softmax(ripple(5, 6), -1)
    classes = torch.arange(5) % 6
    record("cross_entropy", lambda x: F.cross_entropy(x, classes, reduction="none"), a)
    record("nll", lambda x: F.nll_loss(x, classes, reduction="none"), a)
    record(
        "smooth_cross_entropy",
        lambda x: F.cross_entropy(x, classes, reduction="none", label_smoothing=0.1), a)
    record("soft_cross_entropy", lambda x, t: F.cross_entropy(x, t, reduction="none"), a, shares)
    record(
        "binary_cross_entropy",
        lambda x, t: F.binary_cross_entropy_with_logits(x, t, reduction="none"), a, shares)
    record("squared_error", lambda x, t: F.mse_loss(x, t, reduction="none"), a, b)
    record("absolute_error", lambda x, t: F.l1_loss(x, t, reduction="none"), a, b)
    record("huber", lambda x, t: F.huber_loss(x, t, reduction="none", delta=0.7), a, b)
    record(
        "smooth_absolute_error",
        lambda x, t: F.smooth_l1_loss(x, t, reduction="none", beta=0.7), a, b)
    record(
        "kl_divergence",
        lambda x, t: F.kl_div(torch.log_softmax(x, -1), t, reduction="none").sum(-1), a, shares)
    record(
        "gaussian_nll",
        lambda x, t: F.gaussian_nll_loss(x, t, torch.exp(t), reduction="none"), a, b)
    record("poisson_nll", lambda x, t: F.poisson_nll_loss(x, t, reduction="none"), a, b)
    length = torch.linalg.vector_norm
    record(
        "triplet",
        lambda x, t: F.triplet_margin_with_distance_loss(
            x, t, wave(5, 6), margin=5.0, reduction="none",
            distance_function=lambda u, v: length(u - v, dim=-1)), a, b)
    record(
        "info_nce",
        lambda x, t: F.cross_entropy(
            F.normalize(x, dim=-1) @ F.normalize(t, dim=-1).T / 0.1, torch.arange(5),
            reduction="none"), a, b)


def elements():
    """Functions of one and of two elements."""
    x, y, share = 3 * wave(30), 2 * ripple(30), (1 + 0.999 * ripple(30)) / 2
    record("hypot", torch.hypot, x, y)
    record("atan2", torch.atan2, x, y)
    record("logaddexp", torch.logaddexp, x, y)
    record("lerp", lambda a, b: torch.lerp(a, b, 0.3), x, y)
    record("xlogy", torch.special.xlogy, x, share)
    record("logit", torch.logit, share)
    record("asinh", torch.asinh, x)
    record("acosh", torch.acosh, 2 + share)
    record("atanh", torch.atanh, 0.999 * ripple(30))
    record("log1mexp", lambda a: torch.log(-torch.expm1(a)), -3 * share)
    at = numpy.array([-1 + 1e-15, -0.999999, -0.7, -0.2, -1e-9, 1e-300, 0.3, 0.5, 0.99, 1 - 1e-12])
    results["erfinv"] = torch.tensor(scipy.special.erfinv(at))
    slope = numpy.sqrt(numpy.pi) / 2 * numpy.exp(scipy.special.erfinv(at) ** 2)
    results["erfinv.0"] = torch.tensor(slope)


def arrays():
    """Functions of whole axes, and of order."""
    x, y = wave(4, 7), ripple(4, 7)
    record("cumlogsumexp", lambda a: torch.logcumsumexp(9 * a, -1), x)
    record("vector_norm", lambda a: torch.linalg.vector_norm(a, ord=3.0, dim=-1), x)
    record("covariance", lambda a: torch.cov(a.T), x)
    record("cosine_similarity", lambda a, b: F.cosine_similarity(a, b, dim=-1), x, y)
    record("squared_distances", lambda a, b: torch.cdist(a, b) ** 2, x, y)
    record("differences", lambda a: torch.diff(a, dim=-1), x)
    record("lower_triangle", lambda a: torch.tril(a, -1), x)
    record("upper_triangle", lambda a: torch.triu(a, 2), x)
    record("diagonal_matrix", torch.diag_embed, x)
    record("quantile", lambda a: torch.quantile(a, 0.3, dim=-1), x)
    record("median", lambda a: torch.quantile(a, 0.5, dim=-1), x)
    results["linspace"] = torch.linspace(-1.0, 2.0, 7).double()
    tens = numpy.round(10 * numpy.cos(numpy.arange(28.0)))
    values, numbers = numpy.unique(tens, return_inverse=True)
    results["unique_numbers"] = torch.tensor(numbers)
    results["search_sorted"] = torch.tensor(numpy.searchsorted(values, 10 * x.numpy()))
    results["search_right"] = torch.tensor(numpy.searchsorted(values, tens, side="right"))
    results["histogram"] = torch.tensor(numpy.histogram(tens, bins=7, range=(-6, 8))[0])
    results["interpolate"] = torch.tensor(
        numpy.interp(12 * x.numpy(), values, numpy.sin(values)))


activations()
losses()
elements()
arrays()
numpy.savez_compressed(
    pathlib.Path(__file__).with_name("data") / "functions.npz",
    **{name: value.detach().numpy() for name, value in results.items()})
