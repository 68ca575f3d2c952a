/* SPDX-License-Identifier: MIT */
/* Whether the schema that is there is the one that this copild knows; pure. */
#ifndef DB_VERSION_H
#define DB_VERSION_H

#include <stdbool.h>

#include "base/fault.h"

/* Found 0: there is none. On false the fault tells people what to do. */
bool version_fits(long found, int wanted, struct fault *fault);

#endif
