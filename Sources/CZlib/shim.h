/* zlib, as the distribution installs it. */
#include <zlib.h>
