// The kernels for AVX2 and FMA.
#if defined(__x86_64__)
#include "Tiers/Headers.h"
#pragma clang attribute push(__attribute__((target("avx2,fma,f16c"))), apply_to = function)
#define TIER avx2
#define VECTOR_BYTES 32
#include "Tiers/Tier.h"
#pragma clang attribute pop
#endif
