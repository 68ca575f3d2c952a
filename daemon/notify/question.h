/* SPDX-License-Identifier: MIT */
/* Calls of the outbox's functions in PostgreSQL, which answer with JSON. */
#ifndef NOTIFY_QUESTION_H
#define NOTIFY_QUESTION_H

#include <jansson.h>

#include "db/lane.h"

enum question {
	QUESTION_OPEN,   /* instance */
	QUESTION_RING,   /* what the clock should say, or NULL */
	QUESTION_CLAIM,  /* instance, channel, room, shut, lease */
	QUESTION_BEAT,   /* instance, lease, claims */
	QUESTION_FINISH, /* instance, outcomes */
	QUESTION_HOLD,   /* why */
	QUESTION_COUNT,
};

enum reply {
	REPLY_VALUE,
	REPLY_AWAY,    /* PostgreSQL did not do it */
	REPLY_UNKNOWN, /* it may or may not have been done */
	/* PostgreSQL raised an error, which has been logged, and nothing was done: */
	REPLY_HINDERED, /* one that passes, such as a lock or a full disk */
	REPLY_REFUSED,  /* one that it would raise again */
};

struct questions;

/* The lane is borrowed, and freed before: it answers then what is on its way. */
struct questions *questions_new(struct lane *lane);
void questions_free(struct questions *questions);

/* Told later, from the loop; `value` is borrowed, NULL unless REPLY_VALUE. */
typedef void question_done(void *context, enum reply reply, const json_t *value);

/* Asks with as many texts as the question has parameters; NULL is an SQL null. */
void question_ask(struct questions *questions, enum question question, const char *const *texts,
	question_done *done, void *context);

#endif
