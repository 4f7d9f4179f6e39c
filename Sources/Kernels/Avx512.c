// The kernels for AVX-512.
#if defined(__x86_64__)
#include "Tiers/Headers.h"
#pragma clang attribute push(                                                              \
    __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx2,fma,f16c"))),            \
    apply_to = function)
#define TIER avx512
#define VECTOR_BYTES 64
#include "Tiers/Tier.h"
#pragma clang attribute pop
#endif
