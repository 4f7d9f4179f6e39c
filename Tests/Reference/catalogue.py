"""Prints what NumPy and SciPy say of the operations in Tests/Golden/run/*-agree-with-scipy.mlt."""
import numpy as np
from scipy import linalg, special

np.set_printoptions(precision=5, suppress=True)
x = np.sin(np.arange(12.0)).reshape(3, 4)
print(np.cumprod(x, axis=1)[2], np.maximum.accumulate(x, axis=0)[2], sep="\n")
print(np.minimum.accumulate(x, axis=1)[0], np.roll(x, 1, axis=1)[1], sep="\n")
print(np.repeat(x, 2, axis=1)[0])
for mode in ("edge", "wrap", "reflect"):
    print(np.pad(x[0], (2, 1), mode=mode))
print(special.gammaln([0.5, 4.5]), special.digamma([0.5, -0.5]), special.polygamma(1, 0.5))
print(special.erfc(3.0))
print([6 & 3, 6 | 3, 6 ^ 3, ~6, -6 << 2, -6 >> 1])

a = np.sin(np.arange(9.0)).reshape(3, 3) + 3 * np.eye(3)
symmetric = (a + a.T) / 2
b = np.arange(3.0).reshape(3, 1)
tall = np.cos(np.arange(12.0) ** 2 / 10).reshape(4, 3)
print(np.linalg.cholesky(symmetric)[2], np.linalg.solve(a, b)[:, 0], sep="\n")
print(linalg.solve_triangular(a, b, lower=True)[:, 0], linalg.solve_triangular(a, b)[:, 0], sep="\n")
print(np.linalg.slogdet(a), np.linalg.eigvalsh(symmetric), sep="\n")
q, r = np.linalg.qr(tall)
print(abs(np.diag(r)), np.linalg.svd(tall)[1], sep="\n")
