/* SPDX-License-Identifier: MIT */
/* What a set of templates is made of, between texts_load.c, which reads it, and texts.c, which
 * renders with it. */
#ifndef NOTIFY_TEXTS_INNER_H
#define NOTIFY_TEXTS_INNER_H

#include <stdbool.h>
#include <stddef.h>

#include "notify/template.h"

enum {
	TEXTS_LANGUAGES = 2,
	TEXTS_SHAPES = 6,
};

extern const char *const texts_languages[TEXTS_LANGUAGES];
extern const char *const texts_shapes[TEXTS_SHAPES];

/* The texts of a message; a file's name has the piece before its suffix. */
enum piece {
	PIECE_SUBJECT,
	PIECE_TEXT,
	PIECE_HTML,
	PIECES,
};

/* One file. */
struct entry {
	char *name; /* "news", or "_action" for the partial of the name "action" */
	char *file; /* below the directory: "fr/news.text.mustache" */
	struct template *template;
	enum { ENTRY_NEW, ENTRY_OPEN, ENTRY_CHECKED } state; /* while its partials are checked */
};

/* All files of one language that hold one piece: where that piece's partials are looked for. */
struct shelf {
	struct entry *entries;
	size_t count;
};

struct texts {
	struct shelf shelves[TEXTS_LANGUAGES][PIECES];
};

/* The file of that name, or the partial: NULL when there is none. */
struct entry *shelf_find(const struct shelf *shelf, const char *name);
struct entry *shelf_partial(const struct shelf *shelf, const char *name);

#endif
