/* SPDX-License-Identifier: MIT */
/* notify/template: our cases for each core module of Mustache, and what is refused. tests/texts
 * runs the same cases beside the npm package. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "notify/template.h"

static const struct template *partial_find(const void *shelf, const char *name)
{
	const json_t *made = json_object_get(shelf, name);

	return made ? (const struct template *)(uintptr_t)json_integer_value(made) : NULL;
}

static struct template *parsed(const char *name, const json_t *text)
{
	struct fault fault = {.text = ""};
	struct template *template =
		template_parse(name, json_string_value(text), json_string_length(text), &fault);

	assert_string_equal(fault.text, "");
	assert_non_null(template);
	return template;
}

/* The partials by name, as addresses. */
static json_t *partials_of(json_t *texts)
{
	json_t *shelf = json_object(), *text;
	const char *name;

	json_object_foreach (texts, name, text)
		json_object_set_new(
			shelf, name, json_integer((json_int_t)(uintptr_t)parsed(name, text)));
	return shelf;
}

static void check_case(json_t *one)
{
	json_t *shelf = partials_of(json_object_get(one, "partials")), *made;
	const struct template_partials partials = {partial_find, shelf};
	struct template *template = parsed("case", json_object_get(one, "template"));
	struct fault fault = {.text = ""};
	struct buffer out = {0};
	const char *name;

	assert_true(template_render(template, json_object_get(one, "data"), TEMPLATE_ESCAPE_HTML,
		&partials, &out, &fault));
	buffer_add(&out, "", 1);
	assert_string_equal(buffer_data(&out), json_string_value(json_object_get(one, "expected")));
	buffer_done(&out);
	template_free(template);
	json_object_foreach (shelf, name, made)
		template_free((struct template *)(uintptr_t)json_integer_value(made));
	json_decref(shelf);
}

static void test_cases(void **state)
{
	json_error_t error;
	json_t *cases = json_load_file("tests/texts/mustache.json", 0, &error), *one;
	size_t i;

	(void)state;
	assert_true(json_array_size(cases) > 100);
	json_array_foreach (cases, i, one)
		check_case(one);
	json_decref(cases);
}

static void test_refused_without_leaving_anything(void **state)
{
	static const char *const texts[] = {"{{a", "{{#a}}", "{{/a}}", "{{#a}}{{/b}}", "{{=a=}}",
		"{{! ", "{{{a}}", "{{", "{{}}", "{{<a}}", "{{>a b}}", "x{{#a}}{{#b}}{{/b}}"};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		struct fault fault = {.text = ""};

		assert_null(template_parse("here", texts[i], strlen(texts[i]), &fault));
		assert_memory_equal(fault.text, "here:1: ", 8);
	}
}

/* Every beginning of a template: an answer each time, and nothing read behind the end. */
static void test_cut_anywhere(void **state)
{
	static const char whole[] =
		"a {{b}}\n {{#c}}\r\n{{{d}}}{{/c}}\n  {{>p}}\n{{=<% %>=}}\n<%& e %>é";

	(void)state;
	for (size_t size = 0; size < sizeof(whole); size++) {
		struct fault fault = {.text = ""};
		char *cut = malloc(size + 1); /* its end is where a sanitizer looks */
		struct template *template;

		memcpy(cut, whole, size);
		template = template_parse("cut", cut, size, &fault);
		assert_true(template || fault.text[0]);
		template_free(template);
		free(cut);
	}
}

static void test_partials_are_told_with_their_lines(void **state)
{
	static const char text[] = "{{>a}}\n\n{{#x}}{{>b}}{{/x}}\n";
	struct template *template = template_parse("here", text, sizeof(text) - 1, NULL);
	unsigned line;

	(void)state;
	assert_string_equal(template_partial(template, 0, &line), "a");
	assert_int_equal(line, 1);
	assert_string_equal(template_partial(template, 1, &line), "b");
	assert_int_equal(line, 3);
	assert_null(template_partial(template, 2, &line));
	template_free(template);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_refused_without_leaving_anything),
		cmocka_unit_test(test_cut_anywhere),
		cmocka_unit_test(test_partials_are_told_with_their_lines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
