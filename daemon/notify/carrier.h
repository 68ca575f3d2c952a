/* SPDX-License-Identifier: MIT */
/* One connection to the relay, and one mail at a time over it. What it does blocks: it belongs to
 * one thread at a time. */
#ifndef NOTIFY_CARRIER_H
#define NOTIFY_CARRIER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "notify/relay.h"
#include "notify/verdict.h"

/* What is to be carried. The last two may be changed by another thread meanwhile. */
struct parcel {
	const char *recipient; /* has passed address_check */
	const char *bytes;     /* lines end with CRLF */
	size_t size;
	_Atomic int64_t until; /* clock_elapsed(): its end must have left before */
	_Atomic bool stop;     /* give up */
};

struct carrier;

/* Connects at its first mail. NULL when libcurl cannot. */
struct carrier *carrier_new(struct relay *relay);

/* Says goodbye without waiting for an answer. */
void carrier_free(struct carrier *carrier);

/* True when it goes to this very relay, and its last mail ended well: libcurl goes on with a
 * connection whose answer it has not waited for, and would take it for that to the next mail. */
bool carrier_is_fit(const struct carrier *carrier, const struct relay *relay);

/* False when the relay has ended the connection, or said something unasked ("421") since the last
 * mail: it is about to. libcurl would go on with it. */
bool carrier_is_quiet(const struct carrier *carrier);

/* Carries one mail to its end; the connection stays if it can. */
struct verdict carrier_send(struct carrier *carrier, struct parcel *parcel);

#endif
