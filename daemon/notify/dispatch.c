/* SPDX-License-Identifier: MIT */
/* Deliveries by host. One timer runs when the next one may start: rate and backoff of its host say
 * so, an end starts the next one at once. What a host has no room for is given back rather than
 * kept from others. */
#include "notify/dispatch.h"

#include <stdlib.h>
#include <sys/queue.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/log.h"
#include "notify/address.h"
#include "notify/host.h"
#include "notify/letter.h"
#include "notify/smtp.h"
#include "notify/webhook.h"

enum {
	WEBHOOKS_MAX = 128, /* in hand */
	WORTH_ASKING = 16,  /* a smaller room that is mostly used up is left until there is more */
};

struct delivery {
	TAILQ_ENTRY(delivery) link;
	struct dispatch *dispatch;
	struct claim claim;
	struct host *host;
	int64_t until;
	/* one of them when it is under way */
	struct posting *posting;
	struct request *request;
};

struct dispatch {
	struct dispatch_owner owner;
	struct event *timer;
	struct smtp *smtp;
	struct webhooks *webhooks;
	struct terms *terms; /* NULL before they were read */
	struct hosts hosts;
	TAILQ_HEAD(, delivery) deliveries; /* in the order in which they came */
	unsigned counts[CHANNEL_COUNT];
	const char *held; /* why nothing is begun, or NULL */
};

static bool is_under_way(const struct delivery *delivery)
{
	return delivery->posting || delivery->request;
}

/* ---- ends ---- */

static void dispatch_run(struct dispatch *dispatch);

/* Ends it without telling. */
static void delivery_free(struct delivery *delivery)
{
	struct dispatch *dispatch = delivery->dispatch;
	if (!is_under_way(delivery) && delivery->host)
		delivery->host->waiting--;
	TAILQ_REMOVE(&dispatch->deliveries, delivery, link);
	dispatch->counts[delivery->claim.channel]--;
	claim_done(&delivery->claim);
	free(delivery);
}

static void delivery_end(struct delivery *delivery, const struct verdict *verdict)
{
	const struct dispatch *dispatch = delivery->dispatch;
	dispatch->owner.ended(dispatch->owner.context, &delivery->claim, verdict);
	delivery_free(delivery);
}

static void delivery_release(struct delivery *delivery, const char *why)
{
	struct verdict verdict = verdict_new(VERDICT_RELEASED, why);
	delivery_end(delivery, &verdict);
}

/* Gives back what waits for the host, or for any. */
static void release_waiting(struct dispatch *dispatch, const struct host *host, const char *why)
{
	struct delivery *delivery = TAILQ_FIRST(&dispatch->deliveries), *next;
	for (; delivery; delivery = next) {
		next = TAILQ_NEXT(delivery, link);
		if (!is_under_way(delivery) && (!host || delivery->host == host))
			delivery_release(delivery, why);
	}
}

static void delivery_on_verdict(void *context, const struct verdict *verdict)
{
	struct delivery *delivery = context;
	struct dispatch *dispatch = delivery->dispatch;
	if (host_end(delivery->host, &dispatch->terms->limits, verdict))
		release_waiting(dispatch, delivery->host, "its host is left alone for a while");
	delivery_end(delivery, verdict);
	dispatch_run(dispatch);
	dispatch->owner.room(dispatch->owner.context);
}

/* ---- starting ---- */

/* A template or its content is what is wrong: people must mend it. */
static struct verdict unwritable(const struct claim *claim, const struct fault *fault)
{
	log_error("message %lld cannot be written: %s", (long long)claim->id, fault->text);
	return verdict_new(VERDICT_UNWRITABLE, fault->text);
}

/* The address itself is what is wrong: people must mend it. */
static bool is_sendable(const struct delivery *delivery, struct verdict *verdict)
{
	struct fault fault;
	if (address_check(delivery->claim.to.address, &fault))
		return true;
	*verdict = verdict_new(VERDICT_REFUSED, fault.text);
	verdict->recipient = true;
	return false;
}

static bool mail_start(struct delivery *delivery, struct verdict *verdict)
{
	struct dispatch *dispatch = delivery->dispatch;
	struct fault fault;
	size_t size;
	if (!is_sendable(delivery, verdict))
		return false;
	char *bytes = letter_make(
		&delivery->claim, dispatch->terms->relay, dispatch->terms->texts, &size, &fault);
	if (!bytes) {
		*verdict = unwritable(&delivery->claim, &fault);
		return false;
	}
	delivery->posting = smtp_send(dispatch->smtp, delivery->claim.to.address, bytes, size,
		delivery->until, delivery_on_verdict, delivery);
	*verdict = verdict_new(VERDICT_RELEASED, "no thread could be had");
	return delivery->posting;
}

static bool webhook_start(struct delivery *delivery, struct verdict *verdict)
{
	delivery->request = webhook_send(delivery->dispatch->webhooks, &delivery->claim,
		delivery->until, delivery_on_verdict, delivery, verdict);
	return delivery->request;
}

static bool delivery_start(struct delivery *delivery)
{
	struct verdict verdict;
	bool mail = delivery->claim.channel == CHANNEL_MAIL;
	if (!(mail ? mail_start(delivery, &verdict) : webhook_start(delivery, &verdict))) {
		delivery_end(delivery, &verdict);
		return false;
	}
	delivery->host->waiting--;
	pace_start(&delivery->host->pace, &delivery->dispatch->terms->limits, clock_steady());
	return true;
}

/* Milliseconds until it may start; what may not be ours any more waits for word from PostgreSQL. */
static int64_t delivery_wait(const struct delivery *delivery, int64_t now)
{
	if (is_under_way(delivery) || clock_elapsed() >= delivery->until)
		return INT64_MAX;
	return pace_wait(&delivery->host->pace, &delivery->dispatch->terms->limits, now);
}

/* Starts what may start, and arms the timer for the next. */
static void dispatch_run(struct dispatch *dispatch)
{
	int64_t now = clock_steady(), least = hosts_wait(&dispatch->hosts, now);
	struct delivery *delivery = TAILQ_FIRST(&dispatch->deliveries), *next;
	if (dispatch->held)
		return;
	for (; delivery; delivery = next) {
		next = TAILQ_NEXT(delivery, link);
		int64_t wait = delivery_wait(delivery, now);
		if (wait == 0)
			delivery_start(delivery);
		else if (wait < least)
			least = wait;
	}
	struct timeval interval = clock_interval(least);
	if (least != INT64_MAX)
		event_add(dispatch->timer, &interval);
}

static void dispatch_on_timer(evutil_socket_t number, short events, void *context)
{
	(void)number;
	(void)events;
	struct dispatch *dispatch = context;
	dispatch_run(dispatch);
	dispatch->owner.room(dispatch->owner.context);
}

/* ---- what the outbox asks ---- */

const char *dispatch_relay(const struct dispatch *dispatch)
{
	return dispatch->terms && dispatch->terms->relay ? dispatch->terms->relay->url : NULL;
}

bool dispatch_signs(const struct dispatch *dispatch)
{
	return dispatch->terms && dispatch->terms->key.size > 0;
}

static unsigned room_of(const struct dispatch *dispatch, enum channel channel)
{
	const struct terms *terms = dispatch->terms;
	unsigned count = dispatch->counts[channel];
	if (!terms)
		return 0;
	if (channel == CHANNEL_MAIL)
		return terms->relay ? hosts_mail_room(&dispatch->hosts, &terms->limits) : 0;
	return !dispatch_signs(dispatch) || count >= WEBHOOKS_MAX ? 0 : WEBHOOKS_MAX - count;
}

unsigned dispatch_room(const struct dispatch *dispatch, enum channel channel)
{
	unsigned room = room_of(dispatch, channel);
	return room >= WORTH_ASKING || dispatch->counts[channel] < room ? room : 0;
}

char *dispatch_hosts(const struct dispatch *dispatch, enum channel channel, unsigned *each)
{
	*each = host_room(NULL, channel, &dispatch->terms->limits);
	return hosts_rooms(&dispatch->hosts, channel, &dispatch->terms->limits);
}

bool dispatch_is_full(const struct dispatch *dispatch, enum channel channel)
{
	return hosts_any_full(&dispatch->hosts, channel, &dispatch->terms->limits);
}

/* Why it cannot be sent from here, or not now; NULL if it can. */
static const char *delivery_refused(const struct delivery *delivery)
{
	const struct dispatch *dispatch = delivery->dispatch;
	enum channel channel = delivery->claim.channel;
	if (channel == CHANNEL_MAIL ? !dispatch->terms->relay : !dispatch_signs(dispatch))
		return "no longer sent from here: the settings are others";
	unsigned room = host_room(delivery->host, channel, &dispatch->terms->limits);
	return room > 0 ? NULL : "its host has no room for it yet";
}

/* Gives back what has no room: other daemons have, or its host's turn comes. */
static void delivery_queue(struct delivery *delivery)
{
	struct dispatch *dispatch = delivery->dispatch;
	delivery->host =
		hosts_find(&dispatch->hosts, delivery->claim.channel, delivery->claim.host);
	const char *refused = dispatch->held ? dispatch->held : delivery_refused(delivery);
	delivery->host->waiting++;
	if (refused)
		delivery_release(delivery, refused);
	else
		dispatch_run(dispatch);
}

/* What was claimed before it was claimed once more is held no longer. */
static void drop_earlier(struct dispatch *dispatch, const struct claim *claim)
{
	struct delivery *delivery = TAILQ_FIRST(&dispatch->deliveries), *next;
	for (; delivery; delivery = next) {
		next = TAILQ_NEXT(delivery, link);
		if (!is_under_way(delivery) && delivery->claim.id == claim->id)
			delivery_free(delivery);
	}
}

void dispatch_take(struct dispatch *dispatch, json_t *row, int64_t until)
{
	struct fault fault;
	struct delivery *delivery = alloc_new(sizeof *delivery);
	delivery->dispatch = dispatch;
	delivery->until = until;
	bool whole = claim_init(&delivery->claim, json_incref(row), &fault);
	drop_earlier(dispatch, &delivery->claim);
	TAILQ_INSERT_TAIL(&dispatch->deliveries, delivery, link);
	dispatch->counts[delivery->claim.channel]++;
	if (whole) {
		delivery_queue(delivery);
		return;
	}
	struct verdict verdict = unwritable(&delivery->claim, &fault);
	delivery_end(delivery, &verdict);
}

size_t dispatch_count(const struct dispatch *dispatch)
{
	return dispatch->counts[CHANNEL_MAIL] + dispatch->counts[CHANNEL_WEBHOOK];
}

json_t *dispatch_claims(const struct dispatch *dispatch)
{
	const struct delivery *delivery;
	json_t *claims = json_array();
	TAILQ_FOREACH (delivery, &dispatch->deliveries, link)
		json_array_append_new(claims, claim_name(&delivery->claim));
	return claims;
}

/* ---- leases ---- */

static void delivery_extend(struct delivery *delivery, int64_t until)
{
	delivery->until = until;
	if (delivery->posting)
		posting_extend(delivery->posting, until);
	if (delivery->request)
		request_extend(delivery->request, until);
}

void dispatch_extend(
	struct dispatch *dispatch, const json_t *asked, const json_t *held, int64_t until)
{
	struct delivery *delivery = TAILQ_FIRST(&dispatch->deliveries), *next;
	for (; delivery; delivery = next) {
		next = TAILQ_NEXT(delivery, link);
		if (claim_is_among(&delivery->claim, held))
			delivery_extend(delivery, until);
		else if (!is_under_way(delivery) && claim_is_among(&delivery->claim, asked))
			delivery_free(delivery);
	}
	dispatch_run(dispatch);
}

/* ---- life ---- */

void dispatch_hold(struct dispatch *dispatch, const char *why)
{
	dispatch->held = why;
	if (why)
		release_waiting(dispatch, NULL, why);
	else
		dispatch_run(dispatch);
}

/* What is given up after it may have left, may have arrived. */
static void request_abort(struct delivery *delivery)
{
	bool sent = request_cancel(delivery->request);
	struct verdict verdict = verdict_new(
		sent ? VERDICT_AMBIGUOUS : VERDICT_RETRY, "given up, since this daemon stops");
	delivery_end(delivery, &verdict);
}

void dispatch_abort(struct dispatch *dispatch)
{
	struct delivery *delivery = TAILQ_FIRST(&dispatch->deliveries), *next;
	for (; delivery; delivery = next) {
		next = TAILQ_NEXT(delivery, link);
		if (delivery->posting)
			posting_stop(delivery->posting);
		else if (delivery->request)
			request_abort(delivery);
	}
}

void dispatch_use(struct dispatch *dispatch, struct terms *terms)
{
	smtp_use(dispatch->smtp, terms->relay);
	webhooks_use(dispatch->webhooks, terms);
	terms_free(dispatch->terms);
	dispatch->terms = terms;
	release_waiting(dispatch, NULL, "the configuration was read again");
}

struct dispatch *dispatch_new(struct event_base *base, const struct dispatch_owner *owner)
{
	struct dispatch *dispatch = alloc_new(sizeof *dispatch);
	dispatch->owner = *owner;
	dispatch->timer = evtimer_new(base, dispatch_on_timer, dispatch);
	dispatch->smtp = smtp_new(base);
	dispatch->webhooks = webhooks_new(base);
	LIST_INIT(&dispatch->hosts);
	TAILQ_INIT(&dispatch->deliveries);
	return dispatch;
}

void dispatch_free(struct dispatch *dispatch)
{
	if (!dispatch)
		return;
	smtp_free(dispatch->smtp);
	webhooks_free(dispatch->webhooks);
	struct delivery *delivery = TAILQ_FIRST(&dispatch->deliveries), *next;
	for (; delivery; delivery = next) {
		next = TAILQ_NEXT(delivery, link);
		delivery_free(delivery);
	}
	hosts_free(&dispatch->hosts);
	terms_free(dispatch->terms);
	event_free(dispatch->timer);
	free(dispatch);
}
