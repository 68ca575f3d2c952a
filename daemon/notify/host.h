/* SPDX-License-Identifier: MIT */
/* The hosts that messages go to: the relay, and those of webhooks' URLs; each with its pace. */
#ifndef NOTIFY_HOST_H
#define NOTIFY_HOST_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/queue.h>

#include "notify/claim.h"
#include "notify/pace.h"

struct host {
	LIST_ENTRY(host) link;
	enum channel channel;
	char *name;
	struct pace pace;
	unsigned waiting; /* messages in hand for it that are not under way */
	bool alarmed;     /* an operator was told, in this run of failures */
};

LIST_HEAD(hosts, host);

/* The host of that name, made when there is none. Others of which nothing is to be remembered
 * go. */
struct host *hosts_find(struct hosts *hosts, enum channel channel, const char *name);

void hosts_free(struct hosts *hosts);

/* How many more messages it may have in hand; NULL is a host that nothing is known of. */
unsigned host_room(const struct host *host, enum channel channel, const struct pace_limits *limits);

/* The room of the one host of mail. */
unsigned hosts_mail_room(const struct hosts *hosts, const struct pace_limits *limits);

/* The room of each of the channel's, by its name in JSON. The caller frees. */
char *hosts_rooms(
	const struct hosts *hosts, enum channel channel, const struct pace_limits *limits);

/* True when one of them has none. */
bool hosts_any_full(
	const struct hosts *hosts, enum channel channel, const struct pace_limits *limits);

/* Milliseconds until the next of those that are left alone is to be tried, or INT64_MAX. */
int64_t hosts_wait(const struct hosts *hosts, int64_t now);

/* One message for it ended; logs what people should know. True when it is left alone from now on.
 */
bool host_end(struct host *host, const struct pace_limits *limits, const struct verdict *verdict);

#endif
