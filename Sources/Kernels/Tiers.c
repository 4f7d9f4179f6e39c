// The choice among the tiers.
#include <stdbool.h>

#include "TierTable.h"

martlet_tier martlet_best_tier(void) {
#if defined(__x86_64__)
  bool has_avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")
                  && __builtin_cpu_supports("f16c");
  bool has_avx512 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw")
                    && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
  if (has_avx2 && has_avx512) return MARTLET_AVX512;
  if (has_avx2) return MARTLET_AVX2;
#endif
  return MARTLET_BASELINE;
}

/// The functions of a tier, which this processor must have.
static const martlet_tier_table *table(martlet_tier tier) {
#if defined(__x86_64__)
  switch (tier) {
    case MARTLET_AVX512: return &martlet_table_avx512;
    case MARTLET_AVX2: return &martlet_table_avx2;
    case MARTLET_BASELINE: break;
  }
#endif
  return &martlet_table_baseline;
}

/// The tile machine of a tier for a type of register.
static const martlet_tile_functions *machine(martlet_tier tier, int32_t element) {
  const martlet_tier_table *functions = table(tier);
  switch (element) {
    case MARTLET_F64: return &functions->f64;
    case MARTLET_I64: return &functions->i64;
    case MARTLET_I32: return &functions->i32;
    default: return &functions->f32;
  }
}

void martlet_tiles_map(
    martlet_tier tier, const martlet_tile_program *program, int64_t begin, int64_t end) {
  machine(tier, program->element)->map(program, begin, end);
}

void martlet_tiles_reduce(
    martlet_tier tier, const martlet_tile_program *program, martlet_reduction kind, int32_t source,
    int64_t length, int64_t total, int64_t begin, int64_t end, void *out,
    martlet_element out_element) {
  machine(tier, program->element)
      ->reduce(program, kind, source, length, total, begin, end, out, out_element);
}

void martlet_tiles_reduce_columns(
    martlet_tier tier, const martlet_tile_program *program, martlet_reduction kind, int32_t source,
    martlet_column_block block, void *out, martlet_element out_element) {
  machine(tier, program->element)->reduce_columns(program, kind, source, block, out, out_element);
}

void martlet_random_bits(
    martlet_tier tier, uint64_t key, int64_t begin, int64_t end, uint32_t *out) {
  table(tier)->random_bits(key, begin, end, out);
}

void martlet_random_uniform_f32(
    martlet_tier tier, uint64_t key, int64_t begin, int64_t end, float *out) {
  table(tier)->random_uniform_f32(key, begin, end, out);
}

void martlet_random_normal_f32(
    martlet_tier tier, uint64_t key, int64_t begin, int64_t end, float *out) {
  table(tier)->random_normal_f32(key, begin, end, out);
}
