/* SPDX-License-Identifier: MIT */
/* Words such as "plan=LR" as a method's parameters, by the types that the server gives them. */
#include "argument.h"

#include "base/alloc.h"
#include "language.h"
#include "phrase.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static const json_t *schema_of(const json_t *descriptors, const char *name)
{
	size_t index;
	const json_t *descriptor;

	json_array_foreach (descriptors, index, descriptor) {
		const char *known = phrase_string(descriptor, "name");

		if (known && !strcmp(known, name))
			return json_object_get(descriptor, "schema");
	}
	return NULL;
}

/* The text as a value of that type; as a text when it is no such value, for the server to refuse in
 * its own words. */
static json_t *value_of(const char *type, const char *text)
{
	json_t *value;

	if (type && !strcmp(type, "string"))
		return json_string(text);
	value = json_loads(text, JSON_DECODE_ANY, NULL);
	return value ? value : json_string(text);
}

static bool is_array(const json_t *schema)
{
	const char *type = phrase_string(schema, "type");

	return type && !strcmp(type, "array");
}

static void put(json_t *params, const char *name, const json_t *schema, const char *text)
{
	const char *type =
		schema ? phrase_string(schema, is_array(schema) ? "items.type" : "type") : "string";
	json_t *value = value_of(type, text);

	if (!is_array(schema)) {
		json_object_set_new(params, name, value);
		return;
	}
	if (!json_object_get(params, name))
		json_object_set_new(params, name, json_array());
	json_array_append_new(json_object_get(params, name), value);
}

static bool put_word(
	json_t *params, const json_t *descriptors, const char *word, struct fault *fault)
{
	const char *equals = strchr(word, '=');
	bool raw = equals && equals > word && equals[-1] == ':';
	char *name;
	json_t *value = NULL;

	if (!equals || equals == word + raw) {
		fault_set(fault, 0, _("\"%s\" is not NAME=VALUE"), word);
		return false;
	}
	name = alloc_bytes(word, (size_t)(equals - word) - raw);
	if (raw && !(value = json_loads(equals + 1, JSON_DECODE_ANY, NULL)))
		fault_set(fault, 0, _("what follows \"%s:=\" is not JSON"), name);
	else if (raw)
		json_object_set_new(params, name, value);
	else
		put(params, name, schema_of(descriptors, name), equals + 1);
	raw = raw && !value;
	free(name);
	return !raw;
}

json_t *argument_parse(const json_t *descriptors, const json_t *words, struct fault *fault)
{
	json_t *params = json_object();
	size_t index;
	const json_t *word;

	json_array_foreach (words, index, word) {
		if (put_word(params, descriptors, json_string_value(word), fault))
			continue;
		json_decref(params);
		return NULL;
	}
	return params;
}
