/* SPDX-License-Identifier: MIT */
/* One statement for each of the functions. An error is logged when it is another than the last one:
 * what asks every few seconds must not fill the log. */
#include "notify/question.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/log.h"

static const struct {
	const char *name;
	const char *sql;
	size_t parameters;
} rows[QUESTION_COUNT] = {
	[QUESTION_OPEN] = {"open", "select core.outbox_open($1::text, $2::boolean)", 2},
	[QUESTION_RING] = {"ring", "select core.outbox_ring($1::double precision)", 1},
	[QUESTION_CLAIM] = {"claim",
		"select core.outbox_claim($1::text, $2::text, $3::integer, $4::integer, "
		"$5::json, $6::integer)",
		6},
	[QUESTION_BEAT] = {"beat", "select core.outbox_beat($1::text, $2::integer, $3::json)", 3},
	[QUESTION_FINISH] = {"finish", "select core.outbox_finish($1::text, $2::json)", 2},
	[QUESTION_HOLD] = {"hold", "select core.outbox_hold($1::text)", 1},
};

struct questions {
	struct lane *lane;
	struct statement *statements[QUESTION_COUNT];
	char logged[256]; /* the last error */
};

struct asking {
	struct questions *questions;
	enum question question;
	question_done *done;
	void *context;
};

struct questions *questions_new(struct lane *lane)
{
	struct questions *questions = alloc_new(sizeof *questions);
	questions->lane = lane;
	for (size_t i = 0; i < QUESTION_COUNT; i++)
		questions->statements[i] = statement_new(rows[i].sql, rows[i].parameters);
	return questions;
}

void questions_free(struct questions *questions)
{
	if (!questions)
		return;
	for (size_t i = 0; i < QUESTION_COUNT; i++)
		statement_unref(questions->statements[i]);
	free(questions);
}

static void refusal_log(struct asking *asking, const struct outcome *outcome)
{
	char text[sizeof asking->questions->logged];
	snprintf(text, sizeof text, "core.outbox_%s: %s: %s", rows[asking->question].name,
		outcome->sqlstate, outcome->message);
	if (strcmp(text, asking->questions->logged) != 0)
		log_error("delivery: %s", text);
	memcpy(asking->questions->logged, text, sizeof text);
}

/* Of conflicts, resources, locks, operators and the system; the others are about what was asked. */
static bool is_passing(const char *sqlstate)
{
	static const char *const classes[] = {"40", "53", "55", "57", "58"};
	for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
		if (strncmp(sqlstate, classes[i], 2) == 0)
			return true;
	return false;
}

static enum reply reply_of(const struct outcome *outcome)
{
	switch (outcome->kind) {
	case OUTCOME_VALUE:
		return REPLY_VALUE;
	case OUTCOME_REFUSED:
		return is_passing(outcome->sqlstate) ? REPLY_HINDERED : REPLY_REFUSED;
	case OUTCOME_UNKNOWN:
		return REPLY_UNKNOWN;
	case OUTCOME_UNAVAILABLE:
	case OUTCOME_BUSY:
		break;
	}
	return REPLY_AWAY;
}

static void asking_on_outcome(void *context, const struct outcome *outcome)
{
	struct asking *asking = context;
	enum reply reply = reply_of(outcome);
	json_t *value = NULL;
	if (outcome->kind == OUTCOME_REFUSED)
		refusal_log(asking, outcome);
	if (reply == REPLY_VALUE && outcome->text)
		value = json_loadb(outcome->text, outcome->size, JSON_DECODE_ANY, NULL);
	asking->done(asking->context, reply, value);
	json_decref(value);
	free(asking);
}

void question_ask(struct questions *questions, enum question question, const char *const *texts,
	question_done *done, void *context)
{
	struct asking *asking = alloc_new(sizeof *asking);
	*asking = (struct asking){questions, question, done, context};
	struct query *query = query_new(questions->statements[question], asking_on_outcome, asking);
	for (size_t i = 0; i < rows[question].parameters; i++)
		query_set(query, i, texts[i]);
	lane_submit(questions->lane, 0, query);
}
