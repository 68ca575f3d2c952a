/* SPDX-License-Identifier: MIT */
/* base/log: what a line looks like for people and for the journal, and that it never blocks. */
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

#include "base/log.h"

static int standard_error;
static int ends[2];

/* Stderr becomes a pipe that nobody reads unless the test does. */
static int redirect(void **state)
{
	(void)state;
	standard_error = dup(STDERR_FILENO);
	if (standard_error < 0 || pipe(ends) != 0)
		return -1;
	fcntl(ends[0], F_SETFL, O_NONBLOCK);
	log_set_level(LOG_LEVEL_INFO);
	unsetenv("JOURNAL_STREAM");
	return dup2(ends[1], STDERR_FILENO) < 0;
}

static int restore(void **state)
{
	(void)state;
	dup2(standard_error, STDERR_FILENO);
	close(standard_error);
	close(ends[0]);
	close(ends[1]);
	return 0;
}

static const char *written(void)
{
	static char text[65536];
	ssize_t size = read(ends[0], text, sizeof(text) - 1);

	text[size > 0 ? size : 0] = '\0';
	return text;
}

static void test_words_for_people(void **state)
{
	(void)state;
	log_error("cannot read \"%s\"", "x");
	log_warning("two");
	log_info("three");
	log_debug("four");
	assert_string_equal(written(),
		"copild: error: cannot read \"x\"\ncopild: warning: two\ncopild: info: three\n");
	log_set_level(LOG_LEVEL_DEBUG);
	log_debug("four");
	assert_string_equal(written(), "copild: debug: four\n");
	log_set_level(LOG_LEVEL_ERROR);
	log_warning("two");
	assert_string_equal(written(), "");
}

static void test_priorities_for_the_journal(void **state)
{
	struct stat status;
	char stream[64];

	(void)state;
	fstat(STDERR_FILENO, &status);
	snprintf(stream, sizeof(stream), "%ju:%ju", (uintmax_t)status.st_dev,
		(uintmax_t)status.st_ino);
	setenv("JOURNAL_STREAM", stream, 1);
	log_error("one");
	log_info("two");
	assert_string_equal(written(), "<3>one\n<6>two\n");
	setenv("JOURNAL_STREAM", "1:1", 1);
	log_error("elsewhere");
	assert_string_equal(written(), "copild: error: elsewhere\n");
}

static void test_escapes_control_characters(void **state)
{
	(void)state;
	log_error("a\nb\x1b[31m\x7f\tc \xc2\x9b \xc3\xa9t\xc3\xa9");
	assert_string_equal(
		written(), "copild: error: a\\x0ab\\x1b[31m\\x7f\\x09c \\x9b \xc3\xa9t\xc3\xa9\n");
}

static void test_cuts_what_is_long(void **state)
{
	char text[9000];
	const char *line;

	(void)state;
	memset(text, '\n', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	log_error("%s", text);
	line = written();
	assert_in_range(strlen(line), 1000, 2048);
	assert_int_equal(line[strlen(line) - 1], '\n');
}

static void test_never_blocks(void **state)
{
	unsigned long before = log_dropped();

	(void)state;
	for (int i = 0; i < 2000; i++)
		log_error("nobody reads this line, which is long enough to fill a pipe quickly");
	assert_true(log_dropped() > before);
	assert_true(strlen(written()) > 60000);
	before = log_dropped();
	log_error("there is room again");
	assert_int_equal(log_dropped(), before);
}

static void test_level_names(void **state)
{
	enum log_level level = LOG_LEVEL_INFO;

	(void)state;
	assert_true(log_level_parse("debug", &level));
	assert_int_equal(level, LOG_LEVEL_DEBUG);
	assert_true(log_level_parse("error", &level));
	assert_int_equal(level, LOG_LEVEL_ERROR);
	assert_false(log_level_parse("loud", &level));
	assert_int_equal(level, LOG_LEVEL_ERROR);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_words_for_people, redirect, restore),
		cmocka_unit_test_setup_teardown(test_priorities_for_the_journal, redirect, restore),
		cmocka_unit_test_setup_teardown(test_escapes_control_characters, redirect, restore),
		cmocka_unit_test_setup_teardown(test_cuts_what_is_long, redirect, restore),
		cmocka_unit_test_setup_teardown(test_never_blocks, redirect, restore),
		cmocka_unit_test(test_level_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
