/* SPDX-License-Identifier: MIT */
/* Calls a copild over its Unix socket on many connections, one call in flight on each, and prints
 * calls a second, the median and the 99th percentile of the latencies in microseconds, errors, and
 * the longest latency. Run by bench/run, which runs pgbench with the same statements beside it, and
 * by bench/post.
 *
 *   load SOCKET CONNECTIONS SECONDS METHOD PARAMS LAST
 *
 * PARAMS is JSON in which each `@` becomes a random number from 1 to LAST, each `#` one from 1 to
 * 100. */
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#define LINE_SIZE     65536
#define LATENCY_LIMIT 4000000

struct peer {
	int socket;
	int64_t sent; /* steady_us() when the call in flight was made */
	size_t filled;
	char line[LINE_SIZE];
};

struct load {
	const char *method;
	const char *params;
	unsigned last;
	uint64_t seed;
	size_t calls;
	size_t errors;
	uint32_t *latencies; /* microseconds */
};

static void die(const char *what)
{
	fprintf(stderr, "load: %s: %s\n", what, strerror(errno));
	exit(EXIT_FAILURE);
}

static int64_t steady_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static unsigned next_random(struct load *load, unsigned last)
{
	load->seed = load->seed * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(load->seed >> 33) % last + 1;
}

/* One request line with the `@`s filled in; returns its length. */
static size_t compose(struct load *load, char *line, size_t size)
{
	size_t length = (size_t)snprintf(line, size,
		"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"%s\",\"params\":", load->method);
	for (const char *from = load->params; *from && length + 16 < size; from++) {
		if (*from == '@' || *from == '#')
			length += (size_t)snprintf(line + length, size - length, "%u",
				next_random(load, *from == '@' ? load->last : 100));
		else
			line[length++] = *from;
	}
	return length + (size_t)snprintf(line + length, size - length, "}\n");
}

static void ask(struct load *load, struct peer *peer)
{
	char line[4096];
	size_t length = compose(load, line, sizeof line);

	peer->sent = steady_us();
	peer->filled = 0;
	if (write(peer->socket, line, length) != (ssize_t)length)
		die("write");
}

static void count(struct load *load, struct peer *peer)
{
	if (load->calls < LATENCY_LIMIT)
		load->latencies[load->calls] = (uint32_t)(steady_us() - peer->sent);
	load->calls++;
	if (memmem(peer->line, peer->filled < 64 ? peer->filled : 64, "\"error\"", 7) != NULL &&
		load->errors++ == 0)
		fprintf(stderr, "load: first error: %.*s\n", (int)peer->filled, peer->line);
}

/* Takes what has come; a whole line is counted and the next call is made. */
static void take(struct load *load, struct peer *peer)
{
	ssize_t got = read(peer->socket, peer->line + peer->filled, LINE_SIZE - peer->filled);

	if (got <= 0)
		die("the server closed the connection");
	peer->filled += (size_t)got;
	if (peer->line[peer->filled - 1] == '\n') {
		count(load, peer);
		ask(load, peer);
	} else if (peer->filled == LINE_SIZE) {
		peer->filled = 0;
	}
}

static void connect_peer(struct peer *peer, const char *path, int epoll)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	struct epoll_event event = {.events = EPOLLIN, .data.ptr = peer};

	if (strlen(path) >= sizeof address.sun_path)
		die("socket path too long");
	memcpy(address.sun_path, path, strlen(path) + 1);
	peer->socket = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (connect(peer->socket, (struct sockaddr *)&address, sizeof address) != 0)
		die("connect");
	if (epoll_ctl(epoll, EPOLL_CTL_ADD, peer->socket, &event) != 0)
		die("epoll_ctl");
}

static int by_size(const void *left, const void *right)
{
	uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;

	return (a > b) - (a < b);
}

static void report(struct load *load, int64_t elapsed)
{
	size_t kept = load->calls < LATENCY_LIMIT ? load->calls : LATENCY_LIMIT;

	qsort(load->latencies, kept, sizeof load->latencies[0], by_size);
	printf("%.0f %u %u %zu %u\n", (double)load->calls * 1e6 / (double)elapsed,
		kept ? load->latencies[kept / 2] : 0, kept ? load->latencies[kept * 99 / 100] : 0,
		load->errors, kept ? load->latencies[kept - 1] : 0);
}

static void run(struct load *load, int epoll, int64_t until)
{
	struct epoll_event events[64];

	while (steady_us() < until) {
		int ready = epoll_wait(epoll, events, 64, 1000);
		for (int i = 0; i < ready; i++)
			take(load, events[i].data.ptr);
	}
}

int main(int argc, char **argv)
{
	if (argc != 7) {
		fprintf(stderr, "usage: load SOCKET CONNECTIONS SECONDS METHOD PARAMS LAST\n");
		return 2;
	}
	size_t connections = strtoul(argv[2], NULL, 10);
	int64_t length = strtol(argv[3], NULL, 10) * 1000000L;
	struct load load = {
		.method = argv[4],
		.params = argv[5],
		.last = (unsigned)strtoul(argv[6], NULL, 10),
		.seed = 42,
		.latencies = calloc(LATENCY_LIMIT, sizeof load.latencies[0]),
	};
	struct peer *peers = calloc(connections, sizeof *peers);
	int epoll = epoll_create1(EPOLL_CLOEXEC);

	for (size_t i = 0; i < connections; i++) {
		connect_peer(&peers[i], argv[1], epoll);
		ask(&load, &peers[i]);
	}
	run(&load, epoll, steady_us() + 1000000);
	load.calls = load.errors = 0;
	int64_t start = steady_us();
	run(&load, epoll, start + length);
	report(&load, steady_us() - start);
	free(peers);
	free(load.latencies);
	close(epoll);
	return EXIT_SUCCESS;
}
