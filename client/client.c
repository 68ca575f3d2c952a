/* SPDX-License-Identifier: MIT */
/* One run of copilctl: the one place where calls are made and their failures told. */
#include "client.h"

#include "base/alloc.h"
#include "choice.h"
#include "date.h"
#include "language.h"
#include "link.h"
#include "phrase.h"
#include "text.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

/* The zone in which the caller reads instants, as the server knows it; NULL where it does not. */
static char *find_zone(void *context)
{
	json_t *self = client_ask_quietly(context, "session.whoami", json_object());
	const char *zone = phrase_string(self, "zone");
	char *name = zone ? alloc_text(zone) : NULL;

	json_decref(self);
	return name;
}

void client_init(struct client *client, const struct settings *settings)
{
	*client = (struct client){.settings = *settings};
	client->screen = screen_new(settings->columns, settings->colours);
	date_ask_zone(find_zone, client);
}

void client_done(struct client *client)
{
	link_close(client->link);
	screen_free(client->screen);
}

bool client_reads(const char *method)
{
	static const char *const verbs[] = {"days", "discover", "explain", "export", "get", "info",
		"list", "locale", "loose", "pack", "ping", "policy", "preview", "reads", "refusals",
		"search", "status", "verify", "whoami", "workday"};
	const char *dot = strrchr(method, '.');

	for (size_t i = 0; dot && i < sizeof(verbs) / sizeof(*verbs); i++)
		if (!strcmp(dot + 1, verbs[i]))
			return true;
	return false;
}

static enum outcome connect_once(struct client *client)
{
	struct fault fault = {0};

	if (client->link)
		return OUTCOME_DONE;
	client->link = link_open(client->settings.socket, language_name(), &fault);
	return client->link ? OUTCOME_DONE : failure_connect(client->settings.socket, &fault);
}

/* Drops a connection that cannot be used any more. */
static enum outcome give_up(
	struct client *client, enum link_outcome how, const char *method, const struct fault *fault)
{
	link_close(client->link);
	client->link = NULL;
	return failure_silence(how, !client_reads(method), fault);
}

enum outcome client_ask(struct client *client, const char *method, json_t *params, json_t **result)
{
	struct fault fault = {0};
	json_t *answer;
	bool again;

	*result = NULL;
	do {
		enum outcome outcome = connect_once(client);
		enum link_outcome how;
		json_t *error;

		if (outcome != OUTCOME_DONE)
			return outcome;
		how = link_call(client->link, method, params, &answer, &fault);
		if (how != LINK_ANSWERED)
			return give_up(client, how, method, &fault);
		if (!client->settings.json)
			text_clean_json(answer);
		error = json_object_get(answer, "error");
		if (!json_is_object(error)) {
			*result = json_incref(json_object_get(answer, "result"));
			json_decref(answer);
			return OUTCOME_DONE;
		}
		again = choice_settle(error, params);
		outcome = again ? OUTCOME_DONE : failure_refusal(error, client->settings.json);
		json_decref(answer);
		if (!again)
			return outcome;
	} while (true);
}

json_t *client_ask_quietly(struct client *client, const char *method, json_t *params)
{
	struct fault fault = {0};
	json_t *answer = NULL;
	json_t *result;

	if (!client->link)
		client->link = link_open(client->settings.socket, language_name(), &fault);
	if (client->link &&
		link_call(client->link, method, params, &answer, &fault) != LINK_ANSWERED) {
		link_close(client->link);
		client->link = NULL;
	}
	text_clean_json(answer);
	result = json_incref(json_object_get(answer, "result"));
	json_decref(answer);
	json_decref(params);
	return result;
}

enum outcome client_get(
	struct client *client, json_t **result, const char *method, const char *format, ...)
{
	va_list arguments;
	json_t *params;
	enum outcome outcome;

	va_start(arguments, format);
	params = json_vpack_ex(NULL, 0, format, arguments);
	va_end(arguments);
	outcome = client_ask(client, method, params, result);
	json_decref(params);
	return outcome;
}

enum outcome client_show(struct client *client, const char *method, json_t *params,
	void (*print)(struct client *client, const json_t *result))
{
	json_t *result;
	enum outcome outcome = client_ask(client, method, params, &result);

	if (outcome != OUTCOME_DONE)
		return outcome;
	if (client->settings.json)
		client_print_json(client, result);
	else
		print(client, result);
	json_decref(result);
	return OUTCOME_DONE;
}

static enum outcome tell_plans(const json_t *plans)
{
	size_t index;
	const json_t *plan;

	if (!json_array_size(plans)) {
		failure_say(
			_("you see no plan here"), _("To see who you are here: copilctl whoami."));
		return OUTCOME_NOT_FOUND;
	}
	failure_say(_("which plan? There are several:"), NULL);
	json_array_foreach (plans, index, plan) {
		char *line = phrase_fill("  {key}[  {title}]", plan);

		screen_complain(line);
		free(line);
	}
	return OUTCOME_USAGE;
}

enum outcome client_choose_plan(struct client *client, json_t *params)
{
	json_t *list;
	const json_t *plans;
	const char *key = client->settings.plan;
	enum outcome outcome;

	if (key) {
		json_object_set_new(params, "plan", json_string(key));
		return OUTCOME_DONE;
	}
	outcome = client_get(client, &list, "plan.list", "{}");
	if (outcome != OUTCOME_DONE)
		return outcome;
	plans = json_object_get(list, "items");
	key = json_array_size(plans) == 1 ? phrase_string(json_array_get(plans, 0), "key") : NULL;
	if (key)
		json_object_set_new(params, "plan", json_string(key));
	else
		outcome = tell_plans(plans);
	json_decref(list);
	return outcome;
}

static void print_json(struct client *client, const json_t *result, int pretty)
{
	char *line = text_json(result, pretty);

	screen_print(client->screen, "%s\n", line);
	free(line);
}

void client_print_json(struct client *client, const json_t *result)
{
	print_json(client, result, 0);
}

void client_print_pretty(struct client *client, const json_t *result)
{
	print_json(client, result, 1);
}
