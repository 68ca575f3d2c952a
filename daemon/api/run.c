/* SPDX-License-Identifier: MIT */
/* Takes a call from the session, finds its method and its params' places, hands it to the lane of
 * its kind and answers with what comes back. What looks like a schema that has changed is tried
 * once more with a catalogue read again. */
#include "api/run.h"

#include <stdlib.h>

#include "api/bind.h"
#include "api/refusal.h"
#include "base/alloc.h"

enum {
	TRACK_READ,
	TRACK_HEAVY,
	TRACK_WRITE,           /* and one more for each connection for writes */
	TRACK_ALONE = 1 << 10, /* from here on: a track for one call only */
	TRACK_LIMIT = 1 << 30,
};

struct run {
	struct handler handler;
	struct run_lanes lanes;
	struct shelf *shelf;
	struct system *system;
	struct witness *witness;
	int alone;
	bool stopping;                /* the lanes may be gone */
	void (*wrote)(void *context); /* NULL: nobody wants to know */
	void *context;
};

/* A call on its way; kept with it, dies with it. */
struct errand {
	struct run *run;
	struct call *call;
	struct catalog *catalog;     /* the method's; NULL for the daemon's own */
	const struct method *method; /* NULL: not known, PostgreSQL's catalogue is to be asked */
	struct bound bound;          /* filled when there is a method */
	bool refreshed;
};

static void errand_unbind(struct errand *errand)
{
	if (errand->method)
		bound_done(&errand->bound);
	errand->method = NULL;
	catalog_unref(errand->catalog);
	errand->catalog = NULL;
}

static void errand_on_forget(void *context, void *attached)
{
	(void)context;
	struct errand *errand = attached;
	if (!errand)
		return;
	errand_unbind(errand);
	free(errand);
}

static struct errand *errand_new(struct run *run, struct call *call)
{
	struct errand *errand = alloc_new(sizeof *errand);
	errand->run = run;
	errand->call = call;
	call_attach(call, errand);
	return errand;
}

static void answer_misfit(struct errand *errand, struct misfit *misfit)
{
	json_t *data =
		json_pack("{s:s, s:s}", "param", misfit->param, "expected", misfit->expected);
	refusal_answer(errand->call, errand->catalog, misfit->refusal, data);
}

static void answer_unknown(struct call *call)
{
	char *name = refusal_shortened(call_method(call));
	refusal_answer(call, NULL, REFUSAL_METHOD_NOT_FOUND, json_pack("{s:s}", "method", name));
	free(name);
}

enum binding { BINDING_DONE, BINDING_DOUBTFUL, BINDING_ANSWERED };

/* Binds the call to a method. Params that do not fit are doubtful while the catalogue may be
 * behind: there may be a new parameter, one that may be left out now, a wider type. */
static enum binding errand_bind(struct errand *errand, const struct method *method, bool doubt)
{
	struct misfit misfit;
	struct call *call = errand->call;
	if (method->writes && call_read_only(call)) {
		witness_note(errand->run->witness, call_actor(call), method->name, NULL,
			refusal_row(REFUSAL_READ_ONLY)->kind);
		refusal_answer(call, errand->catalog, REFUSAL_READ_ONLY, NULL);
		return BINDING_ANSWERED;
	}
	if (bind_params(method, call_params(call), call_locale(call), &errand->bound, &misfit)) {
		errand->method = method;
		return BINDING_DONE;
	}
	if (!doubt)
		answer_misfit(errand, &misfit);
	misfit_done(&misfit);
	return doubt ? BINDING_DOUBTFUL : BINDING_ANSWERED;
}

static int track_alone(struct run *run)
{
	run->alone = run->alone < TRACK_LIMIT ? run->alone + 1 : TRACK_ALONE;
	return run->alone;
}

static int track_of(struct run *run, const struct errand *errand)
{
	const struct method *method = errand->method;
	if (!method || !method->statement)
		return track_alone(run);
	if (!method->writes)
		return method->heavy ? TRACK_HEAVY : TRACK_READ;
	return TRACK_WRITE +
	       (int)(bound_shard(&errand->bound, method) % lane_connections(run->lanes.write));
}

/* A method of the daemon's own: answered at once where order does not matter. */
static int route_own(struct run *run, struct call *call, const struct method *method)
{
	struct errand *errand = errand_new(run, call);
	if (errand_bind(errand, method, false) == BINDING_ANSWERED)
		return CALL_ANSWERED;
	if (!system_is_quick(method))
		return track_alone(run);
	system_answer(run->system, method, call, &errand->bound);
	return CALL_ANSWERED;
}

static int route_listed(struct run *run, struct call *call)
{
	struct catalog *catalog = shelf_is_foreign(run->shelf) ? NULL : shelf_catalog(run->shelf);
	struct method *method = catalog ? catalog_method(catalog, call_method(call)) : NULL;
	struct errand *errand = errand_new(run, call);
	if (method) {
		errand->catalog = catalog_ref(catalog);
		if (errand_bind(errand, method, true) == BINDING_ANSWERED)
			return CALL_ANSWERED;
	}
	return track_of(run, errand);
}

static int run_on_route(void *context, struct call *call)
{
	struct run *run = context;
	const struct method *own = system_method(run->system, call_method(call));
	return own ? route_own(run, call, own) : route_listed(run, call);
}

static struct lane *lane_of(const struct run *run, const struct method *method)
{
	if (method->writes)
		return run->lanes.write;
	return method->heavy ? run->lanes.heavy : run->lanes.read;
}

/* While the schema is another, what is away is so on purpose. */
static void answer_away(const struct run *run, struct call *call)
{
	bool foreign = !run->stopping && (shelf_is_foreign(run->shelf) ||
						 lane_state(run->lanes.write) == LANE_MISMATCH ||
						 lane_state(run->lanes.read) == LANE_MISMATCH);
	refusal_answer(call, NULL, foreign ? REFUSAL_UPGRADING : REFUSAL_UNAVAILABLE, NULL);
}

static void errand_refresh(struct errand *errand);

/* What is evidence and not in the journal: a read, or a write refused for who asked it. */
static void errand_witness(struct errand *errand, const struct outcome *outcome)
{
	const struct method *method = errand->method;
	const char *kind = NULL;
	const char *place = method->plan_param < 0 ? NULL : errand->bound.texts[method->plan_param];
	if (!method->writes && outcome->kind == OUTCOME_VALUE)
		kind = WITNESS_READ;
	else if (method->writes && outcome->kind == OUTCOME_REFUSED)
		kind = refusal_of_caller(errand->catalog, outcome->sqlstate);
	if (kind)
		witness_note(
			errand->run->witness, call_actor(errand->call), method->name, place, kind);
}

static void errand_on_outcome(void *context, const struct outcome *outcome)
{
	struct errand *errand = context;
	errand_witness(errand, outcome);
	if (errand->method->writes && outcome->kind == OUTCOME_VALUE && errand->run->wrote)
		errand->run->wrote(errand->run->context);
	if (outcome->kind == OUTCOME_VALUE && outcome->text) {
		call_result(errand->call, outcome->text, outcome->size);
		return;
	}
	/* core.act said no without a word. */
	if (outcome->kind == OUTCOME_VALUE) {
		refusal_answer(errand->call, errand->catalog, REFUSAL_FORBIDDEN, NULL);
		return;
	}
	if (outcome->kind == OUTCOME_REFUSED && refusal_is_stale(outcome->sqlstate) &&
		!errand->refreshed) {
		errand_refresh(errand);
		return;
	}
	if (outcome->kind == OUTCOME_UNAVAILABLE) {
		answer_away(errand->run, errand->call);
		return;
	}
	refusal_answer_outcome(errand->call, errand->catalog, outcome);
}

static void errand_submit(struct errand *errand)
{
	struct run *run = errand->run;
	const struct method *method = errand->method;
	struct query *query = query_new(method->statement, errand_on_outcome, errand);
	query_set(query, 0, call_actor(errand->call));
	if (call_locale_set(errand->call))
		query_set(query, 1, call_locale(errand->call));
	query_set(query, 2, errand->bound.revision);
	for (size_t i = 0; i < errand->bound.count; i++)
		query_set(query, METHOD_COMMON_PARAMS + i, errand->bound.texts[i]);
	lane_submit(lane_of(run, method), bound_shard(&errand->bound, method), query);
}

static void errand_on_refresh(void *context, enum shelf_outcome outcome)
{
	struct errand *errand = context;
	struct catalog *catalog = shelf_catalog(errand->run->shelf);
	struct method *method = catalog ? catalog_method(catalog, call_method(errand->call)) : NULL;
	if (!catalog || outcome == SHELF_FOREIGN || (outcome == SHELF_AWAY && !method)) {
		answer_away(errand->run, errand->call);
		return;
	}
	errand->catalog = catalog_ref(catalog);
	if (!method) {
		answer_unknown(errand->call);
		return;
	}
	if (errand_bind(errand, method, false) == BINDING_DONE)
		errand_submit(errand);
}

static void errand_refresh(struct errand *errand)
{
	errand_unbind(errand);
	errand->refreshed = true;
	shelf_refresh(errand->run->shelf, errand_on_refresh, errand);
}

static void run_on_start(void *context, struct call *call)
{
	struct run *run = context;
	struct errand *errand = call_attached(call);
	if (!errand->method)
		errand_refresh(errand);
	else if (!errand->method->statement)
		system_answer(run->system, errand->method, call, &errand->bound);
	else
		errand_submit(errand);
}

static const char *run_on_wording(void *context, enum call_refusal code, const char *locale)
{
	(void)context;
	return refusal_sentence((int)code, locale);
}

struct run *run_new(const struct run_lanes *lanes, struct shelf *shelf, struct system *system,
	struct witness *witness)
{
	struct run *run = alloc_new(sizeof *run);
	run->lanes = *lanes;
	run->shelf = shelf;
	run->system = system;
	run->witness = witness;
	run->alone = TRACK_ALONE;
	run->handler = (struct handler){.route = run_on_route,
		.start = run_on_start,
		.forget = errand_on_forget,
		.wording = run_on_wording,
		.context = run};
	return run;
}

void run_watch(struct run *run, void (*wrote)(void *context), void *context)
{
	run->wrote = wrote;
	run->context = context;
}

void run_stop(struct run *run)
{
	run->stopping = true;
}

void run_free(struct run *run)
{
	free(run);
}

const struct handler *run_handler(const struct run *run)
{
	return &run->handler;
}
