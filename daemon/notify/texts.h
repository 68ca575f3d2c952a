/* SPDX-License-Identifier: MIT */
/* What mail says: the templates of a directory, in each language one set for every shape of
 * message, and a message's view made a subject, a text and its HTML. See copild-templates(7). */
#ifndef NOTIFY_TEXTS_H
#define NOTIFY_TEXTS_H

#include <jansson.h>
#include <stdbool.h>

#include "base/fault.h"

/* A set as it was loaded: it does not change, so a new one is loaded beside it and takes its place.
 */
struct texts;

/* What one message says, in UTF-8 without NUL; each text belongs to who asked. */
struct mail_text {
	char *subject; /* one line, without control characters */
	char *text;    /* lines end with "\n" */
	char *html;    /* a whole document; lines end with "\n" */
};

void mail_text_done(struct mail_text *mail);

/* Loads DIRECTORY/LANGUAGE/SHAPE.{subject,text,html}.mustache and the partials _NAME.{text,html}
 * .mustache for every language and shape. All or nothing: when a file is missing, unreadable or no
 * template, or names a partial that is not there, it is NULL with the fault ("FILE:LINE: reason",
 * the file below the directory). The caller frees what it gets. */
struct texts *texts_load(const char *directory, struct fault *fault);

void texts_free(struct texts *texts);

/* Whether there are templates for messages of this shape, such as "news". */
bool texts_know(const char *shape);

/* Fills `mail` with what the set's templates say of the view, in the locale's language ("fr",
 * "en-GB"; French for languages that there are no texts in). False with the fault, and nothing in
 * `mail`, when the shape is unknown, a limit is passed or one of the texts came out empty. */
bool texts_render(const struct texts *texts, const char *locale, const char *shape,
	const json_t *view, struct mail_text *mail, struct fault *fault)
	__attribute__((warn_unused_result));

#endif
