"""Collects the cases of an archive of reference numbers.

Arrays are called <operation>/<case>/<role>. The roles:

    a, b, c, d     the operands, in order
    index0, …      i32 positions on the leading axes of `a`, or below the sizes in `bound`
    result, …      what comes out; result1, result2 for operations of several results
    signs          present where the sign of a zero counts
    others         the attributes of the operation, as whole numbers

Operands of a case whose name begins with f16 or bf16 are numbers of that type, kept as f32.
"""

import pathlib

import numpy as np

import archive

DATA = pathlib.Path(__file__).parent / "data"


class Cases:
    """The cases of one library."""

    def __init__(self, seed):
        self.arrays = {}
        self.generator = np.random.default_rng(seed)

    def keep(self, name, *results, **roles):
        """Adds a case; lists of numbers become i32."""
        names = ["result", "result1", "result2", "result3"]
        for role, value in (roles | dict(zip(names, results))).items():
            is_plain = isinstance(value, (list, tuple, int, bool))
            value = np.asarray(value, np.int32) if is_plain else np.asarray(value)
            assert value.dtype != object, (name, role)
            self.arrays[f"{name}/{role}"] = value

    def normal(self, *shape):
        """Numbers of the standard normal distribution."""
        return self.generator.standard_normal(shape)

    def save(self, name):
        """Writes the archive."""
        path = DATA / name
        archive.save(path, self.arrays)
        print(f"{name}: {len(self.arrays)} arrays, {path.stat().st_size} bytes")
