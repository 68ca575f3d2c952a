/* SPDX-License-Identifier: MIT */
/* A small catalogue in the words of core.catalog(), for the tests of what is made from it. */
#ifndef CATALOG_SAMPLE_H
#define CATALOG_SAMPLE_H

#include <string.h>

#include "api/catalog.h"

/* clang-format off */
#define SAMPLE_PARAM(name, type, json, required, more)                                             \
	"{\"name\": \"" name "\", \"type\": \"" type "\", \"json\": \"" json                       \
	"\", \"required\": " required ", \"array\": false, \"format\": null, \"enum\": null, "     \
	"\"description\": \"The " name ".\", \"expected\": {\"en\": \"english " name               \
	"\", \"fr\": \"français " name "\"}" more "}"

#define SAMPLE_METHOD(name, function, volatility, more, params)                                    \
	"{\"name\": \"" name "\", \"function\": \"" function "\", \"volatility\": \"" volatility   \
	"\", \"summary\": \"Does " name ".\", \"description\": \"\", \"returns\": \"what it did\"" \
	", \"errors\": [\"not_found\"]" more ", \"params\": [" params "]}"

#define SAMPLE_ERRORS                                                                              \
	"[{\"sqlstate\": \"CP001\", \"code\": 1001, \"kind\": \"not_found\", \"en\": \"not "       \
	"found\", \"fr\": \"introuvable\"}, {\"sqlstate\": \"CP602\", \"code\": -32602, "          \
	"\"kind\": \"bad_value\", \"en\": \"bad value\", \"fr\": \"valeur refusée\"}, "           \
	"{\"sqlstate\": \"CP011\", \"code\": -32006, \"kind\": \"read_only\", \"en\": \"only " \
	"reads\", \"fr\": \"lecture seule\"}, {\"sqlstate\": \"CP002\", \"code\": 1002, "         \
	"\"kind\": \"forbidden\", \"en\": \"not allowed\", \"fr\": \"non permis\"}, "         \
	"{\"sqlstate\": \"CP003\", \"code\": 1003, \"kind\": \"unknown_user\", \"en\": "       \
	"\"who is %(user)s?\", \"fr\": \"qui est %(user)s ?\"}]"

#define SAMPLE_GET                                                                                 \
	SAMPLE_METHOD("action.get", "api.action_get", "s", "",                                     \
		SAMPLE_PARAM("action", "action_ref", "string", "true",                             \
			", \"pattern\": \"^[A-Z0-9]{1,8}-[1-9][0-9]{0,8}$\""))

#define SAMPLE_TEXT(number)   #number
#define SAMPLE_NUMBER(number) SAMPLE_TEXT(number)

static const char catalog_sample[] =
	"{\"schema\": " SAMPLE_NUMBER(COPILD_SCHEMA_VERSION) ", \"clock_shift_ms\": 5000, "
	"\"methods\": "
	"[" SAMPLE_GET ", " SAMPLE_METHOD("action.edit", "api.action_edit", "v",
		", \"if_revision\": true",
		SAMPLE_PARAM("action", "action_ref", "string", "true", "") ", "
		SAMPLE_PARAM("title", "title", "string", "false", ", \"max_length\": 5") ", "
		"{\"name\": \"clear\", \"type\": \"text\", "
		"\"json\": \"string\", \"required\": false, "
		"\"array\": true, \"expected\": {\"en\": \"a list\", \"fr\": \"une liste\"}}")
	", " SAMPLE_METHOD("plan.create", "api.plan_create", "v", "",
		SAMPLE_PARAM("key", "plan_key", "string", "true", ""))
	", " SAMPLE_METHOD("action.list", "api.action_list", "s", ", \"heavy\": true",
		SAMPLE_PARAM("plan", "plan_key", "string", "true", "") ", "
		SAMPLE_PARAM("limit", "page_limit", "integer", "false",
			", \"minimum\": 1, \"maximum\": 200") ", "
		"{\"name\": \"state\", \"type\": \"action_state\", \"json\": \"string\", "
		"\"required\": false, \"array\": true, \"enum\": [\"open\", \"done\"], "
		"\"expected\": {\"en\": \"states\", \"fr\": \"états\"}}")
	", " SAMPLE_METHOD("value.all", "api.value_all", "i", "",
		SAMPLE_PARAM("number", "numeric", "number", "false", "") ", "
		SAMPLE_PARAM("flag", "boolean", "boolean", "false", "") ", "
		"{\"name\": \"day\", \"type\": \"date\", "
		"\"json\": \"string\", \"format\": \"date\", "
		"\"required\": false, \"expected\": null}, "
		SAMPLE_PARAM("whole", "bigint", "integer", "false", "") ", "
		SAMPLE_PARAM("small", "integer", "integer", "false", "") ", "
		SAMPLE_PARAM("tree", "jsonb", "any", "false", "") ", "
		SAMPLE_PARAM("box", "jsonb", "object", "false", ""))
	"], \"errors\": " SAMPLE_ERRORS "}";
/* clang-format on */

static inline struct catalog *catalog_sample_new(void)
{
	struct fault fault;
	return catalog_parse(catalog_sample, strlen(catalog_sample), NULL, &fault);
}

#endif
