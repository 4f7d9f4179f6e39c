/// Kernels that move whole rows, or choose one of them.
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "MartletTiles.h"

/// Where rows go and come from: `count` rows of `row_length` elements of `element_size` bytes.
typedef struct {
  int64_t count;
  int64_t row_length;
  int64_t element_size;
} martlet_rows;

/// Transposes rows `begin ..< end` of a matrix [rows, columns] into one of [columns, rows].
///
/// Elements have 1, 2, 4 or 8 bytes.
void martlet_transpose(
    const void *source, void *target, int64_t rows, int64_t columns, int64_t element_size,
    int64_t begin, int64_t end);

/// Copies row `indices[i]` of `source` to row i of `target`, for i in `begin ..< end`.
///
/// Indices are i32 or i64. Returns the first i whose index is out of range, where it stops; or -1.
int64_t martlet_gather_rows(
    const void *source, martlet_rows rows, const void *indices, martlet_element index_element,
    void *target, int64_t begin, int64_t end);

/// Adds row i of `updates` to row `indices[i]` of `target`, for all i < `count` in order.
///
/// Handles only the target's rows `begin ..< end`, so that others can have theirs; elements are
/// f64, f32, i64 or i32. Returns the first i whose index is out of the target, where it stops;
/// or -1.
int64_t martlet_scatter_add_rows(
    void *target, martlet_rows rows, martlet_element element, const void *indices,
    martlet_element index_element, int64_t count, const void *updates, int64_t begin, int64_t end);

/// The index of the first extreme element along the middle axis of [outer, length, inner].
///
/// The first NaN wins. Elements are f64, f32, i64 or i32; handles the outer indices
/// `begin ..< end`.
void martlet_arg_extreme(
    const void *source, martlet_element element, bool is_maximum, int64_t length, int64_t inner,
    int32_t *out, int64_t begin, int64_t end);
