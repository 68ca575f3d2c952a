/* SPDX-License-Identifier: MIT */
/* Lane, outbox, and the name under which they hold messages. */
#include "outgoing.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/alloc.h"
#include "notify/outbox.h"
#include "settings.h"

struct outgoing {
	struct lane *lane;
	struct outbox *outbox;
	char *instance;
};

static void outgoing_on_lane(
	void *context, struct lane *lane, enum lane_state state, const char *reason)
{
	struct outgoing *outgoing = context;
	(void)lane;
	(void)state;
	(void)reason;
	outbox_on_lane(outgoing->outbox);
}

static char *instance_name(const struct config *config)
{
	char host[256] = "";
	if (*config->delivery.instance)
		return alloc_text(config->delivery.instance);
	gethostname(host, sizeof host - 1);
	return alloc_format("%s:%s", host, config->socket.path);
}

struct outgoing *outgoing_start(struct event_base *base, struct worker *worker,
	const struct config *config, struct fault *fault)
{
	struct outgoing *outgoing = alloc_new(sizeof *outgoing);
	struct lane_settings settings;
	settings_delivery(config, &settings);
	outgoing->instance = instance_name(config);
	outgoing->lane = lane_new(base, worker, &settings, outgoing_on_lane, outgoing);
	outgoing->outbox = outbox_new(base, outgoing->lane, outgoing->instance);
	if (outbox_use(outgoing->outbox, config, fault))
		return outgoing;
	outgoing_free(outgoing);
	return NULL;
}

void outgoing_free(struct outgoing *outgoing)
{
	if (!outgoing)
		return;
	lane_free(outgoing->lane);
	outbox_free(outgoing->outbox);
	free(outgoing->instance);
	free(outgoing);
}

bool outgoing_use(struct outgoing *outgoing, const struct config *config, struct fault *fault)
{
	return outbox_use(outgoing->outbox, config, fault);
}

void outgoing_on_write(void *context)
{
	struct outgoing *outgoing = context;
	outbox_nudge(outgoing->outbox);
}

void outgoing_stop(struct outgoing *outgoing, void (*done)(void *context), void *context)
{
	outbox_stop(outgoing->outbox, done, context);
}

void outgoing_tell(const struct outgoing *outgoing, struct system_facts *facts)
{
	struct outbox_facts outbox;
	outbox_tell(outgoing->outbox, &outbox);
	facts->delivery.held = outbox.held;
	facts->delivery.namesake = outbox.namesake;
	facts->delivery.relay = outbox.relay;
	facts->delivery.webhooks = outbox.webhooks;
	facts->delivery.mail = outbox.ready[0];
	facts->delivery.webhook = outbox.ready[1];
	facts->delivery.in_hand = outbox.in_hand;
	facts->delivery.sent = outbox.sent;
	facts->delivery.failed = outbox.failed;
}
