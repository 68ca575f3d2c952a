/* SPDX-License-Identifier: MIT */
/* What GMime would do itself but for texts that look like encoded words, which it leaves for the
 * reader to decode. */
#include "notify/words.h"

#include <openssl/evp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buffer.h"

enum {
	WORD_PLAIN = 60, /* longest word that is left as it is */
	WORD_BYTES = 45, /* in one encoded word, which may have 75 columns */
};

/* How many bytes at `text` are a character that would end a line or hide what stands there. */
static size_t control_size(const char *text)
{
	const unsigned char *byte = (const unsigned char *)text;
	if (byte[0] < ' ' || byte[0] == 0x7f)
		return 1;
	if (byte[0] == 0xc2 && byte[1] >= 0x80 && byte[1] < 0xa0)
		return 2;
	if (byte[0] != 0xe2)
		return 0;
	bool ends = byte[1] == 0x80 && byte[2] >= 0xa8 && byte[2] <= 0xae;
	bool turns = byte[1] == 0x81 && byte[2] >= 0xa6 && byte[2] <= 0xa9;
	return ends || turns ? 3 : 0;
}

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

/* Bytes of whole characters, at most so many. */
static size_t word_size(const char *text)
{
	size_t size = strnlen(text, WORD_BYTES);
	while (size > 0 && text[size] && ((unsigned char)text[size] & 0xc0) == 0x80)
		size--;
	return size ? size : strnlen(text, WORD_BYTES);
}

char *words_encode(const char *text)
{
	struct buffer words = {0};
	char *line = one_line(text);
	if (is_plain(line))
		return line;
	for (const char *from = line; *from;) {
		unsigned char code[2 * WORD_BYTES];
		size_t size = word_size(from);
		EVP_EncodeBlock(code, (const unsigned char *)from, (int)size);
		buffer_add_text(&words, from == line ? "=?utf-8?b?" : " =?utf-8?b?");
		buffer_add_text(&words, (const char *)code);
		buffer_add_text(&words, "?=");
		from += size;
	}
	free(line);
	char *whole = alloc_bytes(buffer_data(&words), buffer_size(&words));
	buffer_done(&words);
	return whole;
}
