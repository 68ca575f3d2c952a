/* SPDX-License-Identifier: MIT */
/* One request's life, from arrival to exactly one answer. Made by a session, answered by a handler.
 */
#ifndef RPC_CALL_H
#define RPC_CALL_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

struct call;

/* A call that a handler answered at once in `route`. */
#define CALL_ANSWERED (-1)

/* Errors born in the conversation itself, by their JSON-RPC codes. */
enum call_refusal {
	CALL_PARSE_ERROR = -32700,
	CALL_INVALID_REQUEST = -32600, /* also: a line over the frame cap */
	CALL_BUSY = -32004,            /* too many connections */
	CALL_TOO_LARGE = -32005,       /* an answer over the output cap */
};

/* Who knows the methods. Given to the server at construction, outlives it. */
struct handler {
	/* Says on which track the call must run (any number >= 0 of the handler's choice), or
	 * answers it and returns CALL_ANSWERED. Calls of one session run together only while they
	 * are on the same track: the session changes track when its calls in flight are answered.
	 */
	int (*route)(void *context, struct call *call);
	/* Runs the call on the track that `route` named. The call must be answered once, now or
	 * later, also when its peer has gone meanwhile. Called once for each routed call whose peer
	 * is still there. */
	void (*start)(void *context, struct call *call);
	/* Frees what the handler attached with call_attach; called when the call dies. */
	void (*forget)(void *context, void *attached);
	/* The message for a refusal in that language, never NULL; lives as long as the handler.
	 * Its `data` {"kind","reason",…} is made here, see message.h. */
	const char *(*wording)(void *context, enum call_refusal refusal, const char *locale);
	void *context;
};

/* Borrowed, valid until the call is answered. Params: an object, an array, or NULL when absent. */
const char *call_method(const struct call *call);
json_t *call_params(const struct call *call);

/* Who asks, in the words of core.act: "administrator", "user:NAME" or "reader:KEY". Borrowed. */
const char *call_actor(const struct call *call);

/* True on a connection that may only read (TCP). */
bool call_read_only(const struct call *call);

/* The session's language: "fr" or "en"; `call_locale_set` is false while nobody has chosen one. */
const char *call_locale(const struct call *call);
bool call_locale_set(const struct call *call);
void call_set_locale(struct call *call, const char *locale);

/* The handler's own value, kept with the call. */
void call_attach(struct call *call, void *value);
void *call_attached(const struct call *call);

/* Answer with a result: JSON text, copied; raw line feeds in it become spaces. A notification sends
 * nothing. */
void call_result(struct call *call, const char *text, size_t size);

/* As call_result, from a value whose reference is taken. */
void call_result_json(struct call *call, json_t *value);

/* Answer with an error; `data` (may be NULL) is an object whose reference is taken. */
void call_error(struct call *call, int code, const char *message, json_t *data);

#endif
