"""Makes small files as NumPy, safetensors and gzip write them, for the tests of the readers.

They go to data/formats. An array of shape S holds 0, 1, 2, … in row-major order, unless its name
says otherwise; `bool` holds whether those are odd.
"""

import gzip
import io
import pathlib
import struct
import zipfile

import numpy as np

import archive

FOLDER = pathlib.Path(__file__).parent / "data" / "formats"
DTYPES = {"f64": "<f8", "f32": "<f4", "f16": "<f2", "i64": "<i8", "i32": "<i4", "i8": "|i1", "u8": "|u1"}


def counted(shape, dtype):
    """0, 1, 2, … in the given shape."""
    return np.arange(np.prod(shape, dtype=int)).reshape(shape).astype(dtype)


def npy(array, version=(1, 0)):
    """The bytes of an npy file."""
    content = io.BytesIO()
    np.lib.format.write_array(content, array, version=version)
    return content.getvalue()


def numpy_files():
    """Arrays of every type, order, version and some shapes, and of types that are refused."""
    for name, dtype in DTYPES.items():
        (FOLDER / f"{name}.npy").write_bytes(npy(counted((2, 3), dtype)))
    (FOLDER / "bool.npy").write_bytes(npy(counted((2, 3), int) % 2 == 1))
    (FOLDER / "fortran.npy").write_bytes(npy(np.asfortranarray(counted((2, 3, 4), "<f4"))))
    (FOLDER / "scalar.npy").write_bytes(npy(np.float32(2.5)[()].reshape(())))
    (FOLDER / "empty.npy").write_bytes(npy(counted((3, 0, 2), "<f8")))
    (FOLDER / "vector.npy").write_bytes(npy(counted((5,), "<i4")))
    (FOLDER / "version2.npy").write_bytes(npy(counted((2, 3), "<f4"), (2, 0)))
    (FOLDER / "version3.npy").write_bytes(npy(counted((2, 3), "<f4"), (3, 0)))
    (FOLDER / "big-endian.npy").write_bytes(npy(counted((2, 3), ">f4")))
    (FOLDER / "u16.npy").write_bytes(npy(counted((2, 3), "<u2")))
    (FOLDER / "complex.npy").write_bytes(npy(counted((2, 3), "<c8")))
    (FOLDER / "records.npy").write_bytes(npy(np.zeros(2, [("x", "<f4"), ("y", "<i4")])))


def archives():
    """Two arrays, stored and compressed, as NumPy and as a streaming writer put them."""
    x, y = counted((2, 3), "<f4"), counted((4,), "<i4")
    np.savez(FOLDER / "stored.npz", x=x, y=y)
    np.savez_compressed(FOLDER / "deflated.npz", x=x, y=y)
    for name in ("stored", "deflated"):
        fix_dates(FOLDER / f"{name}.npz")
    archive.save(FOLDER / "scoped.npz", {"layers.0/weight": x, "layers.0/bias": y})


def fix_dates(path):
    """Overwrites the dates in a zip archive, so that it is the same at every time."""
    content = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\3\4", 10), (b"PK\1\2", 12)):
        at = content.find(signature)
        while at >= 0:
            content[at + offset : at + offset + 4] = struct.pack("<HH", 0, 33)
            at = content.find(signature, at + 4)
    path.write_bytes(content)
    assert zipfile.ZipFile(path).testzip() is None


def safetensors_file():
    """Tensors in the layout of the format's own library, written by hand."""
    tensors = {"weight": ("F32", counted((2, 3), "<f4")), "count": ("I64", counted((), "<i8"))}
    tensors["label"] = ("U8", counted((4,), "|u1"))
    header, data = ['"__metadata__":{"made by":"\\u00e4 test"}'], b""
    for name in ("count", "weight", "label"):
        kind, array = tensors[name]
        shape = ",".join(map(str, array.shape))
        ends = f"{len(data)},{len(data) + array.nbytes}"
        header.append(f'"{name}":{{"dtype":"{kind}","shape":[{shape}],"data_offsets":[{ends}]}}')
        data += array.tobytes()
    text = ("{" + ",".join(header) + "}").encode()
    text += b" " * (-len(text) % 8)
    (FOLDER / "mixed.safetensors").write_bytes(struct.pack("<Q", len(text)) + text + data)


def idx_files():
    """Images as MNIST has them, compressed, and numbers of two bytes and more."""
    images = struct.pack(">HBBIII", 0, 8, 3, 2, 3, 4) + counted((2, 3, 4), "|u1").tobytes()
    (FOLDER / "images.idx.gz").write_bytes(gzip.compress(images, mtime=0))
    floats = struct.pack(">HBBII", 0, 13, 2, 2, 3) + counted((2, 3), ">f4").tobytes()
    (FOLDER / "floats.idx").write_bytes(floats)
    (FOLDER / "shorts.idx").write_bytes(struct.pack(">HBBI", 0, 11, 1, 2) + b"\0\1\0\2")


def tables():
    """A compressed table in two gzip members."""
    first, second = b"x.0,x.1,label\n1,2.5,0\n", b"-3e2,.5,1\n"
    content = gzip.compress(first, mtime=0) + gzip.compress(second, mtime=0)
    (FOLDER / "members.csv.gz").write_bytes(content)


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    numpy_files()
    archives()
    safetensors_file()
    idx_files()
    tables()
    files = list(FOLDER.iterdir())
    print(f"{len(files)} files, {sum(f.stat().st_size for f in files)} bytes")


if __name__ == "__main__":
    main()
