/* SPDX-License-Identifier: MIT */
/* Sentences, cells and lines with places for a JSON object's values:
 *   "{ref} is due {due:due}[, owner: {owner:party}]"
 * A place is a path of keys and, after a colon, how its value is written (the table is in
 * phrase.c); what stands in brackets is left out when one of its places is empty. */
#ifndef CLIENT_PHRASE_H
#define CLIENT_PHRASE_H

#include <jansson.h>

/* The template with its places filled; "" when it has only empty places. Released with free(). */
char *phrase_fill(const char *template, const json_t *object);

/* The value at that path ("owner.name"), "" being the object itself; NULL when there is none. */
const json_t *phrase_value(const json_t *object, const char *path);

/* The string at that path, or NULL. */
const char *phrase_string(const json_t *object, const char *path);

/* The whole number at that path, or 0. */
json_int_t phrase_integer(const json_t *object, const char *path);

#endif
