/* SPDX-License-Identifier: MIT */
/* The options of the configuration: one table that everything about them is made from. */
#ifndef BASE_OPTIONS_H
#define BASE_OPTIONS_H

#include "base/option.h"

enum { OPTION_MAX = 100 };

/* The table, in the order of the manual. */
extern const struct option options[];
extern const size_t option_total; /* at most OPTION_MAX */

#endif
