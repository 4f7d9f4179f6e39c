/// Kernels that move parts of tensors, or choose one of them.
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "MartletTiles.h"

/// Transposes rows `begin ..< end` of a matrix [rows, columns] into one of [columns, rows].
///
/// Elements have 1, 2, 4 or 8 bytes.
void martlet_transpose(
    const void *source, void *target, int64_t rows, int64_t columns, int64_t element_size,
    int64_t begin, int64_t end);

enum {
  /// The axes that positions, or the rest of a tensor, may have.
  MARTLET_PART_AXES = 16,
};

/// Positions along one axis of a tensor.
typedef struct {
  /// The positions, one after the other.
  const void *data;
  /// Their type: i32 or i64.
  int32_t element;
  /// The size of the axis.
  int64_t size;
  /// The elements between neighbours along the axis.
  int64_t stride;
} martlet_positions;

/// Parts of a tensor: at the i-th of the positions along some axes, all of the other axes.
typedef struct {
  int64_t element_size;
  int32_t index_count;
  int32_t rest_count;
  martlet_positions indices[MARTLET_PART_AXES];
  /// The sizes of the other axes, outermost first.
  int64_t rest_sizes[MARTLET_PART_AXES];
  /// The elements between neighbours along the other axes.
  int64_t rest_strides[MARTLET_PART_AXES];
} martlet_parts;

/// Copies the parts `begin ..< end` of `source` to `target`, one after the other.
///
/// Returns the first i whose position is out of range, where it stops; or -1.
int64_t martlet_gather(
    const void *source, const martlet_parts *parts, void *target, int64_t begin, int64_t end);

/// Adds numbers, which lie one part after the other, to the parts `0 ..< count` of `target`.
///
/// In order, so that sums of the same element are always rounded alike. Handles only the places
/// `begin ..< end` of the first of the other axes, so that others can have theirs. Elements are
/// f64, f32, i64 or i32. Returns the first i whose position is out of range, where it stops; or -1.
int64_t martlet_scatter_add(
    void *target, const martlet_parts *parts, martlet_element element, const void *updates,
    int64_t count, int64_t begin, int64_t end);

/// The first of some integers that is not in `0 ..< bound`, by its place; or -1.
int64_t martlet_first_outside(
    const void *numbers, martlet_element element, int64_t count, int64_t bound);

/// The index of the first extreme element along the middle axis of [outer, length, inner].
///
/// The first NaN wins. Elements are f64, f32, i64 or i32; handles the outer indices
/// `begin ..< end`.
void martlet_arg_extreme(
    const void *source, martlet_element element, bool is_maximum, int64_t length, int64_t inner,
    int32_t *out, int64_t begin, int64_t end);
