/* SPDX-License-Identifier: MIT */
/* From a path, an address or a passed socket to accepted descriptors. */
#include "wire/listener.h"

#include <arpa/inet.h>
#include <errno.h>
#include <event2/event_struct.h>
#include <event2/util.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/log.h"
#include "wire/endpoint.h"

#define ACCEPTS_A_TURN 64
#define SHORTAGE_MS    100

union address {
	struct sockaddr any;
	struct sockaddr_un local; /* whose bytes must fit, though nothing reads them */
	struct sockaddr_in four;
	struct sockaddr_in6 six;
};

struct listener {
	listener_accepted *accepted;
	void *context;
	struct event readable;
	struct event shortage; /* tries again after descriptors ran short */
	char *name;
	int descriptor;
	int reserve; /* given up to shed a peer when there is no descriptor left */
	unsigned port;
	bool paused;
	bool short_of; /* descriptors or memory, and said so */
	bool made;     /* the socket file is ours to remove */
	dev_t device;
	ino_t inode;
};

static int listener_open_reserve(void)
{
	return open("/dev/null", O_RDONLY | O_CLOEXEC);
}

/* ---- peers ---------------------------------------------------------------------------------- */

static bool peer_identify(struct peer *peer, int descriptor, const union address *address)
{
	struct ucred credentials;
	socklen_t size = sizeof(credentials);
	char text[INET6_ADDRSTRLEN] = "";

	*peer = (struct peer){.kind = PEER_NETWORK, .uid = (uid_t)-1, .gid = (gid_t)-1};
	if (address->any.sa_family == AF_INET)
		inet_ntop(AF_INET, &address->four.sin_addr, text, sizeof(text));
	else if (address->any.sa_family == AF_INET6)
		inet_ntop(AF_INET6, &address->six.sin6_addr, text, sizeof(text));
	if (*text) {
		snprintf(peer->address, sizeof(peer->address), "%s", text);
		return true;
	}
	if (getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &credentials, &size) != 0)
		return false;
	peer->kind = PEER_LOCAL;
	peer->uid = credentials.uid;
	peer->gid = credentials.gid;
	peer->pid = credentials.pid;
	snprintf(peer->address, sizeof(peer->address), "uid %u pid %d", peer->uid, peer->pid);
	return true;
}

static void listener_welcome(
	struct listener *listener, int descriptor, const union address *address)
{
	struct peer peer;
	int on = 1;

	if (!peer_identify(&peer, descriptor, address)) {
		log_warning("peer refused on \"%s\": no credentials", listener->name);
		close(descriptor);
		return;
	}
	if (peer.kind == PEER_NETWORK) {
		setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
		setsockopt(descriptor, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof(on));
	}
	listener->accepted(listener->context, descriptor, &peer);
}

/* ---- accepting ------------------------------------------------------------------------------ */

static void listener_regulate(struct listener *listener)
{
	if (listener->paused || evtimer_pending(&listener->shortage, NULL))
		event_del(&listener->readable);
	else
		event_add(&listener->readable, NULL);
}

/* One peer is told by a closed connection rather than left to wait for ever; then accepting rests,
 * since a socket that stays readable would spin the loop. */
static void listener_shed(struct listener *listener, int error)
{
	struct timeval delay = clock_interval(SHORTAGE_MS);

	if (!listener->short_of)
		log_error("accept failed on \"%s\": %s; peers are turned away until there is room",
			listener->name, strerrordesc_np(error));
	listener->short_of = true;
	if (listener->reserve >= 0)
		close(listener->reserve);
	close(accept(listener->descriptor, NULL, NULL));
	listener->reserve = listener_open_reserve();
	event_add(&listener->shortage, &delay);
	listener_regulate(listener);
}

static bool errno_is_shortage(int error)
{
	return error == EMFILE || error == ENFILE || error == ENOMEM || error == ENOBUFS;
}

/* Accepts one peer; false when this turn is over. A peer that went before it was accepted
 * (ECONNABORTED and other errors of the network, see accept(2)) harms nobody. */
static bool listener_accept(struct listener *listener)
{
	union address address = {.any.sa_family = AF_UNSPEC};
	socklen_t size = sizeof(address);
	int descriptor =
		accept4(listener->descriptor, &address.any, &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
	int error;

	if (descriptor >= 0) {
		listener->short_of = false;
		listener_welcome(listener, descriptor, &address);
		return true;
	}
	error = errno;
	if (errno_is_shortage(error))
		listener_shed(listener, error);
	return error == ECONNABORTED || error == EINTR;
}

static void listener_on_readable(evutil_socket_t descriptor, short events, void *argument)
{
	struct listener *listener = argument;
	int left = ACCEPTS_A_TURN;

	(void)descriptor;
	(void)events;
	while (left-- > 0 && !listener->paused && listener_accept(listener))
		;
}

static void listener_on_shortage(evutil_socket_t descriptor, short events, void *argument)
{
	(void)descriptor;
	(void)events;
	listener_regulate(argument);
}

void listener_pause(struct listener *listener)
{
	listener->paused = true;
	listener_regulate(listener);
}

void listener_resume(struct listener *listener)
{
	listener->paused = false;
	listener_regulate(listener);
}

const char *listener_name(const struct listener *listener)
{
	return listener->name;
}

unsigned listener_port(const struct listener *listener)
{
	return listener->port;
}

/* ---- opening and closing -------------------------------------------------------------------- */

struct listener *listener_adopt(struct event_base *base, int descriptor,
	listener_accepted *accepted, void *context, struct fault *fault)
{
	struct listener *listener;
	unsigned port;
	char *name = endpoint_name(descriptor, &port, fault);

	if (!name) {
		close(descriptor);
		return NULL;
	}
	evutil_make_socket_nonblocking(descriptor);
	evutil_make_socket_closeonexec(descriptor);
	listener = alloc_new(sizeof(*listener));
	listener->accepted = accepted;
	listener->context = context;
	listener->name = name;
	listener->port = port;
	listener->descriptor = descriptor;
	listener->reserve = listener_open_reserve();
	event_assign(&listener->readable, base, descriptor, EV_READ | EV_PERSIST,
		listener_on_readable, listener);
	evtimer_assign(&listener->shortage, base, listener_on_shortage, listener);
	event_add(&listener->readable, NULL);
	return listener;
}

struct listener *listener_open_tcp(struct event_base *base, const char *address,
	listener_accepted *accepted, void *context, struct fault *fault)
{
	int descriptor = endpoint_open_tcp(address, fault);

	return descriptor < 0 ? NULL : listener_adopt(base, descriptor, accepted, context, fault);
}

struct listener *listener_open_unix(struct event_base *base, const char *path, mode_t mode,
	listener_accepted *accepted, void *context, struct fault *fault)
{
	int descriptor = endpoint_open_unix(path, mode, fault);
	struct listener *listener;
	struct stat status;

	if (descriptor < 0)
		return NULL;
	listener = listener_adopt(base, descriptor, accepted, context, fault);
	if (!listener || lstat(path, &status) != 0)
		return listener;
	listener->made = true;
	listener->device = status.st_dev;
	listener->inode = status.st_ino;
	return listener;
}

/* Another copild may have put its own socket there since. */
static void listener_remove_file(const struct listener *listener)
{
	struct stat status;

	if (listener->made && lstat(listener->name, &status) == 0 &&
		status.st_dev == listener->device && status.st_ino == listener->inode)
		unlink(listener->name);
}

void listener_close(struct listener *listener)
{
	if (!listener)
		return;
	event_del(&listener->readable);
	event_del(&listener->shortage);
	listener_remove_file(listener);
	close(listener->descriptor);
	if (listener->reserve >= 0)
		close(listener->reserve);
	free(listener->name);
	free(listener);
}
