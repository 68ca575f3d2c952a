/* SPDX-License-Identifier: MIT */
/* Verdicts on their way to a PostgreSQL that is in the test's hands: what is told again, when, and
 * what keeps no other. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>

#include "base/log.h"
#include "notify/receipt.h"

static struct event_base *base;
static struct receipts *receipts;
static json_t *asked; /* the batch on its way */
static question_done *answer;
static void *answer_context;
static size_t questions, told;

/* ---- stands in for notify/question.c ---- */

void question_ask(struct questions *unused, enum question question, const char *const *texts,
	question_done *done, void *context)
{
	(void)unused;
	assert_int_equal(question, QUESTION_FINISH);
	assert_null(asked);
	asked = json_loads(texts[1], 0, NULL);
	answer = done;
	answer_context = context;
	questions++;
}

/* ---- the test's side ---- */

static void on_told(void *context)
{
	(void)context;
	told++;
}

static int set_up(void **state)
{
	(void)state;
	log_set_level(LOG_LEVEL_ERROR);
	questions = told = 0;
	base = event_base_new();
	receipts = receipts_new(base, NULL, "test", on_told, NULL);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	receipts_free(receipts);
	event_base_free(base);
	json_decref(asked);
	asked = NULL;
	return 0;
}

/* What is due at once happens; what waits does not. */
static void run(void)
{
	event_base_loop(base, EVLOOP_NONBLOCK);
}

static void add(json_int_t id)
{
	struct verdict verdict = verdict_new(VERDICT_SENT, "taken");
	struct claim claim = {.id = id, .token = 7};
	receipts_add(receipts, &claim, &verdict);
}

static void add_to(json_int_t last)
{
	for (json_int_t id = 1; id <= last; id++)
		add(id);
}

static void reply(enum reply reply)
{
	json_t *value = reply == REPLY_VALUE ? json_pack("{s:i}", "stale", 0) : NULL;
	json_decref(asked);
	asked = NULL;
	answer(answer_context, reply, value);
	json_decref(value);
	run();
}

/* The batch on its way begins with that one, and is so long. */
static void assert_asked(json_int_t id, size_t size)
{
	assert_int_equal(json_array_size(asked), size);
	assert_int_equal(json_integer_value(json_object_get(json_array_get(asked, 0), "id")), id);
}

static void what_was_told_is_gone(void **state)
{
	(void)state;
	add_to(3);
	assert_int_equal(questions, 0);
	run();
	assert_asked(1, 3);
	reply(REPLY_VALUE);
	assert_int_equal(receipts_count(receipts), 0);
	assert_int_equal(told, 1);
}

static void postgres_that_is_back_is_told_at_once(void **state)
{
	(void)state;
	add_to(2);
	run();
	reply(REPLY_UNKNOWN);
	add(3);
	run();
	assert_int_equal(questions, 1);
	receipts_retry(receipts);
	assert_asked(1, 3);
	receipts_retry(receipts);
	assert_int_equal(questions, 2);
}

static void what_is_not_told_is_ours(void **state)
{
	(void)state;
	add_to(120);
	run();
	assert_asked(1, 100);
	json_t *claims = json_array();
	receipts_claims(receipts, claims);
	assert_int_equal(json_array_size(claims), 120);
	char *last = json_dumps(json_array_get(claims, 119), JSON_COMPACT);
	assert_string_equal(last, "{\"id\":120,\"token\":7}");
	free(last);
	json_decref(claims);
}

static void what_is_refused_keeps_no_other(void **state)
{
	(void)state;
	add_to(2);
	run();
	reply(REPLY_REFUSED);
	assert_asked(1, 1);
	reply(REPLY_REFUSED);
	assert_asked(2, 1);
	reply(REPLY_VALUE);
	assert_int_equal(receipts_count(receipts), 0);
	assert_int_equal(told, 1);
}

static void what_is_hindered_is_told_after_the_others(void **state)
{
	(void)state;
	add_to(3);
	run();
	reply(REPLY_HINDERED);
	assert_asked(1, 1);
	reply(REPLY_HINDERED);
	assert_null(asked); /* after a pause */
	receipts_retry(receipts);
	assert_asked(2, 1);
	reply(REPLY_VALUE);
	assert_asked(3, 1);
	reply(REPLY_VALUE);
	assert_asked(1, 1);
	reply(REPLY_HINDERED);
	assert_null(asked);
	assert_int_equal(receipts_count(receipts), 1);
	add(4);
	run();
	assert_null(asked); /* which what is new does not cut short */
	assert_int_equal(told, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(what_was_told_is_gone, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			postgres_that_is_back_is_told_at_once, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_is_not_told_is_ours, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_is_refused_keeps_no_other, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			what_is_hindered_is_told_after_the_others, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
