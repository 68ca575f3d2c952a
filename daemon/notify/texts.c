/* SPDX-License-Identifier: MIT */
/* A message's view as its subject, text and HTML. Whatever a template or a title holds, a subject
 * comes out as one line, so that no template can make a header. */
#include "notify/texts.h"

#include <assert.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/alloc.h"
#include "notify/control.h"
#include "notify/texts_inner.h"
#include "notify/view.h"

const char *const texts_languages[TEXTS_LANGUAGES] = {"fr", "en"};
const char *const texts_shapes[TEXTS_SHAPES] = {
	"news", "convened", "minutes", "pack", "digest", "alert"};

/* ---- looking up ------------------------------------------------------------------------------ */

struct entry *shelf_find(const struct shelf *shelf, const char *name)
{
	for (size_t i = 0; i < shelf->count; i++) {
		if (strcmp(shelf->entries[i].name, name) == 0)
			return &shelf->entries[i];
	}
	return NULL;
}

/* {{> action}} is the file "_action" of the same piece. */
struct entry *shelf_partial(const struct shelf *shelf, const char *name)
{
	for (size_t i = 0; i < shelf->count; i++) {
		const char *known = shelf->entries[i].name;

		if (known[0] == '_' && strcmp(known + 1, name) == 0)
			return &shelf->entries[i];
	}
	return NULL;
}

static const struct template *find_partial(const void *shelf, const char *name)
{
	const struct entry *entry = shelf_partial(shelf, name);

	return entry ? entry->template : NULL;
}

static size_t language_of(const char *locale)
{
	for (size_t i = 0; locale && i < TEXTS_LANGUAGES; i++) {
		size_t size = strlen(texts_languages[i]);

		if (strncasecmp(locale, texts_languages[i], size) == 0 &&
			!isalnum((unsigned char)locale[size]))
			return i;
	}
	return 0;
}

bool texts_know(const char *shape)
{
	for (size_t i = 0; i < TEXTS_SHAPES; i++) {
		if (strcmp(texts_shapes[i], shape) == 0)
			return true;
	}
	return false;
}

/* ---- tidying --------------------------------------------------------------------------------- */

/* A subject is one line whatever was in it: line ends, spaces in a row and other controls are one
 * space, and none at its ends. */
static char *one_line(const struct buffer *rendered)
{
	const char *from = buffer_data(rendered), *end = from + buffer_size(rendered);
	char *line = alloc_array(1, buffer_size(rendered) + 1);
	size_t size = 0;
	bool gap = false;

	while (from < end) {
		size_t skip = *from == ' ' ? 1 : control_size(from);

		if (skip > 0) {
			gap = size > 0;
			from += skip;
			continue;
		}
		if (gap)
			line[size++] = ' ';
		gap = false;
		line[size++] = *from++;
	}
	return line;
}

/* Copies a line to where it may overlap itself, without spaces at its end, controls made spaces. */
static size_t put_line(char *to, const char *line, size_t length)
{
	size_t size = 0;

	for (const char *from = line; from < line + length;) {
		size_t skip = *from == '\t' ? 0 : control_size(from);

		to[size++] = skip > 0 ? ' ' : *from;
		from += skip > 0 ? skip : 1;
	}
	while (size > 0 && (to[size - 1] == ' ' || to[size - 1] == '\t'))
		size--;
	return size;
}

/* What optional parts leave behind: empty lines stay only between others, never two in a row. */
static char *tidy(const struct buffer *rendered)
{
	const char *from = buffer_data(rendered), *end = from + buffer_size(rendered);
	char *text = alloc_array(1, buffer_size(rendered) + 2);
	size_t size = 0;
	bool gap = false;

	while (from < end) {
		const char *feed = memchr(from, '\n', (size_t)(end - from));
		size_t length = (size_t)((feed ? feed : end) - from);
		size_t kept = put_line(text + size + gap, from, length);

		if (kept > 0) {
			if (gap)
				text[size] = '\n';
			size += gap + kept;
			text[size++] = '\n';
		}
		gap = kept == 0 && size > 0;
		from += length + (feed != NULL);
	}
	text[size] = '\0';
	return text;
}

/* ---- a message ------------------------------------------------------------------------------- */

static char *render(const struct shelf *shelf, const char *shape, const json_t *view,
	enum piece piece, struct fault *fault)
{
	const struct template_partials partials = {find_partial, shelf};
	enum template_escape escape =
		piece == PIECE_HTML ? TEMPLATE_ESCAPE_HTML : TEMPLATE_ESCAPE_NONE;
	const struct entry *entry = shelf_find(shelf, shape);
	struct buffer out = {0};
	char *text = NULL;

	assert(entry); /* texts_load has seen to it */
	if (template_render(entry->template, view, escape, &partials, &out, fault))
		text = piece == PIECE_SUBJECT ? one_line(&out) : tidy(&out);
	buffer_done(&out);
	if (text && !*text) {
		fault_set(fault, 0, "%s: nothing came of it", entry->file);
		free(text);
		text = NULL;
	}
	return text;
}

bool texts_render(const struct texts *texts, const char *locale, const char *shape,
	const json_t *view, struct mail_text *mail, struct fault *fault)
{
	const struct shelf *shelves = texts->shelves[language_of(locale)];

	json_t *counted;

	*mail = (struct mail_text){.subject = NULL};
	if (!texts_know(shape)) {
		fault_set(fault, 0, "no message is called \"%s\"", shape);
		return false;
	}
	counted = view_with_counts(view);
	mail->subject = render(&shelves[PIECE_SUBJECT], shape, counted, PIECE_SUBJECT, fault);
	if (mail->subject)
		mail->text = render(&shelves[PIECE_TEXT], shape, counted, PIECE_TEXT, fault);
	if (mail->text)
		mail->html = render(&shelves[PIECE_HTML], shape, counted, PIECE_HTML, fault);
	json_decref(counted);
	if (mail->html)
		return true;
	mail_text_done(mail);
	return false;
}

void mail_text_done(struct mail_text *mail)
{
	free(mail->subject);
	free(mail->text);
	free(mail->html);
	*mail = (struct mail_text){.subject = NULL};
}
