/* SPDX-License-Identifier: MIT */
/* Renders: walks the parts of a template with a stack of values in which names are looked up,
 * innermost first. */
#include "notify/template.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "notify/template_inner.h"

/* What stands before each line of a partial, inside what stands before the lines around it. */
struct indent {
	const char *text;
	size_t size;
	const struct indent *outer;
};

struct rendering {
	enum template_escape escape;
	const struct template_partials *partials;
	struct buffer *out;
	size_t before; /* what `out` held already */
	const json_t *stack[TEMPLATE_DEPTH_MAX + 2];
	size_t height;
	unsigned depth;
	unsigned steps;
	const struct indent *indent;
	struct fault *fault;
};

static bool render(
	struct rendering *rendering, const struct template *template, size_t from, size_t to);

/* ---- names ----------------------------------------------------------------------------------- */

/* The first word is looked for from the innermost value outwards; what follows belongs to what it
 * is there, or is nothing. */
static const json_t *lookup(const struct rendering *rendering, const char *name, size_t size)
{
	const char *point = memchr(name, '.', size);
	size_t first = point ? (size_t)(point - name) : size;
	const json_t *value = NULL;

	if (size == 1 && point)
		return rendering->stack[rendering->height - 1];
	for (size_t i = rendering->height; i > 0 && !value; i--)
		value = json_object_getn(rendering->stack[i - 1], name, first);
	while (value && point) {
		name = point + 1;
		size -= first + 1;
		point = memchr(name, '.', size);
		first = point ? (size_t)(point - name) : size;
		value = json_object_getn(value, name, first);
	}
	return value;
}

/* Nothing, null, false, 0, "" and the empty list count as no. */
static bool is_true(const json_t *value)
{
	switch (value ? json_typeof(value) : JSON_NULL) {
	case JSON_ARRAY:
		return json_array_size(value) > 0;
	case JSON_STRING:
		return json_string_length(value) > 0;
	case JSON_INTEGER:
	case JSON_REAL:
		return json_number_value(value) < 0 || json_number_value(value) > 0;
	case JSON_OBJECT:
	case JSON_TRUE:
		return true;
	default:
		return false;
	}
}

/* ---- writing --------------------------------------------------------------------------------- */

static void put(const struct rendering *rendering, const char *text, size_t size)
{
	buffer_add(rendering->out, text, size);
}

static const char *entity(char letter)
{
	switch (letter) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	default:
		return NULL;
	}
}

static void put_escaped(const struct rendering *rendering, const char *text, size_t size)
{
	size_t start = 0;

	for (size_t i = 0; i < size; i++) {
		const char *instead = entity(text[i]);

		if (instead) {
			put(rendering, text + start, i - start);
			put(rendering, instead, strlen(instead));
			start = i + 1;
		}
	}
	put(rendering, text + start, size - start);
}

/* As few digits as tell this number from its neighbours. */
static void put_real(const struct rendering *rendering, double number)
{
	char text[40];

	for (int digits = 15; digits <= 17; digits++) {
		snprintf(text, sizeof(text), "%.*g", digits, number);
		if (!(strtod(text, NULL) < number) && !(strtod(text, NULL) > number))
			break;
	}
	put(rendering, text, strlen(text));
}

/* Lists and objects have no text: nothing is written for them. */
static void put_value(const struct rendering *rendering, const json_t *value, bool escaped)
{
	char text[24];

	switch (value ? json_typeof(value) : JSON_NULL) {
	case JSON_STRING:
		(escaped ? put_escaped : put)(
			rendering, json_string_value(value), json_string_length(value));
		break;
	case JSON_INTEGER:
		snprintf(text, sizeof(text), "%" JSON_INTEGER_FORMAT, json_integer_value(value));
		put(rendering, text, strlen(text));
		break;
	case JSON_REAL:
		put_real(rendering, json_real_value(value));
		break;
	case JSON_TRUE:
	case JSON_FALSE:
		put(rendering, json_is_true(value) ? "true" : "false", json_is_true(value) ? 4 : 5);
		break;
	default:
		break;
	}
}

static void put_indent(const struct rendering *rendering, const struct indent *indent)
{
	if (!indent)
		return;
	put_indent(rendering, indent->outer);
	put(rendering, indent->text, indent->size);
}

/* ---- parts ----------------------------------------------------------------------------------- */

static bool section_once(struct rendering *rendering, const struct template *template, size_t place,
	const json_t *value)
{
	bool done;

	rendering->stack[rendering->height++] = value;
	done = render(rendering, template, place + 1, template->parts[place].next);
	rendering->height--;
	return done;
}

static bool section(struct rendering *rendering, const struct template *template, size_t place)
{
	const struct part *part = &template->parts[place];
	const json_t *value = lookup(rendering, part->text, part->size);

	if (!is_true(value))
		return true;
	if (!json_is_array(value))
		return section_once(rendering, template, place, value);
	for (size_t i = 0; i < json_array_size(value); i++) {
		if (!section_once(rendering, template, place, json_array_get(value, i)))
			return false;
	}
	return true;
}

static bool inverted(struct rendering *rendering, const struct template *template, size_t place)
{
	const struct part *part = &template->parts[place];

	return is_true(lookup(rendering, part->text, part->size)) ||
	       render(rendering, template, place + 1, part->next);
}

static bool partial(struct rendering *rendering, const struct part *part)
{
	const struct template_partials *partials = rendering->partials;
	const struct template *found =
		partials ? partials->find(partials->shelf, part->text) : NULL;
	const struct indent *outer = rendering->indent;
	const struct indent indent = {part->indent, part->indent_size, outer};
	bool done;

	if (!found)
		return true;
	rendering->indent = part->alone ? &indent : NULL;
	done = render(rendering, found, 0, found->count);
	rendering->indent = outer;
	return done;
}

static bool part_render(struct rendering *rendering, const struct template *template, size_t place)
{
	const struct part *part = &template->parts[place];

	switch (part->kind) {
	case PART_LINE:
		put_indent(rendering, rendering->indent);
		return true;
	case PART_TEXT:
		put(rendering, part->text, part->size);
		return true;
	case PART_VALUE:
	case PART_RAW:
		put_value(rendering, lookup(rendering, part->text, part->size),
			part->kind == PART_VALUE && rendering->escape == TEMPLATE_ESCAPE_HTML);
		return true;
	case PART_SECTION:
		return section(rendering, template, place);
	case PART_INVERTED:
		return inverted(rendering, template, place);
	case PART_PARTIAL:
		return partial(rendering, part);
	default:
		return true;
	}
}

static bool within(const struct rendering *rendering, const struct template *template, size_t place)
{
	const char *limit = NULL;
	unsigned most = 0;

	if (rendering->depth > TEMPLATE_DEPTH_MAX) {
		limit = "sections and partials inside one another";
		most = TEMPLATE_DEPTH_MAX;
	} else if (rendering->steps > TEMPLATE_STEPS_MAX) {
		limit = "steps";
		most = TEMPLATE_STEPS_MAX;
	} else if (buffer_size(rendering->out) - rendering->before > TEMPLATE_OUTPUT_MAX) {
		limit = "bytes";
		most = TEMPLATE_OUTPUT_MAX;
	}
	if (limit)
		fault_set(rendering->fault, 0, "%s:%u: more than %u %s", template->name,
			template->parts[place].line, most, limit);
	return !limit;
}

static bool render(
	struct rendering *rendering, const struct template *template, size_t from, size_t to)
{
	bool done = true;

	rendering->depth++;
	for (size_t i = from; i < to && done; i++) {
		const struct part *part = &template->parts[i];

		rendering->steps++;
		done = within(rendering, template, i) && part_render(rendering, template, i);
		if (part->kind == PART_SECTION || part->kind == PART_INVERTED)
			i = part->next;
	}
	rendering->depth--;
	return done;
}

bool template_render(const struct template *template, const json_t *view,
	enum template_escape escape, const struct template_partials *partials, struct buffer *out,
	struct fault *fault)
{
	struct rendering rendering = {.escape = escape,
		.partials = partials,
		.out = out,
		.before = buffer_size(out),
		.stack = {view},
		.height = 1,
		.fault = fault};

	return render(&rendering, template, 0, template->count) && within(&rendering, template, 0);
}
