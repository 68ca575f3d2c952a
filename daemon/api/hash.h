/* SPDX-License-Identifier: MIT */
/* A number from a name, for tables and for spreading plans over connections; pure. */
#ifndef API_HASH_H
#define API_HASH_H

#include <stddef.h>

/* Equal bytes give equal numbers, in every process of every machine. */
unsigned hash_bytes(const char *bytes, size_t size);

#endif
