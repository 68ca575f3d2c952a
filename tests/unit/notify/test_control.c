/* SPDX-License-Identifier: MIT */
/* Which characters a line of mail must not hold: both sides of each border. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "notify/control.h"

static void each_has_its_size(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		size_t size;
	} rows[] = {
		{"", 1},
		{"\x1f", 1},
		{" ", 0},
		{"~", 0},
		{"\x7f", 1},
		{"\xc2\x80", 2},
		{"\xc2\x9f", 2},
		{"\xc2\xa0", 0},
		{"\xe2\x80\xa7", 0}, /* U+2027 */
		{"\xe2\x80\xa8", 3},
		{"\xe2\x80\xae", 3},
		{"\xe2\x80\xaf", 0},
		{"\xe2\x81\xa5", 0}, /* U+2065 */
		{"\xe2\x81\xa6", 3},
		{"\xe2\x81\xa9", 3},
		{"\xe2\x81\xaa", 0},
		{"\xe3\x80\xa8", 0},
		{"\xc2", 0}, /* no character */
		{"\xe2\x80", 0},
		{"\xc2z", 0},
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		if (control_size(rows[i].text) != rows[i].size)
			fail_msg("row %zu: %zu", i, control_size(rows[i].text));
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(each_has_its_size)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
