/* SPDX-License-Identifier: MIT */
/* What GMime would do itself but for texts that look like encoded words, which it leaves for the
 * reader to decode. */
#include "notify/words.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buffer.h"
#include "notify/control.h"

enum {
	WORD_PLAIN = 60, /* longest word that is left as it is */
	WORD_CODE = 63,  /* columns of code in an encoded word, which may have 75 */
};

static char *one_line(const char *text)
{
	char *line = alloc_text(text ? text : ""), *to = line;
	for (const char *from = line; *from;) {
		size_t size = control_size(from);
		*to++ = size ? ' ' : *from;
		from += size ? size : 1;
	}
	while (to > line && to[-1] == ' ')
		to--;
	*to = '\0';
	return line;
}

static bool is_plain(const char *line)
{
	size_t word = 0;
	for (const char *byte = line; *byte; byte++) {
		word = *byte == ' ' ? 0 : word + 1;
		if ((*byte & 0x80) || word > WORD_PLAIN)
			return false;
	}
	return !strstr(line, "=?");
}

/* Letters and digits stand for themselves, which is all that is allowed in every header. */
static size_t code_size(char byte)
{
	bool plain = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
		     (byte >= '0' && byte <= '9') || byte == ' ';
	return plain ? 1 : 3;
}

/* One character with what continues it; at most four bytes, also of what is no UTF-8. */
static size_t character_size(const char *text)
{
	size_t size = 1;
	while (size < 4 && ((unsigned char)text[size] & 0xc0) == 0x80)
		size++;
	return size;
}

static size_t character_add(struct buffer *words, const char *text, size_t size)
{
	size_t columns = 0;
	for (size_t i = 0; i < size; i++) {
		char code[4];
		snprintf(code, sizeof code, code_size(text[i]) == 1 ? "%c" : "=%02X",
			text[i] == ' ' ? '_' : (unsigned char)text[i]);
		buffer_add_text(words, code);
		columns += code_size(text[i]);
	}
	return columns;
}

/* Not base64: its padding between words confuses readers, GMime's among them. */
char *words_encode(const char *text)
{
	struct buffer words = {0};
	char *line = one_line(text);
	if (is_plain(line))
		return line;
	size_t column = 0;
	buffer_add_text(&words, "=?utf-8?q?");
	for (const char *from = line; *from;) {
		size_t size = character_size(from);
		if (column + 3 * size > WORD_CODE) {
			buffer_add_text(&words, "?= =?utf-8?q?");
			column = 0;
		}
		column += character_add(&words, from, size);
		from += size;
	}
	buffer_add_text(&words, "?=");
	free(line);
	char *whole = alloc_bytes(buffer_data(&words), buffer_size(&words));
	buffer_done(&words);
	return whole;
}
