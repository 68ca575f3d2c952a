/* SPDX-License-Identifier: MIT */
/* The method table: what is read from the catalogue's text, and what makes a text unfit. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "catalog_sample.h"

static struct catalog *parse(const char *text, const struct catalog *previous, struct fault *fault)
{
	return catalog_parse(text, strlen(text), previous, fault);
}

static void finds_methods_and_words_their_statements(void **state)
{
	(void)state;
	struct catalog *catalog = catalog_sample_new();
	assert_non_null(catalog);
	assert_int_equal(catalog->method_count, 5);
	assert_int_equal(catalog->clock_shift, 5000);
	struct method *get = catalog_method(catalog, "action.get");
	assert_string_equal(get->sql, "select case when core.act($1, $2, $3) then "
				      "api.action_get(\"action\" => $4::action_ref) end");
	assert_false(get->writes || get->heavy || get->if_revision);
	struct method *edit = catalog_method(catalog, "action.edit");
	assert_string_equal(edit->sql,
		"select case when core.act($1, $2, $3) then "
		"api.action_edit(\"action\" => $4::action_ref, \"title\" => $5::title, "
		"\"clear\" => $6::text[]) end");
	assert_true(edit->writes && edit->if_revision);
	assert_true(catalog_method(catalog, "action.list")->heavy);
	assert_null(catalog_method(catalog, "action.fly"));
	assert_null(catalog_method(catalog, ""));
	catalog_unref(catalog);
}

static void knows_which_param_tells_the_plan(void **state)
{
	(void)state;
	struct catalog *catalog = catalog_sample_new();
	assert_int_equal(catalog_method(catalog, "action.get")->plan_param, 0);
	assert_int_equal(catalog_method(catalog, "action.list")->plan_param, 0);
	assert_int_equal(catalog_method(catalog, "plan.create")->plan_param, -1);
	catalog_unref(catalog);
}

static void finds_errors_by_sqlstate_and_kind(void **state)
{
	(void)state;
	struct catalog *catalog = catalog_sample_new();
	assert_int_equal(catalog_error(catalog, "CP001")->code, 1001);
	assert_string_equal(catalog_error_kind(catalog, "bad_value")->sqlstate, "CP602");
	assert_null(catalog_error(catalog, "CP999"));
	assert_null(catalog_error_kind(catalog, "hunger"));
	catalog_unref(catalog);
}

static void shares_statements_with_the_one_before(void **state)
{
	(void)state;
	struct fault fault;
	struct catalog *old = catalog_sample_new();
	struct catalog *fresh = parse(catalog_sample, old, &fault);
	assert_ptr_equal(catalog_method(fresh, "action.get")->statement,
		catalog_method(old, "action.get")->statement);
	catalog_unref(old);
	catalog_unref(fresh);
}

static void knows_its_stamp(void **state)
{
	(void)state;
	struct fault fault;
	struct catalog *catalog =
		parse("{\"stamp\": \"1 0 7\", \"methods\": [], \"errors\": []}", NULL, &fault);
	assert_string_equal(catalog->stamp, "1 0 7");
	catalog_unref(catalog);
	catalog = catalog_sample_new();
	assert_string_equal(catalog->stamp, "");
	catalog_unref(catalog);
}

static void refuses_another_schema_whatever_it_says(void **state)
{
	(void)state;
	struct fault fault = {0};
	assert_null(parse("{\"schema\": 9999, \"methods\": 3}", NULL, &fault));
	assert_int_equal(fault.code, CATALOG_FOREIGN);
	assert_non_null(strstr(fault.text, "version 9999"));
	assert_null(parse("{\"clock_shift_ms\": 1}", NULL, &fault));
	assert_int_not_equal(fault.code, CATALOG_FOREIGN);
}

static void lives_as_long_as_somebody_holds_it(void **state)
{
	(void)state;
	struct catalog *catalog = catalog_sample_new();
	assert_ptr_equal(catalog_ref(catalog), catalog);
	catalog_unref(catalog);
	assert_non_null(catalog_method(catalog, "action.get"));
	catalog_unref(catalog);
	catalog_unref(NULL);
}

static void refuses_what_is_not_whole(void **state)
{
	(void)state;
	static const struct {
		const char *text, *why;
	} broken[] = {
		{"", "'[' or '{' expected"},
		{"[]", "Expected object"},
		{"{\"methods\": []}", "errors"},
		{"{\"methods\": [{}], \"errors\": []}", "name"},
		{"{\"methods\": [], \"errors\": [{\"sqlstate\": \"CP001\"}]}", "code"},
		{"{\"methods\": [" SAMPLE_GET ", " SAMPLE_GET "], \"errors\": []}", "stands twice"},
		{"{\"methods\": [" SAMPLE_METHOD("a.b", "api.a_b", "s", "",
			 SAMPLE_PARAM("c", "text", "string", "true",
				 ", \"pattern\": \"(\"")) "], \"errors\": []}",
			"pattern \"(\""},
		{"{\"methods\": [" SAMPLE_METHOD("a.b", "api.a_b", "s", "",
			 SAMPLE_PARAM("c", "text", "blob", "true", "")) "], \"errors\": []}",
			"unknown kind \"blob\""},
	};
	for (size_t i = 0; i < sizeof broken / sizeof broken[0]; i++) {
		struct fault fault = {0};
		assert_null(parse(broken[i].text, NULL, &fault));
		if (!strstr(fault.text, broken[i].why))
			fail_msg("\"%s\" does not say \"%s\"", fault.text, broken[i].why);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_methods_and_words_their_statements),
		cmocka_unit_test(knows_which_param_tells_the_plan),
		cmocka_unit_test(finds_errors_by_sqlstate_and_kind),
		cmocka_unit_test(shares_statements_with_the_one_before),
		cmocka_unit_test(knows_its_stamp),
		cmocka_unit_test(refuses_another_schema_whatever_it_says),
		cmocka_unit_test(lives_as_long_as_somebody_holds_it),
		cmocka_unit_test(refuses_what_is_not_whole),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
