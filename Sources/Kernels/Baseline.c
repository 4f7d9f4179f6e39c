// The kernels in the instruction set that every processor has.
#define TIER baseline
#define VECTOR_BYTES 16
#include "Tiers/Tier.h"
