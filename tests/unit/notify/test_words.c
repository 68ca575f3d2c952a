/* SPDX-License-Identifier: MIT */
/* Any text as words of a header: ASCII, short, on one line, and decoded to what it was. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <gmime/gmime.h>
#include <stdlib.h>
#include <string.h>

#include "notify/words.h"

/* What a reader makes of it. */
static void reads_as(const char *text, const char *expected)
{
	char *words = words_encode(text);
	size_t column = 0;
	for (const char *byte = words; *byte; byte++) {
		column = *byte == ' ' ? 0 : column + 1;
		assert_in_range((unsigned char)*byte, ' ', '~');
		assert_in_range(column, 0, 75);
	}
	char *read = g_mime_utils_header_decode_text(NULL, words);
	assert_string_equal(read, expected);
	g_free(read);
	free(words);
}

static void plain_text_stays(void **state)
{
	(void)state;
	char *words = words_encode("Due today: LR-12, the directory (60 %)");
	assert_string_equal(words, "Due today: LR-12, the directory (60 %)");
	free(words);
	reads_as("", "");
	reads_as(NULL, "");
}

static void all_languages_pass(void **state)
{
	(void)state;
	reads_as("Échéance demain : l’annuaire", "Échéance demain : l’annuaire");
	reads_as("日本語の長い件名をここに書いてみましょう、とても長いので折り返されます",
		"日本語の長い件名をここに書いてみましょう、とても長いので折り返されます");
	reads_as("😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀", "😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀");
}

static void what_looks_encoded_is_read_as_it_stands(void **state)
{
	(void)state;
	reads_as("=?utf-8?q?evil?=", "=?utf-8?q?evil?=");
	reads_as("a =?utf-8?b?Qg==?= b", "a =?utf-8?b?Qg==?= b");
	reads_as("=?", "=?");
}

static void nothing_ends_the_line(void **state)
{
	(void)state;
	reads_as("a\r\nBcc: x@y", "a  Bcc: x@y");
	reads_as("a\nb\tc\x7f"
		 "d",
		"a b c d");
	reads_as("a\xe2\x80\xa8"
		 "b\xe2\x80\xa9"
		 "c\xc2\x85"
		 "d",
		"a b c d");
	reads_as("é\r\nBcc: x@y\r\n", "é  Bcc: x@y");
	reads_as("a\xe2\x80\xae"
		 "b\xe2\x81\xa6"
		 "c",
		"a b c");
}

static void long_words_are_folded(void **state)
{
	(void)state;
	char text[1001];
	memset(text, 'x', 1000);
	text[1000] = '\0';
	reads_as(text, text);
}

static void bad_utf8_passes_without_harm(void **state)
{
	(void)state;
	char *words = words_encode(
		"a\xff\xfe\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80"
		"\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80"
		"\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\xe2");
	assert_memory_equal(words, "=?utf-8?q?", 10);
	free(words);
}

static int set_up(void **state)
{
	(void)state;
	g_mime_init();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plain_text_stays),
		cmocka_unit_test(all_languages_pass),
		cmocka_unit_test(what_looks_encoded_is_read_as_it_stands),
		cmocka_unit_test(nothing_ends_the_line),
		cmocka_unit_test(long_words_are_folded),
		cmocka_unit_test(bad_utf8_passes_without_harm),
	};
	return cmocka_run_group_tests(tests, set_up, NULL);
}
