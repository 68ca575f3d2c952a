/* SPDX-License-Identifier: MIT */
/* From a path or an address to a listening socket. */
#include "wire/endpoint.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <grp.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/alloc.h"

#define BACKLOG 512

/* The port of IPv4 and IPv6 stands at the same place. */
union address {
	struct sockaddr any;
	struct sockaddr_un local;
	struct sockaddr_in four;
	struct sockaddr_in6 six;
};

static int endpoint_fail(int descriptor, struct fault *fault, const char *subject)
{
	fault_set(fault, errno, "cannot listen: %s: \"%s\"", strerrordesc_np(errno), subject);
	if (descriptor >= 0)
		close(descriptor);
	return -1;
}

/* ---- Unix ----------------------------------------------------------------------------------- */

/* 0 when somebody serves there, otherwise why not, as an errno. */
static int endpoint_probe(const union address *address)
{
	int descriptor = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	int error = 0;

	if (descriptor < 0)
		return errno;
	if (connect(descriptor, &address->any, sizeof(address->local)) != 0)
		error = errno == EAGAIN ? 0 : errno; /* its queue is full: somebody has one */
	close(descriptor);
	return error;
}

/* Makes way for a new socket file; false when something lives there. */
static bool endpoint_clear(const union address *address, struct fault *fault)
{
	const char *path = address->local.sun_path;
	struct stat status;
	int error;

	if (lstat(path, &status) != 0)
		return true;
	if (!S_ISSOCK(status.st_mode)) {
		fault_set(fault, EEXIST, "not a socket: \"%s\"", path);
		return false;
	}
	error = endpoint_probe(address);
	if (error == ECONNREFUSED && unlink(path) == 0)
		return true;
	if (error == 0)
		fault_set(fault, EADDRINUSE, "another process serves the socket \"%s\"", path);
	else
		fault_set(fault, error, "cannot replace the socket \"%s\"", path);
	return false;
}

int endpoint_open_unix(const char *path, mode_t mode, struct fault *fault)
{
	union address address = {.local.sun_family = AF_UNIX};
	int descriptor;

	if (*path == '\0' || strlen(path) >= sizeof(address.local.sun_path)) {
		fault_set(fault, ENAMETOOLONG, "not a path for a socket (1 to %zu bytes): \"%s\"",
			sizeof(address.local.sun_path) - 1, path);
		return -1;
	}
	memcpy(address.local.sun_path, path, strlen(path));
	if (!endpoint_clear(&address, fault))
		return -1;
	descriptor = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	/* The file takes its mode from the descriptor, less the umask: never wider than asked, not
	 * even for a moment. */
	if (descriptor < 0 || fchmod(descriptor, mode) != 0 ||
		bind(descriptor, &address.any, sizeof(address.local)) != 0)
		return endpoint_fail(descriptor, fault, path);
	if (chmod(path, mode) == 0 && listen(descriptor, BACKLOG) == 0)
		return descriptor;
	endpoint_fail(descriptor, fault, path);
	unlink(path);
	return -1;
}

/* ---- TCP ------------------------------------------------------------------------------------ */

static bool address_is_loopback(const union address *address)
{
	if (address->any.sa_family == AF_INET)
		return ntohl(address->four.sin_addr.s_addr) >> 24 == 127;
	return address->any.sa_family == AF_INET6 && IN6_IS_ADDR_LOOPBACK(&address->six.sin6_addr);
}

/* libevent's own parser does not know port 0, by which the kernel chooses. */
static bool address_parse(union address *address, const char *text)
{
	const char *colon = strrchr(text, ':');
	size_t size = colon ? (size_t)(colon - text) : 0;
	char host[INET6_ADDRSTRLEN + 2];
	char *end;
	unsigned long port;

	memset(address, 0, sizeof(*address));
	if (size == 0 || size >= sizeof(host) || !isdigit((unsigned char)colon[1]))
		return false;
	memcpy(host, text, size);
	host[size] = '\0';
	port = strtoul(colon + 1, &end, 10);
	if (*end || port > UINT16_MAX)
		return false;
	address->four.sin_port = htons((uint16_t)port);
	if (*host == '[' && host[size - 1] == ']') {
		host[size - 1] = '\0';
		address->any.sa_family = AF_INET6;
		return inet_pton(AF_INET6, host + 1, &address->six.sin6_addr) == 1;
	}
	address->any.sa_family = AF_INET;
	return inet_pton(AF_INET, host, &address->four.sin_addr) == 1;
}

int endpoint_open_tcp(const char *address, struct fault *fault)
{
	union address where;
	int on = 1;
	int descriptor;

	if (!address_parse(&where, address) || !address_is_loopback(&where)) {
		fault_set(fault, EINVAL, "not a loopback address with a port: \"%s\"", address);
		return -1;
	}
	descriptor = socket(where.any.sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (descriptor < 0)
		return endpoint_fail(descriptor, fault, address);
	setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (where.any.sa_family == AF_INET6)
		setsockopt(descriptor, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof(on));
	if (bind(descriptor, &where.any, sizeof(where.six)) != 0 ||
		listen(descriptor, BACKLOG) != 0)
		return endpoint_fail(descriptor, fault, address);
	return descriptor;
}

/* ---- what it is ----------------------------------------------------------------------------- */

static char *address_name(const union address *address, unsigned *port)
{
	char text[INET6_ADDRSTRLEN];

	*port = 0;
	if (address->any.sa_family == AF_UNIX)
		return alloc_text(address->local.sun_path);
	*port = ntohs(address->four.sin_port);
	if (address->any.sa_family == AF_INET) {
		inet_ntop(AF_INET, &address->four.sin_addr, text, sizeof(text));
		return alloc_format("%s:%u", text, *port);
	}
	inet_ntop(AF_INET6, &address->six.sin6_addr, text, sizeof(text));
	return alloc_format("[%s]:%u", text, *port);
}

char *endpoint_name(int descriptor, unsigned *port, struct fault *fault)
{
	union address address;
	socklen_t size = sizeof(address);
	socklen_t length = sizeof(int);
	int listening = 0;

	memset(&address, 0, sizeof(address));
	if (getsockname(descriptor, &address.any, &size) != 0 ||
		getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &listening, &length) != 0)
		fault_set(fault, errno, "not a socket: descriptor %d", descriptor);
	else if (!listening)
		fault_set(fault, EINVAL, "not a listening socket: descriptor %d", descriptor);
	else if (address.any.sa_family != AF_UNIX && !address_is_loopback(&address))
		fault_set(
			fault, EINVAL, "not a Unix or loopback socket: descriptor %d", descriptor);
	else
		return address_name(&address, port);
	return NULL;
}

bool endpoint_give(const char *path, const char *name, struct fault *fault)
{
	const struct group *group = getgrnam(name);
	if (!group) {
		fault_set(fault, ENOENT, "[socket] group: there is no group \"%s\"", name);
		return false;
	}
	if (chown(path, (uid_t)-1, group->gr_gid) == 0)
		return true;
	fault_set(fault, errno, "cannot give \"%s\" to group \"%s\": %s", path, name,
		strerror(errno));
	return false;
}
