// All kernels of one instruction set. Included by the tier's C file, which sets
//   TIER          the suffix of its functions' names
//   VECTOR_BYTES  the size of its vector registers

#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "../Numbers.h"
#include "../TierTable.h"

// Every function with vector parameters is inlined.
#pragma clang diagnostic ignored "-Wpsabi"
// x != x finds NaN; for integers it is false, as it should be.
#pragma clang diagnostic ignored "-Wtautological-compare"

#define INLINE inline __attribute__((always_inline, unused))
#define JOIN_(a, b) a##_##b
#define JOIN(a, b) JOIN_(a, b)

#define NAME(function) JOIN(function, TIER)
#define LANES (VECTOR_BYTES / 4)

typedef float NAME(V) __attribute__((vector_size(VECTOR_BYTES)));
typedef int32_t NAME(I) __attribute__((vector_size(VECTOR_BYTES)));
typedef double NAME(D) __attribute__((vector_size(2 * VECTOR_BYTES)));
typedef int64_t NAME(L) __attribute__((vector_size(2 * VECTOR_BYTES)));
#define V NAME(V)
#define I NAME(I)
#define D NAME(D)
#define L NAME(L)
#include "VectorMath.h"
#include "Random.h"
#undef V
#undef I
#undef D
#undef L
#undef LANES

#define LANES (VECTOR_BYTES / (int)sizeof(T))
#define CONCAT3_(a, b, c) a##_##b##_##c
#define CONCAT3(a, b, c) CONCAT3_(a, b, c)
#define TYPED(function) CONCAT3(function, SUFFIX, TIER)

#define T float
#define MASK int32_t
#define WRAP float
#define SUFFIX f32
#define FLOATING 1
#define VECTOR_FUNCTIONS 1
#define LIBM(function) function##f
#define ELEMENT MARTLET_F32
#include "TileMachine.h"

#define T double
#define MASK int64_t
#define WRAP double
#define SUFFIX f64
#define FLOATING 1
#define VECTOR_FUNCTIONS 0
#define LIBM(function) function
#define ELEMENT MARTLET_F64
#include "TileMachine.h"

#define T int32_t
#define MASK int32_t
#define WRAP uint32_t
#define SUFFIX i32
#define FLOATING 0
#define VECTOR_FUNCTIONS 0
#define ELEMENT MARTLET_I32
#include "TileMachine.h"

#define T int64_t
#define MASK int64_t
#define WRAP uint64_t
#define SUFFIX i64
#define FLOATING 0
#define VECTOR_FUNCTIONS 0
#define ELEMENT MARTLET_I64
#include "TileMachine.h"

#define ENTRIES(suffix)                                                          \
  {                                                                              \
    CONCAT3(map, suffix, TIER), CONCAT3(reduce, suffix, TIER),                   \
        CONCAT3(reduce_columns, suffix, TIER)                                    \
  }

const martlet_tier_table NAME(martlet_table) = {
    .f32 = ENTRIES(f32),
    .f64 = ENTRIES(f64),
    .i32 = ENTRIES(i32),
    .i64 = ENTRIES(i64),
    .random_bits = NAME(random_bits),
    .random_uniform_f32 = NAME(random_uniform_f32),
    .random_normal_f32 = NAME(random_normal_f32),
};
