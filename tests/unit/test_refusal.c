/* SPDX-License-Identifier: MIT */
/* Which failure is which error, in both languages, and that nothing internal gets out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>

#include "api/refusal.h"
#include "base/log.h"
#include "catalog_sample.h"

/* Stands in for rpc/call.c: keeps the last error. */
static struct {
	const char *locale;
	int code;
	char message[256];
	json_t *data;
} said;

const char *call_method(const struct call *call)
{
	(void)call;
	return "action.get";
}

const char *call_locale(const struct call *call)
{
	(void)call;
	return said.locale;
}

void call_error(struct call *call, int code, const char *message, json_t *data)
{
	(void)call;
	json_decref(said.data);
	said.code = code;
	snprintf(said.message, sizeof said.message, "%s", message);
	said.data = data;
}

static struct catalog *catalog;

static int set_up(void **state)
{
	(void)state;
	log_set_level(LOG_LEVEL_ERROR);
	catalog = catalog_sample_new();
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	catalog_unref(catalog);
	json_decref(said.data);
	return 0;
}

static void answer(const char *locale, const struct outcome *outcome)
{
	said.locale = locale;
	refusal_answer_outcome(NULL, catalog, outcome);
}

static const char *text_of(const char *name)
{
	const char *text = json_string_value(json_object_get(said.data, name));
	return text ? text : "";
}

static void every_row_is_whole_in_both_languages(void **state)
{
	(void)state;
	for (unsigned i = 0; i < REFUSAL_COUNT; i++) {
		const struct refusal_row *row = refusal_row((enum refusal)i);
		assert_non_null(row->kind);
		if (row->listed)
			assert_non_null(catalog_error_kind(catalog, row->kind));
		if (row->listed && !row->en)
			continue;
		assert_non_null(row->en);
		assert_non_null(row->fr);
		assert_string_not_equal(row->en, row->fr);
		assert_int_not_equal(row->code, 0);
		assert_int_equal(!strstr(row->en, "%("), !strstr(row->fr, "%("));
	}
}

static void french_marks_never_begin_a_line(void **state)
{
	(void)state;
	static const char *const parted[] = {" :", " ;", " ?", " !", " »", "« "};
	for (unsigned i = 0; i < REFUSAL_COUNT; i++)
		for (size_t j = 0; j < sizeof parted / sizeof parted[0]; j++) {
			const char *french = refusal_row((enum refusal)i)->fr;
			assert_false(french && strstr(french, parted[j]));
		}
}

static void kinds_have_the_codes_of_the_manual(void **state)
{
	(void)state;
	static const struct {
		enum refusal refusal;
		const char *kind;
		int code;
	} wanted[] = {
		{REFUSAL_PARSE_ERROR, "parse_error", -32700},
		{REFUSAL_INVALID_REQUEST, "invalid_request", -32600},
		{REFUSAL_METHOD_NOT_FOUND, "method_not_found", -32601},
		{REFUSAL_PARAM_BAD, "bad_value", -32602},
		{REFUSAL_INTERNAL, "internal", -32603},
		{REFUSAL_UPGRADING, "unavailable", -32001},
		{REFUSAL_UNAVAILABLE, "unavailable", -32001},
		{REFUSAL_OUTCOME_UNKNOWN, "outcome_unknown", -32002},
		{REFUSAL_TIMEOUT, "timeout", -32003},
		{REFUSAL_BUSY, "busy", -32004},
		{REFUSAL_TOO_LARGE, "too_large", -32005},
		{REFUSAL_READ_ONLY, "read_only", -32006},
		{REFUSAL_FULL, "full", -32007},
		{REFUSAL_FORBIDDEN, "forbidden", 1002},
	};
	for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) {
		said.locale = "en";
		refusal_answer(NULL, catalog, wanted[i].refusal, NULL);
		assert_int_equal(said.code, wanted[i].code);
		assert_string_equal(text_of("kind"), wanted[i].kind);
	}
}

static void the_catalogues_words_win(void **state)
{
	(void)state;
	said.locale = "en";
	refusal_answer(NULL, catalog, REFUSAL_PARAM_BAD, NULL);
	assert_string_equal(said.message, "bad value");
	refusal_answer(NULL, NULL, REFUSAL_PARAM_BAD, NULL);
	assert_string_equal(said.message, "Parameter \"?\": expected ?.");
	refusal_answer(NULL, catalog, REFUSAL_PARAM_MISSING, NULL);
	assert_string_equal(said.message, "Parameter \"?\" is missing: expected ?.");
	said.locale = "fr";
	refusal_answer(NULL, catalog, REFUSAL_READ_ONLY, NULL);
	assert_string_equal(said.message, "lecture seule");
	assert_null(json_object_get(said.data, "retryable"));
	refusal_answer(NULL, NULL, REFUSAL_READ_ONLY, NULL);
	assert_string_equal(text_of("kind"), "internal");
}

static void words_are_filled_from_the_data(void **state)
{
	(void)state;
	static const struct {
		const char *words, *filled;
	} cases[] = {{"Parameter \"%(param)s\": expected %(expected)s.",
			     "Parameter \"due\": expected %(param)s."},
		{"%(param)s%(param)s", "duedue"}, {"%(nothing)s", "?"}, {"100 %", "100 %"},
		{"%(param", "due"}, {"%(param)", "due)"}, {"", ""}};
	json_t *data = json_pack("{s:s, s:s}", "param", "due", "expected", "%(param)s");
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		char *words = refusal_fill(cases[i].words, data);
		assert_string_equal(words, cases[i].filled);
		free(words);
	}
	json_decref(data);
}

static void sentences_are_found_by_code(void **state)
{
	(void)state;
	assert_string_equal(refusal_sentence(-32700, "en"), "This line is not valid JSON.");
	assert_string_equal(
		refusal_sentence(-32700, "fr"), "Cette ligne n’est pas du JSON valide.");
	assert_string_equal(refusal_sentence(7, "en"), refusal_row(REFUSAL_INTERNAL)->en);
}

static void who_is_nobody_is_spoken_to_in_the_daemons_language(void **state)
{
	(void)state;
	const struct outcome outcome = {.kind = OUTCOME_REFUSED,
		.sqlstate = "CP003",
		.message = "qui est rosa ?",
		.detail = "{\"kind\": \"unknown_user\", \"user\": \"rosa\"}"};
	answer("en", &outcome);
	assert_int_equal(said.code, 1003);
	assert_string_equal(said.message, "who is rosa?");
	assert_string_equal(text_of("user"), "rosa");
	answer("fr", &outcome);
	assert_string_equal(said.message, "qui est rosa ?");
}

static void raised_errors_pass_with_their_data(void **state)
{
	(void)state;
	answer("en", &(struct outcome){.kind = OUTCOME_REFUSED,
			     .sqlstate = "CP001",
			     .message = "there is no LR-99",
			     .detail = "{\"object\": \"LR-99\"}"});
	assert_int_equal(said.code, 1001);
	assert_string_equal(said.message, "there is no LR-99");
	assert_string_equal(text_of("kind"), "not_found");
	assert_string_equal(text_of("object"), "LR-99");
	answer("en", &(struct outcome){.kind = OUTCOME_REFUSED,
			     .sqlstate = "CP602",
			     .message = "no",
			     .detail = "{\"kind\": \"bad_value\", \"param\": \"due\"}"});
	assert_int_equal(said.code, -32602);
	assert_string_equal(text_of("param"), "due");
}

static void a_detail_that_is_no_object_is_dropped(void **state)
{
	(void)state;
	static const char *const details[] = {NULL, "", "[]", "Key (a)=(b) exists", "3"};
	for (size_t i = 0; i < sizeof details / sizeof details[0]; i++) {
		answer("fr", &(struct outcome){.kind = OUTCOME_REFUSED,
				     .sqlstate = "CP001",
				     .message = "non",
				     .detail = details[i]});
		assert_int_equal(json_object_size(said.data), 1);
		assert_string_equal(text_of("kind"), "not_found");
	}
}

static void what_may_be_tried_again_is_said(void **state)
{
	(void)state;
	answer("en", &(struct outcome){.kind = OUTCOME_UNAVAILABLE});
	assert_int_equal(said.code, -32001);
	assert_true(json_is_true(json_object_get(said.data, "retryable")));
	answer("fr", &(struct outcome){.kind = OUTCOME_BUSY});
	assert_int_equal(said.code, -32004);
	assert_true(json_is_true(json_object_get(said.data, "retryable")));
	answer("fr", &(struct outcome){.kind = OUTCOME_UNKNOWN});
	assert_int_equal(said.code, -32002);
	assert_true(json_is_false(json_object_get(said.data, "retryable")));
}

static void postgresqls_own_errors_are_translated(void **state)
{
	(void)state;
	static const struct {
		const char *sqlstate;
		int code;
	} known[] = {{"57014", -32003}, {"55P03", -32004}, {"40P01", -32004}, {"40001", -32004},
		{"53100", -32007}, {"42501", 1002}, {"25006", -32006}, {"22P02", -32602},
		{"23514", -32602}, {"57P01", -32001}, {"08006", -32001}};
	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
		answer("en", &(struct outcome){.kind = OUTCOME_REFUSED,
				     .sqlstate = known[i].sqlstate,
				     .message = "relation \"secret\"",
				     .detail = "secret"});
		assert_int_equal(said.code, known[i].code);
		assert_null(strstr(said.message, "secret"));
	}
}

static void nothing_internal_gets_out(void **state)
{
	(void)state;
	static const char *const states[] = {"XX000", "42P01", "23505", "P0001", "CP999", "22012"};
	for (size_t i = 0; i < sizeof states / sizeof states[0]; i++) {
		answer("en", &(struct outcome){.kind = OUTCOME_REFUSED,
				     .sqlstate = states[i],
				     .message = "relation \"secret\"",
				     .detail = "{\"kind\": \"secret\"}"});
		assert_int_equal(said.code, -32603);
		assert_null(strstr(said.message, "secret"));
		assert_string_equal(text_of("kind"), "internal");
		assert_int_equal(strlen(text_of("id")), 16);
		assert_int_equal(json_object_size(said.data), 2);
	}
}

static void stale_states_are_known(void **state)
{
	(void)state;
	assert_true(refusal_is_stale("42883") && refusal_is_stale("26000"));
	assert_true(refusal_is_stale("0A000") && refusal_is_stale("3F000"));
	assert_false(refusal_is_stale("CP001") || refusal_is_stale("57014"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_row_is_whole_in_both_languages),
		cmocka_unit_test(french_marks_never_begin_a_line),
		cmocka_unit_test(kinds_have_the_codes_of_the_manual),
		cmocka_unit_test(the_catalogues_words_win),
		cmocka_unit_test(words_are_filled_from_the_data),
		cmocka_unit_test(sentences_are_found_by_code),
		cmocka_unit_test(who_is_nobody_is_spoken_to_in_the_daemons_language),
		cmocka_unit_test(raised_errors_pass_with_their_data),
		cmocka_unit_test(a_detail_that_is_no_object_is_dropped),
		cmocka_unit_test(what_may_be_tried_again_is_said),
		cmocka_unit_test(postgresqls_own_errors_are_translated),
		cmocka_unit_test(nothing_internal_gets_out),
		cmocka_unit_test(stale_states_are_known),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
