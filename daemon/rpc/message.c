/* SPDX-License-Identifier: MIT */
/* Between a line of bytes and the requests it holds; between an answer and its line. */
#include "rpc/message.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "rpc/call.h"
#include "wire/frame.h"

static const struct {
	int code;
	const char *reason;
} flaws[] = {
	[MESSAGE_SOUND] = {0, ""},
	[MESSAGE_NUL] = {CALL_PARSE_ERROR, "nul"},
	[MESSAGE_UTF8] = {CALL_PARSE_ERROR, "utf8"},
	[MESSAGE_DEEP] = {CALL_PARSE_ERROR, "depth"},
	[MESSAGE_DENSE] = {CALL_PARSE_ERROR, "values"},
	[MESSAGE_NOT_JSON] = {CALL_PARSE_ERROR, "json"},
	[MESSAGE_OVERSIZED] = {CALL_INVALID_REQUEST, "line_too_long"},
	[MESSAGE_EMPTY_BATCH] = {CALL_INVALID_REQUEST, "empty_batch"},
	[MESSAGE_LONG_BATCH] = {CALL_INVALID_REQUEST, "batch_too_long"},
	[MESSAGE_NOT_OBJECT] = {CALL_INVALID_REQUEST, "not_object"},
	[MESSAGE_VERSION] = {CALL_INVALID_REQUEST, "jsonrpc"},
	[MESSAGE_METHOD] = {CALL_INVALID_REQUEST, "method"},
	[MESSAGE_PARAMS] = {CALL_INVALID_REQUEST, "params"},
	[MESSAGE_ID] = {CALL_INVALID_REQUEST, "id"},
};

int message_flaw_code(enum message_flaw flaw)
{
	return flaws[flaw].code;
}

const char *message_flaw_kind(enum message_flaw flaw)
{
	return flaws[flaw].code == CALL_PARSE_ERROR ? "parse_error" : "invalid_request";
}

const char *message_flaw_reason(enum message_flaw flaw)
{
	return flaws[flaw].reason;
}

/* ---- parsing -------------------------------------------------------------------------------- */

/* The id as JSON text, NULL when it is not one that may be used. */
static char *id_text(const json_t *id)
{
	if (json_is_null(id))
		return alloc_text("null");
	if (json_is_integer(id))
		return alloc_format("%" JSON_INTEGER_FORMAT, json_integer_value(id));
	if (json_is_string(id) && json_string_length(id) <= MESSAGE_ID_SIZE)
		return json_dumps(id, JSON_ENCODE_ANY);
	return NULL;
}

static enum message_flaw request_read(struct request *request, const json_t *value)
{
	const json_t *id = json_object_get(value, "id");
	const json_t *version = json_object_get(value, "jsonrpc");
	const json_t *method = json_object_get(value, "method");
	json_t *params = json_object_get(value, "params");

	if (!json_is_object(value))
		return MESSAGE_NOT_OBJECT;
	request->id = id ? id_text(id) : NULL;
	if (id && !request->id)
		return MESSAGE_ID;
	if (!json_is_string(version) || strcmp(json_string_value(version), "2.0") != 0)
		return MESSAGE_VERSION;
	if (!json_is_string(method))
		return MESSAGE_METHOD;
	if (params && !json_is_object(params) && !json_is_array(params))
		return MESSAGE_PARAMS;
	request->method = json_string_value(method);
	request->params = params;
	return MESSAGE_SOUND;
}

/* Takes the value. */
static void request_parse(struct request *request, json_t *value)
{
	*request = (struct request){0};
	request->flaw = request_read(request, value);
	if (request->flaw == MESSAGE_SOUND)
		request->value = value;
	else
		json_decref(value);
}

void message_refuse(struct message *message, enum message_flaw flaw)
{
	message->batch = false;
	message->count = 1;
	message->requests = alloc_array(1, sizeof(*message->requests));
	message->requests[0].flaw = flaw;
}

static void message_read_batch(
	struct message *message, json_t *array, const struct message_limits *limits)
{
	size_t count = json_array_size(array);

	if (count == 0 || count > limits->batch) {
		message_refuse(message, count ? MESSAGE_LONG_BATCH : MESSAGE_EMPTY_BATCH);
		return;
	}
	message->batch = true;
	message->count = count;
	message->requests = alloc_array(count, sizeof(*message->requests));
	for (size_t i = 0; i < count; i++)
		request_parse(&message->requests[i], json_incref(json_array_get(array, i)));
}

static enum message_flaw message_check(
	const char *bytes, size_t size, const struct message_limits *limits)
{
	switch (frame_check(bytes, size, limits->depth, limits->values)) {
	case FRAME_NUL:
		return MESSAGE_NUL;
	case FRAME_UTF8:
		return MESSAGE_UTF8;
	case FRAME_DEEP:
		return MESSAGE_DEEP;
	case FRAME_DENSE:
		return MESSAGE_DENSE;
	case FRAME_SOUND:
		break;
	}
	return MESSAGE_SOUND;
}

/* JSON_DECODE_ANY, so that `42` is a request that is none rather than text that is no JSON. */
void message_parse(struct message *message, const char *bytes, size_t size,
	const struct message_limits *limits)
{
	enum message_flaw flaw = message_check(bytes, size, limits);
	json_t *value = NULL;

	if (flaw == MESSAGE_SOUND)
		value = json_loadb(bytes, size, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, NULL);
	if (!value) {
		message_refuse(message, flaw == MESSAGE_SOUND ? MESSAGE_NOT_JSON : flaw);
	} else if (json_is_array(value)) {
		message_read_batch(message, value, limits);
		json_decref(value);
	} else {
		message->batch = false;
		message->count = 1;
		message->requests = alloc_array(1, sizeof(*message->requests));
		request_parse(&message->requests[0], value);
	}
}

void request_done(struct request *request)
{
	free(request->id);
	json_decref(request->value);
	*request = (struct request){0};
}

void message_done(struct message *message)
{
	for (size_t i = 0; i < message->count; i++)
		request_done(&message->requests[i]);
	free(message->requests);
	*message = (struct message){0};
}

/* ---- packing -------------------------------------------------------------------------------- */

static void message_pack_head(struct buffer *out, const char *id)
{
	buffer_add_text(out, "{\"jsonrpc\":\"2.0\",\"id\":");
	buffer_add_text(out, id ? id : "null");
}

void message_pack_result(struct buffer *out, const char *id, const char *text, size_t size)
{
	char *spliced;
	char *line;

	message_pack_head(out, id);
	buffer_add_text(out, ",\"result\":");
	spliced = buffer_reserve(out, size + 2); /* with room for the line end */
	memcpy(spliced, text, size);
	for (line = spliced; (line = memchr(line, '\n', size - (size_t)(line - spliced)));)
		*line = ' ';
	spliced[size] = '}';
	buffer_grow(out, size + 1);
}

static int message_add(const char *bytes, size_t size, void *out)
{
	buffer_add(out, bytes, size);
	return 0;
}

void message_pack_error(
	struct buffer *out, const char *id, int code, const char *message, const json_t *data)
{
	json_t *text = json_string(message);
	char number[32];

	if (!text) /* not UTF-8 */
		text = json_string("");

	message_pack_head(out, id);
	snprintf(number, sizeof(number), ",\"error\":{\"code\":%d", code);
	buffer_add_text(out, number);
	buffer_add_text(out, ",\"message\":");
	json_dump_callback(text, message_add, out, JSON_ENCODE_ANY | JSON_COMPACT);
	if (data) {
		buffer_add_text(out, ",\"data\":");
		json_dump_callback(data, message_add, out, JSON_ENCODE_ANY | JSON_COMPACT);
	}
	buffer_add_text(out, "}}");
	json_decref(text);
}
