/* SPDX-License-Identifier: MIT */
/* Sentences, cells and lines with places for a JSON object's values: what all lists, sheets and
 * acknowledgements are made of. */
#include "phrase.h"

#include "base/alloc.h"
#include "text.h"
#include "way.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const json_t *phrase_value(const json_t *object, const char *path)
{
	while (*path && object) {
		size_t length = strcspn(path, ".");
		char *key = alloc_bytes(path, length);

		object = json_object_get(object, key);
		free(key);
		path += length + (path[length] == '.');
	}
	return object;
}

const char *phrase_string(const json_t *object, const char *path)
{
	return json_string_value(phrase_value(object, path));
}

json_int_t phrase_integer(const json_t *object, const char *path)
{
	return json_integer_value(phrase_value(object, path));
}

/* The value for a place, written between its braces as "path:way"; NULL when it is empty. */
static char *fill_place(const char *place, size_t length, const json_t *object)
{
	char *path = alloc_bytes(place, length);
	char *colon = strchr(path, ':');
	const struct way *way = way_find(colon ? colon + 1 : "");
	const json_t *value;
	char *words;

	if (colon)
		*colon = '\0';
	value = phrase_value(object, path);
	words = value && way ? way->write(value, object) : NULL;
	free(path);
	return words;
}

/* Fills size bytes of template into the stream and returns how many places stayed empty. */
static unsigned fill_part(FILE *stream, const char *part, size_t size, const json_t *object)
{
	const char *end = part + size;
	unsigned missing = 0;

	while (part < end) {
		size_t plain = strcspn(part, "{");
		char *words;
		size_t length;

		if (plain >= (size_t)(end - part)) {
			fwrite(part, 1, (size_t)(end - part), stream);
			break;
		}
		fwrite(part, 1, plain, stream);
		part += plain + 1;
		length = strcspn(part, "}");
		words = fill_place(part, length, object);
		missing += !words;
		fputs(words ? words : "", stream);
		free(words);
		part += length + 1;
	}
	return missing;
}

static void fill_option(FILE *stream, const char *part, size_t size, const json_t *object)
{
	char *words = NULL;
	size_t filled;
	FILE *own = text_stream(&words, &filled);
	unsigned missing = fill_part(own, part, size, object);

	fclose(own);
	if (!missing)
		fputs(words, stream);
	free(words);
}

char *phrase_fill(const char *template, const json_t *object)
{
	char *words = NULL;
	size_t size;
	FILE *stream = text_stream(&words, &size);

	while (*template) {
		size_t length = strcspn(template, "[]");

		if (template[length] == ']')
			fill_option(stream, template, length, object);
		else
			fill_part(stream, template, length, object);
		template += length + (template[length] != '\0');
	}
	fclose(stream);
	return words;
}
