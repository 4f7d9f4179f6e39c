/* OpenBLAS's C interface, as the distribution installs it. */
#include <cblas.h>
