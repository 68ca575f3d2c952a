/* SPDX-License-Identifier: MIT */
/* Signatures as Standard Webhooks publishes them, and secrets that come out of one key. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "notify/signature.h"

/* whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw */
static const unsigned char published[] = {0x31, 0xf2, 0x90, 0xf6, 0xbf, 0x06, 0x29, 0x8a, 0xab,
	0x4f, 0x08, 0xd4, 0x3c, 0x3f, 0x08, 0x2c, 0xf6, 0x48, 0xa3, 0x62, 0xda, 0x2d, 0xa4, 0xb0};

static void the_published_example_comes_out(void **state)
{
	(void)state;
	static const char body[] = "{\"test\": 2432232314}";
	char *made = signature_make(published, sizeof published, "msg_p5jXN8AQM9LWM0D4loKWxJek",
		1614265330, body, strlen(body));
	assert_string_equal(made, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
	free(made);
}

static void each_webhook_and_generation_has_a_secret(void **state)
{
	(void)state;
	unsigned char one[SIGNATURE_SECRET], again[SIGNATURE_SECRET], other[SIGNATURE_SECRET];
	signature_secret("key", 3, 7, 1, one);
	signature_secret("key", 3, 7, 1, again);
	assert_memory_equal(one, again, sizeof one);
	signature_secret("key", 3, 7, 2, other);
	assert_memory_not_equal(one, other, sizeof one);
	signature_secret("key", 3, 71, 1, other);
	assert_memory_not_equal(one, other, sizeof one);
	signature_secret("kez", 3, 7, 1, other);
	assert_memory_not_equal(one, other, sizeof one);
}

static void a_secret_is_told_in_base64(void **state)
{
	(void)state;
	unsigned char secret[SIGNATURE_SECRET] = {0};
	char *text = signature_secret_text(secret);
	assert_string_equal(text, "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_published_example_comes_out),
		cmocka_unit_test(each_webhook_and_generation_has_a_secret),
		cmocka_unit_test(a_secret_is_told_in_base64),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
