/* SPDX-License-Identifier: MIT */
/* Stands in for notify/webhook.c: requests that go nowhere and never end. */
#ifndef TESTS_FAKE_WEBHOOK_H
#define TESTS_FAKE_WEBHOOK_H

#include "notify/webhook.h"

static char requests[128]; /* their addresses stand for requests */
static size_t request_count;

struct webhooks *webhooks_new(struct event_base *unused)
{
	(void)unused;
	return NULL;
}

void webhooks_free(struct webhooks *webhooks)
{
	(void)webhooks;
}

void webhooks_use(struct webhooks *webhooks, const struct terms *terms)
{
	(void)webhooks;
	(void)terms;
}

struct request *webhook_send(struct webhooks *webhooks, const struct claim *claim, int64_t until,
	request_done *done, void *context, struct verdict *verdict)
{
	(void)webhooks;
	(void)claim;
	(void)until;
	(void)done;
	(void)context;
	(void)verdict;
	return (struct request *)(void *)&requests[request_count++];
}

void request_extend(struct request *request, int64_t until)
{
	(void)request;
	(void)until;
}

bool request_cancel(struct request *request)
{
	(void)request;
	return false;
}

#endif
