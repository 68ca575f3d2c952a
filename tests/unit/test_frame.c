/* SPDX-License-Identifier: MIT */
/* wire/frame and wire/inlet: lines out of bytes, whole and in pieces, and what is fit to parse. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "wire/frame.h"
#include "wire/inlet.h"

#define CAP 20

/* Collects frames as "[text]" until the inlet waits or ends; "!" is a line over the cap. */
static void drain(struct inlet *inlet, struct buffer *seen)
{
	struct frame frame;
	enum inlet_status status;

	while ((status = inlet_next(inlet, CAP, &frame)) == INLET_FRAME) {
		buffer_add_text(seen, "[");
		buffer_add(seen, frame.bytes, frame.size);
		buffer_add_text(seen, "]");
		inlet_drop(inlet, &frame);
	}
	if (status == INLET_OVERSIZED)
		buffer_add_text(seen, "!");
	else if (status == INLET_ENDED)
		buffer_add_text(seen, ".");
}

static bool overflowed(const struct buffer *seen)
{
	return memchr(buffer_data(seen), '!', buffer_size(seen));
}

static void check_in_pieces(const char *bytes, size_t step, const char *wanted)
{
	size_t size = strlen(bytes);
	struct inlet inlet = {0};
	struct buffer seen = {0};

	for (size_t at = 0; at < size && !overflowed(&seen); at += step) {
		buffer_add(&inlet.bytes, bytes + at, size - at < step ? size - at : step);
		drain(&inlet, &seen);
	}
	inlet.ended = true;
	if (!overflowed(&seen))
		drain(&inlet, &seen);
	assert_int_equal(buffer_size(&seen), strlen(wanted));
	assert_memory_equal(buffer_data(&seen), wanted, strlen(wanted));
	buffer_done(&inlet.bytes);
	buffer_done(&seen);
}

static void check(const char *bytes, const char *wanted)
{
	for (size_t piece = 1; piece <= 31; piece++)
		check_in_pieces(bytes, piece, wanted);
	check_in_pieces(bytes, strlen(bytes) + 1, wanted);
}

static void test_lines(void **state)
{
	(void)state;
	check("", ".");
	check("one\n", "[one].");
	check("one\r\n", "[one].");
	check("one\ntwo\r\nthree\n", "[one][two][three].");
	check("\n\r\n\none\n", "[][][][one].");
	check("one\r\r\ntwo\n", "[one\r][two].");
	check("a\rb\nc\n\rd\n", "[a\rb][c][\rd].");
}

static void test_a_last_line_without_its_end(void **state)
{
	(void)state;
	check("one\ntwo", "[one][two].");
	check("one\r", "[one].");
	check("\r", "[].");
}

static void test_the_cap_is_exact(void **state)
{
	(void)state;
	check("12345678901234567890\n", "[12345678901234567890].");
	check("12345678901234567890\r\n", "[12345678901234567890].");
	check("12345678901234567890", "[12345678901234567890].");
	check("123456789012345678901\n", "!");
	check("123456789012345678901", "!");
	check("12345678901234567890\rx\n", "!");
	check("a\n123456789012345678901234567890\nb\n", "[a]!");
}

static void test_bytes_are_searched_once(void **state)
{
	char bytes[] = "aaaa\n";
	size_t searched = 0;
	struct frame frame;

	(void)state;
	assert_int_equal(frame_find(bytes, 4, CAP, &searched, &frame), FRAME_PARTIAL);
	assert_int_equal(searched, 4);
	bytes[0] = '\n'; /* would be found, if it were looked at again */
	assert_int_equal(frame_find(bytes, 5, CAP, &searched, &frame), FRAME_FOUND);
	assert_int_equal(frame.taken, 5);
	assert_int_equal(searched, 0);
}

static enum frame_flaw flaw_of(const char *text)
{
	return frame_check(text, strlen(text), 4, 10);
}

static void test_utf8(void **state)
{
	static const char *const sound[] = {"", "\x7f", "\xc2\x80", "\xdf\xbf", "\xe0\xa0\x80",
		"\xed\x9f\xbf", "\xee\x80\x80", "\xef\xbf\xbf", "\xf0\x90\x80\x80",
		"\xf4\x8f\xbf\xbf", "\xef\xbb\xbf", "\"\\\xc3\xa9\""};
	static const char *const broken[] = {"\x80", "\xbf", "\xc0\x80", "\xc1\xbf", "\xc2",
		"\xc2\x41", "\xc2\xc2\x80", "\xe0\x9f\xbf", "\xe0\x80\x80", "\xe2\x82",
		"\xe2\x82\x41", "\xed\xa0\x80", "\xed\xbf\xbf", "\xf0\x8f\xbf\xbf", "\xf0\x9f\x98",
		"\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xf8\x88\x80\x80\x80", "\xfe", "\xff",
		"a\xc3", "\xe9t\xe9"};

	(void)state;
	for (size_t i = 0; i < sizeof(sound) / sizeof(*sound); i++)
		assert_int_equal(flaw_of(sound[i]), FRAME_SOUND);
	for (size_t i = 0; i < sizeof(broken) / sizeof(*broken); i++)
		assert_int_equal(flaw_of(broken[i]), FRAME_UTF8);
}

/* Every sequence of up to three bytes, against a validator that decodes and looks at the number. */
static size_t decode(const unsigned char *byte, size_t size)
{
	static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
	size_t length = *byte < 0x80   ? 1
			: *byte < 0xc0 ? 0
			: *byte < 0xe0 ? 2
			: *byte < 0xf0 ? 3
				       : 4;
	uint32_t point = *byte & (0xffU >> (length + 1));

	if (length < 2)
		return length;
	if (size < length || *byte >= 0xf8)
		return 0;
	for (size_t i = 1; i < length; i++) {
		if (byte[i] >> 6 != 2)
			return 0;
		point = point << 6 | (byte[i] & 0x3f);
	}
	if (point < least[length] || point > 0x10ffff || (point >= 0xd800 && point < 0xe000))
		return 0;
	return length;
}

static void test_utf8_against_a_decoder(void **state)
{
	(void)state;
	for (uint32_t bits = 1; bits < 1U << 24; bits++) {
		unsigned char bytes[3] = {(unsigned char)bits, (unsigned char)(bits >> 8),
			(unsigned char)(bits >> 16)};
		size_t size = bytes[2] ? 3 : bytes[1] ? 2 : 1;
		size_t at = 0;

		if (bytes[0] < 0x80 || (size == 3 && bytes[1] == 0))
			continue;
		while (at < size && bytes[at]) {
			size_t step = decode(bytes + at, size - at);

			if (step == 0)
				break;
			at += step;
		}
		if ((frame_check((char *)bytes, size, 9, 9) == FRAME_SOUND) != (at == size))
			fail_msg("%06x", bits);
	}
}

static void test_nul_is_refused(void **state)
{
	(void)state;
	assert_int_equal(frame_check("[1]\0", 4, 4, 10), FRAME_NUL);
	assert_int_equal(frame_check("\"a\0b\"", 5, 4, 10), FRAME_NUL);
}

static void test_depth_outside_strings(void **state)
{
	(void)state;
	assert_int_equal(flaw_of("[[[[]]]]"), FRAME_SOUND);
	assert_int_equal(flaw_of("[[[[[]]]]]"), FRAME_DEEP);
	assert_int_equal(flaw_of("{\"a\":[{\"b\":[]}]}"), FRAME_SOUND);
	assert_int_equal(flaw_of("[\"[[[[[[[[\"]"), FRAME_SOUND);
	assert_int_equal(flaw_of("[\"\\\"[[[[[[[[\"]"), FRAME_SOUND);
	assert_int_equal(flaw_of("[\"\\\\\",[[[[]]]]]"), FRAME_DEEP);
	assert_int_equal(flaw_of("]]]]]][[[[]]]]"), FRAME_SOUND);
}

static void test_density(void **state)
{
	(void)state;
	assert_int_equal(flaw_of("[1,2,3,4,5,6,7,8,9,0]"), FRAME_SOUND);
	assert_int_equal(flaw_of("[1,2,3,4,5,6,7,8,9,0,1]"), FRAME_DENSE);
	assert_int_equal(flaw_of("[\",,,,,,,,,,,,,,,,,,,,,,\"]"), FRAME_SOUND);
	assert_int_equal(flaw_of("{},{},{},{},{},{},"), FRAME_DENSE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_a_last_line_without_its_end),
		cmocka_unit_test(test_the_cap_is_exact),
		cmocka_unit_test(test_bytes_are_searched_once),
		cmocka_unit_test(test_utf8),
		cmocka_unit_test(test_utf8_against_a_decoder),
		cmocka_unit_test(test_nul_is_refused),
		cmocka_unit_test(test_depth_outside_strings),
		cmocka_unit_test(test_density),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
