/* SPDX-License-Identifier: MIT */
/* Counters by hour, caller, method, place and kind. One timer, armed when there is something to
 * tell; one statement on its way at most; what could not be told stays counted. */
#include "api/witness.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>

#include "api/hash.h"
#include "base/alloc.h"
#include "base/clock.h"
#include "base/log.h"

#define SLOTS      256
#define COUNTERS   4096 /* at most; what comes beyond is not counted, and the log says so */
#define PLACE_SIZE 40   /* no reference is as long: a longer place is not kept */
#define HOUR_MS    3600000
#define SOON_MS    5000  /* refusals */
#define AGAIN_MS   60000 /* after a failure */

struct counter {
	LIST_ENTRY(counter) link;
	int64_t hour; /* its beginning, clock_now() */
	char *actor, *method, *kind;
	char place[PLACE_SIZE];
	json_int_t calls;
	json_int_t told; /* of these on their way */
};

LIST_HEAD(counters, counter);

struct witness {
	struct lane *lane;
	struct event *timer;
	struct statement *statement;
	struct counters slots[SLOTS];
	size_t count;
	int64_t due;  /* when the timer runs, clock_steady(); 0: it is not armed */
	bool telling; /* a statement is on its way */
	bool full;    /* said in the log since the last telling */
	void (*done)(void *context);
	void *context;
};

static void witness_tell(struct witness *witness, bool all);

static void witness_on_timer(evutil_socket_t number, short events, void *context)
{
	(void)number;
	(void)events;
	struct witness *witness = context;
	witness->due = 0;
	witness_tell(witness, false);
}

struct witness *witness_new(struct event_base *base, struct lane *lane)
{
	struct witness *witness = alloc_new(sizeof *witness);
	witness->lane = lane;
	witness->timer = evtimer_new(base, witness_on_timer, witness);
	witness->statement = statement_new("select core.witness_add($1::jsonb)", 1);
	return witness;
}

static void counter_free(struct witness *witness, struct counter *counter)
{
	LIST_REMOVE(counter, link);
	free(counter->actor);
	free(counter->method);
	free(counter->kind);
	free(counter);
	witness->count--;
}

void witness_free(struct witness *witness)
{
	if (!witness)
		return;
	for (size_t i = 0; i < SLOTS; i++) {
		struct counter *counter = LIST_FIRST(&witness->slots[i]), *next;
		for (; counter; counter = next) {
			next = LIST_NEXT(counter, link);
			counter_free(witness, counter);
		}
	}
	event_free(witness->timer);
	statement_unref(witness->statement);
	free(witness);
}

/* Runs the timer in so many milliseconds, unless it runs before. */
static void witness_arm(struct witness *witness, int64_t in)
{
	int64_t due = clock_steady() + in;
	struct timeval wait = clock_interval(in);
	if (witness->due && witness->due <= due)
		return;
	witness->due = due;
	event_add(witness->timer, &wait);
}

static bool is_read(const char *kind)
{
	return strcmp(kind, WITNESS_READ) == 0;
}

/* When a counter is to be told, in milliseconds from now. */
static int64_t counter_wait(const struct counter *counter)
{
	int64_t left = counter->hour + HOUR_MS - clock_now();
	if (!is_read(counter->kind))
		return SOON_MS;
	return left < 0 ? 0 : left > HOUR_MS ? HOUR_MS : left;
}

/* ---- counting ---- */

static struct counter *counter_new(const char *actor, const char *method, const char *kind)
{
	struct counter *counter = alloc_new(sizeof *counter);
	counter->actor = alloc_text(actor);
	counter->method = alloc_text(method);
	counter->kind = alloc_text(kind);
	return counter;
}

static bool counter_is(const struct counter *counter, const struct counter *wanted)
{
	return counter->hour == wanted->hour && strcmp(counter->method, wanted->method) == 0 &&
	       strcmp(counter->place, wanted->place) == 0 &&
	       strcmp(counter->actor, wanted->actor) == 0 &&
	       strcmp(counter->kind, wanted->kind) == 0;
}

/* A place; of what is read only the plan. */
static void place_set(char *place, const char *text, bool read)
{
	size_t size = text ? strlen(text) : 0;
	if (read && text)
		size = strcspn(text, "-@");
	if (size >= PLACE_SIZE)
		size = 0;
	memcpy(place, text ? text : "", size);
	place[size] = '\0';
}

static void witness_full(struct witness *witness)
{
	if (!witness->full)
		log_warning("more callers than %d are counted at a time: refused writes and reads "
			    "are missing in the evidence",
			COUNTERS);
	witness->full = true;
}

void witness_note(struct witness *witness, const char *actor, const char *method, const char *place,
	const char *kind)
{
	struct counter wanted = {.hour = clock_now() / HOUR_MS * HOUR_MS,
		.actor = (char *)actor,
		.method = (char *)method,
		.kind = (char *)kind};
	struct counter *counter;
	if (is_read(kind) && strcmp(actor, "administrator") == 0)
		return;
	place_set(wanted.place, place, is_read(kind));
	struct counters *slot = &witness->slots[(hash_bytes(actor, strlen(actor)) * 31 +
							hash_bytes(method, strlen(method))) %
						SLOTS];
	LIST_FOREACH (counter, slot, link) {
		if (counter_is(counter, &wanted)) {
			counter->calls++;
			return;
		}
	}
	if (witness->count == COUNTERS) {
		witness_full(witness);
		return;
	}
	counter = counter_new(actor, method, kind);
	counter->hour = wanted.hour;
	memcpy(counter->place, wanted.place, PLACE_SIZE);
	counter->calls = 1;
	LIST_INSERT_HEAD(slot, counter, link);
	witness->count++;
	witness_arm(witness, counter_wait(counter));
}

/* ---- telling ---- */

/* What was told is counted no more, or again. */
static void witness_settle(struct witness *witness, bool taken)
{
	struct counter *counter;
	struct counter *next;
	for (size_t i = 0; i < SLOTS; i++) {
		for (counter = LIST_FIRST(&witness->slots[i]); counter; counter = next) {
			next = LIST_NEXT(counter, link);
			if (taken)
				counter->calls -= counter->told;
			counter->told = 0;
			if (!counter->calls)
				counter_free(witness, counter);
			else if (taken)
				witness_arm(witness, counter_wait(counter));
		}
	}
	if (!taken)
		witness_arm(witness, AGAIN_MS);
}

static void witness_on_outcome(void *context, const struct outcome *outcome)
{
	struct witness *witness = context;
	bool away = outcome->kind == OUTCOME_UNAVAILABLE || outcome->kind == OUTCOME_BUSY;
	if (outcome->kind == OUTCOME_REFUSED)
		log_error("refused writes and reads could not be noted: %s: %s", outcome->sqlstate,
			outcome->message);
	witness->telling = false;
	witness->full = false;
	witness_settle(witness, !away);
	if (!witness->done)
		return;
	if (witness->count && outcome->kind == OUTCOME_VALUE)
		witness_tell(witness, true);
	else
		witness->done(witness->context);
}

static json_t *counter_pack(struct counter *counter)
{
	counter->told = counter->calls;
	return json_pack("{s:I, s:s, s:s, s:s, s:s, s:I}", "hour",
		(json_int_t)(counter->hour / 1000), "actor", counter->actor, "method",
		counter->method, "place", counter->place, "kind", counter->kind, "calls",
		counter->calls);
}

/* The counters that are due, as core.witness_add takes them. */
static json_t *witness_pack(struct witness *witness, bool all)
{
	json_t *counts = json_array();
	struct counter *counter;
	for (size_t i = 0; i < SLOTS; i++)
		LIST_FOREACH (counter, &witness->slots[i], link)
			if (all || !is_read(counter->kind) || counter_wait(counter) == 0)
				json_array_append_new(counts, counter_pack(counter));
	return counts;
}

static void witness_submit(struct witness *witness, const json_t *counts)
{
	char *text = json_dumps(counts, JSON_COMPACT);
	struct query *query = query_new(witness->statement, witness_on_outcome, witness);
	query_set(query, 0, text);
	free(text);
	witness->telling = true;
	lane_submit(witness->lane, 0, query);
}

/* Tells what is due, or all. Reads whose hour is not over arm the timer again. */
static void witness_tell(struct witness *witness, bool all)
{
	struct counter *counter;
	if (witness->telling)
		return;
	json_t *counts = witness_pack(witness, all);
	if (json_array_size(counts)) {
		witness_submit(witness, counts);
	} else {
		for (size_t i = 0; i < SLOTS; i++)
			LIST_FOREACH (counter, &witness->slots[i], link)
				witness_arm(witness, counter_wait(counter));
	}
	json_decref(counts);
}

void witness_flush(struct witness *witness, void (*done)(void *context), void *context)
{
	if (!witness->count && !witness->telling) {
		done(context);
		return;
	}
	witness->done = done;
	witness->context = context;
	witness_tell(witness, true);
}
