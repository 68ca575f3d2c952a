/* SPDX-License-Identifier: MIT */
/* Reads one row of core.catalog(): checks that it is whole, compiles patterns, words the
 * statement. */
#include "api/method.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

static const char *const kind_names[] = {
	[PARAM_STRING] = "string",
	[PARAM_INTEGER] = "integer",
	[PARAM_NUMBER] = "number",
	[PARAM_BOOLEAN] = "boolean",
	[PARAM_OBJECT] = "object",
	[PARAM_ANY] = "any",
};

static bool kind_parse(struct param *param, const char *name)
{
	for (size_t i = 0; i < sizeof kind_names / sizeof kind_names[0]; i++) {
		if (strcmp(kind_names[i], name) != 0)
			continue;
		param->kind = (enum param_kind)i;
		return true;
	}
	return false;
}

/* An absent bound is infinite, but what PostgreSQL's type cannot hold is out of any range. */
static double bound_of(const struct param *param, const char *name, double infinite)
{
	json_t *bound = json_object_get(param->row, name);
	if (json_is_number(bound))
		return json_number_value(bound);
	if (strcmp(param->type, "integer") == 0)
		return infinite < 0 ? -2147483648.0 : 2147483647.0;
	if (strcmp(param->type, "smallint") == 0)
		return infinite < 0 ? -32768.0 : 32767.0;
	return infinite;
}

static bool pattern_parse(struct param *param, struct fault *fault)
{
	const char *pattern = json_string_value(json_object_get(param->row, "pattern"));
	if (!pattern)
		return true;
	int code = regcomp(&param->pattern, pattern, REG_EXTENDED | REG_NOSUB);
	if (code == 0) {
		param->has_pattern = true;
		return true;
	}
	char why[128];
	regerror(code, &param->pattern, why, sizeof why);
	fault_set(fault, 0, "parameter \"%s\": pattern \"%s\": %s", param->name, pattern, why);
	return false;
}

/* A type that nobody has found words for goes by its name. */
static const char *expected_of(const struct param *param, const char *locale)
{
	json_t *words = json_object_get(param->row, "expected");
	const char *text = json_string_value(json_object_get(words, locale));
	return text ? text : param->type;
}

static bool param_parse(struct param *param, json_t *row, struct fault *fault)
{
	const char *kind;
	int required, array = 0;
	json_error_t error;
	if (json_unpack_ex(row, &error, 0, "{s:s, s:s, s:b, s:s, s?b}", "name", &param->name,
		    "type", &param->type, "required", &required, "json", &kind, "array",
		    &array) != 0) {
		fault_set(fault, 0, "parameter: %s", error.text);
		return false;
	}
	param->row = row;
	param->required = required;
	param->array = array;
	if (!kind_parse(param, kind)) {
		fault_set(fault, 0, "parameter \"%s\": unknown kind \"%s\"", param->name, kind);
		return false;
	}
	const char *format = json_string_value(json_object_get(row, "format"));
	param->expected_en = expected_of(param, "en");
	param->expected_fr = expected_of(param, "fr");
	param->date = format && strcmp(format, "date") == 0;
	param->choices = json_object_get(row, "enum");
	if (!json_is_array(param->choices))
		param->choices = NULL;
	json_t *longest = json_object_get(row, "max_length");
	param->max_length = json_is_integer(longest) ? json_integer_value(longest) : -1;
	param->minimum = bound_of(param, "minimum", -INFINITY);
	param->maximum = bound_of(param, "maximum", INFINITY);
	return pattern_parse(param, fault);
}

/* `select case when core.act($1, $2, $3) then api.f("name" => $4::type, …) end`: by name, so that a
 * function whose parameters have changed places is not called with the wrong ones. */
static char *method_word(const struct method *method, const char *function)
{
	char *text;
	size_t size;
	FILE *stream = open_memstream(&text, &size);
	if (!stream)
		abort();
	fprintf(stream, "select case when core.act($1, $2, $3) then %s(", function);
	for (size_t i = 0; i < method->param_count; i++)
		fprintf(stream, "%s\"%s\" => $%zu::%s%s", i ? ", " : "", method->params[i].name,
			i + METHOD_COMMON_PARAMS + 1, method->params[i].type,
			method->params[i].array ? "[]" : "");
	fputs(") end", stream);
	fclose(stream);
	return text;
}

/* Writes of one plan go over one connection: by the plan's own key, or by the reference of an
 * object, which begins with it. */
static int plan_param(const struct method *method)
{
	int reference = -1;
	for (size_t i = 0; i < method->param_count; i++) {
		const struct param *param = &method->params[i];
		size_t length = strlen(param->type);
		if (strcmp(param->name, "plan") == 0)
			return (int)i;
		if (reference < 0 && length > 4 && strcmp(param->type + length - 4, "_ref") == 0)
			reference = (int)i;
	}
	return reference;
}

static bool params_parse(struct method *method, json_t *rows, struct fault *fault)
{
	method->params = alloc_array(json_array_size(rows) + 1, sizeof *method->params);
	for (size_t i = 0; i < json_array_size(rows); i++) {
		method->param_count = i + 1;
		if (!param_parse(&method->params[i], json_array_get(rows, i), fault))
			return false;
	}
	method->plan_param = plan_param(method);
	return true;
}

static void state(struct method *method, const char *function, const struct method *previous)
{
	method->sql = method_word(method, function);
	if (previous && previous->sql && strcmp(previous->sql, method->sql) == 0)
		method->statement = statement_ref(previous->statement);
	else
		method->statement =
			statement_new(method->sql, METHOD_COMMON_PARAMS + method->param_count);
}

struct method *method_new(json_t *row, const struct method *previous, struct fault *fault)
{
	struct method *method = alloc_new(sizeof *method);
	method->row = json_incref(row);
	const char *function, *volatility;
	int heavy = 0, if_revision = 0;
	json_t *params;
	json_error_t error;
	if (json_unpack_ex(row, &error, 0, "{s:s, s:s, s:s, s?b, s?b, s:o}", "name", &method->name,
		    "function", &function, "volatility", &volatility, "heavy", &heavy,
		    "if_revision", &if_revision, "params", &params) != 0) {
		fault_set(fault, 0, "method: %s", error.text);
		goto fail;
	}
	method->writes = strcmp(volatility, "v") == 0;
	method->heavy = heavy;
	method->if_revision = if_revision;
	struct fault why;
	if (!params_parse(method, params, &why)) {
		fault_set(fault, 0, "method \"%s\": %s", method->name, why.text);
		goto fail;
	}
	if (*function)
		state(method, function, previous);
	return method;
fail:
	method_free(method);
	return NULL;
}

void method_free(struct method *method)
{
	if (!method)
		return;
	for (size_t i = 0; i < method->param_count; i++)
		if (method->params[i].has_pattern)
			regfree(&method->params[i].pattern);
	free(method->params);
	free(method->sql);
	if (method->statement)
		statement_unref(method->statement);
	json_decref(method->row);
	free(method);
}

const struct param *method_param(const struct method *method, const char *name)
{
	for (size_t i = 0; i < method->param_count; i++)
		if (strcmp(method->params[i].name, name) == 0)
			return &method->params[i];
	return NULL;
}
