#include <stddef.h>
#include <string.h>

/// The one thing that LAPACK wants of Fortran's runtime: two strings behind each other, cut or filled
/// with blanks. With it inside, the release links no Fortran library, which each start would load.
__attribute__((visibility("hidden"))) void _gfortran_concat_string(
    size_t length, char *target, size_t first_length, const char *first, size_t second_length,
    const char *second) {
  size_t taken = first_length < length ? first_length : length;
  memcpy(target, first, taken);
  size_t rest = length - taken;
  size_t more = second_length < rest ? second_length : rest;
  memcpy(target + taken, second, more);
  memset(target + taken + more, ' ', rest - more);
}
