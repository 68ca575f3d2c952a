/* SPDX-License-Identifier: MIT */
/* The end of a lease is reckoned from before the question, on a clock that also runs while the
 * process or the machine is stopped. */
#include "notify/lease.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/clock.h"

enum { SAFE_MS = 2000 }; /* before its end a lease counts no more */

struct lease {
	struct questions *questions;
	struct dispatch *dispatch;
	struct receipts *receipts;
	const char *instance;
	struct event *timer;
	unsigned milliseconds;
	json_t *asked; /* by the beat on its way, or NULL */
	int64_t until; /* what it is for */
	int64_t kept;  /* until when all is ours, clock_elapsed() */
	void (*done)(void *context);
	void *context;
};

static void lease_beat(struct lease *lease);

static void lease_on_timer(evutil_socket_t number, short events, void *context)
{
	(void)number;
	(void)events;
	lease_beat(context);
}

struct lease *lease_new(struct event_base *base, struct questions *questions,
	struct dispatch *dispatch, struct receipts *receipts, const char *instance)
{
	struct lease *lease = alloc_new(sizeof *lease);
	lease->questions = questions;
	lease->dispatch = dispatch;
	lease->receipts = receipts;
	lease->instance = instance;
	lease->timer = evtimer_new(base, lease_on_timer, lease);
	return lease;
}

void lease_free(struct lease *lease)
{
	if (!lease)
		return;
	event_free(lease->timer);
	json_decref(lease->asked);
	free(lease);
}

unsigned lease_seconds(const struct lease *lease)
{
	return lease->milliseconds / 1000;
}

int64_t lease_until(const struct lease *lease)
{
	int64_t whole = (int64_t)lease_seconds(lease) * 1000;
	return clock_elapsed() + whole - (whole / 4 < SAFE_MS ? whole / 4 : SAFE_MS);
}

static bool is_needed(const struct lease *lease)
{
	return dispatch_count(lease->dispatch) > 0 || receipts_count(lease->receipts) > 0;
}

static void beat_later(struct lease *lease)
{
	struct timeval wait = clock_interval(lease->milliseconds / 3);
	event_add(lease->timer, &wait);
}

/* What comes from now on may be ours for a shorter time than what came before. */
void lease_set(struct lease *lease, unsigned milliseconds)
{
	bool shorter = milliseconds < lease->milliseconds;
	lease->milliseconds = milliseconds;
	if (shorter && event_pending(lease->timer, EV_TIMEOUT, NULL))
		beat_later(lease);
}

/* While beats go on, what came before is ours for a shorter time, unless leases became shorter. */
void lease_keep(struct lease *lease, int64_t until)
{
	bool beats = lease->asked || event_pending(lease->timer, EV_TIMEOUT, NULL);
	if (!beats)
		beat_later(lease);
	if (!beats || until < lease->kept)
		lease->kept = until;
}

void lease_doubt(struct lease *lease)
{
	lease->kept = 0;
}

bool lease_is_over(const struct lease *lease)
{
	return is_needed(lease) && clock_elapsed() >= lease->kept;
}

static void beat_tell(struct lease *lease)
{
	void (*done)(void *) = lease->done;
	lease->done = NULL;
	if (done)
		done(lease->context);
}

static void lease_on_beat(void *context, enum reply reply, const json_t *held)
{
	struct lease *lease = context;
	json_t *asked = lease->asked;
	lease->asked = NULL;
	/* What PostgreSQL refuses for good must not keep it from ringing for others. */
	if (reply == REPLY_VALUE || reply == REPLY_REFUSED)
		lease->kept = lease->until;
	if (reply == REPLY_VALUE)
		dispatch_extend(lease->dispatch, asked, held, lease->until);
	json_decref(asked);
	if (is_needed(lease))
		beat_later(lease);
	beat_tell(lease);
}

static void lease_beat(struct lease *lease)
{
	char seconds[16];
	if (lease->asked || !is_needed(lease))
		return;
	lease->asked = dispatch_claims(lease->dispatch);
	receipts_claims(lease->receipts, lease->asked);
	lease->until = lease_until(lease);
	snprintf(seconds, sizeof seconds, "%u", lease_seconds(lease));
	char *claims = json_dumps(lease->asked, JSON_COMPACT);
	question_ask(lease->questions, QUESTION_BEAT,
		(const char *const[]){lease->instance, seconds, claims}, lease_on_beat, lease);
	free(claims);
}

void lease_renew(struct lease *lease, void (*done)(void *context), void *context)
{
	assert(!lease->done && is_needed(lease));
	lease->done = done;
	lease->context = context;
	lease_beat(lease);
}
