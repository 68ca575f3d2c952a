/* SPDX-License-Identifier: MIT */
/* A conninfo taken apart: hosts, their addresses, and the parameters that libpq is given for one of
 * them at a time, so that each gets its own time to answer. */
#include "db/target.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

enum {
	PLACES = 32, /* what one conninfo can lead to; the rest is ignored */
	PARAMETERS = 64,
	TIMEOUT_MS = 3000,
};

struct place {
	char *host; /* a name, an address, a socket's directory, or NULL for libpq's own */
	char *address;
	char *port;
};

struct target {
	PQconninfoOption *options;
	struct place hosts[PLACES];
	size_t host_count;
	struct place places[PLACES];
	size_t count;
	const char *attributes; /* target_session_attrs of the first round */
	bool second_round;      /* prefer-standby: whoever answers, when no standby did */
	char *user;
	char *name;
	char *session; /* the settings of the session, as options */
	struct fault fault;
};

/* What the conninfo itself says, or NULL. */
static const char *said(const struct target *target, const char *keyword)
{
	for (const PQconninfoOption *option = target->options; option->keyword; option++) {
		if (strcmp(option->keyword, keyword) == 0)
			return option->val && *option->val ? option->val : NULL;
	}
	return NULL;
}

/* The same, or what the environment says; the caller frees. */
static char *known(
	const struct target *target, const PQconninfoOption *defaults, const char *keyword)
{
	const char *value = said(target, keyword);

	for (; !value && defaults && defaults->keyword; defaults++) {
		if (strcmp(defaults->keyword, keyword) == 0)
			return alloc_text(defaults->val);
	}
	return alloc_text(value);
}

static size_t list_length(const char *list)
{
	size_t length = 1;

	if (!list)
		return 0;
	for (; *list; list++)
		length += *list == ',';
	return length;
}

/* The item of a list between commas, NULL when it is empty or not there; the caller frees. */
static char *list_item(const char *list, size_t index)
{
	size_t size;

	if (!list)
		return NULL;
	for (; index > 0; index--) {
		list = strchr(list, ',');
		if (!list)
			return NULL;
		list++;
	}
	size = strcspn(list, ",");
	return size ? alloc_bytes(list, size) : NULL;
}

static bool is_address(const char *host)
{
	unsigned char bytes[sizeof(struct in6_addr)];

	return inet_pton(AF_INET, host, bytes) == 1 || inet_pton(AF_INET6, host, bytes) == 1;
}

static bool is_directory(const char *host)
{
	return !host || *host == '/' || *host == '@';
}

static bool target_list(
	struct target *target, const char *hosts, const char *addresses, const char *ports)
{
	size_t count = addresses ? list_length(addresses) : list_length(hosts);
	size_t port_count = list_length(ports);

	count = count ? count : 1;
	if ((hosts && list_length(hosts) != count) || (port_count > 1 && port_count != count)) {
		fault_set(&target->fault, 0,
			"\"host\", \"hostaddr\" and \"port\" of the conninfo list different "
			"numbers");
		return false;
	}
	for (size_t i = 0; i < count && i < PLACES; i++) {
		struct place *place = &target->hosts[target->host_count++];

		place->host = list_item(hosts, i);
		place->address = list_item(addresses, i);
		place->port = list_item(ports, port_count > 1 ? i : 0);
		if (!place->address && place->host && is_address(place->host))
			place->address = alloc_text(place->host);
	}
	return true;
}

static bool target_hosts(struct target *target)
{
	PQconninfoOption *defaults = PQconndefaults();
	char *hosts = known(target, defaults, "host");
	char *addresses = known(target, defaults, "hostaddr");
	char *ports = known(target, defaults, "port");
	bool fine = target_list(target, hosts, addresses, ports);

	free(hosts);
	free(addresses);
	free(ports);
	PQconninfoFree(defaults);
	return fine;
}

/* A write needs a server that takes writes; a role that may only read is "read-only" to libpq even
 * on a primary, so for reads the question is put another way. */
static void target_attributes(struct target *target, bool writes)
{
	const char *attributes = said(target, "target_session_attrs");

	target->attributes = attributes ? attributes : writes ? "read-write" : "any";
	if (!writes && strcmp(target->attributes, "read-write") == 0)
		target->attributes = "primary";
	if (!writes && strcmp(target->attributes, "read-only") == 0)
		target->attributes = "standby";
	if (strcmp(target->attributes, "prefer-standby") == 0) {
		target->attributes = "standby";
		target->second_round = true;
	}
}

static void target_session(struct target *target, const struct lane_settings *settings)
{
	const char *options = said(target, "options");

	if (!options)
		options = getenv("PGOPTIONS");
	target->session = alloc_format("%s -c statement_timeout=%u -c lock_timeout=%u -c "
				       "idle_in_transaction_session_timeout=60000"
				       " -c timezone=UTC -c datestyle=ISO -c jit=off"
				       " -c copild.schema=%d",
		options ? options : "", settings->statement_timeout_ms, settings->lock_timeout_ms,
		settings->schema_version);
	target->name = alloc_format("copild %s", settings->name);
	target->user = alloc_text(settings->user);
}

static bool target_fill(struct target *target, const struct lane_settings *settings)
{
	char *error = NULL;

	target->options = PQconninfoParse(settings->conninfo ? settings->conninfo : "", &error);
	if (!target->options) {
		fault_set(&target->fault, 0, "the conninfo cannot be read: %.*s",
			error ? (int)strcspn(error, "\n") : 0, error ? error : "");
		PQfreemem(error);
		return false;
	}
	if (said(target, "service")) {
		fault_set(&target->fault, 0, "\"service\" in a conninfo is not supported");
		return false;
	}
	target_attributes(target, settings->writes);
	target_session(target, settings);
	return target_hosts(target);
}

struct target *target_new(const struct lane_settings *settings, struct fault *fault)
{
	struct target *target = alloc_new(sizeof(*target));

	if (!target_fill(target, settings)) {
		fault_set(fault, 0, "%s", target->fault.text);
		target_free(target);
		return NULL;
	}
	if (!target_needs_lookup(target))
		target_lookup(target);
	return target;
}

static void place_done(struct place *place)
{
	free(place->host);
	free(place->address);
	free(place->port);
}

void target_free(struct target *target)
{
	if (!target)
		return;
	for (size_t i = 0; i < target->host_count; i++)
		place_done(&target->hosts[i]);
	for (size_t i = 0; i < target->count; i++)
		place_done(&target->places[i]);
	PQconninfoFree(target->options);
	free(target->user);
	free(target->name);
	free(target->session);
	free(target);
}

static bool place_needs_lookup(const struct place *place)
{
	return !place->address && !is_directory(place->host);
}

bool target_needs_lookup(const struct target *target)
{
	for (size_t i = 0; i < target->host_count; i++) {
		if (place_needs_lookup(&target->hosts[i]))
			return true;
	}
	return false;
}

static void target_add(struct target *target, const struct place *host, const char *address)
{
	struct place *place;

	if (target->count == PLACES)
		return;
	place = &target->places[target->count++];
	place->host = alloc_text(host->host);
	place->address = alloc_text(address);
	place->port = alloc_text(host->port);
}

static void target_lookup_host(struct target *target, const struct place *host)
{
	struct addrinfo hints = {.ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM};
	struct addrinfo *found = NULL;
	char address[NI_MAXHOST];
	int error = getaddrinfo(host->host, NULL, &hints, &found);

	if (error != 0) {
		fault_set(&target->fault, 0, "the host \"%s\" cannot be found: %s", host->host,
			gai_strerror(error));
		return;
	}
	for (struct addrinfo *one = found; one; one = one->ai_next) {
		error = getnameinfo(one->ai_addr, one->ai_addrlen, address, sizeof(address), NULL,
			0, NI_NUMERICHOST);
		if (error == 0)
			target_add(target, host, address);
	}
	freeaddrinfo(found);
}

void target_lookup(struct target *target)
{
	for (size_t i = 0; i < target->host_count; i++) {
		const struct place *host = &target->hosts[i];

		if (place_needs_lookup(host))
			target_lookup_host(target, host);
		else
			target_add(target, host, host->address);
	}
}

size_t target_count(const struct target *target)
{
	return target->second_round ? target->count * 2 : target->count;
}

const char *target_fault(const struct target *target)
{
	return target->fault.text;
}

unsigned target_timeout(const struct target *target)
{
	const char *seconds = said(target, "connect_timeout");
	long wanted = seconds ? strtol(seconds, NULL, 10) : 0;

	return wanted > 0 && wanted <= 600 ? (unsigned)wanted * 1000 : TIMEOUT_MS;
}

const char *target_place(const struct target *target, size_t index)
{
	const struct place *place = &target->places[index % target->count];

	return place->host ? place->host : place->address ? place->address : "the local socket";
}

struct parameters {
	const char *keywords[PARAMETERS + 1];
	const char *values[PARAMETERS + 1];
	size_t count;
};

/* The first value that is put for a keyword is the one that counts. */
static void parameters_put(struct parameters *parameters, const char *keyword, const char *value)
{
	if (!value || !*value || parameters->count == PARAMETERS)
		return;
	for (size_t i = 0; i < parameters->count; i++) {
		if (strcmp(parameters->keywords[i], keyword) == 0)
			return;
	}
	parameters->keywords[parameters->count] = keyword;
	parameters->values[parameters->count++] = value;
}

/* Vanished peers are found within 10 seconds when busy and 15 when idle. */
static void parameters_put_defaults(struct parameters *parameters)
{
	parameters_put(parameters, "gssencmode", "disable");
	parameters_put(parameters, "tcp_user_timeout", "8000");
	parameters_put(parameters, "keepalives_idle", "5");
	parameters_put(parameters, "keepalives_interval", "2");
	parameters_put(parameters, "keepalives_count", "3");
}

PGconn *target_connect(const struct target *target, size_t index)
{
	const struct place *place = &target->places[index % target->count];
	struct parameters parameters = {.count = 0};
	PGconn *pg;

	parameters_put(&parameters, "host", place->host);
	parameters_put(&parameters, "hostaddr", place->address);
	parameters_put(&parameters, "port", place->port);
	parameters_put(&parameters, "user", target->user);
	parameters_put(&parameters, "options", target->session);
	parameters_put(&parameters, "client_encoding", "UTF8");
	parameters_put(&parameters, "target_session_attrs",
		index < target->count ? target->attributes : "any");
	for (const PQconninfoOption *option = target->options; option->keyword; option++) {
		/* A list of hosts must not come back where one of them has no name. */
		if (strcmp(option->keyword, "host") != 0 &&
			strcmp(option->keyword, "hostaddr") != 0)
			parameters_put(&parameters, option->keyword, option->val);
	}
	parameters_put(&parameters, "application_name", target->name);
	parameters_put_defaults(&parameters);
	pg = PQconnectStartParams(parameters.keywords, parameters.values, 0);
	if (!pg)
		abort(); /* out of memory, the only reason that leaves no object behind */
	PQsetErrorVerbosity(pg, PQERRORS_VERBOSE);
	return pg;
}
