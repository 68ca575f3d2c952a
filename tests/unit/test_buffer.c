/* SPDX-License-Identifier: MIT */
/* base/buffer: bytes come out as they went in, whatever is dropped between. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"

static void test_adds_and_drops(void **state)
{
	struct buffer buffer = {0};

	(void)state;
	assert_int_equal(buffer_size(&buffer), 0);
	assert_string_equal(buffer_data(&buffer), "");
	buffer_add_text(&buffer, "hello ");
	buffer_add(&buffer, "world!", 5);
	assert_int_equal(buffer_size(&buffer), 11);
	buffer_drop(&buffer, 6);
	assert_memory_equal(buffer_data(&buffer), "world", 5);
	buffer_drop(&buffer, 5);
	buffer_trim(&buffer);
	assert_null(buffer.bytes);
	buffer_done(&buffer);
}

/* What is dropped from the start must be used again: a queue that is never quite empty would
 * otherwise grow for ever. */
static void test_reuses_its_start(void **state)
{
	struct buffer buffer = {0};
	char bytes[100];

	(void)state;
	memset(bytes, 'x', sizeof(bytes));
	for (int i = 0; i < 10000; i++) {
		buffer_add(&buffer, bytes, sizeof(bytes));
		if (i > 0)
			buffer_drop(&buffer, sizeof(bytes));
	}
	assert_in_range(buffer.capacity, 100, 1024);
	buffer_done(&buffer);
}

static void test_order_under_random_use(void **state)
{
	struct buffer buffer = {0};
	unsigned char in = 0;
	unsigned char out = 0;

	(void)state;
	srandom(1);
	for (int i = 0; i < 20000; i++) {
		size_t size = (size_t)random() % 70;
		char *room = buffer_reserve(&buffer, size);

		for (size_t at = 0; at < size; at++)
			room[at] = (char)in++;
		buffer_grow(&buffer, size);
		size = (size_t)random() % (buffer_size(&buffer) + 1);
		for (size_t at = 0; at < size; at++)
			assert_int_equal((unsigned char)buffer_data(&buffer)[at], out++);
		buffer_drop(&buffer, size);
	}
	buffer_done(&buffer);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_adds_and_drops),
		cmocka_unit_test(test_reuses_its_start),
		cmocka_unit_test(test_order_under_random_use),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
