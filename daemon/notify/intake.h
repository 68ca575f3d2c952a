/* SPDX-License-Identifier: MIT */
/* Claims messages that are ready, while there is room for them, and hands them to dispatch. */
#ifndef NOTIFY_INTAKE_H
#define NOTIFY_INTAKE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "notify/dispatch.h"
#include "notify/lease.h"
#include "notify/question.h"

struct intake;

/* `done` is called from the loop when a claim was answered. All are borrowed. */
struct intake *intake_new(struct questions *questions, struct dispatch *dispatch,
	struct lease *lease, const char *instance, void (*done)(void *context), void *context);
void intake_free(struct intake *intake);

/* How many messages of each channel wait for room, by the channel's name. */
void intake_expect(struct intake *intake, const json_t *ready);
size_t intake_ready(const struct intake *intake, enum channel channel);

/* Some host has more room than before. */
void intake_ease(struct intake *intake);

/* Asks for a channel that has both messages and room; false when there is none. One at a time. What
 * is ready for hosts without room is not asked for again before some host has more. */
bool intake_ask(struct intake *intake);

/* Claims may be on their way. */
bool intake_is_asking(const struct intake *intake);

#endif
