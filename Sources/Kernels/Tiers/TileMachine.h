// The tile machine for one type of register. Included by Tier.h, which sets
//   T, MASK, WRAP       the type, the integer of its size, the type that its sums wrap in
//   SUFFIX, ELEMENT     its name
//   FLOATING            whether it has fractions
//   VECTOR_FUNCTIONS    whether VectorMath.h has functions for it
//   LIBM(function)      the C library's function for it

typedef T TYPED(V) __attribute__((vector_size(VECTOR_BYTES)));
typedef MASK TYPED(M) __attribute__((vector_size(VECTOR_BYTES)));
typedef WRAP TYPED(U) __attribute__((vector_size(VECTOR_BYTES)));
/// A vector anywhere in an array of T.
typedef T TYPED(A) __attribute__((vector_size(VECTOR_BYTES), aligned(sizeof(T)), may_alias));

#define V TYPED(V)
#define M TYPED(M)
#define U TYPED(U)
#define LOAD(pointer) ((V)(*(const TYPED(A) *)(pointer)))
#define STORE(pointer, value) (*(TYPED(A) *)(pointer) = (TYPED(A))(value))

/// How an operand lies over the places of a tile.
typedef enum {
  /// One element for all of them.
  TYPED(REPEATED),
  /// One after the other, of the registers' type: no copy is needed.
  TYPED(IN_PLACE),
  /// Anything else.
  TYPED(STRIDED),
} TYPED(layout);

/// The state of one run.
typedef struct {
  const martlet_tile_program *program;
  /// What each register reads from: its tile, or memory in place.
  const T *registers[MARTLET_TILE_REGISTERS];
  /// The layout of each input and output.
  TYPED(layout) inputs[MARTLET_TILE_REGISTERS];
  TYPED(layout) outputs[MARTLET_TILE_REGISTERS];
  /// The output that the last instruction may write in place, or -1.
  int32_t direct_output;
  T tiles[MARTLET_TILE_REGISTERS][MARTLET_TILE_LENGTH] __attribute__((aligned(64)));
} TYPED(frame);

#include "TileMemory.h"
#include "TileInstructions.h"
#include "TileReductions.h"

#undef V
#undef M
#undef U
#undef LOAD
#undef STORE
#undef T
#undef MASK
#undef WRAP
#undef SUFFIX
#undef FLOATING
#undef VECTOR_FUNCTIONS
#undef LIBM
#undef ELEMENT
