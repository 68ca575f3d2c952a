/* SPDX-License-Identifier: MIT */
/* Puts the parts together in start order, opens when PostgreSQL has been tried once, reloads on
 * SIGHUP, and stops in reverse. */
#include "copild.h"

#include <event2/event.h>
#include <signal.h>
#include <stdlib.h>

#include "api/run.h"
#include "api/shelf.h"
#include "api/system.h"
#include "api/witness.h"
#include "base/alloc.h"
#include "base/log.h"
#include "base/service.h"
#include "base/worker.h"
#include "db/lane.h"
#include "outgoing.h"
#include "rpc/server.h"
#include "settings.h"
#include "wire/endpoint.h"
#include "wire/listener.h"

#define DRAIN_MS       10000
#define WORKER_THREADS 4
#define SIGNAL_COUNT   3

struct copild {
	struct event_base *base;
	struct config *config;
	const struct config_source *source;
	struct worker *worker;
	struct run_lanes lanes;
	struct shelf *shelf;
	struct system *system;
	struct witness *witness;
	struct run *run;
	struct outgoing *outgoing;
	struct server *server;
	struct listener *local;
	struct listener *tcp; /* NULL when off */
	struct event *signals[SIGNAL_COUNT];
	struct watchdog *watchdog;
	char *reason;   /* why a lane was not up when one last was not, or NULL */
	bool cataloged; /* the first reading of the catalogue has ended */
	bool open;      /* peers are accepted */
	bool stopping;
	unsigned draining; /* what is still under way: clients' calls, messages */
	int code;
};

/* ---- state, for people and for system.info ---- */

static enum lane_state database_state(const struct copild *copild)
{
	enum lane_state writes = lane_state(copild->lanes.write);
	enum lane_state reads = lane_state(copild->lanes.read);
	if (writes == LANE_MISMATCH || reads == LANE_MISMATCH || shelf_is_foreign(copild->shelf))
		return LANE_MISMATCH;
	return writes == LANE_UP && reads == LANE_UP ? LANE_UP : LANE_DOWN;
}

/* Why the database is not up, or NULL. */
static const char *database_trouble(const struct copild *copild)
{
	if (database_state(copild) == LANE_UP)
		return NULL;
	if (shelf_is_foreign(copild->shelf))
		return shelf_trouble(copild->shelf);
	return copild->reason ? copild->reason : "not reached yet";
}

static void tell_status(const struct copild *copild)
{
	switch (database_state(copild)) {
	case LANE_UP:
		service_status("serving %s", listener_name(copild->local));
		break;
	case LANE_DOWN:
		service_status("serving without database: %s", database_trouble(copild));
		break;
	case LANE_MISMATCH:
		service_status("refusing calls: %s", database_trouble(copild));
		break;
	}
}

static void copild_on_trouble(void *context)
{
	struct copild *copild = context;
	if (copild->open && !copild->stopping)
		tell_status(copild);
}

static void copild_on_facts(void *context, struct system_facts *facts)
{
	const struct copild *copild = context;
	struct server_counts counts;
	server_count(copild->server, &counts);
	facts->database = database_state(copild);
	facts->reason = database_trouble(copild);
	facts->connections = counts.sessions;
	facts->pending = lane_pending(copild->lanes.write) + lane_pending(copild->lanes.read) +
			 lane_pending(copild->lanes.heavy);
	outgoing_tell(copild->outgoing, facts);
}

/* ---- opening ---- */

/* Who calls right after READY=1 is not refused for a database that is just being connected. */
static bool may_open(const struct copild *copild)
{
	const struct run_lanes *lanes = &copild->lanes;
	if (copild->open || copild->stopping)
		return false;
	if (!lane_tried(lanes->write) || !lane_tried(lanes->read) || !lane_tried(lanes->heavy))
		return false;
	return copild->cataloged || lane_state(lanes->read) != LANE_UP;
}

static void open_if_tried(struct copild *copild)
{
	if (!may_open(copild))
		return;
	copild->open = true;
	listener_resume(copild->local);
	log_info("copild %s serves %s", COPILD_VERSION, listener_name(copild->local));
	if (copild->tcp) {
		listener_resume(copild->tcp);
		log_info("read-only TCP on %s as \"%s\"", listener_name(copild->tcp),
			copild->config->tcp.identity);
	}
	tell_status(copild);
	service_ready();
}

static void copild_on_catalog(void *context, enum shelf_outcome outcome)
{
	struct copild *copild = context;
	(void)outcome;
	copild->cataloged = true;
	open_if_tried(copild);
}

static void stop_loop(struct copild *copild, int code)
{
	copild->code = code;
	copild->stopping = true;
	event_base_loopbreak(copild->base);
}

static void copild_on_lane(
	void *context, struct lane *lane, enum lane_state state, const char *reason)
{
	struct copild *copild = context;
	if (state != LANE_UP) {
		free(copild->reason);
		copild->reason = alloc_text(reason);
	}
	if (state == LANE_MISMATCH && !copild->open) {
		log_error("%s", reason);
		stop_loop(copild, COPILD_MISCONFIGURED);
		return;
	}
	if (state == LANE_UP && lane == copild->lanes.read)
		shelf_refresh(copild->shelf, copild_on_catalog, copild);
	copild_on_trouble(copild);
	open_if_tried(copild);
}

/* ---- stopping and reloading ---- */

static void copild_on_told(void *context)
{
	struct copild *copild = context;
	event_base_loopbreak(copild->base);
}

/* The clients' calls and the messages under way end beside each other. */
static void copild_on_drained(void *context)
{
	struct copild *copild = context;
	if (--copild->draining == 0)
		witness_flush(copild->witness, copild_on_told, copild);
}

static void copild_stop(struct copild *copild)
{
	if (copild->stopping) {
		log_info("stopping at once");
		event_base_loopbreak(copild->base);
		return;
	}
	log_info("stopping");
	service_stopping();
	copild->stopping = true;
	listener_close(copild->local);
	listener_close(copild->tcp);
	copild->local = copild->tcp = NULL;
	copild->draining = 2;
	outgoing_stop(copild->outgoing, copild_on_drained, copild);
	server_drain(copild->server, DRAIN_MS, copild_on_drained, copild);
}

static void config_apply(struct copild *copild)
{
	enum log_level level;
	struct server_settings settings;
	settings_server(copild->config, &settings);
	if (log_level_parse(copild->config->daemon.log_level, &level))
		log_set_level(level);
	server_configure(copild->server, &settings);
}

static void config_reload(struct copild *copild)
{
	struct fault fault;
	struct config *fresh = config_load(copild->source, &fault);
	if (!fresh) {
		log_error("the configuration stays as it was: %s", fault.text);
		return;
	}
	if (!outgoing_use(copild->outgoing, fresh, &fault)) {
		log_error("the configuration stays as it was: %s", fault.text);
		config_free(fresh);
		return;
	}
	char *frozen = config_keep_frozen(fresh, copild->config);
	if (frozen)
		log_warning("only a restart changes: %s", frozen);
	free(frozen);
	config_free(copild->config);
	copild->config = fresh;
	config_apply(copild);
	log_info("configuration read again");
}

static void copild_reload(struct copild *copild)
{
	if (copild->stopping)
		return;
	service_reloading();
	config_reload(copild);
	if (database_state(copild) == LANE_UP)
		shelf_refresh(copild->shelf, NULL, NULL);
	if (copild->open)
		service_ready();
}

static void copild_on_signal(evutil_socket_t number, short events, void *context)
{
	(void)events;
	if (number == SIGHUP)
		copild_reload(context);
	else
		copild_stop(context);
}

/* ---- the parts ---- */

static struct lane *lane_make(
	struct copild *copild, void settings_of(const struct config *, struct lane_settings *))
{
	struct lane_settings settings;
	settings_of(copild->config, &settings);
	return lane_new(copild->base, copild->worker, &settings, copild_on_lane, copild);
}

static void lanes_start(struct copild *copild)
{
	copild->lanes.write = lane_make(copild, settings_write);
	copild->lanes.read = lane_make(copild, settings_read);
	copild->lanes.heavy = lane_make(copild, settings_heavy);
}

static void methods_start(struct copild *copild)
{
	copild->shelf = shelf_new(copild->lanes.read, copild_on_trouble, copild);
	copild->system = system_new(copild->shelf, copild_on_facts, copild);
	copild->witness = witness_new(copild->base, copild->lanes.write);
	copild->run = run_new(&copild->lanes, copild->shelf, copild->system, copild->witness);
}

static bool local_open(struct copild *copild, int handed, struct fault *fault)
{
	const struct config *config = copild->config;
	if (handed >= 0)
		copild->local =
			listener_adopt(copild->base, handed, server_adopt, copild->server, fault);
	else
		copild->local = listener_open_unix(copild->base, config->socket.path,
			config->socket.mode, server_adopt, copild->server, fault);
	if (!copild->local)
		return false;
	listener_pause(copild->local);
	if (handed >= 0 || !*config->socket.group)
		return true;
	return endpoint_give(config->socket.path, config->socket.group, fault);
}

static bool tcp_open(struct copild *copild, struct fault *fault)
{
	if (!*copild->config->tcp.listen)
		return true;
	copild->tcp = listener_open_tcp(
		copild->base, copild->config->tcp.listen, server_adopt, copild->server, fault);
	if (copild->tcp)
		listener_pause(copild->tcp);
	return copild->tcp;
}

static bool server_start(struct copild *copild, int handed, struct fault *fault)
{
	struct server_settings settings;
	settings_server(copild->config, &settings);
	copild->server =
		server_new(copild->base, copild->worker, &settings, run_handler(copild->run));
	return local_open(copild, handed, fault) && tcp_open(copild, fault);
}

static void signals_start(struct copild *copild)
{
	static const int numbers[SIGNAL_COUNT] = {SIGHUP, SIGTERM, SIGINT};
	for (size_t i = 0; i < SIGNAL_COUNT; i++) {
		copild->signals[i] =
			evsignal_new(copild->base, numbers[i], copild_on_signal, copild);
		event_add(copild->signals[i], NULL);
	}
	copild->watchdog = watchdog_new(copild->base);
}

static bool copild_start(struct copild *copild, struct fault *fault)
{
	int handed;
	if (!service_socket(&handed, fault))
		return false;
	copild->base = event_base_new();
	copild->worker = worker_new(copild->base, WORKER_THREADS);
	signals_start(copild);
	lanes_start(copild);
	methods_start(copild);
	copild->outgoing = outgoing_start(copild->base, copild->worker, copild->config, fault);
	run_watch(copild->run, outgoing_on_write, copild->outgoing);
	return copild->outgoing && server_start(copild, handed, fault);
}

/* In reverse. The lanes answer what is in flight before those who asked for it go. */
static void copild_end(struct copild *copild)
{
	copild->stopping = true;
	listener_close(copild->tcp);
	listener_close(copild->local);
	if (copild->server)
		server_free(copild->server);
	run_stop(copild->run);
	outgoing_free(copild->outgoing);
	lane_free(copild->lanes.heavy);
	lane_free(copild->lanes.read);
	lane_free(copild->lanes.write);
	run_free(copild->run);
	witness_free(copild->witness);
	system_free(copild->system);
	shelf_free(copild->shelf);
	watchdog_free(copild->watchdog);
	for (size_t i = 0; i < SIGNAL_COUNT; i++)
		event_free(copild->signals[i]);
	worker_free(copild->worker);
	event_base_free(copild->base);
}

int copild_run(struct config *config, const struct config_source *source)
{
	struct copild copild = {.config = config, .source = source};
	struct fault fault;
	if (copild_start(&copild, &fault)) {
		event_base_dispatch(copild.base);
	} else {
		log_error("%s", fault.text);
		copild.code = COPILD_FAILED;
	}
	if (copild.base)
		copild_end(&copild);
	free(copild.reason);
	config_free(copild.config);
	if (copild.code == 0)
		log_info("stopped");
	return copild.code;
}
