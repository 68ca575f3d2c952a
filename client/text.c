/* SPDX-License-Identifier: MIT */
/* Texts as they meet a terminal. What the server says is other people's words: none of it may move
 * the cursor, colour the screen or hide behind a turned direction of writing. */
#include "text.h"

#include "base/alloc.h"
#include "language.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

FILE *text_stream(char **text, size_t *size)
{
	FILE *stream = open_memstream(text, size);

	if (!stream)
		abort();
	return stream;
}

char *text_unbroken(const char *text)
{
	char *memory;
	size_t size;
	FILE *stream = text_stream(&memory, &size);

	for (; *text; text++)
		if (*text == ' ')
			fputs("\u00a0", stream);
		else
			fputc(*text, stream);
	fclose(stream);
	return memory;
}

/* One character and the bytes it takes; a byte that is no UTF-8 counts as itself. */
static size_t next(const char *text, wchar_t *character)
{
	mbstate_t state = {0};
	size_t taken = mbrtowc(character, text, MB_CUR_MAX, &state);

	if (taken != (size_t)-1 && taken != (size_t)-2)
		return taken;
	*character = (unsigned char)*text;
	return 1;
}

static bool steers(wchar_t character)
{
	return character < 0x20 || (character >= 0x7f && character < 0xa0) ||
	       (character >= 0x200b && character <= 0x200f) || character == 0x2028 ||
	       character == 0x2029 || (character >= 0x202a && character <= 0x202e) ||
	       (character >= 0x2066 && character <= 0x2069) || character == 0xfeff ||
	       character == 0x61c;
}

static char *escape(const char *text, const char *kept, const char *narrow, const char *wide)
{
	char *memory;
	size_t size;
	FILE *stream = text_stream(&memory, &size);

	while (*text) {
		wchar_t character;
		size_t taken = next(text, &character);

		if (!steers(character) || (taken == 1 && strchr(kept, *text)))
			fwrite(text, 1, taken, stream);
		else
			fprintf(stream, "%s%0*x", character > 0xff ? wide : narrow,
				character > 0xff || narrow == wide ? 4 : 2, (unsigned)character);
		text += taken;
	}
	fclose(stream);
	return memory;
}

char *text_clean(const char *text)
{
	return escape(text, "\n\t", "\\x", "\\u");
}

static json_t *clean_string(const json_t *value)
{
	char *clean = text_clean(json_string_value(value));
	json_t *string = json_string(clean);

	free(clean);
	return string ? string : json_string("?");
}

void text_clean_json(json_t *value)
{
	const char *key;
	size_t index;
	void *rest;
	json_t *item;

	json_object_foreach_safe(value, rest, key, item)
	{
		if (json_is_string(item))
			json_object_set_new(value, key, clean_string(item));
		else
			text_clean_json(item);
	}
	json_array_foreach (value, index, item) {
		if (json_is_string(item))
			json_array_set_new(value, index, clean_string(item));
		else
			text_clean_json(item);
	}
}

char *text_json(const json_t *value, int pretty)
{
	char *dump = json_dumps(value, JSON_ENCODE_ANY | (pretty ? JSON_INDENT(2) : JSON_COMPACT));
	char *safe = escape(dump, "\n", "\\u", "\\u");

	free(dump);
	return safe;
}

char *text_line(const char *text)
{
	char *line = alloc_text(text);
	char *end = line;

	for (; *text; text++) {
		bool blank = strchr(" \t\n\r\v\f", *text);

		if (blank && (end == line || end[-1] == ' '))
			continue;
		*end++ = blank ? ' ' : *text;
	}
	while (end > line && end[-1] == ' ')
		end--;
	*end = '\0';
	return line;
}

static size_t character_width(wchar_t character)
{
	int width = wcwidth(character);

	return width > 0 ? (size_t)width : 0;
}

size_t text_width(const char *text)
{
	size_t width = 0;

	while (*text) {
		wchar_t character;

		text += next(text, &character);
		width += character_width(character);
	}
	return width;
}

size_t text_fit(const char *text, size_t width)
{
	const char *end = text;

	while (*end) {
		wchar_t character;
		size_t taken = next(end, &character);

		if (character_width(character) > width)
			break;
		width -= character_width(character);
		end += taken;
	}
	return (size_t)(end - text);
}

char *text_cut(const char *text, size_t width)
{
	const char *mark = language_is_utf8() ? "…" : "...";
	size_t taken = text_width(mark);
	size_t size;

	if (text_width(text) <= width)
		return alloc_text(text);
	size = text_fit(text, width > taken ? width - taken : 0);
	while (size && text[size - 1] == ' ')
		size--;
	return alloc_format("%.*s%s", (int)size, text, mark);
}

char *text_upper(const char *text)
{
	char *copy = alloc_text(text);

	for (char *letter = copy; *letter; letter++)
		if (*letter >= 'a' && *letter <= 'z')
			*letter = (char)(*letter - 'a' + 'A');
	return copy;
}

static size_t least(size_t one, size_t two, size_t three)
{
	size_t smaller = one < two ? one : two;

	return smaller < three ? smaller : three;
}

size_t text_distance(const char *one, const char *other)
{
	size_t length = strlen(other);
	size_t *row = alloc_array(length + 1, sizeof(*row));
	size_t result;

	for (size_t i = 0; i <= length; i++)
		row[i] = i;
	for (size_t i = 1; *one; one++, i++) {
		size_t corner = row[0];

		row[0] = i;
		for (size_t j = 1; j <= length; j++) {
			size_t above = row[j];

			row[j] = least(above + 1, row[j - 1] + 1, corner + (*one != other[j - 1]));
			corner = above;
		}
	}
	result = row[length];
	free(row);
	return result;
}
