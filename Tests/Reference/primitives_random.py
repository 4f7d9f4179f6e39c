"""Keeps what Philox 4x32-10 draws, as data/primitives-random.npz; see cases.py.

The generator is written after Salmon, Moraes, Dror and Shaw 2011, "Parallel random numbers: as easy
as 1, 2, 3", and checked with the answers that are published with Random123; keys are mixed by the
finaliser of SplitMix64 (Steele, Lea and Flood 2014), checked with the generator's first numbers.
"""

import numpy as np

from cases import Cases

cases = Cases(15)
MASK = (1 << 64) - 1


def philox(counter, key):
    """The four words of a block."""
    x, k = list(counter), [key & 0xFFFFFFFF, key >> 32]
    for _ in range(10):
        a, b = x[0] * 0xD2511F53, x[2] * 0xCD9E8D57
        x = [b >> 32 ^ x[1] ^ k[0], b & 0xFFFFFFFF, a >> 32 ^ x[3] ^ k[1], a & 0xFFFFFFFF]
        k = [(k[0] + 0x9E3779B9) & 0xFFFFFFFF, (k[1] + 0xBB67AE85) & 0xFFFFFFFF]
    return x


def mix(z):
    """The next number of SplitMix64 from a state."""
    z = (z + 0x9E3779B97F4A7C15) & MASK
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
    return z ^ (z >> 31)


def check():
    """Published answers."""
    assert philox([0] * 4, 0) == [0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8]
    ones = philox([0xFFFFFFFF] * 4, MASK)
    assert ones == [0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD]
    pi = philox([0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344], 0x299F31D0A4093822)
    assert pi == [0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1]
    assert mix(0) == 0xE220A8397B1DCDAF


def words(key, place, count):
    """The first words of a draw."""
    mixed = mix(mix(key & MASK) ^ place)
    blocks = [philox([i & 0xFFFFFFFF, i >> 32, 0, 0], mixed) for i in range((count + 3) // 4)]
    return np.array(blocks, np.uint64).ravel()[:count]


def uniform(key, place, count, dtype):
    """24 bits of a word, or 53 of two, below 1; in f64."""
    if dtype == np.float32:
        return (words(key, place, count) >> np.uint64(8)).astype(float) * 2.0**-24
    low, high = words(key, place, 2 * count).reshape(-1, 2).T
    return ((low | high << np.uint64(32)) >> np.uint64(11)).astype(float) * 2.0**-53


def normal(key, place, count, dtype):
    """Pairs by Box and Muller 1958."""
    even = uniform(key, place, count + count % 2, dtype).reshape(-1, 2)
    step = 2.0**-24 if dtype == np.float32 else 2.0**-53
    radius = np.sqrt(-2 * np.log(even[:, 0] + step))
    angle = 2 * np.pi * even[:, 1]
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], 1).ravel()[:count]


def main():
    check()
    for name, f in (("random_uniform", uniform), ("random_normal", normal)):
        for dtype in (np.float32, np.float64):
            label = np.dtype(dtype).name.replace("float", "f")
            for key, place, count in ((42, 3, 10), (-7, 2**40 + 1, 129), (0, 0, 1), (5, 9, 0)):
                drawn = f(key, place, count, dtype).astype(dtype)
                roles = dict(a=np.int64(key), place=np.int64(place), dims=[count])
                cases.keep(f"{name}/{label}-{key}-{count}", drawn, **roles)
            keys = np.array([4, -9, 4], np.int64)
            drawn = np.stack([f(int(k), 6, 6, dtype) for k in keys]).reshape(3, 2, 3).astype(dtype)
            cases.keep(f"{name}/{label}-keys", drawn, a=keys, place=np.int64(6), dims=[2, 3])
    keys, counters = np.array([1, 1, -5, 2**62], np.int64), np.array([0, 1, 7, 3], np.int32)
    derived = [mix(mix(int(k) & MASK) ^ int(c)) for k, c in zip(keys, counters)]
    cases.keep("derive_key/four", np.array(derived, np.uint64).view(np.int64), a=keys, b=counters)
    cases.save("primitives-random.npz")


if __name__ == "__main__":
    main()
