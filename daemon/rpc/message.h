/* SPDX-License-Identifier: MIT */
/* JSON-RPC 2.0 as values: a line into requests, results and errors into lines; pure. */
#ifndef RPC_MESSAGE_H
#define RPC_MESSAGE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"

struct message_limits {
	unsigned depth;  /* of nested brackets in a line */
	unsigned values; /* openings, commas and colons in a line; bounds the parser's memory */
	unsigned batch;  /* requests in a batch */
};

#define MESSAGE_ID_SIZE 64 /* bytes of an id that is a string */

/* What is wrong with a request. */
enum message_flaw {
	MESSAGE_SOUND,
	/* of the whole line: parse error */
	MESSAGE_NUL,
	MESSAGE_UTF8,
	MESSAGE_DEEP,
	MESSAGE_DENSE,
	MESSAGE_NOT_JSON,
	/* invalid request */
	MESSAGE_OVERSIZED, /* the line is over the frame cap: told by the stream */
	MESSAGE_EMPTY_BATCH,
	MESSAGE_LONG_BATCH,
	MESSAGE_NOT_OBJECT,
	MESSAGE_VERSION,
	MESSAGE_METHOD,
	MESSAGE_PARAMS,
	MESSAGE_ID,
};

struct request {
	enum message_flaw flaw;
	char *id;           /* as JSON text; NULL for a notification and where none can be read */
	const char *method; /* NULL when flawed */
	json_t *params;     /* an object, an array or NULL; borrowed from `value` */
	json_t *value;      /* owned; NULL when flawed */
};

struct message {
	bool batch; /* answered by one array */
	size_t count;
	struct request *requests;
};

/* Never fails: a line that makes no sense is one flawed request. Released by message_done, less
 * what was moved out of it. */
void message_parse(struct message *message, const char *bytes, size_t size,
	const struct message_limits *limits);
void message_done(struct message *message);

/* One request with that flaw, for a line that cannot be parsed. */
void message_refuse(struct message *message, enum message_flaw flaw);

void request_done(struct request *request);

/* The JSON-RPC code and the machine words for `data` of a flaw: its kind ("parse_error") and its
 * reason ("utf8"). */
int message_flaw_code(enum message_flaw flaw);
const char *message_flaw_kind(enum message_flaw flaw);
const char *message_flaw_reason(enum message_flaw flaw);

/* Appends a response, without a line end; id NULL is null. The result is JSON text, whose raw line
 * feeds (which can only stand between tokens) become spaces. */
void message_pack_result(struct buffer *out, const char *id, const char *text, size_t size);

/* The same for an error; `data` may be NULL. */
void message_pack_error(
	struct buffer *out, const char *id, int code, const char *message, const json_t *data);

#endif
