"""Trees of arrays: nested dictionaries and lists, named as Martlet names the fields of a model."""

import json
import pathlib
import struct

import jax
import numpy as np

jax.config.update("jax_enable_x64", True)
DATA = pathlib.Path(__file__).parent.parent / "data" / "programs"
KINDS = {"float32": "F32", "int32": "I32"}


def rounded(tree):
    """The tree in the types that the programs use: reals of 32 bits and integers of 32 bits."""
    def leaf(value):
        value = np.asarray(value)
        return value.astype(np.float32 if value.dtype.kind == "f" else np.int32)
    return jax.tree.map(leaf, tree)


def exact(tree):
    """The tree rounded to 32 bits and widened again, so that both sides start from one number."""
    return jax.tree.map(lambda x: x.astype(np.float64) if x.dtype.kind == "f" else x, rounded(tree))


def leaves(tree, path=""):
    """The leaves with their paths, such as `net.layers[0].weight`."""
    if isinstance(tree, dict):
        for name, part in tree.items():
            yield from leaves(part, f"{path}.{name}" if path else name)
    elif isinstance(tree, (list, tuple)):
        for k, part in enumerate(tree):
            yield from leaves(part, f"{path}[{k}]")
    else:
        yield path, tree


def save(name, tree):
    """Writes a tree as `data/programs/<name>.safetensors`, with no space between."""
    header, content = {}, b""
    for path, array in sorted(leaves(rounded(tree))):
        array = np.ascontiguousarray(array).reshape(array.shape)
        end = len(content) + array.nbytes
        header[path] = {
            "dtype": KINDS[array.dtype.name],
            "shape": list(array.shape),
            "data_offsets": [len(content), end],
        }
        content += array.tobytes()
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    DATA.mkdir(exist_ok=True)
    (DATA / f"{name}.safetensors").write_bytes(struct.pack("<Q", len(text)) + text + content)


def linear(generator, rows, columns):
    """The parameters of a `Linear`."""
    return {
        "weight": generator.standard_normal((rows, columns)) / np.sqrt(rows),
        "bias": 0.1 * generator.standard_normal(columns),
    }


def mlp(generator, *sizes):
    """The parameters of an `Mlp`."""
    return {"layers": [linear(generator, a, b) for a, b in zip(sizes, sizes[1:])]}


def norm(generator, size):
    """The gain and bias of a normalisation."""
    return {
        "gain": 1 + 0.2 * generator.standard_normal(size),
        "bias": 0.2 * generator.standard_normal(size),
    }


def dense(p, x):
    """A `Linear`."""
    return x @ p["weight"] + p["bias"]


def network(p, x, activation=jax.nn.relu):
    """An `Mlp`."""
    for layer in p["layers"][:-1]:
        x = activation(dense(layer, x))
    return dense(p["layers"][-1], x)


def cross_entropy(logits, target):
    """The loss of each example."""
    return -jax.nn.log_softmax(logits)[jax.numpy.arange(len(target)), target]
