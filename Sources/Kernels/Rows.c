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

/// An index, of type i32 or i64.
static inline int64_t index_at(const void *indices, martlet_element element, int64_t i) {
  return element == MARTLET_I64 ? ((const int64_t *)indices)[i] : ((const int32_t *)indices)[i];
}

int64_t martlet_gather_rows(
    const void *source, martlet_rows rows, const void *indices, martlet_element index_element,
    void *target, int64_t begin, int64_t end) {
  size_t size = (size_t)(rows.row_length * rows.element_size);
  for (int64_t i = begin; i < end; i++) {
    int64_t row = index_at(indices, index_element, i);
    if (row < 0 || row >= rows.count) return i;
    memcpy((char *)target + (size_t)i * size, (const char *)source + (size_t)row * size, size);
  }
  return -1;
}

#define ADD_ROW(type, unsigned_type)                                              \
  {                                                                               \
    unsigned_type *sums = (unsigned_type *)target + row * rows.row_length;        \
    const unsigned_type *added = (const unsigned_type *)updates + i * rows.row_length; \
    for (int64_t k = 0; k < rows.row_length; k++) sums[k] += added[k];            \
    break;                                                                        \
  }

int64_t martlet_scatter_add_rows(
    void *target, martlet_rows rows, martlet_element element, const void *indices,
    martlet_element index_element, int64_t count, const void *updates, int64_t begin,
    int64_t end) {
  for (int64_t i = 0; i < count; i++) {
    int64_t row = index_at(indices, index_element, i);
    if (row < 0 || row >= rows.count) return i;
    if (row < begin || row >= end) continue;
    switch (element) {
      case MARTLET_F32: ADD_ROW(float, float)
      case MARTLET_F64: ADD_ROW(double, double)
      case MARTLET_I64: ADD_ROW(int64_t, uint64_t)
      default: ADD_ROW(int32_t, uint32_t)
    }
  }
  return -1;
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
    case MARTLET_I64: arg_extreme_int64_t(source, is_maximum, length, inner, out, begin, end); break;
    default: arg_extreme_int32_t(source, is_maximum, length, inner, out, begin, end); break;
  }
}
