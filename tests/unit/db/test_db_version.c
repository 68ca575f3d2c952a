/* SPDX-License-Identifier: MIT */
/* db/version: which schema fits, and what people are told to do about another. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "db/version.h"

static void the_same_version_fits(void **state)
{
	(void)state;
	struct fault fault;
	assert_true(version_fits(3, 3, &fault));
}

static void another_version_says_what_to_do(void **state)
{
	(void)state;
	static const struct {
		long found;
		const char *says;
	} others[] = {{0, "no copild schema: run 'copild migrate'"},
		{2, "is version 2, this copild needs 3: run 'copild migrate'"},
		{4, "is version 4, this copild needs 3: install the copild"}};
	for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
		struct fault fault;
		assert_false(version_fits(others[i].found, 3, &fault));
		assert_non_null(strstr(fault.text, others[i].says));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_same_version_fits),
		cmocka_unit_test(another_version_says_what_to_do),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
