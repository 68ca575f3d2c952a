/* SPDX-License-Identifier: MIT */
/* libcurl's transfers on libevent's loop. For protocols whose end does not block: not for SMTP. */
#ifndef NOTIFY_TRANSFER_H
#define NOTIFY_TRANSFER_H

#include <curl/curl.h>
#include <event2/event.h>
#include <stdbool.h>
#include <sys/socket.h>

/* All transfers, and their kept connections. */
struct transfers;

/* At most so many look names up at a time, and one for each host; others wait. Owned by the
 * caller. */
struct transfers *transfers_new(struct event_base *base, unsigned lookups);

/* Ends what is under way without telling. */
void transfers_free(struct transfers *transfers);

/* Who wants a transfer; `done` is told from the loop, never from within transfer_start. */
struct transfer_owner {
	/* It waits no longer: the last moment to set what is of now. */
	void (*starts)(void *context);
	/* Whether this address, which is about to be connected or sent to, may be. */
	bool (*allows)(void *context, const struct sockaddr *address);
	/* The connection stands, the request is about to leave: whether it may. */
	bool (*begins)(void *context);
	void (*done)(void *context, CURLcode result);
	void *context;
};

/* Starts it, with what every transfer here has: no signals, no proxy, no redirects, no waiting for
 * abandoned look-ups. Handle and host stay their owner's, and must not be freed before the end. The
 * owner is copied. */
struct transfer;
struct transfer *transfer_start(struct transfers *transfers, CURL *easy, const char *host,
	const struct transfer_owner *owner);

/* Ends it without telling. */
void transfer_cancel(struct transfer *transfer);

#endif
