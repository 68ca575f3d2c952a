/* SPDX-License-Identifier: MIT */
/* A call's params against a method's row: every value that fits, every way not to fit. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "api/bind.h"
#include "api/value.h"
#include "catalog_sample.h"

static struct catalog *catalog;

static int set_up(void **state)
{
	(void)state;
	catalog = catalog_sample_new();
	return catalog ? 0 : -1;
}

static int tear_down(void **state)
{
	(void)state;
	catalog_unref(catalog);
	return 0;
}

static json_t *json_of(const char *text)
{
	json_error_t error;
	json_t *value = text ? json_loads(text, JSON_REJECT_DUPLICATES, &error) : NULL;
	if (text && !value)
		fail_msg("%s: %s", text, error.text);
	return value;
}

/* The text of one parameter, "NULL" for an SQL null. */
static void fits(const char *method, const char *params, size_t place, const char *wanted)
{
	struct bound bound;
	struct misfit misfit;
	json_t *json = json_of(params);
	if (!bind_params(catalog_method(catalog, method), json, "en", &bound, &misfit))
		fail_msg("%s: \"%s\", expected %s", params, misfit.param, misfit.expected);
	const char *text = bound.texts[place] ? bound.texts[place] : "NULL";
	assert_string_equal(text, wanted);
	bound_done(&bound);
	json_decref(json);
}

static void misfits(const char *method, const char *params, const char *locale,
	enum refusal refusal, const char *param, const char *expected)
{
	struct bound bound;
	struct misfit misfit;
	json_t *json = json_of(params);
	if (bind_params(catalog_method(catalog, method), json, locale, &bound, &misfit))
		fail_msg("%s fits", params);
	assert_int_equal(misfit.refusal, refusal);
	assert_string_equal(misfit.param, param);
	assert_string_equal(misfit.expected, expected);
	misfit_done(&misfit);
	json_decref(json);
}

static void takes_names_and_positions(void **state)
{
	(void)state;
	fits("action.get", "{\"action\": \"LR-12\"}", 0, "LR-12");
	fits("action.get", "[\"LR-12\"]", 0, "LR-12");
	fits("action.list", "{\"limit\": 5, \"plan\": \"LR\"}", 1, "5");
	fits("value.all", NULL, 0, "NULL");
	fits("value.all", "{}", 0, "NULL");
	fits("value.all", "[]", 0, "NULL");
}

static void null_is_absent(void **state)
{
	(void)state;
	fits("action.list", "{\"plan\": \"LR\", \"limit\": null}", 1, "NULL");
	fits("action.list", "[\"LR\", null, [\"open\"]]", 2, "{\"open\"}");
	misfits("action.list", "[null]", "en", REFUSAL_PARAM_MISSING, "plan", "english plan");
}

static void values_become_postgresql_texts(void **state)
{
	(void)state;
	fits("value.all", "{\"number\": 0.1}", 0, "0.1");
	fits("value.all", "{\"number\": 9007199254740993}", 0, "9007199254740993");
	fits("value.all", "{\"number\": 1e300}", 0, "1e+300");
	fits("value.all", "{\"flag\": true}", 1, "true");
	fits("value.all", "{\"flag\": false}", 1, "false");
	fits("value.all", "{\"day\": \"2012-02-29\"}", 2, "2012-02-29");
	fits("value.all", "{\"whole\": 9223372036854775807}", 3, "9223372036854775807");
	fits("value.all", "{\"whole\": -9223372036854775808}", 3, "-9223372036854775808");
	fits("value.all", "{\"whole\": 3.0}", 3, "3");
	fits("value.all", "{\"small\": 2147483647}", 4, "2147483647");
	fits("value.all", "{\"tree\": [1, {\"a\": null}]}", 5, "[1,{\"a\":null}]");
	fits("value.all", "{\"tree\": \"x\"}", 5, "\"x\"");
	fits("value.all", "{\"box\": {}}", 6, "{}");
}

static void array_items_are_quoted(void **state)
{
	(void)state;
	fits("action.edit", "[\"LR-1\", null, []]", 2, "{}");
	fits("action.edit", "[\"LR-1\", null, [\"a,b\", \"{}\", \"\", \"null\"]]", 2,
		"{\"a,b\",\"{}\",\"\",\"null\"}");
	fits("action.edit", "[\"LR-1\", null, [\"a\\\"b\", \"c\\\\d\", \"é\\n\"]]", 2,
		"{\"a\\\"b\",\"c\\\\d\",\"é\n\"}");
	misfits("action.edit", "[\"LR-1\", null, [1]]", "en", REFUSAL_PARAM_BAD, "clear", "a list");
	misfits("action.edit", "[\"LR-1\", null, [null]]", "fr", REFUSAL_PARAM_BAD, "clear",
		"une liste");
	misfits("action.edit", "[\"LR-1\", null, \"a\"]", "en", REFUSAL_PARAM_BAD, "clear",
		"a list");
	misfits("action.list", "[\"LR\", null, [\"open\", \"lost\"]]", "en", REFUSAL_PARAM_BAD,
		"state", "states");
}

static void refuses_values_that_do_not_fit(void **state)
{
	(void)state;
	static const struct {
		const char *params, *param;
	} bad[] = {
		{"{\"number\": \"1\"}", "number"},
		{"{\"number\": true}", "number"},
		{"{\"flag\": 1}", "flag"},
		{"{\"flag\": \"true\"}", "flag"},
		{"{\"whole\": 1.5}", "whole"},
		{"{\"whole\": 1e300}", "whole"},
		{"{\"whole\": \"1\"}", "whole"},
		{"{\"whole\": []}", "whole"},
		{"{\"small\": 2147483648}", "small"},
		{"{\"small\": -2147483649}", "small"},
		{"{\"box\": []}", "box"},
		{"{\"box\": 1}", "box"},
	};
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		char expected[64];
		snprintf(expected, sizeof expected, "english %s", bad[i].param);
		misfits("value.all", bad[i].params, "en", REFUSAL_PARAM_BAD, bad[i].param,
			expected);
	}
	misfits("action.list", "[\"LR\", 0]", "en", REFUSAL_PARAM_BAD, "limit", "english limit");
	misfits("action.list", "[\"LR\", 201]", "en", REFUSAL_PARAM_BAD, "limit", "english limit");
	misfits("value.all", "{\"day\": \"2013-02-29\"}", "fr", REFUSAL_PARAM_BAD, "day", "date");
}

static void counts_characters_not_bytes(void **state)
{
	(void)state;
	fits("action.edit", "[\"LR-1\", \"ééééé\"]", 1, "ééééé");
	misfits("action.edit", "[\"LR-1\", \"éééééé\"]", "fr", REFUSAL_PARAM_BAD, "title",
		"français title");
}

static void matches_the_whole_pattern(void **state)
{
	(void)state;
	static const char *const bad[] = {"[\"lr-1\"]", "[\"LR-0\"]", "[\"LR-1 \"]", "[\"\"]",
		"[\"LR-1\\n\"]", "[\"LR-D1\"]"};
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		misfits("action.get", bad[i], "fr", REFUSAL_PARAM_BAD, "action", "français action");
}

static void a_nul_never_cuts_a_text(void **state)
{
	(void)state;
	json_t *value = json_stringn_nocheck("LR-1\0x", 6);
	assert_null(
		value_text(method_param(catalog_method(catalog, "action.get"), "action"), value));
	json_decref(value);
}

static void names_what_is_unknown_missing_or_too_many(void **state)
{
	(void)state;
	misfits("action.get", "{\"action\": \"LR-1\", \"at\": 3}", "en", REFUSAL_PARAM_UNKNOWN,
		"at", "one of: action");
	misfits("action.edit", "{\"nom\": 1}", "fr", REFUSAL_PARAM_UNKNOWN, "nom",
		"l’un de : action, title, clear, if_revision");
	misfits("action.get", NULL, "en", REFUSAL_PARAM_MISSING, "action", "english action");
	misfits("action.get", "[\"LR-1\", 2]", "fr", REFUSAL_PARAM_TOO_MANY, "2", "1 au plus");
}

static void says_back_only_the_beginning_of_a_long_name(void **state)
{
	(void)state;
	char name[256] = "", shortened[128], params[300];
	for (size_t i = 0; i < 100; i++)
		memcpy(name + 2 * i, "é", sizeof "é");
	snprintf(params, sizeof params, "{\"%s\": 1}", name);
	snprintf(shortened, sizeof shortened, "%.64s…", name);
	misfits("action.get", params, "en", REFUSAL_PARAM_UNKNOWN, shortened, "one of: action");
}

static void if_revision_is_taken_by_name_where_allowed(void **state)
{
	(void)state;
	struct bound bound;
	struct misfit misfit;
	json_t *params = json_of("{\"action\": \"LR-1\", \"if_revision\": 118}");
	assert_true(
		bind_params(catalog_method(catalog, "action.edit"), params, "en", &bound, &misfit));
	assert_string_equal(bound.revision, "118");
	bound_done(&bound);
	json_decref(params);
	misfits("action.get", "{\"action\": \"LR-1\", \"if_revision\": 1}", "en",
		REFUSAL_PARAM_UNKNOWN, "if_revision", "one of: action");
	misfits("action.edit", "{\"action\": \"LR-1\", \"if_revision\": \"1\"}", "en",
		REFUSAL_PARAM_BAD, "if_revision",
		"the revision at which the object was read, a whole number");
}

static unsigned shard(const char *method, const char *params)
{
	struct bound bound;
	struct misfit misfit;
	json_t *json = json_of(params);
	assert_true(bind_params(catalog_method(catalog, method), json, "en", &bound, &misfit));
	unsigned number = bound_shard(&bound, catalog_method(catalog, method));
	bound_done(&bound);
	json_decref(json);
	return number;
}

static void calls_of_one_plan_share_a_shard(void **state)
{
	(void)state;
	unsigned plan = shard("action.list", "[\"LR\"]");
	assert_int_equal(shard("action.get", "[\"LR-12\"]"), plan);
	assert_int_equal(shard("action.edit", "[\"LR-7\"]"), plan);
	assert_int_not_equal(shard("action.get", "[\"LRX-12\"]"), plan);
	assert_int_not_equal(shard("plan.create", "[\"LR\"]"), plan);
	assert_int_equal(shard("plan.create", "[\"A\"]"), shard("plan.create", "[\"B\"]"));
}

static void knows_the_days_of_the_calendar(void **state)
{
	(void)state;
	static const char *const days[] = {"2014-06-21", "2000-02-29", "2024-12-31", "0001-01-01"};
	static const char *const others[] = {"2014-06-31", "1900-02-29", "2014-13-01", "2014-00-10",
		"2014-01-00", "0000-01-01", "2014-6-21", "2014-06-21 ", "21/06/2014", "2014-06", "",
		"2014-06-2x", "+014-06-21"};
	for (size_t i = 0; i < sizeof days / sizeof days[0]; i++)
		assert_true(value_is_date(days[i]));
	for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
		assert_false(value_is_date(others[i]));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(takes_names_and_positions),
		cmocka_unit_test(null_is_absent),
		cmocka_unit_test(values_become_postgresql_texts),
		cmocka_unit_test(array_items_are_quoted),
		cmocka_unit_test(refuses_values_that_do_not_fit),
		cmocka_unit_test(counts_characters_not_bytes),
		cmocka_unit_test(matches_the_whole_pattern),
		cmocka_unit_test(a_nul_never_cuts_a_text),
		cmocka_unit_test(names_what_is_unknown_missing_or_too_many),
		cmocka_unit_test(says_back_only_the_beginning_of_a_long_name),
		cmocka_unit_test(if_revision_is_taken_by_name_where_allowed),
		cmocka_unit_test(calls_of_one_plan_share_a_shard),
		cmocka_unit_test(knows_the_days_of_the_calendar),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
