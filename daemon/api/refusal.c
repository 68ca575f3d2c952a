/* SPDX-License-Identifier: MIT */
/* The one table of errors born in the daemon, the meaning of PostgreSQL's own SQLSTATEs, and the
 * answers made from both and from the catalogue's errors. Nothing internal leaves here. */
#include "api/refusal.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "base/alloc.h"
#include "base/log.h"

#define SUBJECT_LIMIT 64 /* bytes of a peer's text that are said back */

/* One refusal, one row. */
/* clang-format off */
static const struct refusal_row rows[] = {
	[REFUSAL_PARSE_ERROR] = {"parse_error", -32700, -1,
		"This line is not valid JSON.",
		"Cette ligne n’est pas du JSON valide."},
	[REFUSAL_INVALID_REQUEST] = {"invalid_request", -32600, -1,
		"This is not a JSON-RPC 2.0 request.",
		"Ce n’est pas une requête JSON-RPC 2.0."},
	[REFUSAL_METHOD_NOT_FOUND] = {"method_not_found", -32601, -1,
		"There is no method \"%(method)s\".",
		"La méthode « %(method)s » n’existe pas."},
	[REFUSAL_PARAM_UNKNOWN] = {"bad_value", -32602, -1,
		"There is no parameter \"%(param)s\": expected %(expected)s.",
		"Le paramètre « %(param)s » n’existe pas ; admis : %(expected)s."},
	[REFUSAL_PARAM_MISSING] = {"bad_value", -32602, -1,
		"Parameter \"%(param)s\" is missing: expected %(expected)s.",
		"Le paramètre « %(param)s » manque : il faut %(expected)s."},
	[REFUSAL_PARAM_BAD] = {"bad_value", -32602, -1,
		"Parameter \"%(param)s\": expected %(expected)s.",
		"Paramètre « %(param)s » : il faut %(expected)s.", .listed = true},
	[REFUSAL_PARAM_TOO_MANY] = {"bad_value", -32602, -1,
		"There are too many parameters: expected %(expected)s.",
		"Il y a trop de paramètres : il en faut %(expected)s."},
	[REFUSAL_VALUE_BAD] = {"bad_value", -32602, -1,
		"The value of a parameter is not accepted.",
		"La valeur d’un paramètre n’est pas admise."},
	[REFUSAL_INTERNAL] = {"internal", -32603, -1,
		"copild has failed at this call; its log says why.",
		"copild a échoué à cet appel ; son journal dit pourquoi."},
	[REFUSAL_UPGRADING] = {"unavailable", -32001, 1,
		"The server is being upgraded. Nothing was done; try again later.",
		"Le serveur est en cours de mise à jour. Rien n’a été fait ; réessayez plus tard."},
	[REFUSAL_UNAVAILABLE] = {"unavailable", -32001, 1,
		"The database cannot be reached. Nothing was done; try again.",
		"La base de données est injoignable. Rien n’a été fait ; réessayez."},
	[REFUSAL_OUTCOME_UNKNOWN] = {"outcome_unknown", -32002, 0,
		"The database went away in mid-write. "
		"Look whether the change was made before trying again.",
		"La base de données a disparu en pleine écriture. "
		"Vérifiez si le changement est fait avant de réessayer."},
	[REFUSAL_TIMEOUT] = {"timeout", -32003, 1,
		"This call took too long and was ended. Nothing was done.",
		"Cet appel a duré trop longtemps et a été interrompu. Rien n’a été fait."},
	[REFUSAL_BUSY] = {"busy", -32004, 1,
		"The server is busy. Nothing was done; try again.",
		"Le serveur est occupé. Rien n’a été fait ; réessayez."},
	[REFUSAL_TOO_LARGE] = {"too_large", -32005, -1,
		"The answer is too large: ask for less, with \"limit\" or a narrower filter.",
		"La réponse est trop grande : "
		"demandez-en moins, avec « limit » ou un filtre plus étroit."},
	[REFUSAL_READ_ONLY] = {.kind = "read_only", .retryable = -1, .listed = true},
	[REFUSAL_FULL] = {"full", -32007, 1,
		"The database has no room left. Nothing was done; tell the administrator.",
		"La base de données n’a plus de place. "
		"Rien n’a été fait ; prévenez l’administrateur."},
	[REFUSAL_FORBIDDEN] = {.kind = "forbidden", .retryable = -1, .listed = true},
};

/* What PostgreSQL says of itself; everything else is internal. */
static const struct {
	const char *sqlstate;
	enum refusal refusal;
} states[] = {
	{"57014", REFUSAL_TIMEOUT},     /* query_canceled: statement_timeout */
	{"55P03", REFUSAL_BUSY},        /* lock_not_available */
	{"40P01", REFUSAL_BUSY},        /* deadlock_detected */
	{"40001", REFUSAL_BUSY},        /* serialization_failure */
	{"53200", REFUSAL_BUSY},        /* out_of_memory */
	{"53300", REFUSAL_UNAVAILABLE}, /* too_many_connections */
	{"57P01", REFUSAL_UNAVAILABLE}, /* admin_shutdown */
	{"57P02", REFUSAL_UNAVAILABLE}, /* crash_shutdown */
	{"57P03", REFUSAL_UNAVAILABLE}, /* cannot_connect_now */
	{"53100", REFUSAL_FULL},        /* disk_full */
	{"25006", REFUSAL_READ_ONLY},   /* read_only_sql_transaction */
	{"42501", REFUSAL_FORBIDDEN},   /* insufficient_privilege */
	{"22001", REFUSAL_VALUE_BAD},   /* string_data_right_truncation */
	{"22003", REFUSAL_VALUE_BAD},   /* numeric_value_out_of_range */
	{"22007", REFUSAL_VALUE_BAD},   /* invalid_datetime_format */
	{"22008", REFUSAL_VALUE_BAD},   /* datetime_field_overflow */
	{"22021", REFUSAL_VALUE_BAD},   /* character_not_in_repertoire */
	{"22P02", REFUSAL_VALUE_BAD},   /* invalid_text_representation */
	{"22P05", REFUSAL_VALUE_BAD},   /* untranslatable_character */
	{"23514", REFUSAL_VALUE_BAD},   /* check_violation: a domain's */
};
/* clang-format on */

static const char *const stale[] = {"42883", "42704", "3F000", "42P18", "26000", "0A000"};

const struct refusal_row *refusal_row(enum refusal refusal)
{
	assert(refusal < sizeof rows / sizeof rows[0]);
	return &rows[refusal];
}

static bool english(const char *locale)
{
	return strcmp(locale, "en") == 0;
}

static const char *words_of(const struct refusal_row *row, const char *locale)
{
	return english(locale) ? row->en : row->fr;
}

const char *refusal_sentence(int code, const char *locale)
{
	size_t i = 0;
	while (i < REFUSAL_COUNT && rows[i].code != code)
		i++;
	return words_of(
		refusal_row(i < REFUSAL_COUNT ? (enum refusal)i : REFUSAL_INTERNAL), locale);
}

char *refusal_shortened(const char *text)
{
	size_t size = strlen(text);
	if (size <= SUBJECT_LIMIT)
		return alloc_text(text);
	size = SUBJECT_LIMIT;
	while (size > 0 && ((unsigned char)text[size] & 0xc0) == 0x80)
		size--;
	return alloc_format("%.*s…", (int)size, text);
}

/* The words up to the next gap, what fills it, and so on. */
static void put_words(FILE *stream, const char *words, const json_t *data)
{
	for (const char *gap; (gap = strstr(words, "%("));) {
		size_t size = strcspn(gap + 2, ")");
		char *name = alloc_bytes(gap + 2, size);
		const char *text = json_string_value(json_object_get(data, name));
		fprintf(stream, "%.*s%s", (int)(gap - words), words, text ? text : "?");
		free(name);
		words = gap + 2 + size;
		if (strncmp(words, ")s", 2) == 0)
			words += 2;
	}
	fputs(words, stream);
}

char *refusal_fill(const char *words, const json_t *data)
{
	char *text;
	size_t size;
	FILE *stream = open_memstream(&text, &size);
	if (!stream)
		abort();
	put_words(stream, words, data);
	fclose(stream);
	return text;
}

json_t *refusal_data(enum refusal refusal, json_t *data)
{
	const struct refusal_row *row = refusal_row(refusal);
	if (!data)
		data = json_object();
	json_object_set_new(data, "kind", json_string(row->kind));
	if (row->retryable >= 0)
		json_object_set_new(data, "retryable", json_boolean(row->retryable));
	return data;
}

static void answer_words(struct call *call, int code, const char *words, json_t *data)
{
	char *text = refusal_fill(words, data);
	call_error(call, code, text, data);
	free(text);
}

void refusal_answer(
	struct call *call, const struct catalog *catalog, enum refusal refusal, json_t *data)
{
	const struct refusal_row *row = refusal_row(refusal);
	const struct catalog_error *listed =
		row->listed && catalog ? catalog_error_kind(catalog, row->kind) : NULL;
	const char *locale = call_locale(call);
	if (!listed && !row->en)
		refusal_answer(call, NULL, REFUSAL_INTERNAL, data);
	else if (listed)
		answer_words(call, listed->code, english(locale) ? listed->en : listed->fr,
			refusal_data(refusal, data));
	else
		answer_words(call, row->code, words_of(row, locale), refusal_data(refusal, data));
}

enum refusal refusal_of_sqlstate(const char *sqlstate)
{
	for (size_t i = 0; i < sizeof states / sizeof states[0]; i++)
		if (strcmp(states[i].sqlstate, sqlstate) == 0)
			return states[i].refusal;
	if (strncmp(sqlstate, "08", 2) == 0)
		return REFUSAL_UNAVAILABLE;
	return REFUSAL_INTERNAL;
}

bool refusal_is_stale(const char *sqlstate)
{
	for (size_t i = 0; i < sizeof stale / sizeof stale[0]; i++)
		if (strcmp(stale[i], sqlstate) == 0)
			return true;
	return false;
}

const char *refusal_of_caller(const struct catalog *catalog, const char *sqlstate)
{
	static const char *const kinds[] = {"forbidden", "read_only", "unknown_user"};
	const struct catalog_error *row = catalog_error(catalog, sqlstate);
	for (size_t i = 0; row && i < sizeof kinds / sizeof *kinds; i++)
		if (strcmp(row->kind, kinds[i]) == 0)
			return row->kind;
	if (!row && refusal_of_sqlstate(sqlstate) == REFUSAL_FORBIDDEN)
		return refusal_row(REFUSAL_FORBIDDEN)->kind;
	return NULL;
}

/* What the operator must know stands in the log; the caller can name it by its id. */
static void answer_internal(struct call *call, const struct outcome *outcome)
{
	uint64_t random = 0;
	char id[17];
	if (getrandom(&random, sizeof random, GRND_NONBLOCK) != sizeof random)
		random = (uintptr_t)outcome;
	snprintf(id, sizeof id, "%016" PRIx64, random);
	log_error("call %s: \"%s\" failed: %s: %s", id, call_method(call), outcome->sqlstate,
		outcome->message);
	refusal_answer(call, NULL, REFUSAL_INTERNAL, json_pack("{s:s}", "id", id));
}

/* SQL knows the language of the persons it knows, and the one that was chosen; whoever is neither
 * is spoken to in the daemon's. */
static bool is_of_nobody(const struct catalog_error *row)
{
	return strcmp(row->kind, "unknown_user") == 0;
}

/* An error of ours: its words and its data were made in SQL, in the caller's language. */
static void answer_raised(
	struct call *call, const struct catalog_error *row, const struct outcome *outcome)
{
	json_error_t error;
	json_t *data = outcome->detail ? json_loads(outcome->detail, 0, &error) : NULL;
	if (!json_is_object(data)) {
		json_decref(data);
		data = json_object();
	}
	if (!json_object_get(data, "kind"))
		json_object_set_new(data, "kind", json_string(row->kind));
	if (is_of_nobody(row))
		answer_words(call, row->code, english(call_locale(call)) ? row->en : row->fr, data);
	else
		call_error(call, row->code, outcome->message, data);
}

static void answer_refused(
	struct call *call, const struct catalog *catalog, const struct outcome *outcome)
{
	const struct catalog_error *row = catalog_error(catalog, outcome->sqlstate);
	enum refusal refusal = refusal_of_sqlstate(outcome->sqlstate);
	if (row) {
		answer_raised(call, row, outcome);
		return;
	}
	if (refusal == REFUSAL_INTERNAL) {
		answer_internal(call, outcome);
		return;
	}
	log_debug("\"%s\" refused: %s: %s", call_method(call), outcome->sqlstate, outcome->message);
	refusal_answer(call, catalog, refusal, NULL);
}

void refusal_answer_outcome(
	struct call *call, const struct catalog *catalog, const struct outcome *outcome)
{
	switch (outcome->kind) {
	case OUTCOME_VALUE:
		assert(!"a value is no refusal");
		break;
	case OUTCOME_REFUSED:
		answer_refused(call, catalog, outcome);
		break;
	case OUTCOME_UNAVAILABLE:
		refusal_answer(call, catalog, REFUSAL_UNAVAILABLE, NULL);
		break;
	case OUTCOME_UNKNOWN:
		refusal_answer(call, catalog, REFUSAL_OUTCOME_UNKNOWN, NULL);
		break;
	case OUTCOME_BUSY:
		refusal_answer(call, catalog, REFUSAL_BUSY, NULL);
		break;
	}
}
