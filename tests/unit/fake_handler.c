/* SPDX-License-Identifier: MIT */
/* "hold" [track, name] is kept; "locale" [x] is answered while it is routed; "big" [n] has an
 * answer of n bytes; the others are the specification's. */
#include "fake_handler.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static json_int_t fake_number(struct call *call, size_t index, const char *name)
{
	json_t *params = call_params(call);

	return json_integer_value(json_is_array(params) ? json_array_get(params, index)
							: json_object_get(params, name));
}

static void fake_sum(struct call *call)
{
	json_int_t sum = 0;
	json_t *term;
	size_t index;

	json_array_foreach (call_params(call), index, term)
		sum += json_integer_value(term);
	call_result_json(call, json_integer(sum));
}

static void fake_big(struct call *call)
{
	size_t size = (size_t)fake_number(call, 0, "size");
	char *text = malloc(size);

	memset(text, 'x', size);
	text[0] = text[size - 1] = '"';
	call_result(call, text, size);
	free(text);
}

static int fake_route(void *context, struct call *call)
{
	struct fake *fake = context;

	fake->routed++;
	call_attach(call, fake);
	if (strcmp(call_method(call), "locale") == 0) {
		call_set_locale(call, json_string_value(json_array_get(call_params(call), 0)));
		call_result_json(call, json_string(call_locale(call)));
		return CALL_ANSWERED;
	}
	if (strcmp(call_method(call), "hold") == 0)
		return (int)fake_number(call, 0, "track");
	return 0;
}

static void fake_hold(struct fake *fake, struct call *call)
{
	json_t *name = json_array_get(call_params(call), 1);
	char trace[sizeof(fake->trace)];

	snprintf(trace, sizeof(trace), "%s%s", fake->trace, name ? json_string_value(name) : "");
	memcpy(fake->trace, trace, sizeof(trace));
	fake->held[fake->held_count++] = call;
}

static void fake_start(void *context, struct call *call)
{
	const char *method = call_method(call);

	if (strcmp(method, "hold") == 0)
		fake_hold(context, call);
	else if (strcmp(method, "subtract") == 0)
		call_result_json(call, json_integer(fake_number(call, 0, "minuend") -
						    fake_number(call, 1, "subtrahend")));
	else if (strcmp(method, "sum") == 0)
		fake_sum(call);
	else if (strcmp(method, "get_data") == 0)
		call_result(call, "[\"hello\",\n5]", 12);
	else if (strcmp(method, "big") == 0)
		fake_big(call);
	else if (strcmp(method, "who") == 0)
		call_result_json(
			call, json_pack("[s,b,s,b]", call_actor(call), call_read_only(call),
				      call_locale(call), call_locale_set(call)));
	else if (strncmp(method, "notify_", 7) == 0 || strcmp(method, "update") == 0)
		call_result(call, "null", 4);
	else
		call_error(call, -32601, "Method not found", NULL);
}

static void fake_forget(void *context, void *attached)
{
	struct fake *fake = context;

	fake->forgotten += attached == context;
}

static const char *fake_wording(void *context, enum call_refusal refusal, const char *locale)
{
	(void)context;
	if (strcmp(locale, "fr") == 0)
		return refusal == CALL_PARSE_ERROR ? "Erreur de syntaxe"
						   : "Requ\xc3\xaate refus\xc3\xa9"
						     "e";
	return refusal == CALL_PARSE_ERROR ? "Parse error" : "Invalid Request";
}

void fake_init(struct fake *fake)
{
	memset(fake, 0, sizeof(*fake));
	fake->handler = (struct handler){
		.route = fake_route,
		.start = fake_start,
		.forget = fake_forget,
		.wording = fake_wording,
		.context = fake,
	};
}

void fake_release(struct fake *fake, size_t place)
{
	struct call *call = fake->held[place];

	fake->held[place] = NULL;
	call_result_json(call, json_integer((json_int_t)place));
}

void fake_release_all(struct fake *fake)
{
	for (size_t place = 0; place < fake->held_count; place++) {
		if (fake->held[place])
			fake_release(fake, place);
	}
}
