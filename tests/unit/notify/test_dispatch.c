/* SPDX-License-Identifier: MIT */
/* Messages in hand, over a relay in the test's hands: how many leave at a time, what becomes of the
 * rest when the relay fails, and what is ours only until a lease ends. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/log.h"
#include "fake_webhook.h"
#include "notify/dispatch.h"
#include "notify/letter.h"
#include "notify/smtp.h"

enum { MOST = 100 };

struct posting {
	smtp_done *done;
	void *context;
	int64_t until;
	bool stopped;
};

static struct event_base *base;
static struct dispatch *dispatch;
static struct posting *postings[MOST];
static size_t posting_count;
static struct {
	json_int_t id;
	enum verdict_kind kind;
} ended[MOST];
static size_t ended_count, rooms;

/* ---- stand in for notify/smtp.c and letter.c ---- */

struct smtp *smtp_new(struct event_base *unused)
{
	(void)unused;
	return NULL;
}

void smtp_free(struct smtp *smtp)
{
	(void)smtp;
}

void smtp_use(struct smtp *smtp, struct relay *relay)
{
	(void)smtp;
	(void)relay;
}

struct posting *smtp_send(struct smtp *smtp, const char *recipient, char *bytes, size_t size,
	int64_t until, smtp_done *done, void *context)
{
	(void)smtp;
	(void)recipient;
	(void)size;
	free(bytes);
	struct posting *posting = alloc_new(sizeof *posting);
	*posting = (struct posting){.done = done, .context = context, .until = until};
	postings[posting_count++] = posting;
	return posting;
}

void posting_extend(struct posting *posting, int64_t until)
{
	posting->until = until;
}

void posting_stop(struct posting *posting)
{
	posting->stopped = true;
}

char *letter_make(const struct claim *claim, const struct relay *relay, const struct texts *texts,
	size_t *size, struct fault *fault)
{
	(void)relay;
	(void)texts;
	*size = 1;
	if (strcmp(claim->shape, "broken") != 0)
		return alloc_text("x");
	fault_set(fault, 0, "a template is broken");
	return NULL;
}

/* ---- the test's side ---- */

static void on_ended(void *context, const struct claim *claim, const struct verdict *verdict)
{
	(void)context;
	ended[ended_count].id = claim->id;
	ended[ended_count++].kind = verdict->kind;
}

static void on_room(void *context)
{
	(void)context;
	rooms++;
}

/* Two at a time to each host; after a failure so long nothing. */
static struct terms *terms_of(unsigned first_ms)
{
	struct terms *terms = alloc_new(sizeof *terms);
	terms->relay = alloc_new(sizeof *terms->relay);
	terms->relay->references = 1;
	terms->key = (struct credential){.bytes = alloc_text("k"), .size = 1};
	terms->limits = (struct pace_limits){
		.connections = 2, .rate = 0, .first_ms = first_ms, .limit_ms = 600000};
	return terms;
}

static int set_up(void **state)
{
	(void)state;
	const struct dispatch_owner owner = {.ended = on_ended, .room = on_room};
	log_set_level(LOG_LEVEL_ERROR);
	posting_count = request_count = ended_count = rooms = 0;
	base = event_base_new();
	dispatch = dispatch_new(base, &owner);
	dispatch_use(dispatch, terms_of(60000));
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	dispatch_free(dispatch);
	event_base_free(base);
	for (size_t i = 0; i < posting_count; i++)
		free(postings[i]);
	return 0;
}

static void take_claim(
	json_int_t id, int token, const char *address, const char *shape, int64_t lease_ms)
{
	json_t *row = json_pack("{s:I, s:i, s:i, s:s, s:s, s:s, s:s, s:s, s:{s:s}, s:{}}", "id", id,
		"token", token, "attempt", 1, "channel", "mail", "host", "smtp", "uid", "u",
		"shape", shape, "locale", "fr", "to", "address", address, "view");
	assert_non_null(row);
	dispatch_take(dispatch, row, clock_elapsed() + lease_ms);
	json_decref(row);
}

static void take(json_int_t id, const char *address, const char *shape, int64_t lease_ms)
{
	take_claim(id, 1, address, shape, lease_ms);
}

static void take_good(json_int_t id)
{
	take(id, "ann@example.org", "news", 60000);
}

static void take_webhook(json_int_t id, const char *host)
{
	json_t *row = json_pack("{s:I, s:i, s:i, s:s, s:s, s:s, s:s, s:i, s:i, s:{}}", "id", id,
		"token", 1, "attempt", 1, "channel", "webhook", "host", host, "uid", "u", "url",
		"https://h/", "webhook", 1, "generations", 1, "body");
	assert_non_null(row);
	dispatch_take(dispatch, row, clock_elapsed() + 60000);
	json_decref(row);
}

static void end(size_t place, enum verdict_kind kind, bool host)
{
	struct verdict verdict = verdict_new(kind, "said");
	verdict.host = host;
	postings[place]->done(postings[place]->context, &verdict);
}

static void hosts_are(enum channel channel, const char *expected)
{
	unsigned each;
	char *hosts = dispatch_hosts(dispatch, channel, &each);
	assert_string_equal(hosts, expected);
	assert_int_equal(each, channel == CHANNEL_WEBHOOK ? 2 : 2 + 32);
	free(hosts);
}

static void so_many_leave_at_a_time(void **state)
{
	(void)state;
	for (json_int_t id = 1; id <= 5; id++)
		take_good(id);
	assert_int_equal(posting_count, 2);
	assert_int_equal(dispatch_count(dispatch), 5);
	end(0, VERDICT_SENT, false);
	assert_int_equal(posting_count, 3);
	assert_int_equal(ended_count, 1);
	assert_int_equal(ended[0].id, 1);
	assert_int_equal(rooms, 1);
}

static void a_relay_that_fails_gets_no_more(void **state)
{
	(void)state;
	for (json_int_t id = 1; id <= 5; id++)
		take_good(id);
	end(0, VERDICT_RETRY, true);
	assert_int_equal(posting_count, 2);
	assert_int_equal(ended_count, 4);
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(ended[i].kind, VERDICT_RELEASED);
	assert_int_equal(ended[3].kind, VERDICT_RETRY);
	assert_int_equal(dispatch_room(dispatch, CHANNEL_MAIL), 0);
	assert_true(dispatch_is_full(dispatch, CHANNEL_MAIL));
	assert_false(dispatch_is_full(dispatch, CHANNEL_WEBHOOK));
	hosts_are(CHANNEL_MAIL, "{\"smtp\":0}");
	hosts_are(CHANNEL_WEBHOOK, "{}");
	take_good(6);
	assert_int_equal(ended[4].kind, VERDICT_RELEASED);
}

static void each_host_has_its_own_room(void **state)
{
	(void)state;
	take_webhook(1, "one.example.org");
	hosts_are(CHANNEL_WEBHOOK, "{\"one.example.org\":1}");
	assert_false(dispatch_is_full(dispatch, CHANNEL_WEBHOOK));
	take_webhook(2, "one.example.org");
	hosts_are(CHANNEL_WEBHOOK, "{\"one.example.org\":0}");
	assert_true(dispatch_is_full(dispatch, CHANNEL_WEBHOOK));
	assert_int_equal(dispatch_room(dispatch, CHANNEL_WEBHOOK), 126);
}

static void webhooks_in_hand_take_no_room_from_mail(void **state)
{
	(void)state;
	dispatch_use(dispatch, terms_of(0));
	take_good(1);
	end(0, VERDICT_RETRY, true);
	for (json_int_t id = 2; id <= 4; id++)
		take_webhook(id, id == 2 ? "one.example.org" : "two.example.org");
	assert_int_equal(request_count, 3);
	assert_int_equal(dispatch_room(dispatch, CHANNEL_MAIL), 1);
	take_good(5);
	assert_int_equal(dispatch_room(dispatch, CHANNEL_MAIL), 0);
}

static void what_is_ours_no_more_does_not_leave(void **state)
{
	(void)state;
	take(1, "ann@example.org", "news", -1);
	assert_int_equal(posting_count, 0);
	json_t *asked = dispatch_claims(dispatch), *held = dispatch_claims(dispatch);
	dispatch_extend(dispatch, asked, held, clock_elapsed() + 1000);
	assert_int_equal(posting_count, 1);
	json_decref(held);
	json_decref(asked);
}

static void what_another_took_is_dropped_without_a_word(void **state)
{
	(void)state;
	for (json_int_t id = 1; id <= 3; id++)
		take_good(id);
	json_t *asked = dispatch_claims(dispatch), *held = json_array();
	take_good(4);
	dispatch_extend(dispatch, asked, held, clock_elapsed() + 1000);
	assert_int_equal(dispatch_count(dispatch), 3); /* two under way, one not asked about */
	assert_int_equal(ended_count, 0);
	json_decref(held);
	json_decref(asked);
}

static void a_beat_prolongs_what_is_under_way(void **state)
{
	(void)state;
	take_good(1);
	json_t *asked = dispatch_claims(dispatch), *held = dispatch_claims(dispatch);
	dispatch_extend(dispatch, asked, held, 77);
	assert_int_equal(postings[0]->until, 77);
	json_decref(held);
	json_decref(asked);
}

/* Its lease ended, and it was claimed anew. */
static void a_message_is_in_hand_once(void **state)
{
	(void)state;
	take(1, "ann@example.org", "news", -1);
	take_claim(1, 2, "ann@example.org", "news", 60000);
	assert_int_equal(dispatch_count(dispatch), 1);
	assert_int_equal(posting_count, 1);
	assert_int_equal(ended_count, 0);
	end(0, VERDICT_SENT, false);
	assert_int_equal(dispatch_count(dispatch), 0);
	for (json_int_t id = 2; id <= 4; id++)
		take_good(id);
	assert_int_equal(posting_count, 3); /* what was dropped takes nobody's place */
}

static void a_beat_revives_no_earlier_claim(void **state)
{
	(void)state;
	take_good(1);
	int64_t was = postings[0]->until;
	take_claim(1, 2, "ann@example.org", "news", -1);
	json_t *asked = dispatch_claims(dispatch),
	       *held = json_pack("[{s:i, s:i}]", "id", 1, "token", 2);
	dispatch_extend(dispatch, asked, held, clock_elapsed() + 77000);
	assert_int_equal(posting_count, 2);
	assert_int_equal(postings[0]->until, was);
	json_decref(held);
	json_decref(asked);
}

static void what_cannot_be_sent_ends_at_once(void **state)
{
	(void)state;
	take(1, "a b@c", "news", 60000);
	take(2, "ann@example.org", "broken", 60000);
	assert_int_equal(posting_count, 0);
	assert_int_equal(ended[0].kind, VERDICT_REFUSED);
	assert_int_equal(ended[1].kind, VERDICT_UNWRITABLE);
	dispatch_take(dispatch, NULL, 0);
	assert_int_equal(ended[2].kind, VERDICT_UNWRITABLE);
	assert_string_equal(verdict_word(VERDICT_UNWRITABLE), "unwritable");
	assert_int_equal(dispatch_count(dispatch), 0);
}

static void what_is_held_gives_back_what_has_not_begun(void **state)
{
	(void)state;
	for (json_int_t id = 1; id <= 5; id++)
		take_good(id);
	dispatch_hold(dispatch, "this daemon stops");
	assert_int_equal(ended_count, 3);
	assert_int_equal(dispatch_count(dispatch), 2);
	dispatch_abort(dispatch);
	assert_true(postings[0]->stopped && postings[1]->stopped);
	end(0, VERDICT_SENT, false);
	assert_int_equal(posting_count, 2);
	take_good(6);
	assert_int_equal(ended[4].kind, VERDICT_RELEASED);
	dispatch_hold(dispatch, NULL);
	take_good(7);
	assert_int_equal(posting_count, 3);
}

static void other_terms_are_for_what_comes(void **state)
{
	(void)state;
	for (json_int_t id = 1; id <= 3; id++)
		take_good(id);
	struct terms *none = alloc_new(sizeof *none);
	dispatch_use(dispatch, none);
	assert_null(dispatch_relay(dispatch));
	assert_int_equal(ended_count, 1);
	assert_int_equal(ended[0].kind, VERDICT_RELEASED);
	assert_int_equal(dispatch_room(dispatch, CHANNEL_MAIL), 0);
}

static void what_cannot_leave_is_given_back(void **state)
{
	(void)state;
	struct terms *terms = alloc_new(sizeof *terms);
	terms->limits = (struct pace_limits){.connections = 2};
	dispatch_use(dispatch, terms);
	take_good(1);
	take_webhook(2, "one.example.org");
	assert_int_equal(ended_count, 2);
	assert_true(ended[0].kind == VERDICT_RELEASED && ended[1].kind == VERDICT_RELEASED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(so_many_leave_at_a_time, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_relay_that_fails_gets_no_more, set_up, tear_down),
		cmocka_unit_test_setup_teardown(each_host_has_its_own_room, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			webhooks_in_hand_take_no_room_from_mail, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			what_is_ours_no_more_does_not_leave, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			what_another_took_is_dropped_without_a_word, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			a_beat_prolongs_what_is_under_way, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_message_is_in_hand_once, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_beat_revives_no_earlier_claim, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			what_cannot_be_sent_ends_at_once, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			what_is_held_gives_back_what_has_not_begun, set_up, tear_down),
		cmocka_unit_test_setup_teardown(other_terms_are_for_what_comes, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_cannot_leave_is_given_back, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
