// Functions of f32 vectors, within about one unit in the last place (ulp).
//
// Included by Tier.h once per instruction set, where V is a vector of floats and I one of 32-bit
// integers of as many lanes. Comparisons give masks of I: -1 or 0. The polynomials were fitted for
// the smallest largest relative error on their ranges (Lawson's iteration on Chebyshev points).

/// The lanes of x where the mask is set, of y elsewhere.
static INLINE V NAME(choose)(I mask, V x, V y) { return (V)((mask & (I)x) | (~mask & (I)y)); }

/// A number in every lane.
static INLINE V NAME(all)(float x) { return (V){0} + x; }

/// The bits of x.
static INLINE I NAME(bits)(V x) { return (I)x; }

/// The magnitude of x with the sign of s.
static INLINE V NAME(with_sign)(V x, V s) {
  return (V)(((I)x & 0x7FFFFFFF) | ((I)s & (int32_t)0x80000000));
}

/// |x|.
static INLINE V NAME(magnitude)(V x) { return (V)((I)x & 0x7FFFFFFF); }

/// The nearest whole number, ties to even; adding 2^23 leaves no bits for a fraction.
static INLINE V NAME(round)(V x) {
  V big = NAME(with_sign)(NAME(all)(0x1p23f), x);
  V rounded = NAME(with_sign)((x + big) - big, x);
  return NAME(choose)(NAME(magnitude)(x) < 0x1p23f, rounded, x);
}

/// The greatest whole number that is not above x.
static INLINE V NAME(floor)(V x) {
  V r = NAME(round)(x);
  return NAME(with_sign)(r - (V)((I)(r > x) & NAME(bits)(NAME(all)(1))), x);
}

/// The smallest whole number that is not below x.
static INLINE V NAME(ceil)(V x) {
  V r = NAME(round)(x);
  return NAME(with_sign)(r + (V)((I)(r < x) & NAME(bits)(NAME(all)(1))), x);
}

/// x without its fraction.
static INLINE V NAME(trunc)(V x) { return NAME(with_sign)(NAME(floor)(NAME(magnitude)(x)), x); }

/// 2^n for whole n in -126...127, given as integers.
static INLINE V NAME(power_of_two)(I n) { return (V)((n + 127) << 23); }

/// n = x / log 2, rounded, for |x| < 2^21; r becomes x - n log 2, and `whole` n as a number.
static INLINE I NAME(reduce_exponent)(V x, V *r, V *whole) {
  // 1.5 * 2^23: adding it leaves n in the low bits.
  V shifted = x * 1.442695041f + 12582912.0f;
  V n = shifted - 12582912.0f;
  // log 2 in two parts; n times the first, of 15 bits, is exact.
  *r = (x - n * 0.693145752f) - n * 1.42860677e-06f;
  *whole = n;
  return (I)shifted - 0x4B400000;
}

/// (exp(r) - 1 - r) / r^2 for |r| <= log(2) / 2; error 2^-28.
static INLINE V NAME(exp_polynomial)(V r) {
  V p = r * 1.381418901e-03f + 8.368914016e-03f;
  p = p * r + 4.166840762e-02f;
  p = p * r + 1.666651964e-01f;
  return p * r + 4.999999404e-01f;
}

/// exp(x).
static INLINE V NAME(exp)(V x) {
  // Beyond these bounds the result is 0 or infinite; comparisons let NaN pass.
  V clamped = NAME(choose)(x > 89.0f, NAME(all)(89.0f), x);
  clamped = NAME(choose)(clamped < -104.0f, NAME(all)(-104.0f), clamped);
  V r, whole;
  I n = NAME(reduce_exponent)(clamped, &r, &whole);
  V p = (NAME(exp_polynomial)(r) * r) * r + r + 1.0f;
#if VECTOR_BYTES == 64
  (void)n;
  return (V)_mm512_scalef_ps((__m512)p, (__m512)whole);
#else
  // In two steps, as 2^n itself may be too big or too small for a float.
  I half = n >> 1;
  return p * NAME(power_of_two)(half) * NAME(power_of_two)(n - half);
#endif
}

/// exp(x) - 1.
static INLINE V NAME(expm1)(V x) {
  V clamped = NAME(choose)(x > 89.0f, NAME(all)(89.0f), x);
  clamped = NAME(choose)(clamped < -30.0f, NAME(all)(-30.0f), clamped);
  V r, whole;
  I n = NAME(reduce_exponent)(clamped, &r, &whole);
  V p = (NAME(exp_polynomial)(r) * r) * r + r;
  // Half of 2^n p + (2^n - 1), since 2^128 is no float.
  V scale = NAME(power_of_two)(n - 1);
  V result = (scale * p + (scale - 0.5f)) * 2.0f;
  // Where n is 0, x itself is r; this also keeps -0.
  return NAME(choose)(n == 0, NAME(with_sign)(p, x), result);
}

/// log(x).
static INLINE V NAME(log)(V x) {
  // Numbers below the normal ones are scaled up.
  I is_tiny = x < 0x1p-126f;
  V scaled = NAME(choose)(is_tiny, x * 0x1p23f, x);
  // m in [sqrt(1/2), sqrt(2)) with x = 2^n m.
  I shifted = (I)scaled - 0x3F3504F3;
  I n = (shifted >> 23) - (is_tiny & 23);
  V f = (V)((shifted & 0x7FFFFF) + 0x3F3504F3) - 1.0f;
  // (log(1 + f) - f + f^2 / 2) / f^3; error 2^-27 of the result.
  V p = f * -7.634429634e-02f + 1.276154965e-01f;
  p = p * f - 1.316019446e-01f;
  p = p * f + 1.420176178e-01f;
  p = p * f - 1.662335694e-01f;
  p = p * f + 2.000122666e-01f;
  p = p * f - 2.500082254e-01f;
  p = p * f + 3.333333135e-01f;
  V e = __builtin_convertvector(n, V);
  V square = f * f;
  V result = (p * f) * square + e * 1.42860677e-06f;
  result = e * 0.693145752f + (f + (result - 0.5f * square));
  result = NAME(choose)(x == INFINITY, x, result);
  result = NAME(choose)(x == 0.0f, NAME(all)(-INFINITY), result);
  return NAME(choose)((x < 0.0f) | (x != x), NAME(all)(NAN), result);
}

/// log(1 + x).
static INLINE V NAME(log1p)(V x) {
  V u = x + 1.0f;
  // What the rounding of 1 + x lost, divided by 1 + x.
  V lost = (x - (u - 1.0f)) / u;
  V result = NAME(log)(u);
  result = NAME(choose)((u > 0.0f) & (u < INFINITY), result + lost, result);
  // Near 0 the result is x; this keeps -0.
  return NAME(choose)(NAME(magnitude)(x) < 0x1p-25f, x, result);
}

/// tanh(x).
static INLINE V NAME(tanh)(V x) {
  V m = NAME(magnitude)(x);
  m = NAME(choose)(m > 10.0f, NAME(all)(10.0f), m);
  V e = NAME(expm1)(m + m);
  return NAME(with_sign)(e / (e + 2.0f), x);
}

/// 1 / (1 + exp(-x)).
static INLINE V NAME(sigmoid)(V x) {
  V e = NAME(exp)(-NAME(magnitude)(x));
  return NAME(choose)(x < 0.0f, e, NAME(all)(1.0f)) / (e + 1.0f);
}

/// log(1 + exp(x)).
static INLINE V NAME(softplus)(V x) {
  V positive = NAME(choose)(x < 0.0f, NAME(all)(0.0f), x);
  return positive + NAME(log1p)(NAME(exp)(-NAME(magnitude)(x)));
}

/// erf(x).
static INLINE V NAME(erf)(V x) {
  V m = NAME(magnitude)(x);
  // erf(x) / x - 1 in x^2, for |x| < 0.92; error 2^-31.
  V z = m * m;
  V p = z * 8.369576972e-05f - 8.142580627e-04f;
  p = p * z + 5.201021209e-03f;
  p = p * z - 2.685939334e-02f;
  p = p * z + 1.128369570e-01f;
  p = p * z - 3.761263490e-01f;
  p = p * z + 1.283791661e-01f;
  V small = m * p + m;
  // log(1 - erf(x)) for 0.92 <= |x| <= 4; the error is 2^-34 of 1.
  V t = NAME(choose)(m > 4.0f, NAME(all)(4.0f), m);
  V q = t * -2.116190626e-05f + 4.352188844e-04f;
  q = q * t - 4.174643196e-03f;
  q = q * t + 2.512862533e-02f;
  q = q * t - 1.082939431e-01f;
  q = q * t - 6.333346367e-01f;
  q = q * t - 1.129520774e+00f;
  q = q * t + 1.758745639e-04f;
  V large = 1.0f - NAME(exp)(q);
  V result = NAME(choose)(m < 0.92f, small, large);
  return NAME(with_sign)(NAME(choose)(x != x, x, result), x);
}

/// sin(x), or cos(x) if `quarter` is 1, for |x| <= 2^20.
static INLINE V NAME(sine)(V x, int32_t quarter) {
  // In double precision, n times the first part of pi / 2, of 33 bits, is exact.
  D wide = __builtin_convertvector(x, D);
  D shifted = wide * 0.63661977236758134 + 6755399441055744.0;
  D n = shifted - 6755399441055744.0;
  D reduced = (wide - n * 1.57079632673412561417e+00) - n * 6.07710050650619224932e-11;
  V r = __builtin_convertvector(reduced, V);
  I quadrant = __builtin_convertvector((L)shifted, I) + quarter;
  V z = r * r;
  V s = z * 2.718118594e-06f - 1.983931143e-04f;
  s = s * z + 8.333329111e-03f;
  s = s * z - 1.666666716e-01f;
  s = (s * z) * r + r;
  V c = z * -2.721020849e-07f + 2.479951945e-05f;
  c = c * z - 1.388888340e-03f;
  c = c * z + 4.166666791e-02f;
  c = (c * z) * z + (1.0f - 0.5f * z);
  V result = NAME(choose)((quadrant & 1) != 0, c, s);
  return (V)((I)result ^ ((quadrant & 2) << 30));
}

/// Whether a lane is NaN or beyond what `sine` can do.
static INLINE bool NAME(has_far_lane)(V x) {
  I far = ~(I)(NAME(magnitude)(x) <= 0x1p20f);
  int32_t any = 0;
  for (int lane = 0; lane < LANES; lane++) any |= far[lane];
  return any != 0;
}

/// sin(x), by the C library where a lane is huge.
static INLINE V NAME(sin)(V x) {
  if (!NAME(has_far_lane)(x)) return NAME(choose)(x == 0.0f, x, NAME(sine)(x, 0));
  for (int lane = 0; lane < LANES; lane++) x[lane] = sinf(x[lane]);
  return x;
}

/// cos(x), by the C library where a lane is huge.
static INLINE V NAME(cos)(V x) {
  if (!NAME(has_far_lane)(x)) return NAME(sine)(x, 1);
  for (int lane = 0; lane < LANES; lane++) x[lane] = cosf(x[lane]);
  return x;
}
