/* SPDX-License-Identifier: MIT */
/* The kinds of words that commands take (REF, DATE, WHO …): what they are called in help, how a
 * typed word becomes a parameter, what the shell completes. */
#ifndef CLIENT_KIND_H
#define CLIENT_KIND_H

#include <jansson.h>
#include <stddef.h>

struct kind {
	const char *name;  /* as usage strings write it */
	const char *shown; /* as people read it */
	const char *help;
	/* The parameter for a word; NULL when the word will not do. */
	json_t *(*parse)(const char *word);
	/* What the shell completes (complete.c), "=…" being the words themselves; NULL for nothing.
	 */
	const char *completes;
};

/* The kind of that name (`length` letters of it), NULL when there is none. */
const struct kind *kind_find(const char *name, size_t length);

/* The n-th kind, NULL after the last. */
const struct kind *kind_at(size_t number);

#endif
