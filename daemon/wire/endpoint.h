/* SPDX-License-Identifier: MIT */
/* Sockets to listen on: a Unix socket at a path, a loopback TCP address, or one passed in. */
#ifndef WIRE_ENDPOINT_H
#define WIRE_ENDPOINT_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/fault.h"

/* A listening, non-blocking descriptor, or -1 with the fault filled. A socket file that nobody
 * listens on is replaced; one that somebody serves, or another kind of file, is a fault. */
int endpoint_open_unix(const char *path, mode_t mode, struct fault *fault);

/* The same on a numeric loopback address with a port: "127.0.0.1:7470", "[::1]:7470". */
int endpoint_open_tcp(const char *address, struct fault *fault);

/* Where a listening Unix or loopback socket listens: its path or its address with the port, which
 * the caller frees. NULL with the fault filled when it is something else. */
char *endpoint_name(int descriptor, unsigned *port, struct fault *fault);

/* Gives the socket at the path to the group of that name. */
bool endpoint_give(const char *path, const char *group, struct fault *fault);

#endif
