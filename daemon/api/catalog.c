/* SPDX-License-Identifier: MIT */
/* Parses the catalogue's text into methods by name and errors by SQLSTATE. */
#include "api/catalog.h"

#include <stdlib.h>
#include <string.h>

#include "api/hash.h"
#include "base/alloc.h"
#include "db/version.h"

/* The slot that holds the name, or the empty one where it belongs. */
static struct method **slot_of(const struct catalog *catalog, const char *name)
{
	size_t slot = hash_bytes(name, strlen(name)) & (catalog->slot_count - 1);
	while (catalog->slots[slot] && strcmp(catalog->slots[slot]->name, name) != 0)
		slot = (slot + 1) & (catalog->slot_count - 1);
	return &catalog->slots[slot];
}

/* At most half full, so that a search ends soon. */
static void slots_make(struct catalog *catalog, size_t count)
{
	catalog->slot_count = 16;
	while (catalog->slot_count < count * 2)
		catalog->slot_count *= 2;
	catalog->slots = alloc_array(catalog->slot_count, sizeof *catalog->slots);
}

static bool methods_parse(
	struct catalog *catalog, json_t *rows, const struct catalog *previous, struct fault *fault)
{
	size_t count = json_array_size(rows);
	slots_make(catalog, count);
	catalog->methods = alloc_array(count + 1, sizeof *catalog->methods);
	for (size_t i = 0; i < count; i++) {
		json_t *row = json_array_get(rows, i);
		const char *name = json_string_value(json_object_get(row, "name"));
		const struct method *known =
			previous && name ? catalog_method(previous, name) : NULL;
		struct method *method = method_new(row, known, fault);
		if (!method)
			return false;
		catalog->methods[catalog->method_count++] = method;
		struct method **slot = slot_of(catalog, method->name);
		if (*slot) {
			fault_set(fault, 0, "method \"%s\" stands twice", method->name);
			return false;
		}
		*slot = method;
	}
	return true;
}

static bool errors_parse(struct catalog *catalog, json_t *rows, struct fault *fault)
{
	size_t count = json_array_size(rows);
	catalog->errors = alloc_array(count + 1, sizeof *catalog->errors);
	for (size_t i = 0; i < count; i++) {
		struct catalog_error *row = &catalog->errors[i];
		json_error_t error;
		if (json_unpack_ex(json_array_get(rows, i), &error, 0, "{s:s, s:i, s:s, s:s, s:s}",
			    "sqlstate", &row->sqlstate, "code", &row->code, "kind", &row->kind,
			    "en", &row->en, "fr", &row->fr) != 0) {
			fault_set(fault, 0, "error: %s", error.text);
			return false;
		}
		catalog->error_count = i + 1;
	}
	return true;
}

/* Before anything else is read: what another version says is not ours to judge. */
static bool schema_fits(const json_t *root, struct fault *fault)
{
	const json_t *schema = json_object_get(root, "schema");
	if (!schema || version_fits(json_integer_value(schema), COPILD_SCHEMA_VERSION, fault))
		return true;
	fault->code = CATALOG_FOREIGN;
	return false;
}

static bool catalog_fill(
	struct catalog *catalog, const struct catalog *previous, struct fault *fault)
{
	json_error_t error;
	json_t *methods, *errors;
	json_int_t shift = 0;
	if (!schema_fits(catalog->root, fault))
		return false;
	catalog->stamp = "";
	if (json_unpack_ex(catalog->root, &error, 0, "{s?s, s?I, s:o, s:o}", "stamp",
		    &catalog->stamp, "clock_shift_ms", &shift, "methods", &methods, "errors",
		    &errors) != 0) {
		fault_set(fault, 0, "%s", error.text);
		return false;
	}
	catalog->clock_shift = shift;
	return methods_parse(catalog, methods, previous, fault) &&
	       errors_parse(catalog, errors, fault);
}

struct catalog *catalog_parse(
	const char *text, size_t size, const struct catalog *previous, struct fault *fault)
{
	json_error_t error;
	struct catalog *catalog = alloc_new(sizeof *catalog);
	catalog->references = 1;
	catalog->root = json_loadb(text, size, JSON_REJECT_DUPLICATES, &error);
	if (!catalog->root)
		fault_set(fault, 0, "%s", error.text);
	else if (catalog_fill(catalog, previous, fault))
		return catalog;
	catalog_unref(catalog);
	return NULL;
}

struct catalog *catalog_ref(struct catalog *catalog)
{
	catalog->references++;
	return catalog;
}

void catalog_unref(struct catalog *catalog)
{
	if (!catalog || --catalog->references > 0)
		return;
	for (size_t i = 0; i < catalog->method_count; i++)
		method_free(catalog->methods[i]);
	free(catalog->methods);
	free(catalog->slots);
	free(catalog->errors);
	json_decref(catalog->root);
	free(catalog);
}

struct method *catalog_method(const struct catalog *catalog, const char *name)
{
	return *slot_of(catalog, name);
}

const struct catalog_error *catalog_error(const struct catalog *catalog, const char *sqlstate)
{
	for (size_t i = 0; i < catalog->error_count; i++)
		if (strcmp(catalog->errors[i].sqlstate, sqlstate) == 0)
			return &catalog->errors[i];
	return NULL;
}

const struct catalog_error *catalog_error_kind(const struct catalog *catalog, const char *kind)
{
	for (size_t i = 0; i < catalog->error_count; i++)
		if (strcmp(catalog->errors[i].kind, kind) == 0)
			return &catalog->errors[i];
	return NULL;
}
