/* SPDX-License-Identifier: MIT */
/* One run of copilctl: what was set, the connection, the screen. */
#ifndef CLIENT_CLIENT_H
#define CLIENT_CLIENT_H

#include "failure.h"
#include "screen.h"
#include "settings.h"

#include <jansson.h>

struct client {
	struct settings settings;
	struct screen *screen;
	struct link *link; /* NULL until the first call */
};

/* Takes the settings over; opens nothing yet. */
void client_init(struct client *client, const struct settings *settings);
void client_done(struct client *client);

/* Calls a method. On success *result is the caller's, raw with --json and harmless to a terminal
 * without; otherwise the failure has been told. */
enum outcome client_ask(struct client *client, const char *method, json_t *params, json_t **result);

/* Without a word about failures: the result, which is the caller's, or NULL. Consumes `params`. */
json_t *client_ask_quietly(struct client *client, const char *method, json_t *params);

/* As client_ask, for parameters in json_pack's way: client_get(client, &result, "plan.get",
 * "{s:s}", …).
 */
enum outcome client_get(
	struct client *client, json_t **result, const char *method, const char *format, ...);

/* Calls a method and shows its result: as one line of JSON where that is asked for, else by
 * `print`. */
enum outcome client_show(struct client *client, const char *method, json_t *params,
	void (*print)(struct client *client, const json_t *result));

/* Puts the plan that is meant when none is named into the parameters: COPILD_PLAN, or the only one.
 */
enum outcome client_choose_plan(struct client *client, json_t *params);

/* Prints a result as one line of JSON. */
void client_print_json(struct client *client, const json_t *result);

/* Prints a result as JSON on as many lines as it takes. */
void client_print_pretty(struct client *client, const json_t *result);

/* Whether a method only reads, by its verb: after a lost connection nobody can be asked. */
bool client_reads(const char *method);

#endif
