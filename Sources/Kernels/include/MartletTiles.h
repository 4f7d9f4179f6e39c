/// The tile machine: a fused group of elementwise operations, run over tiles that stay in L1.
///
/// A program computes registers, each a tile of MARTLET_TILE_LENGTH numbers, from operands in
/// memory, and stores some of them:
///
///     gelu:  r1 = 0.5 * r0;  r2 = erf(r0 * c);  r3 = r1 + r1 * r2
///
/// All registers of a program hold one type of number; operands of another type are converted
/// when they are loaded or stored.
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum {
  /// The numbers in a tile.
  MARTLET_TILE_LENGTH = 256,
  /// The registers that a program may use.
  MARTLET_TILE_REGISTERS = 64,
  /// The axes of an iteration space.
  MARTLET_TILE_AXES = 16,
};

/// Element types, numbered as Swift's `ElementType` lists them.
typedef enum {
  MARTLET_F64,
  MARTLET_F32,
  MARTLET_F16,
  MARTLET_BF16,
  MARTLET_I64,
  MARTLET_I32,
  MARTLET_I8,
  MARTLET_U8,
  MARTLET_BOOL,
} martlet_element;

/// What an instruction computes from its sources x, y, z. Truth is 1 or 0 in the program's type.
///
/// From MARTLET_SQRT to MARTLET_IS_FINITE they need a floating type. Integers wrap;
/// quotients by zero are 0, and all of x remains. Quotients `floor_divide` round down, and remainders
/// take y's sign.
typedef enum {
  MARTLET_COPY,
  MARTLET_ADD,
  MARTLET_SUBTRACT,
  MARTLET_MULTIPLY,
  MARTLET_MULTIPLY_ADD,  ///< x * y + z, rounded once or twice
  MARTLET_FLOOR_DIVIDE,
  MARTLET_REMAINDER,
  MARTLET_POWER,
  MARTLET_MAXIMUM,  ///< NaN if either is
  MARTLET_MINIMUM,  ///< NaN if either is
  MARTLET_NEGATE,
  MARTLET_ABS,
  MARTLET_SIGN,
  MARTLET_EQUAL,
  MARTLET_NOT_EQUAL,
  MARTLET_LESS,
  MARTLET_LESS_EQUAL,
  MARTLET_GREATER,
  MARTLET_GREATER_EQUAL,
  MARTLET_AND,
  MARTLET_OR,
  MARTLET_NOT,
  MARTLET_SELECT,  ///< y where x is not 0, z elsewhere
  MARTLET_SQRT,
  MARTLET_DIVIDE,
  MARTLET_RECIPROCAL,
  MARTLET_RSQRT,
  MARTLET_EXP,
  MARTLET_EXPM1,
  MARTLET_LOG,
  MARTLET_LOG1P,
  MARTLET_SIN,
  MARTLET_COS,
  MARTLET_TAN,
  MARTLET_ASIN,
  MARTLET_ACOS,
  MARTLET_ATAN,
  MARTLET_SINH,
  MARTLET_COSH,
  MARTLET_TANH,
  MARTLET_ERF,
  MARTLET_SIGMOID,
  MARTLET_SOFTPLUS,
  MARTLET_FLOOR,
  MARTLET_CEIL,
  MARTLET_ROUND,  ///< ties go to the even neighbour
  MARTLET_TRUNC,
  MARTLET_IS_NAN,
  MARTLET_IS_FINITE,
  MARTLET_OPCODE_COUNT,
} martlet_opcode;

/// How a reduction joins two numbers.
typedef enum {
  MARTLET_REDUCE_SUM,
  MARTLET_REDUCE_PRODUCT,
  MARTLET_REDUCE_MAXIMUM,
  MARTLET_REDUCE_MINIMUM,
} martlet_reduction;

/// The instruction sets that the kernels are compiled for.
typedef enum {
  MARTLET_BASELINE,
  MARTLET_AVX2,
  MARTLET_AVX512,
} martlet_tier;

/// One step of a program: `target` becomes the opcode's function of registers x, y, z.
typedef struct {
  uint16_t opcode;
  uint16_t target;
  uint16_t x;
  uint16_t y;
  uint16_t z;
} martlet_instruction;

/// A register that holds one number in every place.
typedef struct {
  /// The register.
  int32_t target;
  /// The number, in a floating program.
  double value;
  /// The number, in an integer program.
  int64_t integer;
} martlet_constant;

/// Memory that a program loads from or stores to, as it lies over the iteration space.
typedef struct {
  /// The element at index 0 of every axis.
  void *data;
  /// The elements' type, a martlet_element.
  int32_t element;
  /// The register that is loaded or stored.
  int32_t target;
  /// The elements between neighbours along each axis of the space; 0 repeats.
  int64_t strides[MARTLET_TILE_AXES];
} martlet_operand;

/// A fused group and the space that it runs over.
///
/// An input and an output may overlap if they are the same elements at the same places; then an
/// output must be an instruction's target, not an input.
typedef struct {
  /// The type of the registers: f64, f32, i64 or i32.
  int32_t element;
  /// The number of axes; 0 is a space of one place.
  int32_t axis_count;
  /// The sizes of the axes, outermost first.
  int64_t sizes[MARTLET_TILE_AXES];
  int32_t input_count;
  int32_t output_count;
  int32_t constant_count;
  int32_t instruction_count;
  const martlet_operand *inputs;
  const martlet_operand *outputs;
  const martlet_constant *constants;
  const martlet_instruction *instructions;
} martlet_tile_program;

/// The best tier that this processor has.
martlet_tier martlet_best_tier(void);

/// Runs a program at the places `begin ..< end`, counted in row-major order.
void martlet_tiles_map(
    martlet_tier tier, const martlet_tile_program *program, int64_t begin, int64_t end);

/// Runs a program and reduces register `source` over consecutive segments of its space.
///
/// Segment s is the places `s * length ..< min((s + 1) * length, total)`; its result goes to
/// `out[s]`, of type `out_element`. Handles the segments `begin ..< end`. Sums keep several
/// partial sums, in an order that depends on the length alone. Outputs are stored as well.
void martlet_tiles_reduce(
    martlet_tier tier, const martlet_tile_program *program, martlet_reduction kind, int32_t source,
    int64_t length, int64_t total, int64_t begin, int64_t end, void *out,
    martlet_element out_element);

/// A part of a space of [outer, rows, columns] whose rows are reduced.
typedef struct {
  int64_t rows;
  int64_t columns;
  /// The outer index.
  int64_t outer;
  int64_t row_begin;
  int64_t row_end;
  int64_t column_begin;
  int64_t column_end;
} martlet_column_block;

/// Runs a program and reduces register `source` over the rows of a block.
///
/// The result for column c goes to `out[c - column_begin]`. Outputs are stored as well.
void martlet_tiles_reduce_columns(
    martlet_tier tier, const martlet_tile_program *program, martlet_reduction kind, int32_t source,
    martlet_column_block block, void *out, martlet_element out_element);
