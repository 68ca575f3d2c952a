/* SPDX-License-Identifier: MIT */
/* One connection to copild. The wish for a language travels in the same packet as the first call,
 * and its answer is passed over, so that a command costs one round trip. */
#include "link.h"

#include "base/alloc.h"
#include "language.h"

#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define LINK_PATIENCE_MS 120000
#define LINK_ANSWER_MAX  (64U << 20)
#define LINK_FIRST_BYTES 65536U

struct link {
	int socket;
	char *greeting; /* sent before the first call, then NULL */
	char *bytes;    /* what was received and not yet used */
	size_t filled;
	size_t room;
	json_int_t last; /* the id of the newest call; 0 is the greeting's */
};

static int connect_to(const char *path, struct fault *fault)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int handle;

	if (strlen(path) >= sizeof(address.sun_path)) {
		fault_set(fault, ENAMETOOLONG, "%s", strerror(ENAMETOOLONG));
		return -1;
	}
	memcpy(address.sun_path, path, strlen(path) + 1);
	handle = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (handle >= 0 && !connect(handle, (struct sockaddr *)&address, sizeof(address)))
		return handle;
	fault_set(fault, errno, "%s", strerror(errno));
	if (handle >= 0)
		close(handle);
	return -1;
}

static char *pack(const char *method, json_t *params, json_int_t id)
{
	json_t *request = json_pack("{s:s, s:s, s:O, s:I}", "jsonrpc", "2.0", "method", method,
		"params", params, "id", id);
	char *dump = json_dumps(request, JSON_COMPACT);
	char *line = alloc_format("%s\n", dump);

	free(dump);
	json_decref(request);
	return line;
}

struct link *link_open(const char *path, const char *language, struct fault *fault)
{
	int handle = connect_to(path, fault);
	struct link *link;
	json_t *params;

	if (handle < 0)
		return NULL;
	link = alloc_new(sizeof(*link));
	link->socket = handle;
	params = json_pack("{s:s}", "locale", language);
	link->greeting = pack("session.locale", params, 0);
	json_decref(params);
	return link;
}

void link_close(struct link *link)
{
	if (!link)
		return;
	close(link->socket);
	free(link->greeting);
	free(link->bytes);
	free(link);
}

static bool send_all(struct link *link, const char *bytes, struct fault *fault)
{
	size_t left = strlen(bytes);

	while (left) {
		ssize_t sent = send(link->socket, bytes, left, MSG_NOSIGNAL);

		if (sent < 0 && errno == EINTR)
			continue;
		if (sent < 0) {
			fault_set(fault, errno, "%s", strerror(errno));
			return false;
		}
		bytes += sent;
		left -= (size_t)sent;
	}
	return true;
}

static bool send_call(struct link *link, const char *method, json_t *params, struct fault *fault)
{
	char *request = pack(method, params, ++link->last);
	char *line = alloc_format("%s%s", link->greeting ? link->greeting : "", request);
	bool sent = send_all(link, line, fault);

	free(request);
	free(line);
	free(link->greeting);
	link->greeting = NULL;
	return sent;
}

/* Waits for more bytes; false at the end, after too long a silence, or past the limit. */
static bool receive(struct link *link, struct fault *fault)
{
	struct pollfd wait = {.fd = link->socket, .events = POLLIN};
	ssize_t taken;
	int ready;

	if (link->filled == link->room) {
		link->room = link->room ? link->room * 2 : LINK_FIRST_BYTES;
		link->bytes = alloc_resize(link->bytes, link->room);
	}
	do
		ready = poll(&wait, 1, LINK_PATIENCE_MS);
	while (ready < 0 && errno == EINTR);
	if (!ready) {
		fault_set(fault, ETIMEDOUT, "%s", _("the server has been silent for two minutes"));
		return false;
	}
	do
		taken = recv(
			link->socket, link->bytes + link->filled, link->room - link->filled, 0);
	while (taken < 0 && errno == EINTR);
	if (taken <= 0) {
		fault_set(fault, ECONNRESET, "%s", _("the server closed the connection"));
		return false;
	}
	link->filled += (size_t)taken;
	if (link->filled > LINK_ANSWER_MAX)
		fault_set(fault, EMSGSIZE, "%s", _("the answer is larger than 64 MiB"));
	return link->filled <= LINK_ANSWER_MAX;
}

/* The next line that came, as JSON; NULL when none will come or it is no JSON object. */
static json_t *next_message(struct link *link, struct fault *fault)
{
	size_t searched = 0;
	char *end = NULL;
	json_t *message;
	size_t size;

	while (!(end = link->filled > searched
			       ? memchr(link->bytes + searched, '\n', link->filled - searched)
			       : NULL)) {
		searched = link->filled;
		if (!receive(link, fault))
			return NULL;
	}
	size = (size_t)(end - link->bytes);
	message = json_loadb(link->bytes, size, 0, NULL);
	link->filled -= size + 1;
	memmove(link->bytes, end + 1, link->filled);
	if (json_is_object(message))
		return message;
	json_decref(message);
	fault_set(fault, EPROTO, "%s", _("the answer is not JSON: is this copild's socket?"));
	return NULL;
}

/* Whether the message answers the newest call; one without a number (null) is about it too. */
static bool answers(const struct link *link, const json_t *message)
{
	const json_t *id = json_object_get(message, "id");

	if (json_is_null(id))
		return true;
	return json_is_integer(id) && json_integer_value(id) == link->last;
}

static bool is_response(const json_t *message)
{
	return json_object_get(message, "result") ||
	       json_is_object(json_object_get(message, "error"));
}

enum link_outcome link_call(
	struct link *link, const char *method, json_t *params, json_t **answer, struct fault *fault)
{
	bool sent = send_call(link, method, params, fault);
	json_t *message;

	/* A server that hung up may have said why before it did. */
	while ((message = next_message(link, sent ? fault : NULL))) {
		if (answers(link, message) && is_response(message))
			break;
		json_decref(message);
	}
	*answer = message;
	if (message)
		return LINK_ANSWERED;
	return sent ? LINK_LOST : LINK_UNSENT;
}
