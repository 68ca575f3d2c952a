/* SPDX-License-Identifier: MIT */
/* Puts a call's params, by name or by position, in the order of the method's statement. */
#include "api/bind.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/hash.h"
#include "api/value.h"
#include "base/alloc.h"

static bool english(const char *locale)
{
	return strcmp(locale, "en") == 0;
}

/* Always false, so that it can be returned. `expected` is taken. */
static bool misfit_set(
	struct misfit *misfit, enum refusal refusal, const char *param, char *expected)
{
	misfit->refusal = refusal;
	misfit->param = refusal_shortened(param);
	misfit->expected = expected;
	return false;
}

static char *expected_of(const struct param *param, const char *locale)
{
	return alloc_text(english(locale) ? param->expected_en : param->expected_fr);
}

static char *expected_names(const struct method *method, const char *locale)
{
	char *text;
	size_t size;
	if (method->param_count == 0)
		return alloc_text(english(locale) ? "no parameters" : "aucun paramètre");
	FILE *stream = open_memstream(&text, &size);
	if (!stream)
		abort();
	fputs(english(locale) ? "one of: " : "l’un de : ", stream);
	for (size_t i = 0; i < method->param_count; i++)
		fprintf(stream, "%s%s", i ? ", " : "", method->params[i].name);
	if (method->if_revision)
		fputs(", if_revision", stream);
	fclose(stream);
	return text;
}

/* One value into its place; JSON null is as good as absent. */
static bool bind_value(const struct param *param, json_t *value, const char *locale,
	struct bound *bound, size_t place, struct misfit *misfit)
{
	if (json_is_null(value))
		return true;
	bound->texts[place] = value_text(param, value);
	if (bound->texts[place])
		return true;
	return misfit_set(misfit, REFUSAL_PARAM_BAD, param->name, expected_of(param, locale));
}

static bool bind_revision(
	json_t *value, const char *locale, struct bound *bound, struct misfit *misfit)
{
	if (json_is_null(value))
		return true;
	if (json_is_integer(value) && json_integer_value(value) >= 0) {
		bound->revision = alloc_format("%" JSON_INTEGER_FORMAT, json_integer_value(value));
		return true;
	}
	return misfit_set(misfit, REFUSAL_PARAM_BAD, "if_revision",
		alloc_text(english(locale)
				   ? "the revision at which the object was read, a whole number"
				   : "la révision à laquelle l’objet a été lu, un entier"));
}

static bool bind_object(const struct method *method, json_t *params, const char *locale,
	struct bound *bound, struct misfit *misfit)
{
	const char *name;
	json_t *value;
	json_object_foreach (params, name, value) {
		const struct param *param = method_param(method, name);
		bool fits;
		if (param)
			fits = bind_value(param, value, locale, bound,
				(size_t)(param - method->params), misfit);
		else if (method->if_revision && strcmp(name, "if_revision") == 0)
			fits = bind_revision(value, locale, bound, misfit);
		else
			fits = misfit_set(misfit, REFUSAL_PARAM_UNKNOWN, name,
				expected_names(method, locale));
		if (!fits)
			return false;
	}
	return true;
}

static bool too_many(const struct method *method, const char *locale, struct misfit *misfit)
{
	char place[24];
	snprintf(place, sizeof place, "%zu", method->param_count + 1);
	return misfit_set(misfit, REFUSAL_PARAM_TOO_MANY, place,
		alloc_format(english(locale) ? "%zu at most" : "%zu au plus", method->param_count));
}

static bool bind_array(const struct method *method, json_t *params, const char *locale,
	struct bound *bound, struct misfit *misfit)
{
	size_t i;
	json_t *value;
	if (json_array_size(params) > method->param_count)
		return too_many(method, locale, misfit);
	json_array_foreach (params, i, value)
		if (!bind_value(&method->params[i], value, locale, bound, i, misfit))
			return false;
	return true;
}

static bool none_missing(const struct method *method, const char *locale, const struct bound *bound,
	struct misfit *misfit)
{
	for (size_t i = 0; i < method->param_count; i++) {
		const struct param *param = &method->params[i];
		if (param->required && !bound->texts[i])
			return misfit_set(misfit, REFUSAL_PARAM_MISSING, param->name,
				expected_of(param, locale));
	}
	return true;
}

bool bind_params(const struct method *method, json_t *params, const char *locale,
	struct bound *bound, struct misfit *misfit)
{
	*bound = (struct bound){.count = method->param_count};
	bound->texts = alloc_array(method->param_count + 1, sizeof *bound->texts);
	bool fits = true;
	if (json_is_object(params))
		fits = bind_object(method, params, locale, bound, misfit);
	else if (json_is_array(params))
		fits = bind_array(method, params, locale, bound, misfit);
	if (fits && none_missing(method, locale, bound, misfit))
		return true;
	bound_done(bound);
	return false;
}

unsigned bound_shard(const struct bound *bound, const struct method *method)
{
	const char *text = method->plan_param < 0 ? NULL : bound->texts[method->plan_param];
	char key[32];
	size_t size = text ? strcspn(text, "-@") : 0;
	if (size > sizeof key)
		size = sizeof key;
	for (size_t i = 0; i < size; i++)
		key[i] = (char)toupper((unsigned char)text[i]);
	return hash_bytes(key, size);
}

void bound_done(struct bound *bound)
{
	for (size_t i = 0; i < bound->count; i++)
		free(bound->texts[i]);
	free(bound->texts);
	free(bound->revision);
}

void misfit_done(struct misfit *misfit)
{
	free(misfit->param);
	free(misfit->expected);
}
