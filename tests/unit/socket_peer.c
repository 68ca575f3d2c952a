/* SPDX-License-Identifier: MIT */
/* A peer without a thread: between its steps the loop takes its own. */
#include "socket_peer.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"

int socket_peer_init(struct socket_peer *peer, struct event_base *base)
{
	int ends[2];

	memset(peer, 0, sizeof(*peer));
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends) != 0)
		abort();
	peer->base = base;
	peer->descriptor = ends[0];
	return ends[1];
}

void socket_peer_done(struct socket_peer *peer)
{
	if (peer->descriptor >= 0)
		close(peer->descriptor);
	peer->descriptor = -1;
	buffer_done(&peer->seen);
}

void socket_peer_turn(struct socket_peer *peer)
{
	event_base_loop(peer->base, EVLOOP_NONBLOCK);
}

void socket_peer_read(struct socket_peer *peer)
{
	struct pollfd ready = {.fd = peer->descriptor, .events = POLLIN};
	ssize_t size;

	if (peer->ended || poll(&ready, 1, 1) != 1)
		return;
	size = recv(peer->descriptor, buffer_reserve(&peer->seen, 65536), 65536, 0);
	if (size > 0)
		buffer_grow(&peer->seen, (size_t)size);
	else if (size == 0 || errno != EAGAIN)
		peer->ended = true;
}

bool socket_peer_write(struct socket_peer *peer, const char *bytes, size_t size)
{
	int64_t end = clock_steady() + SOCKET_PEER_PATIENCE_MS;

	while (size > 0 && clock_steady() < end) {
		ssize_t moved = send(peer->descriptor, bytes, size, MSG_NOSIGNAL);

		if (moved < 0 && errno != EAGAIN)
			return false;
		bytes += moved > 0 ? moved : 0;
		size -= moved > 0 ? (size_t)moved : 0;
		socket_peer_turn(peer);
	}
	return size == 0;
}

void socket_peer_say(struct socket_peer *peer, const char *text)
{
	socket_peer_write(peer, text, strlen(text));
}

char *socket_peer_line(struct socket_peer *peer)
{
	int64_t end = clock_steady() + SOCKET_PEER_PATIENCE_MS;
	size_t searched = 0;

	while (clock_steady() < end) {
		size_t size = buffer_size(&peer->seen);
		const char *bytes = buffer_data(&peer->seen);
		const char *line = memchr(bytes + searched, '\n', size - searched);

		if (line) {
			char *copy = strndup(bytes, (size_t)(line - bytes));

			buffer_drop(&peer->seen, (size_t)(line - bytes) + 1);
			return copy;
		}
		if (peer->ended)
			return NULL;
		searched = size;
		socket_peer_turn(peer);
		socket_peer_read(peer);
	}
	return NULL;
}

bool socket_peer_sees_end(struct socket_peer *peer)
{
	char *line = socket_peer_line(peer);
	bool silent = !line && peer->ended && buffer_size(&peer->seen) == 0;

	free(line);
	return silent;
}

bool socket_peer_hears_nothing(struct socket_peer *peer)
{
	for (int i = 0; i < 5; i++) {
		socket_peer_turn(peer);
		socket_peer_read(peer);
	}
	return buffer_size(&peer->seen) == 0 && !peer->ended;
}
