/* SPDX-License-Identifier: MIT */
/* What a parsed template is made of, between template_parse.c, which makes it, and template.c,
 * which renders it. */
#ifndef NOTIFY_TEMPLATE_INNER_H
#define NOTIFY_TEMPLATE_INNER_H

#include <stdbool.h>
#include <stddef.h>

enum part_kind {
	PART_NOTHING,  /* what stood around a tag that has its line for itself */
	PART_LINE,     /* a line of the template begins: where a partial's indentation goes */
	PART_TEXT,     /* as it is */
	PART_VALUE,    /* {{name}} */
	PART_RAW,      /* {{{name}}} or {{&name}} */
	PART_SECTION,  /* {{#name}}, up to the end that `next` tells */
	PART_INVERTED, /* {{^name}}, the same */
	PART_END,      /* {{/name}} */
	PART_PARTIAL,  /* {{>name}} */
};

struct part {
	enum part_kind kind;
	unsigned line;
	const char *text; /* the text, or the name with a NUL behind it */
	size_t size;
	size_t next; /* of a section: its end's place */
	bool alone;  /* of a partial: it has its line for itself, so that its indentation counts */
	const char *indent; /* of such a partial: what stands before it */
	size_t indent_size;
};

struct template
{
	char *name;
	char *source; /* what the parts point into; names in it have been ended with NUL */
	struct part *parts;
	size_t count;
	size_t capacity;
};

#endif
