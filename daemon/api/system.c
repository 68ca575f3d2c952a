/* SPDX-License-Identifier: MIT */
/* ping, info, the session's language, and the description of everything. */
#include "api/system.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "api/discover.h"
#include "base/alloc.h"

struct system {
	struct shelf *shelf;
	system_ask *ask;
	void *context;
	struct catalog *own;
	struct catalog *described; /* what the document was made from */
	char *document;
};

struct own_method {
	const char *name;
	bool quick;
	void (*answer)(struct system *system, struct call *call, const struct bound *bound);
	const char *summary;
	const char *returns;
	const char *params; /* as in a row of core.catalog() */
};

static void answer_discover(struct system *system, struct call *call, const struct bound *bound);
static void answer_locale(struct system *system, struct call *call, const struct bound *bound);
static void answer_info(struct system *system, struct call *call, const struct bound *bound);
static void answer_ping(struct system *system, struct call *call, const struct bound *bound);

static const struct own_method own_methods[] = {
	{"rpc.discover", false, answer_discover,
		"Describes every method, its parameters and its errors.", "an OpenRPC document",
		"[]"},
	{"session.locale", false, answer_locale,
		"Chooses the language of messages for this connection.",
		"locale: the language now in use",
		"[{\"name\": \"locale\", \"type\": \"text\", \"required\": true, "
		"\"json\": \"string\", \"enum\": [\"fr\", \"en\"], "
		"\"description\": \"The language: fr or en.\", "
		"\"expected\": {\"en\": \"fr or en\", \"fr\": \"fr ou en\"}}]"},
	{"system.info", true, answer_info,
		"Tells the daemon's version, and whether its database is there.",
		"version, schema, database (up, down or other_schema), reason (to "
		"administrators), connections, pending, delivery (state: on, held, "
		"namesake (another copild delivers under this one's instance name) or no_relay; "
		"webhooks: whether there is a key for them; messages ready, in_hand, and attempts "
		"sent and failed; held and relay: to administrators)",
		"[]"},
	{"system.ping", true, answer_ping, "Answers at once: the daemon is alive.", "pong: true",
		"[]"},
};

enum { OWN_COUNT = sizeof own_methods / sizeof own_methods[0] };

/* The table in the words of core.catalog(), so that one parser reads, binds and describes both. */
static struct catalog *own_catalog(void)
{
	struct fault fault;
	json_t *methods = json_array();
	for (size_t i = 0; i < OWN_COUNT; i++) {
		const struct own_method *own = &own_methods[i];
		json_array_append_new(
			methods, json_pack("{s:s, s:s, s:s, s:s, s:s, s:o, s:[]}", "name",
					 own->name, "function", "", "volatility", "s", "summary",
					 own->summary, "returns", own->returns, "params",
					 json_loads(own->params, 0, NULL), "errors"));
	}
	json_t *root = json_pack("{s:o, s:[]}", "methods", methods, "errors");
	char *text = json_dumps(root, JSON_COMPACT);
	struct catalog *catalog = catalog_parse(text, strlen(text), NULL, &fault);
	assert(catalog);
	free(text);
	json_decref(root);
	return catalog;
}

struct system *system_new(struct shelf *shelf, system_ask *ask, void *context)
{
	struct system *system = alloc_new(sizeof *system);
	system->shelf = shelf;
	system->ask = ask;
	system->context = context;
	system->own = own_catalog();
	return system;
}

void system_free(struct system *system)
{
	if (!system)
		return;
	catalog_unref(system->own);
	catalog_unref(system->described);
	free(system->document);
	free(system);
}

const struct method *system_method(const struct system *system, const char *name)
{
	return catalog_method(system->own, name);
}

static const struct own_method *own_of(const struct method *method)
{
	size_t i = 0;
	while (strcmp(own_methods[i].name, method->name) != 0)
		i++;
	assert(i < OWN_COUNT);
	return &own_methods[i];
}

bool system_is_quick(const struct method *method)
{
	return own_of(method)->quick;
}

void system_answer(struct system *system, const struct method *method, struct call *call,
	const struct bound *bound)
{
	own_of(method)->answer(system, call, bound);
}

static void answer_ping(struct system *system, struct call *call, const struct bound *bound)
{
	(void)system;
	(void)bound;
	call_result_json(call, json_pack("{s:b}", "pong", 1));
}

static const char *database_word(enum lane_state state)
{
	static const char *const words[] = {
		[LANE_DOWN] = "down", [LANE_UP] = "up", [LANE_MISMATCH] = "other_schema"};
	return words[state];
}

static const char *delivery_word(const struct system_facts *facts)
{
	if (facts->delivery.held)
		return "held";
	if (facts->delivery.namesake)
		return "namesake";
	return facts->delivery.relay ? "on" : "no_relay";
}

static json_t *delivery_pack(const struct system_facts *facts, bool trusted)
{
	return json_pack("{s:s, s:s?, s:s?, s:b, s:{s:I, s:I}, s:I, s:I, s:I}", "state",
		delivery_word(facts), "held", trusted ? facts->delivery.held : NULL, "relay",
		trusted ? facts->delivery.relay : NULL, "webhooks", facts->delivery.webhooks,
		"ready", "mail", (json_int_t)facts->delivery.mail, "webhook",
		(json_int_t)facts->delivery.webhook, "in_hand", (json_int_t)facts->delivery.in_hand,
		"sent", (json_int_t)facts->delivery.sent, "failed",
		(json_int_t)facts->delivery.failed);
}

/* Why the database is away may name hosts and paths: that is for administrators. */
static void answer_info(struct system *system, struct call *call, const struct bound *bound)
{
	(void)bound;
	struct system_facts facts = {0};
	system->ask(system->context, &facts);
	bool trusted = strcmp(call_actor(call), "administrator") == 0;
	call_result_json(call,
		json_pack("{s:s, s:i, s:s, s:s?, s:I, s:I, s:o}", "version", COPILD_VERSION,
			"schema", COPILD_SCHEMA_VERSION, "database", database_word(facts.database),
			"reason", trusted ? facts.reason : NULL, "connections",
			(json_int_t)facts.connections, "pending", (json_int_t)facts.pending,
			"delivery", delivery_pack(&facts, trusted)));
}

static void answer_locale(struct system *system, struct call *call, const struct bound *bound)
{
	(void)system;
	call_set_locale(call, bound->texts[0]);
	call_result_json(call, json_pack("{s:s}", "locale", bound->texts[0]));
}

/* Made once for each catalogue. */
static const char *document(struct system *system, struct catalog *catalog)
{
	if (system->described == catalog)
		return system->document;
	json_t *value = discover_document(system->own, catalog);
	free(system->document);
	catalog_unref(system->described);
	system->document = json_dumps(value, JSON_COMPACT);
	system->described = catalog_ref(catalog);
	json_decref(value);
	return system->document;
}

struct inquiry {
	struct system *system;
	struct call *call;
};

/* What was known last is told while PostgreSQL is away. */
static void inquiry_on_refresh(void *context, enum shelf_outcome outcome)
{
	(void)outcome;
	struct inquiry *inquiry = context;
	struct catalog *catalog = shelf_catalog(inquiry->system->shelf);
	if (catalog) {
		const char *text = document(inquiry->system, catalog);
		call_result(inquiry->call, text, strlen(text));
	} else {
		refusal_answer(inquiry->call, NULL, REFUSAL_UNAVAILABLE, NULL);
	}
	free(inquiry);
}

static void answer_discover(struct system *system, struct call *call, const struct bound *bound)
{
	(void)bound;
	struct inquiry *inquiry = alloc_new(sizeof *inquiry);
	inquiry->system = system;
	inquiry->call = call;
	shelf_refresh(system->shelf, inquiry_on_refresh, inquiry);
}
