// What the instructions compute.

#define EACH(expression)                                                          \
  for (int64_t i = 0; i < count; i += LANES) {                                    \
    V x = LOAD(xs + i);                                                           \
    STORE(target + i, expression);                                                \
  }                                                                               \
  break;
#define EACH2(expression)                                                         \
  for (int64_t i = 0; i < count; i += LANES) {                                    \
    V x = LOAD(xs + i), y = LOAD(ys + i);                                         \
    STORE(target + i, expression);                                                \
  }                                                                               \
  break;
#define EACH3(expression)                                                         \
  for (int64_t i = 0; i < count; i += LANES) {                                    \
    V x = LOAD(xs + i), y = LOAD(ys + i), z = LOAD(zs + i);                       \
    STORE(target + i, expression);                                                \
  }                                                                               \
  break;
#define SCALAR(expression)                                                        \
  for (int64_t i = 0; i < count; i++) {                                           \
    T x = xs[i];                                                                  \
    target[i] = (T)(expression);                                                  \
  }                                                                               \
  break;
#define SCALAR2(expression)                                                       \
  for (int64_t i = 0; i < count; i++) {                                           \
    T x = xs[i], y = ys[i];                                                       \
    target[i] = (T)(expression);                                                  \
  }                                                                               \
  break;

/// 1 where a mask is set, 0 elsewhere.
static INLINE V TYPED(truth)(M mask) {
  V one = (V){0} + (T)1;
  return (V)(mask & (M)one);
}

/// The lanes of x where a mask is set, of y elsewhere.
static INLINE V TYPED(choose)(M mask, V x, V y) { return (V)((mask & (M)x) | (~mask & (M)y)); }

/// The greater of two, x if they are equal, NaN if either is.
static INLINE V TYPED(maximum)(V x, V y) { return TYPED(choose)((x >= y) | (x != x), x, y); }

/// The smaller of two, x if they are equal, NaN if either is.
static INLINE V TYPED(minimum)(V x, V y) { return TYPED(choose)((x <= y) | (x != x), x, y); }

/// -1, 0 or 1; NaN stays.
static INLINE V TYPED(sign)(V x) {
  V sign = TYPED(truth)(x > 0) - TYPED(truth)(x < 0);
  return TYPED(choose)(x != x, x, sign);
}

#if VECTOR_FUNCTIONS
#define FUNCTION(vector, scalar) EACH(NAME(vector)(x))
#else
#define FUNCTION(vector, scalar) SCALAR(scalar)
#endif

/// Runs one instruction on the first `count` places, a multiple of LANES.
static INLINE void TYPED(execute)(
    martlet_opcode opcode, T *target, const T *xs, const T *ys, const T *zs, int64_t count) {
  switch (opcode) {
    case MARTLET_COPY: EACH(x)
    case MARTLET_ADD: EACH2((V)((U)x + (U)y))
    case MARTLET_SUBTRACT: EACH2((V)((U)x - (U)y))
    case MARTLET_MULTIPLY: EACH2((V)((U)x * (U)y))
    case MARTLET_MULTIPLY_ADD: EACH3((V)((U)x * (U)y + (U)z))
    case MARTLET_FLOOR_DIVIDE: SCALAR2(JOIN(floor_divide, SUFFIX)(x, y))
    case MARTLET_REMAINDER: SCALAR2(JOIN(remainder, SUFFIX)(x, y))
    case MARTLET_POWER: SCALAR2(JOIN(power, SUFFIX)(x, y))
    case MARTLET_MAXIMUM: EACH2(TYPED(maximum)(x, y))
    case MARTLET_MINIMUM: EACH2(TYPED(minimum)(x, y))
    case MARTLET_NEGATE: EACH((V)(-(U)x))
    case MARTLET_ABS:
#if FLOATING
      EACH((V)((M)x & (MASK)(((uint64_t)1 << (8 * sizeof(MASK) - 1)) - 1)))
#else
      EACH(TYPED(choose)(x < 0, (V)(-(U)x), x))
#endif
    case MARTLET_SIGN: EACH(TYPED(sign)(x))
    case MARTLET_EQUAL: EACH2(TYPED(truth)(x == y))
    case MARTLET_NOT_EQUAL: EACH2(TYPED(truth)(x != y))
    case MARTLET_LESS: EACH2(TYPED(truth)(x < y))
    case MARTLET_LESS_EQUAL: EACH2(TYPED(truth)(x <= y))
    case MARTLET_GREATER: EACH2(TYPED(truth)(x > y))
    case MARTLET_GREATER_EQUAL: EACH2(TYPED(truth)(x >= y))
    case MARTLET_AND: EACH2(TYPED(truth)((x != 0) & (y != 0)))
    case MARTLET_OR: EACH2(TYPED(truth)((x != 0) | (y != 0)))
    case MARTLET_NOT: EACH(TYPED(truth)(x == 0))
    case MARTLET_SELECT: EACH3(TYPED(choose)(x != 0, y, z))
#if FLOATING
    case MARTLET_SQRT: EACH(__builtin_elementwise_sqrt(x))
    case MARTLET_DIVIDE: EACH2(x / y)
    case MARTLET_RECIPROCAL: EACH((T)1 / x)
    case MARTLET_RSQRT: EACH((T)1 / __builtin_elementwise_sqrt(x))
    case MARTLET_EXP: FUNCTION(exp, exp(x))
    case MARTLET_EXPM1: FUNCTION(expm1, expm1(x))
    case MARTLET_LOG: FUNCTION(log, log(x))
    case MARTLET_LOG1P: FUNCTION(log1p, log1p(x))
    case MARTLET_SIN: FUNCTION(sin, sin(x))
    case MARTLET_COS: FUNCTION(cos, cos(x))
    case MARTLET_TAN: SCALAR(LIBM(tan)(x))
    case MARTLET_ASIN: SCALAR(LIBM(asin)(x))
    case MARTLET_ACOS: SCALAR(LIBM(acos)(x))
    case MARTLET_ATAN: SCALAR(LIBM(atan)(x))
    case MARTLET_SINH: SCALAR(LIBM(sinh)(x))
    case MARTLET_COSH: SCALAR(LIBM(cosh)(x))
    case MARTLET_TANH: FUNCTION(tanh, tanh(x))
    case MARTLET_ERF: FUNCTION(erf, erf(x))
    case MARTLET_SIGMOID:
      FUNCTION(sigmoid, (x < 0 ? exp(x) : 1) / (1 + exp(-fabs(x))))
    case MARTLET_SOFTPLUS: FUNCTION(softplus, (x < 0 ? 0 : x) + log1p(exp(-fabs(x))))
    case MARTLET_FLOOR: FUNCTION(floor, floor(x))
    case MARTLET_CEIL: FUNCTION(ceil, ceil(x))
    case MARTLET_ROUND: FUNCTION(round, rint(x))
    case MARTLET_TRUNC: FUNCTION(trunc, trunc(x))
    case MARTLET_IS_NAN: EACH(TYPED(truth)(x != x))
    case MARTLET_IS_FINITE: EACH(TYPED(truth)(x - x == 0))
#endif
    default: break;
  }
}

#undef EACH
#undef EACH2
#undef EACH3
#undef SCALAR
#undef SCALAR2
#undef FUNCTION

/// Loads, computes and stores one tile.
static void TYPED(run_tile)(TYPED(frame) *frame, int64_t place, int64_t count) {
  const martlet_tile_program *program = frame->program;
  for (int32_t input = 0; input < program->input_count; input++)
    TYPED(load)(frame, input, place, count);
  int64_t padded = (count + LANES - 1) / LANES * LANES;
  int32_t last = program->instruction_count - 1;
  // Nothing reads an operand after the last instruction, so that its target may be memory.
  bool is_direct = frame->direct_output >= 0 && padded == count;
  for (int32_t i = 0; i <= last; i++) {
    const martlet_instruction *step = &program->instructions[i];
    T *target = is_direct && i == last
                    ? (T *)program->outputs[frame->direct_output].data + place
                    : frame->tiles[step->target];
    TYPED(execute)(
        (martlet_opcode)step->opcode, target, frame->registers[step->x],
        frame->registers[step->y], frame->registers[step->z], padded);
    frame->registers[step->target] = target;
  }
  TYPED(store)(frame, place, count, is_direct);
}

/// Runs a program at the places `begin ..< end`.
static void TYPED(map)(const martlet_tile_program *program, int64_t begin, int64_t end) {
  if (begin >= end) return;
  TYPED(frame) frame;
  TYPED(begin)(&frame, program, end - begin);
  for (int64_t place = begin; place < end; place += MARTLET_TILE_LENGTH) {
    int64_t count = end - place < MARTLET_TILE_LENGTH ? end - place : MARTLET_TILE_LENGTH;
    TYPED(run_tile)(&frame, place, count);
  }
}
