/* SPDX-License-Identifier: MIT */
/* Rewrites catalogue rows as OpenRPC's method, content descriptor and error objects. */
#include "api/discover.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "api/refusal.h"
#include "base/alloc.h"

#define OPENRPC_VERSION "1.2.6"
#define WHOLE_LIMIT     9e18 /* within the range of json_int_t */

static void copy(json_t *to, const char *name, const json_t *from, const char *field)
{
	json_t *value = json_object_get(from, field);
	if (value && !json_is_null(value))
		json_object_set(to, name, value);
}

static void put_bound(json_t *schema, const char *name, double bound)
{
	bool whole =
		bound > -WHOLE_LIMIT && bound < WHOLE_LIMIT && bound == (double)(json_int_t)bound;
	if (!isinf(bound))
		json_object_set_new(
			schema, name, whole ? json_integer((json_int_t)bound) : json_real(bound));
}

/* PostgreSQL's and POSIX's classes in the words of JSON Schema's regular expressions. */
static json_t *pattern_ecma(const char *pattern)
{
	static const struct {
		const char *posix, *ecma;
	} classes[] = {{"[:space:]", "\\s"}, {"[:cntrl:]", "\\u0000-\\u001f\\u007f"},
		{"[:digit:]", "0-9"}, {"[:alpha:]", "A-Za-z"}, {"[:alnum:]", "0-9A-Za-z"}};
	char *text = alloc_text(pattern);
	for (size_t i = 0; i < sizeof classes / sizeof classes[0]; i++) {
		for (char *at; (at = strstr(text, classes[i].posix));) {
			char *next = alloc_format("%.*s%s%s", (int)(at - text), text,
				classes[i].ecma, at + strlen(classes[i].posix));
			free(text);
			text = next;
		}
	}
	json_t *translated = json_string(text);
	free(text);
	return translated;
}

static json_t *item_schema(const struct param *param)
{
	static const char *const types[] = {
		[PARAM_STRING] = "string",
		[PARAM_INTEGER] = "integer",
		[PARAM_NUMBER] = "number",
		[PARAM_BOOLEAN] = "boolean",
		[PARAM_OBJECT] = "object",
	};
	json_t *schema = json_object();
	if (param->kind != PARAM_ANY)
		json_object_set_new(schema, "type", json_string(types[param->kind]));
	copy(schema, "format", param->row, "format");
	const char *pattern = json_string_value(json_object_get(param->row, "pattern"));
	if (pattern)
		json_object_set_new(schema, "pattern", pattern_ecma(pattern));
	copy(schema, "enum", param->row, "enum");
	copy(schema, "maxLength", param->row, "max_length");
	put_bound(schema, "minimum", param->minimum);
	put_bound(schema, "maximum", param->maximum);
	return schema;
}

static json_t *param_schema(const struct param *param)
{
	json_t *schema = item_schema(param);
	if (param->array)
		return json_pack("{s:s, s:o}", "type", "array", "items", schema);
	return schema;
}

static json_t *param_descriptor(const struct param *param)
{
	json_t *descriptor = json_pack("{s:s, s:b, s:o}", "name", param->name, "required",
		param->required, "schema", param_schema(param));
	copy(descriptor, "description", param->row, "description");
	return descriptor;
}

static json_t *revision_descriptor(void)
{
	return json_pack("{s:s, s:s, s:b, s:{s:s, s:i}}", "name", "if_revision", "description",
		"By name only: the revision at which the object was read; refused if it has "
		"moved on since.",
		"required", 0, "schema", "type", "integer", "minimum", 0);
}

static json_t *params_of(const struct method *method)
{
	json_t *params = json_array();
	for (size_t i = 0; i < method->param_count; i++)
		json_array_append_new(params, param_descriptor(&method->params[i]));
	if (method->if_revision)
		json_array_append_new(params, revision_descriptor());
	return params;
}

static json_t *error_object(int code, const char *message, const char *kind)
{
	return json_pack(
		"{s:i, s:s, s:{s:s}}", "code", code, "message", message, "data", "kind", kind);
}

static json_t *errors_of(const struct method *method, const json_t *known)
{
	size_t i;
	json_t *kind, *errors = json_array();
	json_array_foreach (json_object_get(method->row, "errors"), i, kind) {
		const char *word = json_string_value(kind);
		json_t *error = word ? json_object_get(known, word) : NULL;
		if (error)
			json_array_append(errors, error);
	}
	return errors;
}

static json_t *method_object(const struct method *method, const json_t *known)
{
	const char *returns = json_string_value(json_object_get(method->row, "returns"));
	json_t *object = json_pack("{s:s, s:s, s:o, s:{s:s, s:s, s:{}}, s:o, s:b}", "name",
		method->name, "paramStructure", "either", "params", params_of(method), "result",
		"name", "result", "description", returns ? returns : "", "schema", "errors",
		errors_of(method, known), "x-writes", method->writes);
	copy(object, "summary", method->row, "summary");
	copy(object, "description", method->row, "description");
	char *noun = alloc_bytes(method->name, strcspn(method->name, "."));
	json_object_set_new(object, "tags", json_pack("[{s:s}]", "name", noun));
	free(noun);
	return object;
}

/* Every error by its word. Where several rows of the daemon share a word, the last one's message
 * stands: it is the one without a subject. */
static json_t *errors_known(const struct catalog *catalog)
{
	json_t *errors = json_object();
	for (unsigned i = 0; i < REFUSAL_COUNT; i++) {
		const struct refusal_row *row = refusal_row((enum refusal)i);
		if (row->en)
			json_object_set_new(
				errors, row->kind, error_object(row->code, row->en, row->kind));
	}
	for (size_t i = 0; i < catalog->error_count; i++) {
		const struct catalog_error *row = &catalog->errors[i];
		json_object_set_new(errors, row->kind, error_object(row->code, row->en, row->kind));
	}
	return errors;
}

static void put_methods(json_t *methods, const struct catalog *catalog, const json_t *known)
{
	for (size_t i = 0; i < catalog->method_count; i++)
		json_array_append_new(methods, method_object(catalog->methods[i], known));
}

json_t *discover_document(const struct catalog *own, const struct catalog *catalog)
{
	json_t *errors = errors_known(catalog);
	json_t *methods = json_array();
	put_methods(methods, own, errors);
	put_methods(methods, catalog, errors);
	return json_pack("{s:s, s:{s:s, s:s, s:s}, s:o, s:{s:o}}", "openrpc", OPENRPC_VERSION,
		"info", "title", "copild", "version", COPILD_VERSION, "description",
		"Action plans that come out of steering committees.", "methods", methods,
		"components", "errors", errors);
}
