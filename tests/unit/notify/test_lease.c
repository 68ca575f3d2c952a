/* SPDX-License-Identifier: MIT */
/* Beats to a PostgreSQL that is in the test's hands: what they name, and when it may be too late
 * for a ring. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/clock.h"
#include "notify/lease.h"

static struct event_base *base;
static struct lease *lease;
static size_t in_hand, untold, beats, extended, renewed;
static question_done *answer;
static void *answer_context;

/* ---- stand in for notify/question.c, dispatch.c and receipt.c ---- */

void question_ask(struct questions *questions, enum question question, const char *const *texts,
	question_done *done, void *context)
{
	(void)questions;
	assert_int_equal(question, QUESTION_BEAT);
	assert_string_equal(texts[2], "[\"in hand\",\"untold\"]");
	answer = done;
	answer_context = context;
	beats++;
}

size_t dispatch_count(const struct dispatch *dispatch)
{
	(void)dispatch;
	return in_hand;
}

json_t *dispatch_claims(const struct dispatch *dispatch)
{
	(void)dispatch;
	return json_pack("[s]", "in hand");
}

void dispatch_extend(
	struct dispatch *dispatch, const json_t *asked, const json_t *held, int64_t until)
{
	(void)dispatch;
	(void)asked;
	(void)held;
	(void)until;
	extended++;
}

size_t receipts_count(const struct receipts *receipts)
{
	(void)receipts;
	return untold;
}

void receipts_claims(const struct receipts *receipts, json_t *claims)
{
	(void)receipts;
	json_array_append_new(claims, json_string("untold"));
}

/* ---- the test's side ---- */

static void on_renewed(void *context)
{
	(void)context;
	renewed++;
}

static int set_up(void **state)
{
	(void)state;
	in_hand = untold = beats = extended = renewed = 0;
	base = event_base_new();
	lease = lease_new(base, NULL, NULL, NULL, "test");
	lease_set(lease, 3600000);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	lease_free(lease);
	event_base_free(base);
	return 0;
}

static void renew(enum reply reply)
{
	lease_renew(lease, on_renewed, NULL);
	answer(answer_context, reply, NULL);
}

static void nothing_is_over_while_nothing_is_ours(void **state)
{
	(void)state;
	assert_false(lease_is_over(lease));
	lease_keep(lease, clock_elapsed() - 1);
	assert_false(lease_is_over(lease));
}

static void what_came_first_is_over_first(void **state)
{
	(void)state;
	in_hand = 1;
	lease_keep(lease, clock_elapsed() - 1);
	lease_keep(lease, lease_until(lease));
	assert_true(lease_is_over(lease));
	renew(REPLY_VALUE);
	assert_false(lease_is_over(lease));
	assert_int_equal(beats, 1);
	assert_int_equal(extended, 1);
	assert_int_equal(renewed, 1);
}

static void what_is_not_told_is_kept(void **state)
{
	(void)state;
	untold = 1;
	lease_keep(lease, lease_until(lease));
	assert_false(lease_is_over(lease));
	lease_doubt(lease);
	assert_true(lease_is_over(lease));
	renew(REPLY_VALUE);
	assert_false(lease_is_over(lease));
}

static void only_an_answer_ends_the_doubt(void **state)
{
	(void)state;
	in_hand = 1;
	lease_keep(lease, clock_elapsed() - 1);
	renew(REPLY_AWAY);
	renew(REPLY_UNKNOWN);
	renew(REPLY_HINDERED);
	assert_true(lease_is_over(lease));
	renew(REPLY_REFUSED);
	assert_false(lease_is_over(lease));
	assert_int_equal(renewed, 4);
	assert_int_equal(extended, 0);
}

static void one_beat_at_a_time(void **state)
{
	(void)state;
	in_hand = 1;
	lease_renew(lease, on_renewed, NULL);
	lease_doubt(lease);
	assert_int_equal(beats, 1);
	answer(answer_context, REPLY_UNKNOWN, NULL);
	assert_int_equal(renewed, 1);
	assert_true(lease_is_over(lease));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			nothing_is_over_while_nothing_is_ours, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_came_first_is_over_first, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_is_not_told_is_kept, set_up, tear_down),
		cmocka_unit_test_setup_teardown(only_an_answer_ends_the_doubt, set_up, tear_down),
		cmocka_unit_test_setup_teardown(one_beat_at_a_time, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
