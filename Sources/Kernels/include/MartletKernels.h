/// The inner loops of Martlet's runtime: plain C over plain pointers.
///
/// Nothing here allocates, prints or keeps state, and only the pool knows threads. A kernel takes
/// a range `begin ..< end` of its work, so that callers can split it; what it writes does not
/// depend on how they do.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "MartletPool.h"
#include "MartletRandom.h"
#include "MartletRows.h"
#include "MartletTiles.h"
