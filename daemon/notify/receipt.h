/* SPDX-License-Identifier: MIT */
/* Verdicts on their way to PostgreSQL: gathered while one batch is told, and kept until they are.
 */
#ifndef NOTIFY_RECEIPT_H
#define NOTIFY_RECEIPT_H

#include <event2/event.h>
#include <stddef.h>

#include "notify/claim.h"
#include "notify/question.h"
#include "notify/verdict.h"

struct receipts;

/* `told` is called from the loop when there is nothing to tell any more. Both are borrowed. */
struct receipts *receipts_new(struct event_base *base, struct questions *questions,
	const char *instance, void (*told)(void *context), void *context);
void receipts_free(struct receipts *receipts);

void receipts_add(
	struct receipts *receipts, const struct claim *claim, const struct verdict *verdict);

/* How many are not told yet. */
size_t receipts_count(const struct receipts *receipts);

/* Adds their claims to the list: what there is of each is `id` and `token`. */
void receipts_claims(const struct receipts *receipts, json_t *claims);

/* PostgreSQL is there again: tells at once. */
void receipts_retry(struct receipts *receipts);

#endif
