/* SPDX-License-Identifier: MIT */
/* What the server says of itself: its methods are listed, described and called by its own OpenRPC
 * document, so that a new method needs nothing here. */
#include "discovery.h"

#include "argument.h"
#include "base/alloc.h"
#include "base/clock.h"
#include "language.h"
#include "phrase.h"
#include "table.h"

#include <stdlib.h>
#include <string.h>

static const json_t *find_method(const json_t *document, const char *name)
{
	size_t index;
	const json_t *method;

	json_array_foreach (json_object_get(document, "methods"), index, method) {
		const char *known = phrase_string(method, "name");

		if (known && !strcmp(known, name))
			return method;
	}
	return NULL;
}

static void print_names(struct client *client, const json_t *document)
{
	size_t index;
	const json_t *method;

	json_array_foreach (json_object_get(document, "methods"), index, method)
		screen_print(client->screen, "%s\n", phrase_string(method, "name"));
}

static void print_methods(struct client *client, const json_t *document)
{
	struct table *table = table_new(client->screen, 0);
	size_t index;
	const json_t *method;

	table_column(table, _("METHOD"), TABLE_LEFT);
	table_column(table, _("WHAT IT DOES"), TABLE_FLEX);
	json_array_foreach (json_object_get(document, "methods"), index, method) {
		table_row(table);
		table_cell(table, phrase_string(method, "name"), SCREEN_CYAN);
		table_cell(table, phrase_string(method, "summary"), SCREEN_PLAIN);
	}
	table_print(table);
	table_free(table);
}

/* "string", "integer …" for a list of them, or the words that are allowed. Released with free(). */
static char *type_words(const json_t *schema)
{
	const char *type = phrase_string(schema, "type");
	const json_t *words = json_object_get(schema, "enum");

	if (type && !strcmp(type, "array")) {
		char *one = type_words(json_object_get(schema, "items"));
		char *many = alloc_format("%s …", one);

		free(one);
		return many;
	}
	return json_is_array(words) ? phrase_fill("{enum:links}", schema)
				    : alloc_text(type ? type : _("any"));
}

static void print_params(struct client *client, const json_t *method)
{
	const json_t *params = json_object_get(method, "params");
	size_t index;
	const json_t *param;

	if (json_array_size(params))
		screen_heading(client->screen, _("Parameters"));
	json_array_foreach (params, index, param) {
		char *type = type_words(json_object_get(param, "schema"));
		bool required = json_is_true(json_object_get(param, "required"));
		const char *description = phrase_string(param, "description");

		screen_print(client->screen, "  ");
		screen_styled(client->screen, SCREEN_CYAN, phrase_string(param, "name"));
		screen_print(client->screen, "  %s%s\n", type, required ? _(", required") : "");
		screen_paragraph(client->screen, 6, description ? description : "");
		free(type);
	}
}

static void print_method(struct client *client, const json_t *method)
{
	static const char *const texts[] = {"{summary}", "{description}"};
	char *words;

	screen_heading(client->screen, phrase_string(method, "name"));
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		words = phrase_fill(texts[i], method);
		screen_paragraph(client->screen, 2, words);
		free(words);
	}
	print_params(client, method);
	words = phrase_fill("{result.description}", method);
	if (*words) {
		screen_heading(client->screen, _("Result"));
		screen_paragraph(client->screen, 2, words);
	}
	free(words);
}

static enum outcome tell_unknown(const char *name)
{
	char *sentence = alloc_format(_("there is no method \"%s\""), name);

	failure_say(sentence, _("To see what exists: copilctl methods."));
	free(sentence);
	return OUTCOME_NOT_FOUND;
}

enum outcome discovery_methods(struct client *client, const struct command *command, json_t *params)
{
	const char *name = phrase_string(params, "method");
	const json_t *method = NULL;
	json_t *document;
	enum outcome outcome = client_get(client, &document, "rpc.discover", "{}");

	(void)command;
	if (outcome != OUTCOME_DONE)
		return outcome;
	if (name)
		method = find_method(document, name);
	if (name && !method)
		outcome = tell_unknown(name);
	else if (client->settings.json)
		client_print_json(client, method ? method : document);
	else if (method)
		print_method(client, method);
	else if (json_is_true(json_object_get(params, "names")))
		print_names(client, document);
	else
		print_methods(client, document);
	json_decref(document);
	return outcome;
}

/* The parameters that were typed, by the method's own types; NULL when the failure has been told.
 */
static json_t *typed_params(
	struct client *client, const char *name, const json_t *words, enum outcome *outcome)
{
	struct fault fault = {0};
	const json_t *method;
	json_t *document;
	json_t *typed;

	*outcome = client_get(client, &document, "rpc.discover", "{}");
	if (*outcome != OUTCOME_DONE)
		return NULL;
	method = find_method(document, name);
	typed = argument_parse(json_object_get(method, "params"), words, &fault);
	if (!typed)
		*outcome = failure_usage("call", fault.text);
	json_decref(document);
	return typed;
}

static json_t *given_params(const char *text, enum outcome *outcome)
{
	json_error_t error;
	json_t *params = json_loads(text, 0, &error);

	if (json_is_object(params) || json_is_array(params))
		return params;
	json_decref(params);
	*outcome = failure_usage("call", _("what follows --json-params is not JSON"));
	return NULL;
}

enum outcome discovery_call(struct client *client, const struct command *command, json_t *params)
{
	const char *name = phrase_string(params, "method");
	const char *text = phrase_string(params, "json_params");
	enum outcome outcome = OUTCOME_DONE;
	json_t *own = text ? given_params(text, &outcome)
			   : typed_params(client, name, json_object_get(params, "words"), &outcome);

	(void)command;
	if (!own)
		return outcome;
	outcome = client_show(client, name, own, client_print_pretty);
	json_decref(own);
	return outcome;
}

enum outcome discovery_ping(struct client *client, const struct command *command, json_t *params)
{
	int64_t start = clock_steady();
	json_t *pong;
	json_t *info;
	enum outcome outcome = client_ask(client, command->method, params, &pong);
	int64_t taken = clock_steady() - start;
	char *words;

	if (outcome != OUTCOME_DONE)
		return outcome;
	if (client->settings.json) {
		client_print_json(client, pong);
		json_decref(pong);
		return OUTCOME_DONE;
	}
	json_decref(pong);
	screen_print(client->screen, _("copild answers after %lld ms."), (long long)taken);
	outcome = client_get(client, &info, "system.info", "{}");
	words = phrase_fill(
		_(" Version {version}, schema {schema}, database {database:label}."), info);
	screen_print(client->screen, "%s\n", outcome == OUTCOME_DONE ? words : "");
	free(words);
	json_decref(info);
	return outcome;
}
