/// Random numbers by counter: Philox4x32-10 (Salmon et al., 2011).
///
/// Block b under a key is four words of 32 bits, a function of the key and b alone; so every
/// number has its own place, and any range can be drawn by itself. Below, w(i) is word i % 4 of
/// block i / 4.
#pragma once

#include <stdint.h>

#include "MartletTiles.h"

/// One block for a full counter, as the paper defines it.
void martlet_philox(const uint32_t key[2], const uint32_t counter[4], uint32_t out[4]);

/// Word i is w(i): `out[i - begin]` for i in `begin ..< end`.
void martlet_random_bits(
    martlet_tier tier, uint64_t key, int64_t begin, int64_t end, uint32_t *out);

/// Number i is the upper 24 bits of w(i), as a fraction in [0, 1).
void martlet_random_uniform_f32(
    martlet_tier tier, uint64_t key, int64_t begin, int64_t end, float *out);

/// Standard normal numbers by Box and Muller, in pairs (i even, i + 1).
///
/// With u and v the upper 24 bits of w(i) and w(i + 1) over 2^24, they are
/// r cos(2 pi v) and r sin(2 pi v), r = sqrt(-2 log(u + 2^-24)).
void martlet_random_normal_f32(
    martlet_tier tier, uint64_t key, int64_t begin, int64_t end, float *out);
