"""Prints what NumPy and SciPy say of the matrices in Tests/Golden/run that name this script."""
import numpy as np
from scipy import linalg

np.set_printoptions(precision=4, suppress=True)
wide = np.cos(np.arange(30.0).reshape(2, 3, 5) ** 2 / 10)
print(np.linalg.svd(wide, compute_uv=False))

a = np.sin(np.arange(9.0)).reshape(3, 3)
low = a @ np.diag([1.0, 1.0, 0.0])
wide = np.cos(np.arange(6.0)).reshape(2, 3)
print(np.trace(a), np.linalg.matrix_power(a, 5)[0])
print(linalg.expm(a)[0], linalg.expm(20 * a - 30 * np.eye(3))[0])
print(linalg.norm(a), linalg.norm(a, 2), linalg.norm(wide, "nuc"))
print(np.linalg.cond(wide), np.linalg.matrix_rank(low), np.linalg.matrix_rank(wide))
print(np.linalg.pinv(wide)[0], np.linalg.pinv(low, rcond=1e-6)[0])
print(np.linalg.lstsq(wide.T, np.arange(3.0), rcond=None)[0])
print(np.kron(a, wide)[3, :4], np.outer(a[0], wide[0])[1])
