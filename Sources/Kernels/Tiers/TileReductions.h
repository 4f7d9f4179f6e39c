// Reductions of a register, at the edge of a program.

/// The tiles or rows after which partial results are joined to outer ones: a sum's error grows with
/// the number of additions in a row.
#define JOINS_OF_A_PARTIAL 64

/// What a reduction of no numbers gives.
static INLINE T TYPED(neutral)(martlet_reduction kind) {
  switch (kind) {
    case MARTLET_REDUCE_SUM: return 0;
    case MARTLET_REDUCE_PRODUCT: return 1;
#if FLOATING
    case MARTLET_REDUCE_MAXIMUM: return -(T)INFINITY;
    case MARTLET_REDUCE_MINIMUM: return (T)INFINITY;
#else
    case MARTLET_REDUCE_MAXIMUM: return (T)((WRAP)1 << (8 * sizeof(T) - 1));
    case MARTLET_REDUCE_MINIMUM: return (T)(((WRAP)1 << (8 * sizeof(T) - 1)) - 1);
#endif
  }
  return 0;
}

/// Two vectors joined.
static INLINE V TYPED(join)(martlet_reduction kind, V x, V y) {
  switch (kind) {
    case MARTLET_REDUCE_SUM: return (V)((U)x + (U)y);
    case MARTLET_REDUCE_PRODUCT: return (V)((U)x * (U)y);
    case MARTLET_REDUCE_MAXIMUM: return TYPED(maximum)(x, y);
    case MARTLET_REDUCE_MINIMUM: return TYPED(minimum)(x, y);
  }
  return x;
}

/// The lanes of a vector joined, halves first.
static INLINE T TYPED(join_lanes)(martlet_reduction kind, V x) {
#pragma clang loop unroll(full)
  for (int width = LANES / 2; width > 0; width /= 2) {
    V upper = x;
    for (int lane = 0; lane < width; lane++) upper[lane] = x[lane + width];
    x = TYPED(join)(kind, x, upper);
  }
  return x[0];
}

/// The first lanes of x, as many as said, and y in the others.
static INLINE V TYPED(first_lanes)(V x, int64_t count, V y) {
  M lanes;
  for (int lane = 0; lane < LANES; lane++) lanes[lane] = lane;
  return TYPED(choose)(lanes < (MASK)count, x, y);
}

/// Up to a tile of numbers joined into one vector, by four partial results.
///
/// Numbers behind the last are loaded, and ignored, as long as they lie before `limit`.
static INLINE V TYPED(join_run)(
    martlet_reduction kind, const T *values, int64_t count, const T *limit) {
  V neutral = (V){0} + TYPED(neutral)(kind);
  V a = neutral, b = neutral, c = neutral, d = neutral;
  int64_t i = 0;
  for (; i + 4 * LANES <= count; i += 4 * LANES) {
    a = TYPED(join)(kind, a, LOAD(values + i));
    b = TYPED(join)(kind, b, LOAD(values + i + LANES));
    c = TYPED(join)(kind, c, LOAD(values + i + 2 * LANES));
    d = TYPED(join)(kind, d, LOAD(values + i + 3 * LANES));
  }
  for (; i + LANES <= count; i += LANES) a = TYPED(join)(kind, a, LOAD(values + i));
  if (i < count && limit - (values + i) >= LANES) {
    V rest = TYPED(first_lanes)(LOAD(values + i), count - i, neutral);
    b = TYPED(join)(kind, b, rest);
  } else if (i < count) {
    T rest[LANES];
    for (int lane = 0; lane < LANES; lane++)
      rest[lane] = i + lane < count ? values[i + lane] : TYPED(neutral)(kind);
    b = TYPED(join)(kind, b, LOAD(rest));
  }
  return TYPED(join)(kind, TYPED(join)(kind, a, b), TYPED(join)(kind, c, d));
}

/// Up to a tile of numbers joined into one vector; the kind is known within each case.
static V TYPED(join_tile)(
    martlet_reduction kind, const T *values, int64_t count, const T *limit) {
  switch (kind) {
    case MARTLET_REDUCE_SUM: return TYPED(join_run)(MARTLET_REDUCE_SUM, values, count, limit);
    case MARTLET_REDUCE_PRODUCT:
      return TYPED(join_run)(MARTLET_REDUCE_PRODUCT, values, count, limit);
    case MARTLET_REDUCE_MAXIMUM:
      return TYPED(join_run)(MARTLET_REDUCE_MAXIMUM, values, count, limit);
    case MARTLET_REDUCE_MINIMUM:
      return TYPED(join_run)(MARTLET_REDUCE_MINIMUM, values, count, limit);
  }
  return TYPED(join_run)(MARTLET_REDUCE_SUM, values, count, limit);
}

/// A short segment joined into one number; the kind is known within each case.
static T TYPED(join_segment)(
    martlet_reduction kind, const T *values, int64_t count, const T *limit) {
#define SEGMENT(kind) TYPED(join_lanes)(kind, TYPED(join_run)(kind, values, count, limit))
  switch (kind) {
    case MARTLET_REDUCE_SUM: return SEGMENT(MARTLET_REDUCE_SUM);
    case MARTLET_REDUCE_PRODUCT: return SEGMENT(MARTLET_REDUCE_PRODUCT);
    case MARTLET_REDUCE_MAXIMUM: return SEGMENT(MARTLET_REDUCE_MAXIMUM);
    case MARTLET_REDUCE_MINIMUM: return SEGMENT(MARTLET_REDUCE_MINIMUM);
  }
  return SEGMENT(MARTLET_REDUCE_SUM);
#undef SEGMENT
}

/// Reduces register `source` over segments; see martlet_tiles_reduce.
static void TYPED(reduce)(
    const martlet_tile_program *program, martlet_reduction kind, int32_t source, int64_t length,
    int64_t total, int64_t begin, int64_t end, void *out, martlet_element out_element) {
  if (begin >= end) return;
  char *results = (char *)out;
  int64_t size = TYPED(size)(out_element);
  TYPED(frame) frame;
  TYPED(begin)(&frame, program, length <= 0 ? 1 : MARTLET_TILE_LENGTH);
  // Short segments share a tile.
  int64_t shared = length > 0 && length < MARTLET_TILE_LENGTH ? MARTLET_TILE_LENGTH / length : 1;
  for (int64_t segment = begin; segment < end; segment += shared) {
    int64_t count = end - segment < shared ? end - segment : shared;
    int64_t start = segment * length;
    int64_t limit = (segment + count) * length < total ? (segment + count) * length : total;
    if (shared > 1) {
      T joined[MARTLET_TILE_LENGTH];
      TYPED(run_tile)(&frame, start, limit - start);
      const T *values = frame.registers[source];
      for (int64_t i = 0; i < count; i++) {
        int64_t place = start + i * length;
        int64_t run = limit - place < length ? limit - place : length;
        const T *last = values + (limit - start);
        joined[i] = TYPED(join_segment)(kind, values + (place - start), run, last);
      }
      TYPED(convert_out)(results + segment * size, out_element, 1, count, joined);
      continue;
    }
    V neutral = (V){0} + TYPED(neutral)(kind);
    V outer = neutral, partial = neutral;
    int64_t pending = 0;
    for (int64_t place = start; place < limit; place += MARTLET_TILE_LENGTH) {
      int64_t run = limit - place < MARTLET_TILE_LENGTH ? limit - place : MARTLET_TILE_LENGTH;
      TYPED(run_tile)(&frame, place, run);
      const T *values = frame.registers[source];
      V tile = TYPED(join_tile)(kind, values, run, values + run);
      partial = TYPED(join)(kind, partial, tile);
      if (++pending < JOINS_OF_A_PARTIAL) continue;
      outer = TYPED(join)(kind, outer, partial);
      partial = neutral;
      pending = 0;
    }
    T joined = TYPED(join_lanes)(kind, TYPED(join)(kind, outer, partial));
    TYPED(convert_out)(results + segment * size, out_element, 1, 1, &joined);
  }
}

/// Joins a row of up to a tile of numbers to partial results.
static INLINE void TYPED(join_row)(
    martlet_reduction kind, T *partial, const T *values, int64_t count) {
  int64_t i = 0;
  for (; i + LANES <= count; i += LANES)
    STORE(partial + i, TYPED(join)(kind, LOAD(partial + i), LOAD(values + i)));
  for (; i < count; i++) {
    V x = (V){0} + partial[i], y = (V){0} + values[i];
    partial[i] = TYPED(join)(kind, x, y)[0];
  }
}

/// Reduces register `source` over the rows of a block; see martlet_tiles_reduce_columns.
static void TYPED(reduce_columns)(
    const martlet_tile_program *program, martlet_reduction kind, int32_t source,
    martlet_column_block block, void *out, martlet_element out_element) {
  TYPED(frame) frame;
  int64_t width = block.column_end - block.column_begin;
  TYPED(begin)(&frame, program, MARTLET_TILE_LENGTH);
  // Short rows share a tile, if they are whole.
  bool is_whole = width == block.columns && width > 0;
  int64_t shared = is_whole && width < MARTLET_TILE_LENGTH ? MARTLET_TILE_LENGTH / width : 1;
  for (int64_t first = 0; first < width; first += MARTLET_TILE_LENGTH) {
    int64_t count = width - first < MARTLET_TILE_LENGTH ? width - first : MARTLET_TILE_LENGTH;
    T outer[MARTLET_TILE_LENGTH], partial[MARTLET_TILE_LENGTH];
    for (int64_t i = 0; i < count; i++) outer[i] = partial[i] = TYPED(neutral)(kind);
    int64_t pending = 0;
    for (int64_t row = block.row_begin; row < block.row_end; row += shared) {
      int64_t rows = block.row_end - row < shared ? block.row_end - row : shared;
      int64_t place =
          (block.outer * block.rows + row) * block.columns + block.column_begin + first;
      TYPED(run_tile)(&frame, place, (rows - 1) * block.columns + count);
      for (int64_t i = 0; i < rows; i++)
        TYPED(join_row)(kind, partial, frame.registers[source] + i * block.columns, count);
      pending += rows;
      if (pending < JOINS_OF_A_PARTIAL && row + rows < block.row_end) continue;
      TYPED(join_row)(kind, outer, partial, count);
      for (int64_t i = 0; i < count; i++) partial[i] = TYPED(neutral)(kind);
      pending = 0;
    }
    char *results = (char *)out + first * TYPED(size)(out_element);
    TYPED(convert_out)(results, out_element, 1, count, outer);
  }
}

#undef JOINS_OF_A_PARTIAL
