// Conversions between element types, and arithmetic that C leaves undefined.
#pragma once

#include <math.h>
#include <stdint.h>
#include <string.h>

#define MARTLET_INLINE static inline __attribute__((always_inline, unused))

/// An integer type's conversion from f32: truncated, saturated, 0 for NaN.
#define MARTLET_SATURATE(name, from, to, low, above, high)                        \
  MARTLET_INLINE to name(from x) {                                                \
    return x != x ? 0 : x >= above ? high : x < low ? (to)(low) : (to)x;          \
  }

MARTLET_SATURATE(i64_from_f32, float, int64_t, -0x1p63f, 0x1p63f, INT64_MAX)
MARTLET_SATURATE(i64_from_f64, double, int64_t, -0x1p63, 0x1p63, INT64_MAX)
MARTLET_SATURATE(i32_from_f32, float, int32_t, -0x1p31f, 0x1p31f, INT32_MAX)
MARTLET_SATURATE(i32_from_f64, double, int32_t, -0x1p31, 0x1p31, INT32_MAX)
MARTLET_SATURATE(i8_from_f32, float, int8_t, -128.0f, 128.0f, INT8_MAX)
MARTLET_SATURATE(i8_from_f64, double, int8_t, -128.0, 128.0, INT8_MAX)
MARTLET_SATURATE(u8_from_f32, float, uint8_t, 0.0f, 256.0f, UINT8_MAX)
MARTLET_SATURATE(u8_from_f64, double, uint8_t, 0.0, 256.0, UINT8_MAX)

/// The bits of a float.
MARTLET_INLINE uint32_t float_bits(float x) {
  uint32_t bits;
  memcpy(&bits, &x, sizeof bits);
  return bits;
}

/// The float of the given bits.
MARTLET_INLINE float float_of_bits(uint32_t bits) {
  float x;
  memcpy(&x, &bits, sizeof x);
  return x;
}

/// f32 from the bits of an f16.
MARTLET_INLINE float f32_from_f16(uint16_t half) {
  uint32_t sign = (uint32_t)(half & 0x8000) << 16;
  uint32_t magnitude = half & 0x7FFF;
  if (magnitude >= 0x7C00) return float_of_bits(sign | 0x7F800000 | magnitude << 13);
  if (magnitude >= 0x0400) return float_of_bits(sign | ((magnitude << 13) + 0x38000000));
  float small = (float)magnitude * 0x1p-24f;
  return sign ? -small : small;
}

/// The bits of the f16 that is nearest to an f32, ties to even.
MARTLET_INLINE uint16_t f16_from_f32(float x) {
  uint32_t sign = float_bits(x) >> 16 & 0x8000;
  uint32_t magnitude = float_bits(x) & 0x7FFFFFFF;
  if (magnitude > 0x7F800000) return (uint16_t)(sign | 0x7E00);
  if (magnitude >= 0x477FF000) return (uint16_t)(sign | 0x7C00);
  if (magnitude >= 0x38800000) {
    uint32_t kept = magnitude - 0x38000000;
    return (uint16_t)(sign | (kept + 0xFFF + (kept >> 13 & 1)) >> 13);
  }
  // Below the normal numbers the spacing is 2^-24; adding 0.5 rounds to it.
  return (uint16_t)(sign | (float_bits(float_of_bits(magnitude) + 0.5f) - 0x3F000000));
}

/// f32 from the bits of a bf16.
MARTLET_INLINE float f32_from_bf16(uint16_t brain) { return float_of_bits((uint32_t)brain << 16); }

/// The bits of the bf16 that is nearest to an f32, ties to even.
MARTLET_INLINE uint16_t bf16_from_f32(float x) {
  uint32_t bits = float_bits(x);
  if (x != x) return (uint16_t)(bits >> 16 | 0x40);
  return (uint16_t)((bits + 0x7FFF + (bits >> 16 & 1)) >> 16);
}

/// Quotient, rounded down, and remainder of a type; by zero the quotient is 0 and all of x remains.
#define MARTLET_DIVISION(suffix, type, unsigned_type)                             \
  MARTLET_INLINE type floor_divide_##suffix(type x, type y) {                     \
    if (y == 0) return 0;                                                         \
    if (y == -1) return (type)(0 - (unsigned_type)x);                             \
    type q = x / y;                                                               \
    return q - (x % y != 0 && (x < 0) != (y < 0));                                \
  }                                                                               \
  MARTLET_INLINE type remainder_##suffix(type x, type y) {                        \
    if (y == 0) return x;                                                         \
    if (y == -1) return 0;                                                        \
    type r = x % y;                                                               \
    return r != 0 && (r < 0) != (y < 0) ? r + y : r;                              \
  }                                                                               \
  /** x to a power; 0 for negative powers of anything but 1 and -1. */            \
  MARTLET_INLINE type power_##suffix(type x, type y) {                            \
    if (y < 0) return x == 1 ? 1 : x == -1 ? (y % 2 ? -1 : 1) : 0;                \
    unsigned_type result = 1, factor = (unsigned_type)x;                          \
    for (; y; y >>= 1, factor *= factor)                                          \
      if (y & 1) result *= factor;                                                \
    return (type)result;                                                          \
  }

MARTLET_DIVISION(i32, int32_t, uint32_t)
MARTLET_DIVISION(i64, int64_t, uint64_t)

/// The same for floating types, in double precision; the quotient is made of what remains, so that
/// it is exact, and zeros have the signs of the divisor and of the quotient.
#define MARTLET_FLOAT_DIVISION(suffix, type, pow)                                 \
  MARTLET_INLINE type remainder_##suffix(type x, type y) {                        \
    double r = fmod((double)x, (double)y);                                        \
    if (r == 0) return (type)copysign(0.0, (double)y);                            \
    return (type)((r < 0) != (y < 0) ? r + (double)y : r);                        \
  }                                                                               \
  MARTLET_INLINE type floor_divide_##suffix(type x, type y) {                     \
    if (y == 0) return x / y;                                                     \
    double r = fmod((double)x, (double)y);                                        \
    double q = round(((double)x - r) / (double)y - (r != 0 && (r < 0) != (y < 0))); \
    return (type)(q == 0 ? copysign(0.0, (double)x / (double)y) : q);             \
  }                                                                               \
  MARTLET_INLINE type power_##suffix(type x, type y) { return pow(x, y); }

MARTLET_FLOAT_DIVISION(f32, float, powf)
MARTLET_FLOAT_DIVISION(f64, double, pow)
