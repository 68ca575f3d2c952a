/* SPDX-License-Identifier: MIT */
/* The other end of a connection, in the test's own hands: it writes, it reads what has come, and it
 * lets the loop turn meanwhile. */
#ifndef TESTS_SOCKET_PEER_H
#define TESTS_SOCKET_PEER_H

#include <event2/event.h>
#include <stdbool.h>

#include "base/buffer.h"

#define SOCKET_PEER_PATIENCE_MS 20000

struct socket_peer {
	struct event_base *base;
	int descriptor;
	struct buffer seen;
	bool ended; /* the other side has closed */
};

/* One end for the test, the other returned. */
int socket_peer_init(struct socket_peer *peer, struct event_base *base);

void socket_peer_done(struct socket_peer *peer);

void socket_peer_turn(struct socket_peer *peer);

/* Reads what is there; waits a millisecond when nothing is. */
void socket_peer_read(struct socket_peer *peer);

/* False when the other side takes no more. */
bool socket_peer_write(struct socket_peer *peer, const char *bytes, size_t size);

void socket_peer_say(struct socket_peer *peer, const char *text);

/* The next line, without its end; NULL when the other side has closed or is silent for too long. */
char *socket_peer_line(struct socket_peer *peer);

/* True when the other side closes without another byte. */
bool socket_peer_sees_end(struct socket_peer *peer);

/* True when nothing comes in some turns of the loop. */
bool socket_peer_hears_nothing(struct socket_peer *peer);

#endif
