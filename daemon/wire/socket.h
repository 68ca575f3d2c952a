/* SPDX-License-Identifier: MIT */
/* Bytes between a non-blocking socket and a buffer. */
#ifndef WIRE_SOCKET_H
#define WIRE_SOCKET_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "base/fault.h"

enum socket_status {
	SOCKET_MOVED,   /* read: some bytes; write: all of them */
	SOCKET_BLOCKED, /* try again when the socket is ready; a write may have moved some */
	SOCKET_ENDED,   /* read: the peer has shut down its sending side */
	SOCKET_GONE,    /* the peer has closed the connection */
	SOCKET_FAILED,  /* the connection is lost, and the fault says why */
};

/* Reads once, at least `size` bytes if they are there. */
enum socket_status socket_read(int socket, struct buffer *buffer, size_t size, struct fault *fault);

/* Writes until the buffer is empty or the socket takes no more. */
enum socket_status socket_write(int socket, struct buffer *buffer, struct fault *fault);

/* True when the peer has closed both ways and so will read no answer. TCP cannot always tell. */
bool socket_has_gone(int socket);

/* True when bytes have come that were not read. */
bool socket_has_unread(int socket);

#endif
