/* SPDX-License-Identifier: MIT */
/* Accepts peers with their credentials on a Unix socket or on the loopback interface; waits when
 * descriptors run short. */
#ifndef WIRE_LISTENER_H
#define WIRE_LISTENER_H

#include <event2/event.h>
#include <stdbool.h>
#include <sys/types.h>

#include "base/fault.h"

enum peer_kind {
	PEER_LOCAL,   /* on a Unix socket: uid, gid and pid are the kernel's word */
	PEER_NETWORK, /* on TCP: nothing is known but the address */
};

struct peer {
	enum peer_kind kind;
	uid_t uid;
	gid_t gid;
	pid_t pid;
	char address[64]; /* for people: "uid 1000 pid 4711", "127.0.0.1" */
};

/* Takes the descriptor, which is non-blocking and closed on exec. Must not close the listener. */
typedef void listener_accepted(void *context, int descriptor, const struct peer *peer);

struct listener;

/* On a Unix socket with that mode (0660, say). A socket file that nobody listens on is replaced.
 * NULL with the fault filled when it cannot be. Owned by the caller, like those below. */
struct listener *listener_open_unix(struct event_base *base, const char *path, mode_t mode,
	listener_accepted *accepted, void *context, struct fault *fault);

/* On a numeric loopback address with a port, "127.0.0.1:7470" or "[::1]:7470"; port 0 lets the
 * kernel choose. */
struct listener *listener_open_tcp(struct event_base *base, const char *address,
	listener_accepted *accepted, void *context, struct fault *fault);

/* On a listening socket that was passed in, Unix or loopback TCP; takes it, also on failure. */
struct listener *listener_adopt(struct event_base *base, int descriptor,
	listener_accepted *accepted, void *context, struct fault *fault);

/* Closes, and removes the socket file that it made. NULL is fine. */
void listener_close(struct listener *listener);

/* Peers that come meanwhile wait in the kernel's queue. */
void listener_pause(struct listener *listener);
void listener_resume(struct listener *listener);

/* Where it listens, for people: a path or an address with its port. Borrowed. */
const char *listener_name(const struct listener *listener);

/* Its TCP port, 0 on a Unix socket. */
unsigned listener_port(const struct listener *listener);

#endif
