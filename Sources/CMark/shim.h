/* CommonMark with GitHub's tables, as the distribution installs it. */
#include <cmark-gfm.h>
#include <cmark-gfm-core-extensions.h>
