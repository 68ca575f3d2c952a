/* SPDX-License-Identifier: MIT */
/* Addresses: what may be told to a mail server, and what must never be. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "notify/address.h"

static void good_ones_pass(void **state)
{
	(void)state;
	static const char *const good[] = {"a@b", "ann@example.org", "ann.o'neil+x=y@ex-ample.org",
		"été@example.org", "ann@école.fr", "用户@例子.广告", "_-@x.y"};
	for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
		if (!address_check(good[i], NULL))
			fail_msg("%s", good[i]);
}

static void what_could_be_more_than_an_address_does_not(void **state)
{
	(void)state;
	static const char *const bad[] = {"", "@", "a@", "@b", "a", "a b@c", "a@b c",
		"a@b\r\nRCPT TO:<x@y>", "a\n@b", "a@b\n", "<a@b>", "a@b>", "a>@b", "a@b>SIZE=1",
		"a\x7f@b", "a\t@b", "a\xc2\x85@b", "a\xe2\x80\xa8@b", "a\xe2\x80\xae@b",
		"a@b\xe2\x80\xa9", "\"a b\"@c", "a@[127.0.0.1]", "a,b@c", "a;b@c", "a:b@c",
		"a(b)@c", "a\\b@c", ".a@b", "a.@b", "a..b@c", "a@.b", "a@b.", "a@b..c", "a@-b",
		"a@b-", "a@b_c", "a@b/c", "a@b@c", "a@b?c"};
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		if (address_check(bad[i], NULL))
			fail_msg("%s", bad[i]);
	assert_false(address_check(NULL, NULL));
}

static void long_ones_do_not(void **state)
{
	(void)state;
	char text[400];
	memset(text, 'a', sizeof text);
	memcpy(text + 64, "@b", 3);
	assert_true(address_check(text, NULL));
	memset(text, 'a', sizeof text);
	memcpy(text + 65, "@b", 3);
	assert_false(address_check(text, NULL));
	memset(text, 'a', sizeof text);
	text[1] = '@';
	text[255] = '\0';
	assert_false(address_check(text, NULL));
}

static void the_fault_does_not_repeat_it(void **state)
{
	(void)state;
	struct fault fault;
	assert_false(address_check("secret <x>@y", &fault));
	assert_null(strstr(fault.text, "secret"));
}

static void only_the_local_part_needs_utf8(void **state)
{
	(void)state;
	assert_true(address_needs_utf8("été@example.org"));
	assert_false(address_needs_utf8("ann@école.fr"));
	assert_string_equal(address_domain("ann@école.fr"), "école.fr");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(good_ones_pass),
		cmocka_unit_test(what_could_be_more_than_an_address_does_not),
		cmocka_unit_test(long_ones_do_not),
		cmocka_unit_test(the_fault_does_not_repeat_it),
		cmocka_unit_test(only_the_local_part_needs_utf8),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
