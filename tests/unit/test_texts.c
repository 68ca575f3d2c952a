/* SPDX-License-Identifier: MIT */
/* notify/texts with the templates that come with copild: every example of a view, and sets that are
 * refused half-way, leave nothing behind. What the texts say is tested in tests/texts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <glob.h>
#include <stdlib.h>
#include <string.h>

#include "notify/texts.h"
#include "notify/view.h"

static void check_view(const struct texts *texts, const char *path)
{
	static const char *const languages[] = {"fr", "en"};
	json_t *example = json_load_file(path, 0, NULL);

	assert_non_null(example);
	for (size_t i = 0; i < 2; i++) {
		struct fault fault = {.text = ""};
		struct mail_text mail;

		assert_true(texts_render(texts, languages[i],
			json_string_value(json_object_get(example, "shape")),
			json_object_get(example, languages[i]), &mail, &fault));
		assert_null(strpbrk(mail.subject, "\r\n"));
		assert_int_equal(mail.text[strlen(mail.text) - 1], '\n');
		assert_memory_equal(mail.html, "<!DOCTYPE html>\n", 16);
		mail_text_done(&mail);
	}
	json_decref(example);
}

static void test_every_view(void **state)
{
	struct fault fault = {.text = ""};
	struct texts *texts = texts_load("etc/templates", &fault);
	glob_t views;

	(void)state;
	assert_string_equal(fault.text, "");
	assert_non_null(texts);
	assert_int_equal(glob("tests/texts/views/*.json", 0, NULL, &views), 0);
	assert_true(views.gl_pathc >= 20);
	for (size_t i = 0; i < views.gl_pathc; i++)
		check_view(texts, views.gl_pathv[i]);
	globfree(&views);
	texts_free(texts);
}

static void test_unknown_shape(void **state)
{
	struct fault fault = {.text = ""};
	struct texts *texts = texts_load("etc/templates", &fault);
	struct mail_text mail;

	(void)state;
	assert_true(texts_know("alert"));
	assert_false(texts_know("letter"));
	assert_false(texts_render(texts, "fr", "letter", json_null(), &mail, &fault));
	assert_string_equal(fault.text, "no message is called \"letter\"");
	assert_null(mail.subject);
	texts_free(texts);
}

/* A folder with one good file and one that is none: what was read so far goes too. */
static void test_refused_half_way(void **state)
{
	struct fault fault = {.text = ""};

	(void)state;
	assert_null(texts_load("/nowhere", &fault));
	assert_string_equal(fault.text, "/nowhere/fr: No such file or directory");
	assert_null(texts_load("tests/texts/broken", &fault));
	assert_string_equal(
		fault.text, "fr/news.text.mustache:2: \"when\" is opened, but not closed");
}

static void test_the_view_itself_stays(void **state)
{
	json_t *view = json_loads("{\"a\": [{\"b\": [1]}], \"c\": []}", 0, NULL);
	json_t *before = json_deep_copy(view), *counted = view_with_counts(view);
	json_t *expected =
		json_loads("{\"a\": [{\"b\": [1], \"b_any\": true, \"b_count\": 1, \"first\": true,"
			   " \"last\": true}], \"a_any\": true, \"a_count\": 1, \"c\": []}",
			0, NULL);

	(void)state;
	assert_true(json_equal(view, before));
	assert_true(json_equal(counted, expected));
	json_decref(view);
	json_decref(before);
	json_decref(counted);
	json_decref(expected);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_view),
		cmocka_unit_test(test_unknown_shape),
		cmocka_unit_test(test_refused_half_way),
		cmocka_unit_test(test_the_view_itself_stays),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
