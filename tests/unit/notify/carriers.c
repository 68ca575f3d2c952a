/* SPDX-License-Identifier: MIT */
#include "carriers.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "notify/letter.h"
#include "notify/webhook.h"

struct posting *postings[CARRIED_MAX];
size_t posting_count, request_count;
static char requests[CARRIED_MAX]; /* their addresses stand for requests */

void carriers_clear(void)
{
	for (size_t i = 0; i < posting_count; i++)
		free(postings[i]);
	posting_count = request_count = 0;
}

struct smtp *smtp_new(struct event_base *unused)
{
	(void)unused;
	return NULL;
}

void smtp_free(struct smtp *smtp)
{
	(void)smtp;
}

void smtp_use(struct smtp *smtp, struct relay *relay)
{
	(void)smtp;
	(void)relay;
}

struct posting *smtp_send(struct smtp *smtp, const char *recipient, char *bytes, size_t size,
	int64_t until, smtp_done *done, void *context)
{
	(void)smtp;
	(void)recipient;
	(void)size;
	free(bytes);
	struct posting *posting = alloc_new(sizeof *posting);
	*posting = (struct posting){.done = done, .context = context, .until = until};
	postings[posting_count++] = posting;
	return posting;
}

void posting_extend(struct posting *posting, int64_t until)
{
	posting->until = until;
}

void posting_stop(struct posting *posting)
{
	posting->stopped = true;
}

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

char *letter_make(const struct claim *claim, const struct relay *relay, const struct texts *texts,
	size_t *size, struct fault *fault)
{
	(void)relay;
	(void)texts;
	*size = 1;
	if (strcmp(claim->shape, "broken") != 0)
		return alloc_text("x");
	fault_set(fault, 0, "a template is broken");
	return NULL;
}
