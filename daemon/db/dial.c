/* SPDX-License-Identifier: MIT */
/* Looks for a server: names on a worker, then the handshake with one place after the other, each
 * with its own time to answer. */
#include "db/dial.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/log.h"
#include "db/target.h"

enum dial_state {
	DIAL_IDLE,       /* nothing is asked of it */
	DIAL_RESOLVING,  /* the hosts' names are looked up on the worker */
	DIAL_CONNECTING, /* libpq's handshake with one of the places */
};

static const char *const state_names[] = {"idle", "resolving", "connecting"};

/* A look-up under way. It outlives a dial that is freed meanwhile. */
struct lookup {
	struct dial *dial; /* NULL: freed */
	struct target *target;
};

struct dial {
	struct event_base *base;
	struct worker *worker;
	const struct lane_settings *settings;
	dial_done *done;
	void *context;
	enum dial_state state;
	struct event *timer; /* the time that a place has to answer */
	struct lookup *lookup;
	struct target *target;
	size_t place; /* the next one to try */
	PGconn *pg;
	struct event *handshake;
	struct dial_failure failure;
};

static void dial_enter(struct dial *dial, enum dial_state state)
{
	assert((dial->state == DIAL_IDLE) == (state == DIAL_RESOLVING));
	log_debug("database dial, %s: %s -> %s", dial->settings->name, state_names[dial->state],
		state_names[state]);
	dial->state = state;
}

static void dial_unhook(struct dial *dial)
{
	if (dial->handshake)
		event_free(dial->handshake);
	dial->handshake = NULL;
}

static void dial_drop(struct dial *dial)
{
	dial_unhook(dial);
	PQfinish(dial->pg);
	dial->pg = NULL;
}

static void dial_end(struct dial *dial, PGconn *pg)
{
	event_del(dial->timer);
	target_free(dial->target);
	dial->target = NULL;
	dial->pg = NULL;
	dial_enter(dial, DIAL_IDLE);
	dial->done(dial->context, pg, &dial->failure);
}

/* ---- connecting ------------------------------------------------------------------------------ */

/* libpq's text carries the SQLSTATE of a refusal between two colons, in any language. */
static bool is_refusal(const char *text)
{
	for (; (text = strstr(text, ":  ")); text += 3) {
		if (strspn(text + 3, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 5 && text[8] == ':')
			return strncmp(text + 3, "57P0", 4) != 0;
	}
	return false;
}

static void dial_place_failed(struct dial *dial)
{
	const char *text = PQerrorMessage(dial->pg);

	dial->failure.refused = is_refusal(text);
	fault_set_line(&dial->failure.fault, 0, text);
	dial_drop(dial);
}

static void dial_on_handshake(evutil_socket_t fd, short events, void *argument);

/* The socket may be another one after each poll. */
static void dial_await(struct dial *dial, short events)
{
	dial->handshake =
		event_new(dial->base, PQsocket(dial->pg), events, dial_on_handshake, dial);
	event_add(dial->handshake, NULL);
}

static void dial_set_timer(struct dial *dial)
{
	struct timeval until = clock_interval(target_timeout(dial->target));

	event_add(dial->timer, &until);
}

/* Tries the places that are left; the first that can be waited for is waited for. */
static void dial_next(struct dial *dial)
{
	size_t count = target_count(dial->target);

	if (count == 0)
		fault_set_line(&dial->failure.fault, 0, target_fault(dial->target));
	while (dial->place < count) {
		dial_enter(dial, DIAL_CONNECTING);
		dial->pg = target_connect(dial->target, dial->place++);
		if (PQstatus(dial->pg) != CONNECTION_BAD) {
			dial_set_timer(dial);
			dial_await(dial, EV_WRITE);
			return;
		}
		dial_place_failed(dial);
	}
	dial_end(dial, NULL);
}

static void dial_poll(struct dial *dial)
{
	PostgresPollingStatusType status;

	dial_unhook(dial);
	status = PQconnectPoll(dial->pg);
	if (status == PGRES_POLLING_OK) {
		dial_end(dial, dial->pg);
	} else if (status == PGRES_POLLING_FAILED) {
		dial_place_failed(dial);
		dial_next(dial);
	} else {
		dial_await(dial, status == PGRES_POLLING_READING ? EV_READ : EV_WRITE);
	}
}

static void dial_on_handshake(evutil_socket_t fd, short events, void *argument)
{
	(void)fd;
	(void)events;
	dial_poll(argument);
}

static void dial_time_out(struct dial *dial)
{
	fault_set(&dial->failure.fault, 0, "the database at \"%s\" did not answer within %u ms",
		target_place(dial->target, dial->place - 1), target_timeout(dial->target));
	dial->failure.refused = false;
	dial_drop(dial);
	dial_next(dial);
}

static void dial_on_timer(evutil_socket_t fd, short events, void *argument)
{
	(void)fd;
	(void)events;
	dial_time_out(argument);
}

/* ---- resolving ------------------------------------------------------------------------------- */

static void lookup_free(void *argument)
{
	struct lookup *lookup = argument;

	target_free(lookup->target);
	free(lookup);
}

static void lookup_run(void *argument)
{
	struct lookup *lookup = argument;

	target_lookup(lookup->target);
}

static void lookup_on_done(void *argument)
{
	struct lookup *lookup = argument;
	struct dial *dial = lookup->dial;

	if (dial) {
		dial->lookup = NULL;
		dial->target = lookup->target;
		lookup->target = NULL;
		dial_next(dial);
	}
	lookup_free(lookup);
}

static void dial_look_up(struct dial *dial)
{
	struct lookup *lookup = alloc_new(sizeof(*lookup));

	*lookup = (struct lookup){.dial = dial, .target = dial->target};
	dial->target = NULL;
	dial->lookup = lookup;
	if (worker_run(dial->worker, lookup_run, lookup_on_done, lookup_free, lookup))
		return;
	dial->lookup = NULL;
	lookup_free(lookup);
	fault_set_line(
		&dial->failure.fault, 0, "no thread can be had to look up the database's host");
	dial_end(dial, NULL);
}

void dial_start(struct dial *dial)
{
	dial->failure.refused = false;
	dial->place = 0;
	dial_enter(dial, DIAL_RESOLVING);
	dial->target = target_new(dial->settings, &dial->failure.fault);
	if (!dial->target)
		dial_end(dial, NULL);
	else if (target_needs_lookup(dial->target))
		dial_look_up(dial);
	else
		dial_next(dial);
}

/* ---- life ------------------------------------------------------------------------------------ */

struct dial *dial_new(struct event_base *base, struct worker *worker,
	const struct lane_settings *settings, dial_done *done, void *context)
{
	struct dial *dial = alloc_new(sizeof(*dial));

	dial->base = base;
	dial->worker = worker;
	dial->settings = settings;
	dial->done = done;
	dial->context = context;
	dial->timer = event_new(base, -1, 0, dial_on_timer, dial);
	return dial;
}

void dial_free(struct dial *dial)
{
	if (!dial)
		return;
	if (dial->lookup)
		dial->lookup->dial = NULL;
	dial_drop(dial);
	event_free(dial->timer);
	target_free(dial->target);
	free(dial);
}
