/* SPDX-License-Identifier: MIT */
/* The system calls of a connection, and their errors in words. */
#include "wire/socket.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

static enum socket_status socket_error(const char *what, struct fault *fault)
{
	int error = errno;

	if (error == EAGAIN || error == EWOULDBLOCK || error == EINTR)
		return SOCKET_BLOCKED;
	if (error == EPIPE || error == ECONNRESET)
		return SOCKET_GONE;
	fault_set(fault, error, "%s: %s", what, strerrordesc_np(error));
	return SOCKET_FAILED;
}

enum socket_status socket_read(int socket, struct buffer *buffer, size_t size, struct fault *fault)
{
	char *room = buffer_reserve(buffer, size);
	ssize_t moved = recv(socket, room, buffer_room(buffer), 0);

	if (moved < 0)
		return socket_error("read failed", fault);
	buffer_grow(buffer, (size_t)moved);
	return moved > 0 ? SOCKET_MOVED : SOCKET_ENDED;
}

enum socket_status socket_write(int socket, struct buffer *buffer, struct fault *fault)
{
	while (buffer_size(buffer) > 0) {
		ssize_t moved =
			send(socket, buffer_data(buffer), buffer_size(buffer), MSG_NOSIGNAL);

		if (moved < 0)
			return socket_error("write failed", fault);
		buffer_drop(buffer, (size_t)moved);
	}
	return SOCKET_MOVED;
}

bool socket_has_gone(int socket)
{
	struct pollfd state = {.fd = socket};

	return poll(&state, 1, 0) == 1 && (state.revents & (POLLHUP | POLLERR));
}

bool socket_has_unread(int socket)
{
	int waiting = 0;

	return ioctl(socket, FIONREAD, &waiting) == 0 && waiting > 0;
}
