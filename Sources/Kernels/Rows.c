#include "MartletRows.h"

#include <stdbool.h>
#include <string.h>

/// The side of the squares that a transposition goes by, so that both sides stay in cache lines.
enum { square = 16 };

#define TRANSPOSE(type)                                                           \
  static void transpose_##type(                                                   \
      const type *source, type *target, int64_t rows, int64_t columns, int64_t begin, \
      int64_t end) {                                                              \
    for (int64_t top = begin; top < end; top += square)                           \
      for (int64_t left = 0; left < columns; left += square) {                    \
        int64_t bottom = top + square < end ? top + square : end;                 \
        int64_t right = left + square < columns ? left + square : columns;        \
        for (int64_t column = left; column < right; column++)                     \
          for (int64_t row = top; row < bottom; row++)                            \
            target[column * rows + row] = source[row * columns + column];         \
      }                                                                           \
  }

TRANSPOSE(uint8_t)
TRANSPOSE(uint16_t)
TRANSPOSE(uint32_t)
TRANSPOSE(uint64_t)

void martlet_transpose(
    const void *source, void *target, int64_t rows, int64_t columns, int64_t element_size,
    int64_t begin, int64_t end) {
  switch (element_size) {
    case 1: transpose_uint8_t(source, target, rows, columns, begin, end); break;
    case 2: transpose_uint16_t(source, target, rows, columns, begin, end); break;
    case 4: transpose_uint32_t(source, target, rows, columns, begin, end); break;
    case 8: transpose_uint64_t(source, target, rows, columns, begin, end); break;
    default: break;
  }
}

/// The offset of a part's first element, or -1 if a position is out of range.
static inline int64_t part_offset(const martlet_parts *parts, int64_t i) {
  int64_t offset = 0;
  for (int32_t axis = 0; axis < parts->index_count; axis++) {
    const martlet_positions *positions = &parts->indices[axis];
    int64_t position = positions->element == MARTLET_I64
                           ? ((const int64_t *)positions->data)[i]
                           : ((const int32_t *)positions->data)[i];
    if (position < 0 || position >= positions->size) return -1;
    offset += position * positions->stride;
  }
  return offset;
}

/// A walk over the rows of a part: the places of its axes but the last.
typedef struct {
  int64_t index[MARTLET_PART_AXES];
  int64_t offset;
} row_walk;

/// Goes to the next row; false behind the last. Axes before `first` stay where they are.
static inline bool next_row(const martlet_parts *parts, row_walk *walk, int32_t first) {
  for (int32_t axis = parts->rest_count - 2; axis >= first; axis--) {
    walk->offset += parts->rest_strides[axis];
    if (++walk->index[axis] < parts->rest_sizes[axis]) return true;
    walk->offset -= walk->index[axis] * parts->rest_strides[axis];
    walk->index[axis] = 0;
  }
  return false;
}

/// The number of elements of a part.
static int64_t part_length(const martlet_parts *parts) {
  int64_t length = 1;
  for (int32_t axis = 0; axis < parts->rest_count; axis++) length *= parts->rest_sizes[axis];
  return length;
}

#define COPY_ROW(type)                                                            \
  for (int64_t k = 0; k < length; k++)                                            \
    ((type *)to)[k] = ((const type *)from)[k * stride];                           \
  break;

/// Copies elements that lie `stride` apart.
static inline void copy_row(
    const char *from, char *to, int64_t length, int64_t stride, int64_t size) {
  if (stride == 1 && length > 1) {
    memcpy(to, from, (size_t)(length * size));
    return;
  }
  switch (size) {
    case 1: COPY_ROW(uint8_t)
    case 2: COPY_ROW(uint16_t)
    case 4: COPY_ROW(uint32_t)
    default: COPY_ROW(uint64_t)
  }
}

int64_t martlet_gather(
    const void *source, const martlet_parts *parts, void *target, int64_t begin, int64_t end) {
  int64_t size = parts->element_size;
  int32_t last = parts->rest_count - 1;
  int64_t length = last < 0 ? 1 : parts->rest_sizes[last];
  int64_t stride = last < 0 ? 1 : parts->rest_strides[last];
  int64_t whole = part_length(parts);
  char *to = (char *)target + begin * whole * size;
  for (int64_t i = begin; i < end; i++) {
    int64_t offset = part_offset(parts, i);
    if (offset < 0) return i;
    if (whole == 0) continue;
    row_walk walk = {.offset = offset};
    do {
      copy_row((const char *)source + walk.offset * size, to, length, stride, size);
      to += length * size;
    } while (next_row(parts, &walk, 0));
  }
  return -1;
}

#define ADD_ROW(type, unsigned_type)                                              \
  {                                                                               \
    unsigned_type *sums = (unsigned_type *)target + walk.offset;                  \
    const unsigned_type *added = (const unsigned_type *)updates + place;          \
    for (int64_t k = 0; k < length; k++) sums[k * stride] += added[k];            \
    break;                                                                        \
  }

int64_t martlet_scatter_add(
    void *target, const martlet_parts *parts, martlet_element element, const void *updates,
    int64_t count, int64_t begin, int64_t end) {
  int32_t last = parts->rest_count - 1;
  int64_t length = last < 0 ? 1 : parts->rest_sizes[last];
  int64_t stride = last < 0 ? 1 : parts->rest_strides[last];
  int64_t whole = part_length(parts);
  // The first of several axes is split by rows, an only one by its elements.
  bool is_row = last <= 0;
  int64_t per_first = is_row ? 1 : whole / (parts->rest_sizes[0] > 0 ? parts->rest_sizes[0] : 1);
  if (last == 0) length = end - begin;
  for (int64_t i = 0; i < count; i++) {
    int64_t offset = part_offset(parts, i);
    if (offset < 0) return i;
    if (whole == 0) continue;
    for (int64_t first = begin; first < (is_row ? begin + 1 : end); first++) {
      row_walk walk = {.offset = offset + (last < 0 ? 0 : first * parts->rest_strides[0])};
      int64_t place = i * whole + (last < 0 ? 0 : first * per_first);
      do {
        switch (element) {
          case MARTLET_F32: ADD_ROW(float, float)
          case MARTLET_F64: ADD_ROW(double, double)
          case MARTLET_I64: ADD_ROW(int64_t, uint64_t)
          default: ADD_ROW(int32_t, uint32_t)
        }
        place += length;
      } while (next_row(parts, &walk, 1));
    }
  }
  return -1;
}

#define FIRST_OUTSIDE(type)                                                       \
  for (int64_t i = 0; i < count; i++)                                             \
    if ((int64_t)((const type *)numbers)[i] < 0                                   \
        || (int64_t)((const type *)numbers)[i] >= bound)                          \
      return i;                                                                   \
  return -1;

int64_t martlet_first_outside(
    const void *numbers, martlet_element element, int64_t count, int64_t bound) {
  switch (element) {
    case MARTLET_I64: FIRST_OUTSIDE(int64_t)
    case MARTLET_I8: FIRST_OUTSIDE(int8_t)
    case MARTLET_U8: FIRST_OUTSIDE(uint8_t)
    default: FIRST_OUTSIDE(int32_t)
  }
}

#define ARG_EXTREME(type)                                                         \
  static void arg_extreme_##type(                                                 \
      const type *source, bool is_maximum, int64_t length, int64_t inner, int32_t *out, \
      int64_t begin, int64_t end) {                                               \
    for (int64_t outer = begin; outer < end; outer++)                             \
      for (int64_t column = 0; column < inner; column++) {                        \
        const type *values = source + outer * length * inner + column;            \
        int64_t chosen = 0;                                                       \
        type best = values[0];                                                    \
        for (int64_t i = 1; i < length && best == best; i++) {                    \
          type value = values[i * inner];                                         \
          if (value != value || (is_maximum ? value > best : value < best)) {     \
            best = value;                                                         \
            chosen = i;                                                           \
          }                                                                       \
        }                                                                         \
        out[outer * inner + column] = (int32_t)chosen;                            \
      }                                                                           \
  }

ARG_EXTREME(float)
ARG_EXTREME(double)
ARG_EXTREME(int32_t)
ARG_EXTREME(int64_t)

void martlet_arg_extreme(
    const void *source, martlet_element element, bool is_maximum, int64_t length, int64_t inner,
    int32_t *out, int64_t begin, int64_t end) {
  switch (element) {
    case MARTLET_F32: arg_extreme_float(source, is_maximum, length, inner, out, begin, end); break;
    case MARTLET_F64: arg_extreme_double(source, is_maximum, length, inner, out, begin, end); break;
    case MARTLET_I64:
      arg_extreme_int64_t(source, is_maximum, length, inner, out, begin, end);
      break;
    default: arg_extreme_int32_t(source, is_maximum, length, inner, out, begin, end); break;
  }
}
