/* SPDX-License-Identifier: MIT */
/* The multi interface, driven by socket events and one timer. CURLOPT_QUICK_EXIT keeps a silent
 * name server from blocking the loop: the thread that asked it is left behind, which is why those
 * that ask are few, and one for each host, so that none of these takes all places. */
#include "notify/transfer.h"

#include <arpa/inet.h>
#include <assert.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/clock.h"

#define KEPT 64L /* connections at most that wait for the next request */

struct transfer {
	TAILQ_ENTRY(transfer) link;
	struct transfers *transfers;
	CURL *easy;
	const char *host;
	struct transfer_owner owner;
	bool started;
	bool looking; /* perhaps: it has not come to a connection yet */
};

TAILQ_HEAD(transfer_list, transfer);

struct transfers {
	struct event_base *base;
	CURLM *multi;
	struct event *timer;
	struct event *starting;
	struct transfer_list waiting; /* to be started */
	struct transfer_list running;
	unsigned looking, lookups;
};

static void transfers_act(struct transfers *transfers, curl_socket_t number, int events);

/* ---- starting ---- */

static void starting_soon(struct transfers *transfers)
{
	event_active(transfers->starting, EV_TIMEOUT, 0);
}

static void look_end(struct transfer *transfer)
{
	if (!transfer->looking)
		return;
	transfer->looking = false;
	transfer->transfers->looking--;
	if (!TAILQ_EMPTY(&transfer->transfers->waiting))
		starting_soon(transfer->transfers);
}

static bool is_looked_up(const struct transfers *transfers, const char *host)
{
	const struct transfer *transfer;
	TAILQ_FOREACH (transfer, &transfers->running, link)
		if (transfer->looking && strcmp(transfer->host, host) == 0)
			return true;
	return false;
}

/* The first that may look its host up, or NULL. */
static struct transfer *transfers_next(const struct transfers *transfers)
{
	struct transfer *transfer;
	if (transfers->looking >= transfers->lookups)
		return NULL;
	TAILQ_FOREACH (transfer, &transfers->waiting, link)
		if (!is_looked_up(transfers, transfer->host))
			return transfer;
	return NULL;
}

static void transfers_on_starting(evutil_socket_t number, short events, void *context)
{
	(void)number;
	(void)events;
	struct transfers *transfers = context;
	struct transfer *transfer;
	while ((transfer = transfers_next(transfers))) {
		TAILQ_REMOVE(&transfers->waiting, transfer, link);
		TAILQ_INSERT_TAIL(&transfers->running, transfer, link);
		transfer->started = transfer->looking = true;
		transfers->looking++;
		transfer->owner.starts(transfer->owner.context);
		curl_multi_add_handle(transfers->multi, transfer->easy);
	}
}

/* ---- what libcurl asks ---- */

static curl_socket_t transfer_on_open(
	void *context, curlsocktype purpose, struct curl_sockaddr *address)
{
	(void)purpose;
	struct transfer *transfer = context;
	look_end(transfer);
	if (!transfer->owner.allows(transfer->owner.context, &address->addr))
		return CURL_SOCKET_BAD;
	return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

/* A connection that was kept may lead to where nothing is to go any more. */
static bool may_go_to(const struct transfer *transfer, const char *text)
{
	struct sockaddr_in four = {.sin_family = AF_INET};
	struct sockaddr_in6 six = {.sin6_family = AF_INET6};
	const void *address = &four;
	if (inet_pton(AF_INET6, text, &six.sin6_addr) == 1)
		address = &six;
	else if (inet_pton(AF_INET, text, &four.sin_addr) != 1)
		return false;
	return transfer->owner.allows(transfer->owner.context, address);
}

static int transfer_on_begin(void *context, char *there, char *here, int there_port, int here_port)
{
	(void)here;
	(void)there_port;
	(void)here_port;
	struct transfer *transfer = context;
	look_end(transfer);
	bool goes = may_go_to(transfer, there) && transfer->owner.begins(transfer->owner.context);
	return goes ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT;
}

static void socket_on_event(evutil_socket_t number, short events, void *context)
{
	int told = (events & EV_READ ? CURL_CSELECT_IN : 0) |
		   (events & EV_WRITE ? CURL_CSELECT_OUT : 0);
	transfers_act(context, number, told);
}

static int transfers_on_socket(
	CURL *easy, curl_socket_t number, int what, void *context, void *attached)
{
	(void)easy;
	struct transfers *transfers = context;
	struct event *event = attached;
	short events = (short)((what & CURL_POLL_IN ? EV_READ : 0) |
			       (what & CURL_POLL_OUT ? EV_WRITE : 0) | EV_PERSIST);
	if (event)
		event_free(event);
	event = NULL;
	if (what != CURL_POLL_REMOVE) {
		event = event_new(transfers->base, number, events, socket_on_event, transfers);
		event_add(event, NULL);
	}
	curl_multi_assign(transfers->multi, number, event);
	return 0;
}

static int transfers_on_timer(CURLM *multi, long milliseconds, void *context)
{
	(void)multi;
	struct transfers *transfers = context;
	struct timeval wait = clock_interval(milliseconds);
	if (milliseconds < 0)
		event_del(transfers->timer);
	else
		event_add(transfers->timer, &wait);
	return 0;
}

static void transfers_on_time(evutil_socket_t number, short events, void *context)
{
	(void)number;
	(void)events;
	transfers_act(context, CURL_SOCKET_TIMEOUT, 0);
}

/* ---- ends ---- */

static void transfer_detach(struct transfer *transfer)
{
	struct transfers *transfers = transfer->transfers;
	look_end(transfer);
	if (transfer->started)
		curl_multi_remove_handle(transfers->multi, transfer->easy);
	TAILQ_REMOVE(transfer->started ? &transfers->running : &transfers->waiting, transfer, link);
}

void transfer_cancel(struct transfer *transfer)
{
	transfer_detach(transfer);
	free(transfer);
}

static void transfer_end(struct transfer *transfer, CURLcode result)
{
	struct transfer_owner owner = transfer->owner;
	transfer_cancel(transfer);
	owner.done(owner.context, result);
}

static void transfers_act(struct transfers *transfers, curl_socket_t number, int events)
{
	int running, left;
	CURLMsg *message;
	curl_multi_socket_action(transfers->multi, number, events, &running);
	while ((message = curl_multi_info_read(transfers->multi, &left))) {
		char *transfer;
		curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &transfer);
		transfer_end((struct transfer *)(void *)transfer, message->data.result);
	}
}

/* ---- life ---- */

static void common_set(struct transfer *transfer)
{
	CURL *easy = transfer->easy;
	curl_easy_setopt(easy, CURLOPT_PRIVATE, transfer);
	curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
	curl_easy_setopt(easy, CURLOPT_PROXY, "");
	curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, transfer_on_open);
	curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, transfer);
	curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, transfer_on_begin);
	curl_easy_setopt(easy, CURLOPT_PREREQDATA, transfer);
}

struct transfer *transfer_start(struct transfers *transfers, CURL *easy, const char *host,
	const struct transfer_owner *owner)
{
	struct transfer *transfer = alloc_new(sizeof *transfer);
	transfer->transfers = transfers;
	transfer->easy = easy;
	transfer->host = host;
	transfer->owner = *owner;
	common_set(transfer);
	TAILQ_INSERT_TAIL(&transfers->waiting, transfer, link);
	starting_soon(transfers);
	return transfer;
}

struct transfers *transfers_new(struct event_base *base, unsigned lookups)
{
	struct transfers *transfers = alloc_new(sizeof *transfers);
	curl_global_init(CURL_GLOBAL_DEFAULT);
	transfers->base = base;
	transfers->lookups = lookups;
	transfers->multi = curl_multi_init();
	transfers->timer = evtimer_new(base, transfers_on_time, transfers);
	transfers->starting = event_new(base, -1, 0, transfers_on_starting, transfers);
	TAILQ_INIT(&transfers->waiting);
	TAILQ_INIT(&transfers->running);
	curl_multi_setopt(transfers->multi, CURLMOPT_SOCKETFUNCTION, transfers_on_socket);
	curl_multi_setopt(transfers->multi, CURLMOPT_SOCKETDATA, transfers);
	curl_multi_setopt(transfers->multi, CURLMOPT_TIMERFUNCTION, transfers_on_timer);
	curl_multi_setopt(transfers->multi, CURLMOPT_TIMERDATA, transfers);
	curl_multi_setopt(transfers->multi, CURLMOPT_MAXCONNECTS, KEPT);
	return transfers;
}

static void list_cancel(struct transfer_list *list)
{
	struct transfer *transfer = TAILQ_FIRST(list), *next;
	for (; transfer; transfer = next) {
		next = TAILQ_NEXT(transfer, link);
		transfer_cancel(transfer);
	}
}

void transfers_free(struct transfers *transfers)
{
	if (!transfers)
		return;
	list_cancel(&transfers->waiting);
	list_cancel(&transfers->running);
	curl_multi_cleanup(transfers->multi);
	event_free(transfers->timer);
	event_free(transfers->starting);
	free(transfers);
	curl_global_cleanup();
}
