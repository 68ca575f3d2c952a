/* SPDX-License-Identifier: MIT */
/* The end of a lease is reckoned from before the question, on a clock that also runs while the
 * process or the machine is stopped. */
#include "notify/lease.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/clock.h"

enum { SAFE_MS = 2000 }; /* before its end a lease counts no more */

struct lease {
	struct questions *questions;
	struct dispatch *dispatch;
	const char *instance;
	struct event *timer;
	unsigned milliseconds;
	json_t *asked; /* by the beat on its way, or NULL */
	int64_t until; /* what it is for */
};

static void lease_beat(struct lease *lease);

static void lease_on_timer(evutil_socket_t number, short events, void *context)
{
	(void)number;
	(void)events;
	lease_beat(context);
}

struct lease *lease_new(struct event_base *base, struct questions *questions,
	struct dispatch *dispatch, const char *instance)
{
	struct lease *lease = alloc_new(sizeof *lease);
	lease->questions = questions;
	lease->dispatch = dispatch;
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

void lease_set(struct lease *lease, unsigned milliseconds)
{
	lease->milliseconds = milliseconds;
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

void lease_keep(struct lease *lease)
{
	struct timeval wait = clock_interval(lease->milliseconds / 3);
	if (!lease->asked && !event_pending(lease->timer, EV_TIMEOUT, NULL))
		event_add(lease->timer, &wait);
}

static void lease_on_beat(void *context, enum reply reply, const json_t *held)
{
	struct lease *lease = context;
	json_t *asked = lease->asked;
	lease->asked = NULL;
	if (reply == REPLY_VALUE)
		dispatch_extend(lease->dispatch, asked, held, lease->until);
	json_decref(asked);
	if (dispatch_count(lease->dispatch))
		lease_keep(lease);
}

static void lease_beat(struct lease *lease)
{
	char seconds[16];
	if (lease->asked || !dispatch_count(lease->dispatch))
		return;
	lease->asked = dispatch_claims(lease->dispatch);
	lease->until = lease_until(lease);
	snprintf(seconds, sizeof seconds, "%u", lease_seconds(lease));
	char *claims = json_dumps(lease->asked, JSON_COMPACT);
	question_ask(lease->questions, QUESTION_BEAT,
		(const char *const[]){lease->instance, seconds, claims}, lease_on_beat, lease);
	free(claims);
}
