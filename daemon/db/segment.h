/* SPDX-License-Identifier: MIT */
/* Queries that share one sync, and so one transaction: how they are put on the link, and how the
 * results that come back belong to them. */
#ifndef DB_SEGMENT_H
#define DB_SEGMENT_H

#include <libpq-fe.h>
#include <stdbool.h>
#include <stdint.h>

#include "db/prepared.h"
#include "db/query_inner.h"

struct segment {
	struct query_list queries; /* in the order sent */
	unsigned count;
	int64_t since;         /* when it was sent, by clock_steady() */
	struct query *current; /* whose result comes next; NULL: the sync's own */
	struct query *culprit; /* whose statement PostgreSQL refused; NULL: none, or the commit */
	unsigned before;       /* how many stand before the culprit */
	bool parsing; /* the result of current's Parse comes before that of its statement */
	bool failed;  /* rolled back, for certain */
};

enum segment_step {
	SEGMENT_MORE, /* more results must come */
	SEGMENT_DONE, /* its sync has come: what it did is committed, or rolled back when failed */
	SEGMENT_LOST, /* the server said that it ends the session, or something out of step */
};

void segment_init(struct segment *segment);

struct segment_limits {
	unsigned queries; /* at most */
	size_t bytes;     /* of parameters, about */
	bool slow_apart;  /* what is not known to be quick shares no sync, so that nobody waits */
};

/* Takes the first queries of the list, at least one, within the limits, and none together with one
 * that wants to be alone. */
void segment_take_queries(
	struct segment *segment, struct query_list *waiting, const struct segment_limits *limits);

/* Puts all of them and a sync into libpq's buffer; false when the link is gone. */
bool segment_send(struct segment *segment, PGconn *pg, struct prepared *set);

/* The same for closing statements that are no longer needed: a segment without queries. */
bool segment_send_closing(struct segment *segment, PGconn *pg, struct prepared *set);

/* Takes over one result (not NULL) of libpq's. */
enum segment_step segment_take(struct segment *segment, struct prepared *set, PGresult *result);

/* Gives all queries back to the front of the list, without their results. */
void segment_give_back(struct segment *segment, struct query_list *waiting);

#endif
