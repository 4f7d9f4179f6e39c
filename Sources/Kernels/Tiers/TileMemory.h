// Between memory and tiles: conversion, strides, layouts.

#define LOAD_CASE(element_type, S, expression)                                    \
  case element_type: {                                                            \
    const S *from = (const S *)source;                                            \
    if (stride == 1) {                                                            \
      for (int64_t i = 0; i < count; i++) {                                       \
        S x = from[i];                                                            \
        target[i] = (T)(expression);                                              \
      }                                                                           \
    } else if (stride == 0) {                                                     \
      S x = from[0];                                                              \
      T repeated = (T)(expression);                                               \
      for (int64_t i = 0; i < count; i++) target[i] = repeated;                   \
    } else {                                                                      \
      for (int64_t i = 0; i < count; i++) {                                       \
        S x = from[i * stride];                                                   \
        target[i] = (T)(expression);                                              \
      }                                                                           \
    }                                                                             \
    break;                                                                        \
  }

#if FLOATING
#define WHOLE32(x) (x)
#define WHOLE64(x) (x)
#else
#define WHOLE32(x) JOIN(SUFFIX, from_f32)(x)
#define WHOLE64(x) JOIN(SUFFIX, from_f64)(x)
#endif

/// Converts `count` elements, `stride` apart, from memory.
static void TYPED(convert_in)(
    const void *source, int32_t element, int64_t stride, int64_t count, T *target) {
  switch ((martlet_element)element) {
    LOAD_CASE(MARTLET_F64, double, WHOLE64(x))
    LOAD_CASE(MARTLET_F32, float, WHOLE32(x))
    LOAD_CASE(MARTLET_F16, uint16_t, WHOLE32(f32_from_f16(x)))
    LOAD_CASE(MARTLET_BF16, uint16_t, WHOLE32(f32_from_bf16(x)))
    LOAD_CASE(MARTLET_I64, int64_t, x)
    LOAD_CASE(MARTLET_I32, int32_t, x)
    LOAD_CASE(MARTLET_I8, int8_t, x)
    LOAD_CASE(MARTLET_U8, uint8_t, x)
    LOAD_CASE(MARTLET_BOOL, uint8_t, x)
  }
}

#define STORE_CASE(element_type, S, expression)                                   \
  case element_type: {                                                            \
    S *to = (S *)target;                                                          \
    if (stride == 1) {                                                            \
      for (int64_t i = 0; i < count; i++) {                                       \
        T x = source[i];                                                          \
        to[i] = (S)(expression);                                                  \
      }                                                                           \
    } else {                                                                      \
      for (int64_t i = 0; i < count; i++) {                                       \
        T x = source[i];                                                          \
        to[i * stride] = (S)(expression);                                         \
      }                                                                           \
    }                                                                             \
    break;                                                                        \
  }

#if FLOATING
#define WHOLE(type, x) JOIN(type##_from, SUFFIX)(x)
#else
#define WHOLE(type, x) (x)
#endif

/// Converts `count` numbers to elements `stride` apart in memory.
static void TYPED(convert_out)(
    void *target, int32_t element, int64_t stride, int64_t count, const T *source) {
  switch ((martlet_element)element) {
    STORE_CASE(MARTLET_F64, double, x)
    STORE_CASE(MARTLET_F32, float, x)
    STORE_CASE(MARTLET_F16, uint16_t, f16_from_f32((float)x))
    STORE_CASE(MARTLET_BF16, uint16_t, bf16_from_f32((float)x))
    STORE_CASE(MARTLET_I64, int64_t, WHOLE(i64, x))
    STORE_CASE(MARTLET_I32, int32_t, WHOLE(i32, x))
    STORE_CASE(MARTLET_I8, int8_t, WHOLE(i8, x))
    STORE_CASE(MARTLET_U8, uint8_t, WHOLE(u8, x))
    STORE_CASE(MARTLET_BOOL, uint8_t, x != 0)
  }
}

#undef LOAD_CASE
#undef STORE_CASE
#undef WHOLE
#undef WHOLE32
#undef WHOLE64

/// The bytes of an element.
static INLINE int64_t TYPED(size)(int32_t element) {
  switch ((martlet_element)element) {
    case MARTLET_F64:
    case MARTLET_I64: return 8;
    case MARTLET_F32:
    case MARTLET_I32: return 4;
    case MARTLET_F16:
    case MARTLET_BF16: return 2;
    case MARTLET_I8:
    case MARTLET_U8:
    case MARTLET_BOOL: return 1;
  }
  return 1;
}

/// The layout of an operand over a program's space.
static TYPED(layout) TYPED(layout_of)(
    const martlet_tile_program *program, const martlet_operand *operand) {
  bool is_repeated = true, is_dense = operand->element == ELEMENT;
  int64_t step = 1;
  for (int32_t axis = program->axis_count - 1; axis >= 0; axis--) {
    if (program->sizes[axis] == 1) continue;
    is_repeated &= operand->strides[axis] == 0;
    is_dense &= operand->strides[axis] == step;
    step *= program->sizes[axis];
  }
  return is_repeated ? TYPED(REPEATED) : is_dense ? TYPED(IN_PLACE) : TYPED(STRIDED);
}

/// A walk over the rows of the space that a range of places touches.
typedef struct {
  const martlet_tile_program *program;
  const martlet_operand *operand;
  /// The index on every axis but the last, and the place within the row.
  int64_t index[MARTLET_TILE_AXES];
  int64_t inner;
  /// The offset of the row's first element.
  int64_t offset;
} TYPED(walk);

/// The walk that begins at a place.
static TYPED(walk) TYPED(walk_from)(
    const martlet_tile_program *program, const martlet_operand *operand, int64_t place) {
  TYPED(walk) walk = {.program = program, .operand = operand};
  int32_t last = program->axis_count - 1;
  if (last < 0) return walk;
  walk.inner = place % program->sizes[last];
  place /= program->sizes[last];
  for (int32_t axis = last - 1; axis >= 0; axis--) {
    walk.index[axis] = place % program->sizes[axis];
    place /= program->sizes[axis];
    walk.offset += walk.index[axis] * operand->strides[axis];
  }
  return walk;
}

/// Goes to the first place of the next row.
static INLINE void TYPED(next_row)(TYPED(walk) *walk) {
  walk->inner = 0;
  for (int32_t axis = walk->program->axis_count - 2; axis >= 0; axis--) {
    walk->offset += walk->operand->strides[axis];
    if (++walk->index[axis] < walk->program->sizes[axis]) return;
    walk->offset -= walk->index[axis] * walk->operand->strides[axis];
    walk->index[axis] = 0;
  }
}

/// Copies `count` places from `place` on between an operand and a tile.
static void TYPED(transfer)(
    const martlet_tile_program *program, const martlet_operand *operand, int64_t place,
    int64_t count, T *tile, bool is_load) {
  int32_t last = program->axis_count - 1;
  int64_t length = last < 0 ? 1 : program->sizes[last];
  int64_t stride = last < 0 ? 1 : operand->strides[last];
  int64_t size = TYPED(size)(operand->element);
  TYPED(walk) walk = TYPED(walk_from)(program, operand, place);
  while (count > 0) {
    int64_t run = length - walk.inner < count ? length - walk.inner : count;
    char *memory = (char *)operand->data + (walk.offset + walk.inner * stride) * size;
    if (is_load) {
      TYPED(convert_in)(memory, operand->element, stride, run, tile);
    } else {
      TYPED(convert_out)(memory, operand->element, stride, run, tile);
    }
    tile += run;
    count -= run;
    TYPED(next_row)(&walk);
  }
}

/// Where an operand's elements lie for a tile, if they lie there as a tile does; or null.
static INLINE T *TYPED(in_place)(
    const martlet_tile_program *program, const martlet_operand *operand, TYPED(layout) layout,
    int64_t place, int64_t count) {
  if (count % LANES != 0) return NULL;
  if (layout == TYPED(IN_PLACE)) return (T *)operand->data + place;
  int32_t last = program->axis_count - 1;
  if (last < 0 || operand->element != ELEMENT || operand->strides[last] != 1) return NULL;
  TYPED(walk) walk = TYPED(walk_from)(program, operand, place);
  if (program->sizes[last] - walk.inner < count) return NULL;
  return (T *)operand->data + walk.offset + walk.inner;
}

/// Puts an input into its register for a tile; what is behind `count` becomes 0.
static INLINE void TYPED(load)(TYPED(frame) *frame, int32_t input, int64_t place, int64_t count) {
  if (frame->inputs[input] == TYPED(REPEATED)) return;
  const martlet_operand *operand = &frame->program->inputs[input];
  T *memory =
      TYPED(in_place)(frame->program, operand, frame->inputs[input], place, count);
  T *tile = frame->tiles[operand->target];
  frame->registers[operand->target] = memory ? memory : tile;
  if (memory) return;
  TYPED(transfer)(frame->program, operand, place, count, tile, true);
  for (int64_t i = count; i % LANES != 0; i++) tile[i] = 0;
}

/// Stores a tile's registers, except the one that was computed in place.
static INLINE void TYPED(store)(
    TYPED(frame) *frame, int64_t place, int64_t count, bool is_direct) {
  const martlet_tile_program *program = frame->program;
  for (int32_t output = 0; output < program->output_count; output++) {
    if (is_direct && output == frame->direct_output) continue;
    const martlet_operand *operand = &program->outputs[output];
    const T *values = frame->registers[operand->target];
    if (frame->outputs[output] == TYPED(IN_PLACE)) {
      memmove((T *)operand->data + place, values, (size_t)count * sizeof(T));
    } else {
      TYPED(transfer)(program, operand, place, count, (T *)values, false);
    }
  }
}

/// Prepares a run of at most `count` places a tile.
static void TYPED(begin)(TYPED(frame) *frame, const martlet_tile_program *program, int64_t count) {
  frame->program = program;
  if (count > MARTLET_TILE_LENGTH) count = MARTLET_TILE_LENGTH;
  count = (count + LANES - 1) / LANES * LANES;
  for (int32_t i = 0; i < MARTLET_TILE_REGISTERS; i++) frame->registers[i] = frame->tiles[i];
  for (int32_t i = 0; i < program->constant_count; i++) {
    const martlet_constant *constant = &program->constants[i];
    T value = (T)(FLOATING ? (T)constant->value : (T)constant->integer);
    for (int64_t k = 0; k < count; k++) frame->tiles[constant->target][k] = value;
  }
  for (int32_t i = 0; i < program->input_count; i++) {
    const martlet_operand *operand = &program->inputs[i];
    frame->inputs[i] = TYPED(layout_of)(program, operand);
    if (frame->inputs[i] != TYPED(REPEATED)) continue;
    TYPED(convert_in)(operand->data, operand->element, 0, count, frame->tiles[operand->target]);
  }
  frame->direct_output = -1;
  for (int32_t i = 0; i < program->output_count; i++) {
    const martlet_operand *operand = &program->outputs[i];
    TYPED(layout) layout = TYPED(layout_of)(program, operand);
    // A space of one place is repeated, yet stored.
    frame->outputs[i] = layout == TYPED(IN_PLACE) ? layout : TYPED(STRIDED);
    int32_t last = program->instruction_count - 1;
    if (layout == TYPED(IN_PLACE) && last >= 0
        && program->instructions[last].target == operand->target)
      frame->direct_output = i;
  }
}
