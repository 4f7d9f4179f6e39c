/* OpenBLAS's C interface, as the distribution installs it. */
#include <cblas.h>
#include <stddef.h>

/* LAPACK's routines in the same library, as Fortran has them: all arguments by address, matrices by
   columns, and behind the others the length of each string. */
#define MARTLET_LAPACK(letter, real)                                                               \
  void letter##potrf_(                                                                             \
      const char *triangle, const int *n, real *a, const int *lda, int *info, size_t);             \
  void letter##getrf_(                                                                             \
      const int *m, const int *n, real *a, const int *lda, int *pivots, int *info);                \
  void letter##getrs_(                                                                             \
      const char *form, const int *n, const int *columns, const real *a, const int *lda,           \
      const int *pivots, real *b, const int *ldb, int *info, size_t);                              \
  void letter##syevd_(                                                                             \
      const char *job, const char *triangle, const int *n, real *a, const int *lda, real *w,       \
      real *work, const int *lwork, int *iwork, const int *liwork, int *info, size_t, size_t);     \
  void letter##geqrf_(                                                                             \
      const int *m, const int *n, real *a, const int *lda, real *tau, real *work,                  \
      const int *lwork, int *info);                                                                \
  void letter##orgqr_(                                                                             \
      const int *m, const int *n, const int *k, real *a, const int *lda, const real *tau,          \
      real *work, const int *lwork, int *info);                                                    \
  void letter##gesdd_(                                                                             \
      const char *job, const int *m, const int *n, real *a, const int *lda, real *s, real *u,      \
      const int *ldu, real *vt, const int *ldvt, real *work, const int *lwork, int *iwork,         \
      int *info, size_t);

MARTLET_LAPACK(s, float)
MARTLET_LAPACK(d, double)
