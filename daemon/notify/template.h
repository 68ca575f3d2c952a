/* SPDX-License-Identifier: MIT */
/* Mustache, the core modules of its specification, over JSON: a text is parsed once and rendered
 * with any number of views. Pure: no files, no clock, no state between two renderings. */
#ifndef NOTIFY_TEMPLATE_H
#define NOTIFY_TEMPLATE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "base/fault.h"

enum template_escape {
	TEMPLATE_ESCAPE_HTML, /* {{x}} writes & < > " ' as entities, {{{x}}} and {{&x}} do not */
	TEMPLATE_ESCAPE_NONE, /* nothing is escaped: for what is not HTML */
};

enum {
	TEMPLATE_DEPTH_MAX = 64,           /* sections and partials inside one another */
	TEMPLATE_OUTPUT_MAX = 1024 * 1024, /* bytes of one rendering */
	TEMPLATE_STEPS_MAX = 256 * 1024,   /* parts of templates that one rendering passes */
	TEMPLATE_SOURCE_MAX = 256 * 1024,  /* bytes of one template */
};

/* A parsed template, which does not change and may be rendered by several at a time. */
struct template;

/* Parses text, of which a copy is kept. The name is what faults call it: "NAME:LINE: reason". NULL
 * with the fault when it is no template, or asks for what is not in the core modules. */
struct template *template_parse(
	const char *name, const char *text, size_t size, struct fault *fault);

void template_free(struct template *template);

/* The partials that the template names, one for each tag, in their order: NULL behind the last.
 * Lives as long as the template. */
const char *template_partial(const struct template *template, size_t index, unsigned *line);

/* Where a rendering looks for partials: NULL when there is none of that name, which writes nothing.
 */
struct template_partials {
	const struct template *(*find)(const void *shelf, const char *name);
	const void *shelf;
};

/* Adds to `out` what the template says of the view, a borrowed value of any kind. Partials may be
 * NULL. False with the fault ("NAME:LINE: reason") when a limit is passed; `out` then holds a
 * part. */
bool template_render(const struct template *template, const json_t *view,
	enum template_escape escape, const struct template_partials *partials, struct buffer *out,
	struct fault *fault) __attribute__((warn_unused_result));

#endif
