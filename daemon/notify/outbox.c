/* SPDX-License-Identifier: MIT */
/* One question to PostgreSQL at a time: open once on each connection, ring, then claims while there
 * is room, then sleep for as long as the ring said. News (a write, room, a host that opens again)
 * ends the sleep. Beats keep what is in hand; a ring, which takes back whose time is over, waits
 * for one when it may be over for something of ours. A wall clock that jumps by more than a day
 * stops everything: who set it wrong must not send a year of reminders. */
#include "notify/outbox.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/log.h"
#include "notify/dispatch.h"
#include "notify/drain.h"
#include "notify/intake.h"
#include "notify/leap.h"
#include "notify/lease.h"
#include "notify/question.h"
#include "notify/receipt.h"

#define BREATH_MS 50  /* between rings at the least */
#define NEWS_MS   250 /* rings for news are at least so far apart */
#define NAME_MS   500 /* a name that is taken is asked for again */

struct outbox {
	struct lane *lane;
	const char *instance;
	struct questions *questions;
	struct receipts *receipts;
	struct dispatch *dispatch;
	struct intake *intake;
	struct event *timer; /* the next ring */
	struct drain *drain;
	struct lease *lease;
	struct leap leap; /* of PostgreSQL's clock */
	bool leapt;       /* it has, and not come back */
	bool opened;      /* what an earlier life of this instance held waits again */
	bool named;       /* the connection has this instance's name for itself */
	unsigned refused; /* times in a row that another daemon had the name */
	bool asking;      /* a question of the pump is on its way */
	bool again;       /* there was news meanwhile */
	bool stopping;
	bool hold; /* by configuration */
	unsigned poll_ms;
	int64_t rung;  /* the last ring, clock_steady() */
	int64_t sleep; /* what it said, in milliseconds */
	char *brake;   /* why everything is to be held; NULL: it is not, or PostgreSQL knows */
	char *held;    /* why PostgreSQL holds it, or NULL */
	size_t sent, failed;
};

static void outbox_step(struct outbox *outbox);

static bool is_open(const struct outbox *outbox)
{
	return outbox->opened && outbox->named;
}

/* ---- sleeping ---- */

static void rest_for(struct outbox *outbox, int64_t milliseconds)
{
	struct timeval wait = clock_interval(milliseconds);
	if (!outbox->stopping)
		event_add(outbox->timer, &wait);
}

/* Reckoned from the last ring: claims that go on and on must not put the next one off. */
static void outbox_rest(struct outbox *outbox)
{
	int64_t wait = outbox->sleep < outbox->poll_ms ? outbox->sleep : outbox->poll_ms;
	if (outbox->again && wait > NEWS_MS)
		wait = NEWS_MS;
	rest_for(outbox, outbox->rung + wait - clock_steady());
}

static void outbox_on_timer(evutil_socket_t number, short events, void *context)
{
	(void)number;
	(void)events;
	outbox_step(context);
}

void outbox_nudge(struct outbox *outbox)
{
	if (outbox->again)
		return;
	outbox->again = true;
	if (!outbox->asking && is_open(outbox))
		outbox_rest(outbox);
}

/* ---- the clock ---- */

/* Whoever ends the hold has looked at the clock. A smaller step is followed when all leases that
 * were given before it have been renewed or are over: until then the ring is told of it, and takes
 * no claim back. */
static void clock_watch(struct outbox *outbox, const json_t *ring)
{
	double clock = json_number_value(json_object_get(ring, "clock"));
	int64_t lease = (int64_t)lease_seconds(outbox->lease) * 1000;
	double gained = leap_look(&outbox->leap, clock, clock_elapsed(), lease);
	bool known = outbox->leapt;
	outbox->leapt = gained != 0.0;
	if (gained == 0.0 || (known && outbox->held))
		return;
	if (known) {
		leap_trust(&outbox->leap);
		return;
	}
	free(outbox->brake);
	outbox->brake = alloc_format("the clock jumped by %.0f hours", gained / 3600.0);
	log_error("delivery: %s; nothing is sent until an administrator has looked at it and "
		  "called delivery.release",
		outbox->brake);
}

/* ---- claiming ---- */

static bool is_held(const struct outbox *outbox)
{
	return outbox->hold || outbox->held || outbox->brake || outbox->refused;
}

/* What is held may change while a claim is on its way: what it brings is not begun then. */
static void hold_follow(struct outbox *outbox)
{
	if (!outbox->stopping)
		dispatch_hold(outbox->dispatch, is_held(outbox) ? "deliveries are held" : NULL);
}

/* Claims if it may; false when there is nothing to claim, or no room. */
static bool claim_next(struct outbox *outbox)
{
	outbox->asking = !outbox->stopping && !is_held(outbox) && intake_ask(outbox->intake);
	return outbox->asking;
}

static void outbox_on_claim(void *context)
{
	struct outbox *outbox = context;
	outbox->asking = false;
	if (outbox->stopping)
		drain_look(outbox->drain);
	else if (!claim_next(outbox))
		outbox_rest(outbox);
}

static void outbox_on_room(void *context)
{
	struct outbox *outbox = context;
	intake_ease(outbox->intake);
	if (!outbox->asking && is_open(outbox) && lane_state(outbox->lane) == LANE_UP)
		claim_next(outbox);
}

/* ---- ringing ---- */

/* "At once" is a breath later: what another daemon holds would keep this one ringing. */
static int64_t sleep_of(const struct outbox *outbox, const json_t *ring)
{
	const json_t *told = json_object_get(ring, "sleep");
	double sleep = json_is_number(told) ? json_number_value(told) * 1000.0 : outbox->poll_ms;
	if (sleep > outbox->poll_ms)
		return outbox->poll_ms;
	return sleep < BREATH_MS ? BREATH_MS : (int64_t)sleep + 1;
}

static void ring_take(struct outbox *outbox, const json_t *ring)
{
	const char *held = json_string_value(json_object_get(ring, "held"));
	intake_expect(outbox->intake, json_object_get(ring, "ready"));
	free(outbox->held);
	outbox->held = alloc_text(held);
	outbox->sleep = sleep_of(outbox, ring);
	clock_watch(outbox, ring);
	hold_follow(outbox);
}

static void outbox_on_ring(void *context, enum reply reply, const json_t *ring)
{
	struct outbox *outbox = context;
	outbox->asking = false;
	outbox->sleep = outbox->poll_ms;
	if (reply == REPLY_VALUE)
		ring_take(outbox, ring);
	if (outbox->brake)
		outbox_step(outbox);
	else if (!claim_next(outbox))
		outbox_rest(outbox);
}

/* ---- opening ---- */

/* Said at the second time: an earlier connection may outlast its process, or its link, for a bit.
 * What is under way here since then stays ours: `opened` is not taken back. */
static void name_refused(struct outbox *outbox)
{
	if (++outbox->refused == 2)
		log_error("delivery: another copild delivers as \"%s\"; this one sends nothing",
			outbox->instance);
	hold_follow(outbox);
	rest_for(outbox, NAME_MS);
}

static void name_given(struct outbox *outbox, json_int_t reclaimed)
{
	outbox->named = outbox->opened = true;
	if (outbox->refused > 1)
		log_info("delivery: this copild delivers as \"%s\" now", outbox->instance);
	outbox->refused = 0;
	if (reclaimed)
		log_info("delivery: %lld messages of an earlier life wait again",
			(long long)reclaimed);
	hold_follow(outbox);
	outbox_step(outbox);
}

static void outbox_on_open(void *context, enum reply reply, const json_t *value)
{
	struct outbox *outbox = context;
	outbox->asking = false;
	if (reply != REPLY_VALUE)
		rest_for(outbox, outbox->poll_ms);
	else if (json_is_true(json_object_get(value, "taken")))
		name_refused(outbox);
	else
		name_given(outbox, json_integer_value(json_object_get(value, "reclaimed")));
}

static void open_ask(struct outbox *outbox)
{
	const char *back = outbox->opened ? "true" : "false";
	question_ask(outbox->questions, QUESTION_OPEN,
		(const char *const[]){outbox->instance, back}, outbox_on_open, outbox);
}

static void outbox_on_hold(void *context, enum reply reply, const json_t *value)
{
	(void)value;
	struct outbox *outbox = context;
	outbox->asking = false;
	if (reply == REPLY_VALUE) {
		free(outbox->held);
		outbox->held = outbox->brake;
		outbox->brake = NULL;
	}
	rest_for(outbox, outbox->poll_ms);
}

static void ring_ask(struct outbox *outbox)
{
	char expected[32];
	snprintf(expected, sizeof expected, "%.3f", leap_expect(&outbox->leap, clock_elapsed()));
	question_ask(outbox->questions, QUESTION_RING,
		(const char *const[]){outbox->leap.seen ? expected : NULL}, outbox_on_ring, outbox);
}

static void outbox_on_renewed(void *context)
{
	struct outbox *outbox = context;
	outbox->asking = false;
	if (lease_is_over(outbox->lease))
		rest_for(outbox, outbox->poll_ms);
	else
		outbox_step(outbox);
}

/* The next question: brake, open, beat, or ring. */
static void outbox_step(struct outbox *outbox)
{
	if (outbox->asking || outbox->stopping || lane_state(outbox->lane) != LANE_UP)
		return;
	outbox->asking = true;
	if (outbox->brake) {
		question_ask(outbox->questions, QUESTION_HOLD, (const char *const[]){outbox->brake},
			outbox_on_hold, outbox);
	} else if (!is_open(outbox)) {
		open_ask(outbox);
	} else if (lease_is_over(outbox->lease)) {
		lease_renew(outbox->lease, outbox_on_renewed, outbox);
	} else {
		outbox->rung = clock_steady();
		outbox->again = false;
		ring_ask(outbox);
	}
}

void outbox_on_lane(struct outbox *outbox)
{
	outbox->named = false;
	if (lane_state(outbox->lane) != LANE_UP)
		return;
	receipts_retry(outbox->receipts);
	lease_doubt(outbox->lease);
	outbox_step(outbox);
}

/* ---- ends, and the end ---- */

static void outbox_on_end(void *context, const struct claim *claim, const struct verdict *verdict)
{
	struct outbox *outbox = context;
	if (verdict->kind == VERDICT_SENT)
		outbox->sent++;
	else if (verdict->kind != VERDICT_RELEASED)
		outbox->failed++;
	log_debug("message %lld: %s %s", (long long)claim->id, verdict_word(verdict->kind),
		verdict->text);
	receipts_add(outbox->receipts, claim, verdict);
}

/* What was told may wait for its next try: the timer is to know of it. */
static void outbox_on_told(void *context)
{
	struct outbox *outbox = context;
	if (outbox->stopping)
		drain_look(outbox->drain);
	else
		outbox_nudge(outbox);
}

void outbox_stop(struct outbox *outbox, void (*done)(void *context), void *context)
{
	outbox->stopping = true;
	event_del(outbox->timer);
	drain_start(outbox->drain, done, context);
}

/* ---- life ---- */

void outbox_tell(const struct outbox *outbox, struct outbox_facts *facts)
{
	*facts = (struct outbox_facts){
		.held = outbox->hold    ? "the configuration says so"
			: outbox->brake ? outbox->brake
					: outbox->held,
		.namesake = outbox->refused > 1,
		.relay = dispatch_relay(outbox->dispatch),
		.webhooks = dispatch_signs(outbox->dispatch),
		.ready = {intake_ready(outbox->intake, CHANNEL_MAIL),
			intake_ready(outbox->intake, CHANNEL_WEBHOOK)},
		.in_hand = dispatch_count(outbox->dispatch),
		.sent = outbox->sent,
		.failed = outbox->failed,
	};
}

bool outbox_use(struct outbox *outbox, const struct config *config, struct fault *fault)
{
	struct terms *terms = terms_load(config, fault);
	if (!terms)
		return false;
	outbox->hold = strcmp(config->delivery.hold, "yes") == 0;
	outbox->poll_ms = config->delivery.poll;
	lease_set(outbox->lease, config->delivery.lease);
	hold_follow(outbox);
	dispatch_use(outbox->dispatch, terms);
	outbox_nudge(outbox);
	return true;
}

struct outbox *outbox_new(struct event_base *base, struct lane *lane, const char *instance)
{
	struct outbox *outbox = alloc_new(sizeof *outbox);
	const struct dispatch_owner owner = {
		.ended = outbox_on_end, .room = outbox_on_room, .context = outbox};
	outbox->lane = lane;
	outbox->instance = instance;
	outbox->timer = evtimer_new(base, outbox_on_timer, outbox);
	outbox->questions = questions_new(lane);
	outbox->dispatch = dispatch_new(base, &owner);
	outbox->receipts = receipts_new(base, outbox->questions, instance, outbox_on_told, outbox);
	outbox->lease =
		lease_new(base, outbox->questions, outbox->dispatch, outbox->receipts, instance);
	outbox->intake = intake_new(outbox->questions, outbox->dispatch, outbox->lease, instance,
		outbox_on_claim, outbox);
	outbox->drain = drain_new(base, outbox->intake, outbox->dispatch, outbox->receipts);
	return outbox;
}

void outbox_free(struct outbox *outbox)
{
	if (!outbox)
		return;
	drain_free(outbox->drain);
	intake_free(outbox->intake);
	lease_free(outbox->lease);
	dispatch_free(outbox->dispatch);
	receipts_free(outbox->receipts);
	questions_free(outbox->questions);
	event_free(outbox->timer);
	free(outbox->brake);
	free(outbox->held);
	free(outbox);
}
