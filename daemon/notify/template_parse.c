/* SPDX-License-Identifier: MIT */
/* A template's text as a row of parts. It is read line by line, since a tag that has a line for
 * itself takes the whole line with it, which is known at the line's end only. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "notify/template.h"
#include "notify/template_inner.h"

enum {
	DELIMITER_MAX = 16,
};

struct delimiter {
	char text[DELIMITER_MAX];
	size_t size;
};

struct parser {
	struct template *template;
	char *cursor;
	char *end;
	unsigned line;
	struct delimiter open;
	struct delimiter close;
	size_t first;  /* the first part of the line that is being read */
	unsigned tags; /* in that line */
	bool visible; /* it has something besides tags and spaces, or a tag that writes in its place
		       */
	size_t sections[TEMPLATE_DEPTH_MAX]; /* those open, by their places */
	size_t depth;
	struct fault *fault;
};

static bool is_space(char letter)
{
	return letter == ' ' || letter == '\t' || letter == '\r' || letter == '\n';
}

__attribute__((format(printf, 3, 4))) static bool wrong(
	const struct parser *parser, unsigned line, const char *format, ...)
{
	char reason[256];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(reason, sizeof(reason), format, arguments);
	va_end(arguments);
	fault_set(parser->fault, 0, "%s:%u: %s", parser->template->name, line, reason);
	return false;
}

/* ---- lines ----------------------------------------------------------------------------------- */

static struct part *add(struct parser *parser, enum part_kind kind, const char *text, size_t size)
{
	struct template *template = parser->template;
	struct part *part;

	if (template->count == template->capacity) {
		template->capacity = template->capacity ? 2 * template->capacity : 64;
		template->parts = alloc_resize(
			template->parts, template->capacity * sizeof(*template->parts));
	}
	part = &template->parts[template->count++];
	*part = (struct part){.kind = kind, .line = parser->line, .text = text, .size = size};
	return part;
}

static void line_begin(struct parser *parser)
{
	parser->first = parser->template->count;
	parser->tags = 0;
	parser->visible = false;
	if (parser->cursor < parser->end && *parser->cursor != '\n')
		add(parser, PART_LINE, "", 0);
}

/* Of a line that a tag has for itself nothing is left but the tag. */
static void line_end(struct parser *parser)
{
	struct template *template = parser->template;
	const struct part *before = NULL;

	if (parser->tags != 1 || parser->visible)
		return;
	for (size_t i = parser->first; i < template->count; i++) {
		struct part *part = &template->parts[i];

		if (part->kind == PART_PARTIAL) {
			part->alone = true;
			part->indent = before ? before->text : "";
			part->indent_size = before ? before->size : 0;
		} else if (part->kind == PART_TEXT || part->kind == PART_LINE) {
			part->kind = PART_NOTHING;
			before = part->size > 0 ? part : before;
		}
	}
}

/* Up to the next tag or the line's end. */
static void text_piece(struct parser *parser)
{
	const char *start = parser->cursor;
	size_t size = (size_t)(parser->end - parser->cursor);
	const char *tag = memmem(start, size, parser->open.text, parser->open.size);
	const char *feed = memchr(start, '\n', tag ? (size_t)(tag - start) : size);

	if (feed)
		size = (size_t)(feed + 1 - start);
	else if (tag)
		size = (size_t)(tag - start);
	add(parser, PART_TEXT, start, size);
	for (size_t i = 0; i < size; i++)
		parser->visible |= !is_space(start[i]);
	parser->cursor += size;
	if (feed) {
		line_end(parser);
		parser->line++;
		line_begin(parser);
	}
}

/* ---- tags ------------------------------------------------------------------------------------ */

static void skip_spaces(struct parser *parser)
{
	for (; parser->cursor < parser->end && is_space(*parser->cursor); parser->cursor++)
		parser->line += *parser->cursor == '\n';
}

static bool at(const struct parser *parser, const struct delimiter *delimiter)
{
	return (size_t)(parser->end - parser->cursor) >= delimiter->size &&
	       memcmp(parser->cursor, delimiter->text, delimiter->size) == 0;
}

/* Passes what stands before `stop` and then `stop` itself: what it was, without spaces around, in
 * `inside` and `size`. False when there is no `stop`. */
static bool up_to(struct parser *parser, const struct delimiter *stop, char **inside, size_t *size)
{
	char *found;

	skip_spaces(parser);
	*inside = parser->cursor;
	found = memmem(
		parser->cursor, (size_t)(parser->end - parser->cursor), stop->text, stop->size);
	if (!found)
		return false;
	for (; parser->cursor < found; parser->cursor++)
		parser->line += *parser->cursor == '\n';
	parser->cursor += stop->size;
	while (found > *inside && is_space(found[-1]))
		found--;
	*size = (size_t)(found - *inside);
	return true;
}

/* A name is words joined by points, or the point alone. */
static bool is_name(const char *text, size_t size)
{
	bool point = true;

	if (size == 1 && text[0] == '.')
		return true;
	for (size_t i = 0; i < size; i++) {
		if (is_space(text[i]) || (point && text[i] == '.'))
			return false;
		point = text[i] == '.';
	}
	return !point;
}

static bool section_open(struct parser *parser, const struct part *part)
{
	if (parser->depth == TEMPLATE_DEPTH_MAX)
		return wrong(parser, part->line, "more than %d sections inside one another",
			TEMPLATE_DEPTH_MAX);
	parser->sections[parser->depth++] = parser->template->count - 1;
	return true;
}

static bool section_close(struct parser *parser, const struct part *part)
{
	struct part *section;

	if (parser->depth == 0)
		return wrong(
			parser, part->line, "\"%s\" is closed, but was not opened", part->text);
	section = &parser->template->parts[parser->sections[--parser->depth]];
	if (strcmp(section->text, part->text) != 0)
		return wrong(parser, part->line, "\"%s\" is closed where \"%s\" of line %u is open",
			part->text, section->text, section->line);
	section->next = parser->template->count - 1;
	return true;
}

/* A tag with a name, which begins at the cursor and ends with `stop`. */
static bool named(struct parser *parser, enum part_kind kind, const struct delimiter *stop)
{
	unsigned line = parser->line;
	struct part *part;
	size_t size;
	char *name;

	if (!up_to(parser, stop, &name, &size))
		return wrong(parser, line, "a tag is not closed");
	if (!is_name(name, size))
		return wrong(parser, line, "\"%.*s\" is no name", size > 80 ? 80 : (int)size, name);
	name[size] = '\0';
	part = add(parser, kind, name, size);
	part->line = line;
	parser->visible |= kind == PART_VALUE || kind == PART_RAW;
	if (kind == PART_SECTION || kind == PART_INVERTED)
		return section_open(parser, part);
	return kind != PART_END || section_close(parser, part);
}

static bool delimiter_set(struct delimiter *delimiter, const char *text, size_t size)
{
	if (size == 0 || size > DELIMITER_MAX || memchr(text, '=', size))
		return false;
	for (size_t i = 0; i < size; i++) {
		if (is_space(text[i]))
			return false;
	}
	memcpy(delimiter->text, text, size);
	delimiter->size = size;
	return true;
}

/* {{=<% %>=}}: two words, with the equals sign before the tag's end. */
static bool delimiters(struct parser *parser)
{
	static const struct delimiter equals = {"=", 1};
	unsigned line = parser->line;
	struct delimiter open, close;
	size_t size, left = 0, gap = 0;
	char *inside;

	if (!up_to(parser, &equals, &inside, &size))
		return wrong(parser, line, "a tag is not closed");
	skip_spaces(parser);
	if (!at(parser, &parser->close))
		return wrong(parser, line, "new delimiters end with the equals sign");
	parser->cursor += parser->close.size;
	while (left < size && !is_space(inside[left]))
		left++;
	while (left + gap < size && is_space(inside[left + gap]))
		gap++;
	if (!delimiter_set(&open, inside, left) ||
		!delimiter_set(&close, inside + left + gap, size - left - gap))
		return wrong(parser, line, "delimiters are two words of at most %d letters",
			DELIMITER_MAX);
	parser->open = open;
	parser->close = close;
	return true;
}

static bool comment(struct parser *parser)
{
	unsigned line = parser->line;
	size_t size;
	char *inside;

	return up_to(parser, &parser->close, &inside, &size) ||
	       wrong(parser, line, "a comment is not closed");
}

static bool tag(struct parser *parser)
{
	struct delimiter curly = {.text = "}"};
	char sign;

	parser->cursor += parser->open.size;
	parser->tags++;
	skip_spaces(parser);
	sign = parser->cursor < parser->end ? *parser->cursor : '\0';
	parser->cursor += sign && strchr("!=#^/>{&", sign) != NULL;
	switch (sign) {
	case '!':
		return comment(parser);
	case '=':
		return delimiters(parser);
	case '#':
		return named(parser, PART_SECTION, &parser->close);
	case '^':
		return named(parser, PART_INVERTED, &parser->close);
	case '/':
		return named(parser, PART_END, &parser->close);
	case '>':
		return named(parser, PART_PARTIAL, &parser->close);
	case '&':
		return named(parser, PART_RAW, &parser->close);
	case '{':
		memcpy(curly.text + 1, parser->close.text, parser->close.size);
		curly.size = parser->close.size + 1;
		return named(parser, PART_RAW, &curly);
	case '<':
	case '$':
		return wrong(parser, parser->line, "inheritance is not among the core modules");
	default:
		return named(parser, PART_VALUE, &parser->close);
	}
}

/* ---- the whole ------------------------------------------------------------------------------- */

static bool parts(struct parser *parser)
{
	const struct part *section;

	line_begin(parser);
	while (parser->cursor < parser->end) {
		if (!at(parser, &parser->open))
			text_piece(parser);
		else if (!tag(parser))
			return false;
	}
	line_end(parser);
	if (parser->depth == 0)
		return true;
	section = &parser->template->parts[parser->sections[parser->depth - 1]];
	return wrong(parser, section->line, "\"%s\" is opened, but not closed", section->text);
}

static bool is_text(const struct parser *parser, size_t size)
{
	if (size > TEMPLATE_SOURCE_MAX)
		return wrong(parser, 1, "longer than %d bytes", TEMPLATE_SOURCE_MAX);
	if (memchr(parser->template->source, '\0', size))
		return wrong(parser, 1, "no text: it has a zero byte");
	return true;
}

struct template *template_parse(
	const char *name, const char *text, size_t size, struct fault *fault)
{
	struct template *template = alloc_new(sizeof(*template));
	struct parser parser = {.template = template,
		.line = 1,
		.open = {"{{", 2},
		.close = {"}}", 2},
		.fault = fault};

	template->name = alloc_text(name);
	template->source = alloc_bytes(text, size);
	parser.cursor = template->source;
	parser.end = template->source + size;
	if (is_text(&parser, size) && parts(&parser))
		return template;
	template_free(template);
	return NULL;
}

void template_free(struct template *template)
{
	if (!template)
		return;
	free(template->parts);
	free(template->source);
	free(template->name);
	free(template);
}

const char *template_partial(const struct template *template, size_t index, unsigned *line)
{
	for (size_t i = 0; i < template->count; i++) {
		if (template->parts[i].kind == PART_PARTIAL && index-- == 0) {
			*line = template->parts[i].line;
			return template->parts[i].text;
		}
	}
	return NULL;
}
