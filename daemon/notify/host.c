/* SPDX-License-Identifier: MIT */
/* A list, since hosts are few: what went well and rests is forgotten, what failed last is kept for
 * two days. */
#include "notify/host.h"

#include <event2/util.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/log.h"

enum { AHEAD = 32 }; /* mails in hand beyond those under way, so that none waits for PostgreSQL */

static void host_free(struct host *host)
{
	LIST_REMOVE(host, link);
	free(host->name);
	free(host);
}

static void hosts_forget(struct hosts *hosts)
{
	struct host *host = LIST_FIRST(hosts), *next;
	for (; host; host = next) {
		next = LIST_NEXT(host, link);
		if (!host->waiting && pace_is_fresh(&host->pace, clock_steady()))
			host_free(host);
	}
}

struct host *hosts_find(struct hosts *hosts, enum channel channel, const char *name)
{
	struct host *host;
	LIST_FOREACH (host, hosts, link)
		if (host->channel == channel && strcmp(host->name, name) == 0)
			return host;
	hosts_forget(hosts);
	host = alloc_new(sizeof *host);
	host->channel = channel;
	host->name = alloc_text(name);
	LIST_INSERT_HEAD(hosts, host, link);
	return host;
}

void hosts_free(struct hosts *hosts)
{
	struct host *host = LIST_FIRST(hosts), *next;
	for (; host; host = next) {
		next = LIST_NEXT(host, link);
		host_free(host);
	}
}

unsigned host_room(const struct host *host, enum channel channel, const struct pace_limits *limits)
{
	static const struct host unknown;
	const struct host *one = host ? host : &unknown;
	unsigned width = pace_room(&one->pace, limits, clock_steady());
	unsigned ahead = channel == CHANNEL_MAIL && !one->pace.failures ? AHEAD : 0;
	unsigned held = one->pace.in_flight + one->waiting;
	return width == 0 || held >= width + ahead ? 0 : width + ahead - held;
}

unsigned hosts_mail_room(const struct hosts *hosts, const struct pace_limits *limits)
{
	const struct host *host;
	LIST_FOREACH (host, hosts, link)
		if (host->channel == CHANNEL_MAIL)
			break;
	return host_room(host, CHANNEL_MAIL, limits);
}

char *hosts_rooms(const struct hosts *hosts, enum channel channel, const struct pace_limits *limits)
{
	const struct host *host;
	json_t *rooms = json_object();
	LIST_FOREACH (host, hosts, link)
		if (host->channel == channel)
			json_object_set_new(rooms, host->name,
				json_integer((json_int_t)host_room(host, channel, limits)));
	char *text = json_dumps(rooms, JSON_COMPACT);
	json_decref(rooms);
	return text;
}

bool hosts_any_full(
	const struct hosts *hosts, enum channel channel, const struct pace_limits *limits)
{
	const struct host *host;
	LIST_FOREACH (host, hosts, link)
		if (host->channel == channel && host_room(host, channel, limits) == 0)
			return true;
	return false;
}

int64_t hosts_wait(const struct hosts *hosts, int64_t now)
{
	const struct host *host;
	int64_t least = INT64_MAX;
	LIST_FOREACH (host, hosts, link)
		if (host->pace.opens > now && host->pace.opens - now < least)
			least = host->pace.opens - now;
	return least;
}

static const char *host_title(const struct host *host)
{
	return host->channel == CHANNEL_MAIL ? "the mail relay" : host->name;
}

/* A run of failures is said once, and once more when it turns out that an operator must act: a
 * later failure may tell, or one that was in flight beside the first. */
static void host_tell(struct host *host, const struct verdict *verdict, unsigned before)
{
	unsigned failures = host->pace.failures;
	bool alarm = failures && verdict->alarm && !host->alarmed;
	host->alarmed = failures && (host->alarmed || verdict->alarm);
	if (alarm)
		log_error("%s: %s; nothing can be sent there until this is mended",
			host_title(host), verdict->text);
	else if (failures && !before)
		log_warning("%s: %s; it is tried again with one message at a time",
			host_title(host), verdict->text);
	else if (before && !failures)
		log_info("%s takes messages again", host_title(host));
}

bool host_end(struct host *host, const struct pace_limits *limits, const struct verdict *verdict)
{
	unsigned random, before = host->pace.failures;
	evutil_secure_rng_get_bytes(&random, sizeof random);
	bool shut = pace_end(&host->pace, limits, verdict, clock_steady(), random);
	host_tell(host, verdict, before);
	return shut;
}
