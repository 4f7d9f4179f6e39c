// What a tier includes, before its instruction set is chosen: the C library's own functions must
// keep the baseline's.
#pragma once

#include <float.h>
#if defined(__x86_64__)
#include <immintrin.h>
#endif
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
