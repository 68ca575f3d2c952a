/* SPDX-License-Identifier: MIT */
/* The catalogue as an OpenRPC document; pure. */
#ifndef API_DISCOVER_H
#define API_DISCOVER_H

#include <jansson.h>

#include "api/catalog.h"

/* The document of the daemon's own methods and the catalogue's, by name. The caller owns the
 * reference. */
json_t *discover_document(const struct catalog *own, const struct catalog *catalog);

#endif
