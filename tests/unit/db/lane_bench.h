/* SPDX-License-Identifier: MIT */
/* A lane on a loop for tests: what was submitted, and the answers in the order in which they came.
 */
#ifndef TEST_DB_LANE_BENCH_H
#define TEST_DB_LANE_BENCH_H

#include <event2/event.h>

#include "base/clock.h"
#include "base/worker.h"
#include "cluster.h"
#include "db/lane.h"

enum {
	ANSWERS = 512,
	PATIENCE_MS = 15000,
};

struct answer {
	enum outcome_kind kind;
	char text[64];
	size_t size;
	char sqlstate[6];
	char detail[64];
};

struct bench {
	struct event_base *base;
	struct worker *worker;
	struct event *tick;
	struct lane *lane;
	enum lane_state state;
	unsigned changes;
	char reason[512];
	struct answer answers[ANSWERS]; /* in the order in which they came */
	size_t order[ANSWERS];          /* whose they are */
	size_t count;
	bool submitting;
};

extern struct bench bench;

/* Runs the loop until the condition holds. */
#define UNTIL(condition)                                                                           \
	do {                                                                                       \
		int64_t began_ = clock_steady();                                                   \
		while (!(condition)) {                                                             \
			if (clock_steady() - began_ > PATIENCE_MS)                                 \
				fail_msg("waited in vain for " #condition);                        \
			event_base_loop(bench.base, EVLOOP_ONCE);                                  \
		}                                                                                  \
	} while (0)

/* A cluster with a schema of version 1 and the tables of these tests. */
int bench_cluster_new(void **state);

struct lane_settings bench_settings(bool writes);
void bench_open_with(const struct lane_settings *settings);

/* A lane that is up. */
void bench_open(bool writes);
int bench_close(void **state);

/* `id` names the query among the answers. */
void submit(struct statement *statement, size_t id, const char *first, const char *second);
void submit_sql(const char *sql, size_t id);

/* Submits and waits for the answer. */
struct answer *ask(const char *sql);
const struct answer *answer_of(size_t id);
void assert_in_order(size_t count);

/* Waits until a backend sleeps in pg_sleep, and ends it as the operator may. */
void bench_await_sleeper(void);
void bench_terminate_sleeper(void);

#endif
