/* SPDX-License-Identifier: MIT */
/* FNV-1a in 32 bits: names are short and not chosen by peers. */
#include "api/hash.h"

#include <stdint.h>

unsigned hash_bytes(const char *bytes, size_t size)
{
	uint32_t hash = 2166136261U;
	for (size_t i = 0; i < size; i++)
		hash = (hash ^ (unsigned char)bytes[i]) * 16777619U;
	return hash;
}
