/* SPDX-License-Identifier: MIT */
/* The OpenRPC document: what the catalogue says stands in it, where OpenRPC wants it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "api/discover.h"
#include "catalog_sample.h"

static json_t *document;

static int set_up(void **state)
{
	(void)state;
	struct fault fault;
	const char *own_text = "{\"methods\": [" SAMPLE_METHOD(
		"system.ping", "", "s", "", "") "], \"errors\": []}";
	struct catalog *own = catalog_parse(own_text, strlen(own_text), NULL, &fault);
	struct catalog *catalog = catalog_sample_new();
	document = discover_document(own, catalog);
	catalog_unref(own);
	catalog_unref(catalog);
	return document ? 0 : -1;
}

static int tear_down(void **state)
{
	(void)state;
	json_decref(document);
	return 0;
}

static json_t *named(const json_t *array, const char *name)
{
	size_t i;
	json_t *item;
	json_array_foreach (array, i, item)
		if (strcmp(json_string_value(json_object_get(item, "name")), name) == 0)
			return item;
	fail_msg("no \"%s\"", name);
	return NULL;
}

static json_t *method(const char *name)
{
	return named(json_object_get(document, "methods"), name);
}

static json_t *param(const char *method_name, const char *name)
{
	return named(json_object_get(method(method_name), "params"), name);
}

/* The value as compact JSON equals the text. */
static void is(json_t *value, const char *wanted)
{
	char *text = json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY);
	assert_string_equal(text ? text : "", wanted);
	free(text);
}

static void opens_as_openrpc_wants(void **state)
{
	(void)state;
	is(json_object_get(document, "openrpc"), "\"1.2.6\"");
	json_t *info = json_object_get(document, "info");
	is(json_object_get(info, "title"), "\"copild\"");
	is(json_object_get(info, "version"), "\"" COPILD_VERSION "\"");
	assert_int_equal(json_array_size(json_object_get(document, "methods")), 6);
}

static void methods_have_all_parts(void **state)
{
	(void)state;
	size_t i;
	json_t *item;
	json_array_foreach (json_object_get(document, "methods"), i, item) {
		assert_true(json_is_string(json_object_get(item, "summary")));
		assert_true(json_is_array(json_object_get(item, "params")));
		is(json_object_get(item, "paramStructure"), "\"either\"");
		json_t *result = json_object_get(item, "result");
		is(json_object_get(result, "name"), "\"result\"");
		is(json_object_get(result, "description"), "\"what it did\"");
		assert_true(json_is_object(json_object_get(result, "schema")));
	}
	is(json_object_get(method("action.edit"), "x-writes"), "true");
	is(json_object_get(method("action.get"), "x-writes"), "false");
	is(json_object_get(method("system.ping"), "params"), "[]");
}

static void params_have_schemas(void **state)
{
	(void)state;
	is(json_object_get(param("action.get", "action"), "schema"),
		"{\"type\":\"string\",\"pattern\":\"^[A-Z0-9]{1,8}-[1-9][0-9]{0,8}$\"}");
	is(json_object_get(param("action.get", "action"), "required"), "true");
	is(json_object_get(param("action.list", "limit"), "schema"),
		"{\"type\":\"integer\",\"minimum\":1,\"maximum\":200}");
	is(json_object_get(param("action.list", "state"), "schema"),
		"{\"type\":\"array\",\"items\":{\"type\":\"string\",\"enum\":[\"open\",\"done\"]}"
		"}");
	is(json_object_get(param("value.all", "day"), "schema"),
		"{\"type\":\"string\",\"format\":\"date\"}");
	is(json_object_get(param("value.all", "tree"), "schema"), "{}");
	is(json_object_get(param("action.edit", "title"), "schema"),
		"{\"type\":\"string\",\"maxLength\":5}");
	is(json_object_get(param("action.edit", "title"), "description"), "\"The title.\"");
}

static void if_revision_stands_where_it_is_taken(void **state)
{
	(void)state;
	is(json_object_get(param("action.edit", "if_revision"), "required"), "false");
	assert_int_equal(json_array_size(json_object_get(method("action.get"), "params")), 1);
}

static void errors_have_code_and_message(void **state)
{
	(void)state;
	is(json_object_get(method("action.get"), "errors"),
		"[{\"code\":1001,\"message\":\"not found\",\"data\":{\"kind\":\"not_found\"}}]");
	json_t *errors = json_object_get(json_object_get(document, "components"), "errors");
	is(json_object_get(json_object_get(errors, "unavailable"), "code"), "-32001");
	is(json_object_get(json_object_get(errors, "bad_value"), "code"), "-32602");
}

static void posix_classes_become_what_programs_read(void **state)
{
	(void)state;
	struct fault fault;
	const char *text = "{\"methods\": [" SAMPLE_METHOD("a.b", "api.a_b", "s", "",
		SAMPLE_PARAM("c", "title", "string", "true",
			", \"pattern\": \"^[^[:cntrl:][:space:]]+$\"")) "], \"errors\": []}";
	struct catalog *catalog = catalog_parse(text, strlen(text), NULL, &fault);
	json_t *other = discover_document(catalog, catalog);
	json_t *first = json_array_get(json_object_get(other, "methods"), 0);
	json_t *only = json_array_get(json_object_get(first, "params"), 0);
	json_t *schema = json_object_get(only, "schema");
	is(json_object_get(schema, "pattern"), "\"^[^\\\\u0000-\\\\u001f\\\\u007f\\\\s]+$\"");
	json_decref(other);
	catalog_unref(catalog);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(opens_as_openrpc_wants),
		cmocka_unit_test(methods_have_all_parts),
		cmocka_unit_test(params_have_schemas),
		cmocka_unit_test(if_revision_stands_where_it_is_taken),
		cmocka_unit_test(errors_have_code_and_message),
		cmocka_unit_test(posix_classes_become_what_programs_read),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
