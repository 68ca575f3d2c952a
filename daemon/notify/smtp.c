/* SPDX-License-Identifier: MIT */
/* Hands each mail with a carrier to a thread, and takes the carrier back for the next one. */
#include "notify/smtp.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <sys/queue.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/worker.h"
#include "notify/carrier.h"

#define THREADS 16    /* as many as connections may be configured */
#define IDLE_MS 60000 /* connections without mail are closed after this time */

struct posting {
	LIST_ENTRY(posting) link;
	struct smtp *smtp; /* of the loop alone */
	struct carrier *carrier;
	struct parcel parcel;
	char *recipient, *bytes;
	smtp_done *done;
	void *context;
	struct verdict verdict;
};

struct idle {
	STAILQ_ENTRY(idle) next;
	struct carrier *carrier;
};

struct smtp {
	struct worker *worker;
	struct event *timer;
	struct relay *relay; /* NULL: none */
	STAILQ_HEAD(, idle) idle;
	LIST_HEAD(, posting) postings;
};

/* ---- carriers ---- */

/* Closing a connection may block, so a thread does it. */
static void idle_on_work(void *context)
{
	struct idle *idle = context;
	carrier_free(idle->carrier);
	idle->carrier = NULL;
}

static void idle_on_done(void *context)
{
	idle_on_work(context);
	free(context);
}

/* Without a thread there is nothing to wait for. */
static void idle_close(struct smtp *smtp, struct idle *idle)
{
	if (!worker_run(smtp->worker, idle_on_work, idle_on_done, idle_on_done, idle))
		idle_on_done(idle);
}

static struct idle *idle_take(struct smtp *smtp)
{
	struct idle *idle = STAILQ_FIRST(&smtp->idle);
	if (idle)
		STAILQ_REMOVE_HEAD(&smtp->idle, next);
	return idle;
}

static void idle_close_all(struct smtp *smtp)
{
	struct idle *idle;
	while ((idle = idle_take(smtp)))
		idle_close(smtp, idle);
}

static void smtp_on_idle(evutil_socket_t number, short events, void *context)
{
	(void)number;
	(void)events;
	idle_close_all(context);
}

static struct carrier *carrier_take(struct smtp *smtp)
{
	struct idle *idle;
	while ((idle = idle_take(smtp)) && !carrier_is_quiet(idle->carrier))
		idle_close(smtp, idle);
	struct carrier *carrier = idle ? idle->carrier : carrier_new(smtp->relay);
	free(idle);
	return carrier;
}

static void carrier_give_back(struct smtp *smtp, struct carrier *carrier)
{
	struct timeval wait = clock_interval(IDLE_MS);
	struct idle *idle = alloc_new(sizeof *idle);
	idle->carrier = carrier;
	if (!smtp->relay || !carrier_is_fit(carrier, smtp->relay)) {
		idle_close(smtp, idle);
		return;
	}
	STAILQ_INSERT_HEAD(&smtp->idle, idle, next);
	event_add(smtp->timer, &wait);
}

/* ---- postings ---- */

static void posting_free(struct posting *posting)
{
	free(posting->recipient);
	free(posting->bytes);
	free(posting);
}

/* On a thread. */
static void posting_on_work(void *context)
{
	struct posting *posting = context;
	posting->verdict = carrier_send(posting->carrier, &posting->parcel);
}

static void posting_on_done(void *context)
{
	struct posting *posting = context;
	LIST_REMOVE(posting, link);
	carrier_give_back(posting->smtp, posting->carrier);
	posting->done(posting->context, &posting->verdict);
	posting_free(posting);
}

/* On a thread or not, when nobody waits for it any more. */
static void posting_on_drop(void *context)
{
	struct posting *posting = context;
	carrier_free(posting->carrier);
	posting_free(posting);
}

struct posting *smtp_send(struct smtp *smtp, const char *recipient, char *bytes, size_t size,
	int64_t until, smtp_done *done, void *context)
{
	struct posting *posting = alloc_new(sizeof *posting);
	posting->smtp = smtp;
	posting->recipient = alloc_text(recipient);
	posting->bytes = bytes;
	posting->done = done;
	posting->context = context;
	posting->carrier = smtp->relay ? carrier_take(smtp) : NULL;
	posting->parcel.recipient = posting->recipient;
	posting->parcel.bytes = bytes;
	posting->parcel.size = size;
	posting->parcel.until = until;
	LIST_INSERT_HEAD(&smtp->postings, posting, link);
	if (posting->carrier && worker_run(smtp->worker, posting_on_work, posting_on_done,
					posting_on_drop, posting))
		return posting;
	LIST_REMOVE(posting, link);
	carrier_free(posting->carrier);
	posting_free(posting);
	return NULL;
}

void posting_extend(struct posting *posting, int64_t until)
{
	posting->parcel.until = until;
}

void posting_stop(struct posting *posting)
{
	posting->parcel.stop = true;
}

/* ---- life ---- */

struct smtp *smtp_new(struct event_base *base)
{
	struct smtp *smtp = alloc_new(sizeof *smtp);
	curl_global_init(CURL_GLOBAL_DEFAULT);
	smtp->worker = worker_new(base, THREADS);
	smtp->timer = evtimer_new(base, smtp_on_idle, smtp);
	STAILQ_INIT(&smtp->idle);
	LIST_INIT(&smtp->postings);
	return smtp;
}

void smtp_use(struct smtp *smtp, struct relay *relay)
{
	if (smtp->relay == relay)
		return;
	relay_unref(smtp->relay);
	smtp->relay = relay ? relay_ref(relay) : NULL;
	idle_close_all(smtp);
}

/* Connections at rest are closed here, since they do not block without an answer to wait for. */
void smtp_free(struct smtp *smtp)
{
	struct posting *posting;
	struct idle *idle;
	if (!smtp)
		return;
	LIST_FOREACH (posting, &smtp->postings, link)
		posting->parcel.stop = true;
	while ((idle = idle_take(smtp)))
		idle_on_done(idle);
	worker_free(smtp->worker);
	event_free(smtp->timer);
	relay_unref(smtp->relay);
	free(smtp);
}
