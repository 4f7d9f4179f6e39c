"""Keeps what SciPy says of the operations, as data/primitives-scipy.npz; see cases.py."""

import mpmath
import numpy as np
from scipy import linalg, signal, special

from cases import Cases

cases = Cases(12)
keep, normal = cases.keep, cases.normal


def functions():
    """Functions of statistics, in f64 and for operands of f32."""
    real = np.array([0.5, 1, 1.5, 2, 2.5, 3.7, 10, 33.3, 171.5, 1e-3, 1e-10, 1e5, 1e10, 0.2, 1 / 3])
    negative = np.array([-0.5, -1.5, -2.25, -3.7, -10.1])
    usual = np.linspace(-6, 6, 49)
    tail = np.array([0.0, -0.0, 8, 15, 26, 27.2, 30, -30, 1e-10, np.inf, -np.inf, np.nan])
    for name, x in (("f64", np.concatenate([usual, tail])),):
        keep(f"erfc/{name}", special.erfc(x), a=x)
        keep(f"erf/{name}", special.erf(x), a=x)
        keep(f"sigmoid/{name}", special.expit(x), a=x)
    single = usual.astype(np.float32)
    keep("erfc/f32", special.erfc(single.astype(float)), a=single)
    for name, f in (("log_gamma", special.gammaln), ("digamma", special.digamma)):
        x = np.concatenate([real, negative])
        keep(f"{name}/f64", f(x), a=x)
        single = x.astype(np.float32)
        keep(f"{name}/f32", f(single.astype(float)), a=single)
    limits = np.array([np.inf, np.nan, 1.0])
    keep("log_gamma/limits", special.gammaln(limits), a=limits)
    for order in range(1, 6):
        n = np.full(real.size, float(order))
        keep(f"polygamma/order-{order}", special.polygamma(order, real), a=n, b=real)
    gammas()
    x = np.array([-800.0, -40, -1, 0, 1, 40, 800, np.inf, -np.inf, np.nan])
    keep("softplus/extremes", np.logaddexp(0, x), a=x)


def gammas():
    """The distribution of gamma draws in their logarithm, and its derivatives by the shape."""
    shape = np.array([0.05, 0.3, 1, 1, 2.5, 7, 40, 0.8, 3, 12])
    place = np.array([-9.0, -2, -0.5, 0, 0.7, 2.2, 3.6, 1.2, -3, 3])
    below = special.gammainc(shape, np.exp(place))

    def distribution(a, x):
        return mpmath.gammainc(a, 0, mpmath.exp(x), regularized=True)

    def density(a, x):
        return mpmath.exp(a * x - mpmath.exp(x) - mpmath.loggamma(a))

    def derivatives(f, order):
        pairs = zip(shape.tolist(), place.tolist())
        with mpmath.workdps(50):
            return np.array([float(mpmath.diff(lambda a: f(a, x), a, order)) for a, x in pairs])

    for order in range(3):
        roles = dict(a=np.full(shape.size, float(order)), b=shape, c=place)
        values = below if order == 0 else derivatives(distribution, order)
        keep(f"gamma_distribution/order-{order}", values, **roles)
        keep(f"gamma_density/order-{order}", derivatives(density, order), **roles)
    start = np.array([0.06, 0.4, 1, 1.5, 2, 8, 38, 1, 2.5, 10])
    target = np.log(special.gammaincinv(shape, special.gammainc(start, np.exp(place))))
    keep("gamma_transport/f64", target, a=shape, b=start, c=place)


def matrices():
    """Decompositions and systems; signs are chosen as the operations choose them."""
    for n in (1, 2, 5, 16, 33):
        a = normal(n, n)
        positive = a @ a.T + n * np.eye(n)
        b = normal(n, 3)
        keep(f"cholesky/{n}", linalg.cholesky(positive, lower=True), a=positive)
        well = a + n * np.eye(n)
        keep(f"solve/{n}", linalg.solve(well, b), a=well, b=b)
        keep(f"solve/{n}-transposed", linalg.solve(well.T, b), a=well, b=b, reversed=1)
        for upper in (0, 1):
            for turned in (0, 1):
                x = linalg.solve_triangular(well, b, lower=not upper, trans=turned)
                roles = dict(a=well, b=b, upper=upper, reversed=turned)
                keep(f"triangular_solve/{n}-{upper}-{turned}", x, **roles)
        sign, logarithm = np.linalg.slogdet(a)
        keep(f"log_determinant/{n}", sign, logarithm, a=a)
        symmetric = (a + a.T) / 2 + np.diag(2.0 * np.arange(n))
        values, vectors = linalg.eigh(symmetric)
        keep(f"symmetric_eigen/{n}", values, vectors * signs(vectors), a=symmetric)
        tall = normal(n + 3, n)
        q, r = linalg.qr(tall, mode="economic")
        sign = np.where(np.diag(r) < 0, -1.0, 1.0)
        keep(f"qr/{n + 3}x{n}", q * sign, r * sign[:, None], a=tall)
        u, s, vt = linalg.svd(tall, full_matrices=False)
        keep(f"svd/{n + 3}x{n}", u * signs(vt.T), s, vt.T * signs(vt.T), a=tall)
    batch = normal(2, 3, 4, 4) + 4 * np.eye(4)
    b = normal(2, 3, 4, 2)
    keep("solve/batch", np.linalg.solve(batch, b), a=batch, b=b)
    keep("log_determinant/batch", *np.linalg.slogdet(batch), a=batch)
    singular = np.array([[1.0, 2], [2, 4]])
    keep("log_determinant/singular", *np.linalg.slogdet(singular), a=singular)
    empty = np.zeros((0, 0))
    keep("cholesky/empty", empty, a=empty)
    keep("log_determinant/empty", *np.linalg.slogdet(empty), a=empty)
    keep("solve/empty", np.zeros((0, 2)), a=empty, b=np.zeros((0, 2)))
    single = (normal(4, 4) + 4 * np.eye(4)).astype(np.float32)
    right = normal(4, 2).astype(np.float32)
    exact = linalg.solve(single.astype(float), right.astype(float))
    keep("solve/f32", exact, a=single, b=right)


def signs(columns):
    """For each column the sign of its element of greatest magnitude."""
    greatest = np.argmax(abs(columns), axis=0)
    return np.sign(columns[greatest, np.arange(columns.shape[1])])


def recurrences():
    """Recurrences with one factor are digital filters."""
    for length in (1, 2, 129):
        b = normal(length)
        expected = signal.lfilter([1.0], [1.0, -0.75], b)
        keep(f"linear_recurrence/{length}", expected, a=np.full(length, 0.75), b=b, axis=[0])
        turned = signal.lfilter([1.0], [1.0, -0.75], b[::-1])[::-1]
        roles = dict(a=np.full(length, 0.75), b=b, axis=[0], reversed=1)
        keep(f"linear_recurrence/{length}-reversed", turned, **roles)


if __name__ == "__main__":
    with np.errstate(all="ignore"):
        functions()
        matrices()
        recurrences()
    cases.save("primitives-scipy.npz")
