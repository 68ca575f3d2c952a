/* SPDX-License-Identifier: MIT */
/* Secrets from files: who may read them, what stands in them, and that no fault repeats it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "notify/credential.h"

static char folder[] = "/tmp/copild-credential-XXXXXX";
static char path[64];

static int set_up(void **state)
{
	(void)state;
	if (!mkdtemp(folder))
		return -1;
	snprintf(path, sizeof path, "%s/smtp", folder);
	unsetenv("CREDENTIALS_DIRECTORY");
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	unlink(path);
	return rmdir(folder);
}

static void file_is(const char *text, size_t size, mode_t mode)
{
	unlink(path);
	int file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	assert_true(file >= 0);
	assert_int_equal(write(file, text, size), size);
	assert_int_equal(fchmod(file, mode), 0);
	close(file);
}

static void refuses(const char *why)
{
	struct fault fault;
	struct credential credential;
	assert_false(credential_read(&credential, path, &fault));
	assert_null(credential.bytes);
	if (!strstr(fault.text, why))
		fail_msg("\"%s\" does not say \"%s\"", fault.text, why);
}

static void a_private_file_is_read_without_its_end(void **state)
{
	(void)state;
	struct fault fault;
	struct credential credential;
	file_is("secret word \r\n\n", 15, 0600);
	assert_true(credential_read(&credential, path, &fault));
	assert_string_equal(credential.bytes, "secret word");
	assert_int_equal(credential.size, 11);
	credential_done(&credential);
	credential_done(&credential);
	assert_null(credential.bytes);
}

static void a_file_that_others_may_read_is_refused(void **state)
{
	(void)state;
	static const mode_t modes[] = {0640, 0604, 0620, 0601, 0644};
	for (size_t i = 0; i < sizeof modes / sizeof modes[0]; i++) {
		file_is("secret", 6, modes[i]);
		refuses("others may read");
	}
}

static void what_is_no_secret_is_refused(void **state)
{
	(void)state;
	static char large[5000];
	memset(large, 'x', sizeof large);
	file_is(large, sizeof large, 0600);
	refuses("too large");
	file_is(" \n\n", 3, 0600);
	refuses("empty");
	file_is("a\0b", 3, 0600);
	refuses("binary");
	unlink(path);
	refuses("No such file");
	assert_int_equal(mkdir(path, 0700), 0);
	refuses("no file");
	assert_int_equal(rmdir(path), 0);
	assert_int_equal(mkfifo(path, 0600), 0);
	refuses("no file");
}

/* Their access list looks like a right of the group. */
static void a_credential_of_systemd_has_a_name(void **state)
{
	(void)state;
	struct fault fault;
	struct credential credential;
	file_is("secret", 6, 0440);
	setenv("CREDENTIALS_DIRECTORY", folder, 1);
	assert_true(credential_read(&credential, "smtp", &fault));
	credential_done(&credential);
	assert_true(credential_read(&credential, path, &fault));
	credential_done(&credential);
	assert_false(credential_read(&credential, "other", &fault));
	unsetenv("CREDENTIALS_DIRECTORY");
	assert_false(credential_read(&credential, path, &fault));
}

static void a_login_is_two_lines(void **state)
{
	(void)state;
	struct fault fault;
	struct login login;
	assert_true(login_parse(&login, "# relay\n\nuser = copild\r\npassword=a = b c \n", &fault));
	assert_string_equal(login.user, "copild");
	assert_string_equal(login.password, "a = b c");
	login_done(&login);
	assert_null(login.password);
}

static void another_login_is_refused_without_its_words(void **state)
{
	(void)state;
	static const char *const bad[] = {"", "user = canary\n", "password = canary\n", "canary\n",
		"user = a\nuser = canary\npassword = b\n", "user canary\npassword = b\n",
		"user = a\npassword =\n", "user = a\npassword = b\ncanary = c\n"};
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		struct fault fault;
		struct login login;
		if (login_parse(&login, bad[i], &fault))
			fail_msg("%s", bad[i]);
		assert_null(strstr(fault.text, "canary"));
		assert_null(login.user);
	}
}

static void a_key_is_long(void **state)
{
	(void)state;
	struct fault fault;
	struct credential key;
	file_is("0123456789012345678901234567890", 31, 0600);
	assert_false(credential_read_key(&key, path, &fault));
	assert_null(key.bytes);
	file_is("01234567890123456789012345678901", 32, 0600);
	assert_true(credential_read_key(&key, path, &fault));
	credential_done(&key);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_private_file_is_read_without_its_end),
		cmocka_unit_test(a_file_that_others_may_read_is_refused),
		cmocka_unit_test(what_is_no_secret_is_refused),
		cmocka_unit_test(a_credential_of_systemd_has_a_name),
		cmocka_unit_test(a_login_is_two_lines),
		cmocka_unit_test(another_login_is_refused_without_its_words),
		cmocka_unit_test(a_key_is_long),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
