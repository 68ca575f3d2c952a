/* SPDX-License-Identifier: MIT */
/* Which addresses webhooks may connect to. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <arpa/inet.h>
#include <cmocka.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/un.h>

#include "notify/guard.h"

static bool allows(const struct guard *guard, const char *text)
{
	struct sockaddr_storage place = {0};
	struct sockaddr_in *four = (void *)&place;
	struct sockaddr_in6 *six = (void *)&place;
	if (inet_pton(AF_INET, text, &four->sin_addr) == 1)
		place.ss_family = AF_INET;
	else if (inet_pton(AF_INET6, text, &six->sin6_addr) == 1)
		place.ss_family = AF_INET6;
	else
		fail_msg("%s is no address", text);
	return guard_allows(guard, (struct sockaddr *)&place);
}

static struct guard *guard_of(const char *networks)
{
	struct fault fault;
	struct guard *guard = guard_new(networks, &fault);
	if (!guard)
		fail_msg("%s", fault.text);
	return guard;
}

static void public_ones_are_allowed(void **state)
{
	(void)state;
	static const char *const open[] = {"1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0",
		"100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.1", "169.253.255.255",
		"169.255.0.0", "172.15.255.255", "172.32.0.0", "192.0.1.0", "192.167.255.255",
		"192.169.0.0", "198.17.255.255", "198.20.0.0", "223.255.255.255",
		"2001:4860:4860::8888", "2a00:1450::1", "2600::1", "::ffff:8.8.8.8",
		"64:ff9b::808:808", "2001:200::1", "2003::1"};
	struct guard *guard = guard_of("");
	for (size_t i = 0; i < sizeof open / sizeof open[0]; i++)
		if (!allows(guard, open[i]))
			fail_msg("%s is refused", open[i]);
	guard_free(guard);
}

static void others_are_not(void **state)
{
	(void)state;
	static const char *const closed[] = {"0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255",
		"100.64.0.1", "100.127.255.255", "127.0.0.1", "127.255.255.255", "169.254.0.1",
		"169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.0.192",
		"192.0.2.1", "192.88.99.1", "192.168.0.1", "192.168.255.255", "198.18.0.1",
		"198.19.255.255", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.250",
		"240.0.0.1", "255.255.255.255", "::", "::1", "::2", "::7f00:1", "::127.0.0.1",
		"::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254",
		"::ffff:0:127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b::a9fe:a9fe",
		"64:ff9b:1::1", "100::1", "2001::1", "2001:0:7f00:1::", "2001:10::1", "2001:20::1",
		"2001:db8::1", "2002:7f00:1::", "2002:a00:1::1", "2002:808:808::1", "3fff::1",
		"3fff:fff::1", "4000::1", "5f00::1", "fc00::1", "fd00:ec2::254", "fdff::1",
		"fe80::1", "fe80::a9fe:a9fe", "febf::1", "fec0::1", "ff02::1", "ff0e::1"};
	struct guard *guard = guard_of("  ");
	for (size_t i = 0; i < sizeof closed / sizeof closed[0]; i++)
		if (allows(guard, closed[i]))
			fail_msg("%s is allowed", closed[i]);
	guard_free(guard);
}

static void networks_that_are_named_are_allowed(void **state)
{
	(void)state;
	struct guard *guard = guard_of("10.1.0.0/16 192.168.7.9  fd00:1::/33\t127.0.0.0/8");
	assert_true(allows(guard, "10.1.255.255"));
	assert_true(allows(guard, "10.1.0.1"));
	assert_true(allows(guard, "::ffff:10.1.2.3"));
	assert_true(allows(guard, "192.168.7.9"));
	assert_true(allows(guard, "127.0.0.1"));
	assert_true(allows(guard, "fd00:1:7fff::1"));
	assert_false(allows(guard, "fd00:1:8000::1"));
	assert_false(allows(guard, "10.2.0.0"));
	assert_false(allows(guard, "192.168.7.8"));
	assert_true(allows(guard, "8.8.8.8"));
	guard_free(guard);
}

static void other_families_are_not(void **state)
{
	(void)state;
	struct guard *guard = guard_of("0.0.0.0/0 ::/0");
	struct sockaddr_un local = {.sun_family = AF_UNIX, .sun_path = "/run/x"};
	assert_false(guard_allows(guard, (struct sockaddr *)&local));
	guard_free(guard);
}

static void what_is_no_network_is_refused(void **state)
{
	(void)state;
	static const char *const bad[] = {"10.0.0.0/33", "10.0.0/8", "::/129", "10.0.0.0/",
		"10.0.0.0/8x", "10.0.0.0/-1", "example.org", "10.0.0.0/8,11.0.0.0/8",
		"10.0.0.0/8 x"};
	struct fault fault;
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		assert_null(guard_new(bad[i], &fault));
		assert_non_null(strstr(fault.text, "is not a network"));
	}
	guard_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(public_ones_are_allowed),
		cmocka_unit_test(others_are_not),
		cmocka_unit_test(networks_that_are_named_are_allowed),
		cmocka_unit_test(other_families_are_not),
		cmocka_unit_test(what_is_no_network_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
