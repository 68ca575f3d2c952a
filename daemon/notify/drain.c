/* SPDX-License-Identifier: MIT */
/* Patience in two parts: for the servers, then for PostgreSQL. When it is over, leases end by
 * themselves, and what is left is sent by whoever comes. */
#include "notify/drain.h"

#include <stdbool.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/clock.h"

enum { SEND_MS = 10000, TELL_MS = 3000 };

struct drain {
	struct intake *intake;
	struct dispatch *dispatch;
	struct receipts *receipts;
	struct event *timer;
	bool aborted; /* what was under way has been given up */
	void (*done)(void *context);
	void *context;
};

static void timer_set(struct drain *drain, int64_t milliseconds)
{
	struct timeval wait = clock_interval(milliseconds);
	event_add(drain->timer, &wait);
}

static void drain_end(struct drain *drain)
{
	void (*done)(void *) = drain->done;
	drain->done = NULL;
	event_del(drain->timer);
	if (done)
		done(drain->context);
}

static bool is_over(const struct drain *drain)
{
	return !intake_is_asking(drain->intake) && dispatch_count(drain->dispatch) == 0 &&
	       receipts_count(drain->receipts) == 0;
}

void drain_look(struct drain *drain)
{
	if (is_over(drain))
		drain_end(drain);
}

static void drain_on_timer(evutil_socket_t number, short events, void *context)
{
	(void)number;
	(void)events;
	struct drain *drain = context;
	if (drain->aborted || is_over(drain)) {
		drain_end(drain);
		return;
	}
	drain->aborted = true;
	timer_set(drain, TELL_MS);
	dispatch_abort(drain->dispatch);
}

void drain_start(struct drain *drain, void (*done)(void *context), void *context)
{
	drain->done = done;
	drain->context = context;
	dispatch_hold(drain->dispatch, "this daemon stops");
	timer_set(drain, is_over(drain) ? 0 : SEND_MS);
}

struct drain *drain_new(struct event_base *base, struct intake *intake, struct dispatch *dispatch,
	struct receipts *receipts)
{
	struct drain *drain = alloc_new(sizeof *drain);
	drain->intake = intake;
	drain->dispatch = dispatch;
	drain->receipts = receipts;
	drain->timer = evtimer_new(base, drain_on_timer, drain);
	return drain;
}

void drain_free(struct drain *drain)
{
	if (!drain)
		return;
	event_free(drain->timer);
	free(drain);
}
