/* SPDX-License-Identifier: MIT */
/* Statements, queries, and what a connection remembers of those it has prepared. */
#include "db/query.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "db/prepared.h"
#include "db/query_inner.h"

static void on_done(void *context, const struct outcome *outcome)
{
	*(struct outcome *)context = *outcome;
}

static void a_query_keeps_its_statement(void **state)
{
	struct outcome outcome = {.kind = OUTCOME_BUSY};
	struct statement *statement = statement_new("select $1", 1);
	struct query *query = query_new(statement, on_done, &outcome);

	(void)state;
	statement_unref(statement);
	assert_string_equal(query->statement->sql, "select $1");
	query_answer(query, OUTCOME_UNAVAILABLE);
	assert_int_equal(outcome.kind, OUTCOME_UNAVAILABLE);
	assert_null(outcome.text);
	statement_unref(NULL);
	query_free(NULL);
}

static void parameters_are_copied_and_counted(void **state)
{
	struct statement *statement = statement_new("select $1, $2", 2);
	struct query *query = query_new(statement, on_done, NULL);
	char text[] = "quatre";

	(void)state;
	query_set(query, 0, text);
	text[0] = 'x';
	assert_string_equal(query->values[0], "quatre");
	assert_null(query->values[1]);
	query_set(query, 1, "12");
	assert_int_equal(query->bytes, 8);
	query_set(query, 0, NULL);
	assert_null(query->values[0]);
	assert_int_equal(query->bytes, 2);
	query_free(query);
	statement_unref(statement);
}

static void an_error_without_fields_has_a_state_and_a_message(void **state)
{
	struct outcome outcome = {.kind = OUTCOME_BUSY};
	struct statement *statement = statement_new("select 1", 0);
	struct query *query = query_new(statement, on_done, &outcome);

	(void)state;
	query->result = PQmakeEmptyPGresult(NULL, PGRES_FATAL_ERROR);
	query_answer_result(query);
	assert_int_equal(outcome.kind, OUTCOME_REFUSED);
	assert_string_equal(outcome.sqlstate, "XX000");
	assert_non_null(outcome.message);
	assert_null(outcome.detail);
	statement_unref(statement);
}

static void a_statement_is_prepared_once(void **state)
{
	struct prepared *set = prepared_new();
	struct statement *one = statement_new("select 1", 0);
	struct statement *two = statement_new("select 2", 0);
	unsigned long number;
	unsigned long closing;
	bool parse;

	(void)state;
	number = prepared_use(set, one, &parse);
	assert_true(parse);
	assert_int_equal(prepared_use(set, one, &parse), number);
	assert_false(parse);
	assert_int_not_equal(prepared_use(set, two, &parse), number);
	assert_true(parse);
	prepared_failed(set, one, number);
	assert_int_equal(prepared_use(set, one, &parse), number);
	assert_true(parse);
	prepared_stale(set, one, number, true);
	assert_true(prepared_take_closing(set, &closing));
	assert_int_equal(closing, number);
	assert_int_not_equal(prepared_use(set, one, &parse), number);
	assert_true(parse);
	prepared_stale(set, one, number, true); /* the old number means nothing any more */
	assert_false(prepared_has_closing(set));
	prepared_free(set);
	statement_unref(one);
	statement_unref(two);
}

static void what_nobody_refers_to_is_swept(void **state)
{
	struct prepared *set = prepared_new();
	struct statement *kept = statement_new("select 'kept'", 0);
	unsigned long number = 0;
	bool parse;
	size_t closed = 0;

	(void)state;
	prepared_use(set, kept, &parse);
	for (int i = 0; i < 1000; i++) {
		struct statement *statement = statement_new("select 'passing'", 0);

		prepared_use(set, statement, &parse);
		statement_unref(statement);
	}
	assert_true(prepared_count(set) <= 64);
	while (prepared_take_closing(set, &number))
		closed++;
	assert_int_equal(closed + prepared_count(set), 1001);
	prepared_use(set, kept, &parse);
	assert_false(parse);
	prepared_free(set);
	statement_unref(kept);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_query_keeps_its_statement),
		cmocka_unit_test(parameters_are_copied_and_counted),
		cmocka_unit_test(an_error_without_fields_has_a_state_and_a_message),
		cmocka_unit_test(a_statement_is_prepared_once),
		cmocka_unit_test(what_nobody_refers_to_is_swept),
	};

	return cmocka_run_group_tests_name("db/query", tests, NULL, NULL);
}
