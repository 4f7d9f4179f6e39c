// What every tier provides, so that a call can choose among them.
#pragma once

#include "MartletRandom.h"
#include "MartletTiles.h"

/// The tile machine for one type of register.
typedef struct {
  void (*map)(const martlet_tile_program *, int64_t, int64_t);
  void (*reduce)(
      const martlet_tile_program *, martlet_reduction, int32_t, int64_t, int64_t, int64_t, int64_t,
      void *, martlet_element);
  void (*reduce_columns)(
      const martlet_tile_program *, martlet_reduction, int32_t, martlet_column_block, void *,
      martlet_element);
} martlet_tile_functions;

/// The functions of one tier.
typedef struct {
  martlet_tile_functions f32, f64, i32, i64;
  void (*random_bits)(uint64_t, int64_t, int64_t, uint32_t *);
  void (*random_uniform_f32)(uint64_t, int64_t, int64_t, float *);
  void (*random_normal_f32)(uint64_t, int64_t, int64_t, float *);
} martlet_tier_table;

extern const martlet_tier_table martlet_table_baseline;
#if defined(__x86_64__)
extern const martlet_tier_table martlet_table_avx2;
extern const martlet_tier_table martlet_table_avx512;
#endif
