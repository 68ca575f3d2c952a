/* SPDX-License-Identifier: MIT */
/* Rows of core.outbox_claim as structs. An address that must not be told to a server is kept: the
 * letter refuses it, so that people see why. */
#include "notify/claim.h"

#include <errno.h>
#include <string.h>

#include "notify/address.h"

static const char *const names[CHANNEL_COUNT] = {
	[CHANNEL_MAIL] = "mail", [CHANNEL_WEBHOOK] = "webhook"};

const char *channel_name(enum channel channel)
{
	return names[channel];
}

static const char *text_of(const json_t *object, const char *name)
{
	return json_string_value(json_object_get(object, name));
}

/* A list of whole numbers, or one alone. */
static size_t numbers_of(const json_t *value, json_int_t *numbers, size_t most)
{
	size_t count = 0;
	if (json_is_integer(value)) {
		numbers[0] = json_integer_value(value);
		return 1;
	}
	while (count < most && json_is_integer(json_array_get(value, count))) {
		numbers[count] = json_integer_value(json_array_get(value, count));
		count++;
	}
	return count;
}

static struct contact contact_of(const json_t *value)
{
	return (struct contact){text_of(value, "name"), text_of(value, "address")};
}

static bool has_mail(const struct claim *claim)
{
	return claim->to.address && claim->shape && claim->locale && json_is_object(claim->view);
}

static bool has_webhook(const struct claim *claim)
{
	return claim->url && claim->generation_count && json_is_object(claim->body);
}

static void take_mail(struct claim *claim, const json_t *row)
{
	const json_t *readers = json_object_get(row, "reply_to");
	claim->shape = text_of(row, "shape");
	claim->locale = text_of(row, "locale");
	claim->date = (int64_t)json_number_value(json_object_get(row, "date"));
	claim->to = contact_of(json_object_get(row, "to"));
	claim->thread = text_of(row, "thread");
	claim->view = json_object_get(row, "view");
	claim->calendar = json_object_get(row, "calendar");
	if (!json_is_object(claim->calendar))
		claim->calendar = NULL;
	for (size_t i = 0; i < json_array_size(readers); i++) {
		struct contact reader = contact_of(json_array_get(readers, i));
		if (address_check(reader.address, NULL) && claim->reply_to_count < CLAIM_REPLY_MAX)
			claim->reply_to[claim->reply_to_count++] = reader;
	}
}

static void take_webhook(struct claim *claim, const json_t *row)
{
	claim->url = text_of(row, "url");
	claim->webhook = json_integer_value(json_object_get(row, "webhook"));
	claim->generation_count = numbers_of(
		json_object_get(row, "generations"), claim->generations, CLAIM_GENERATION_MAX);
	claim->body = json_object_get(row, "body");
}

bool claim_init(struct claim *claim, json_t *row, struct fault *fault)
{
	const char *channel = text_of(row, "channel");
	*claim = (struct claim){.row = row};
	claim->id = json_integer_value(json_object_get(row, "id"));
	claim->token = json_integer_value(json_object_get(row, "token"));
	claim->attempt = json_integer_value(json_object_get(row, "attempt"));
	claim->host = text_of(row, "host");
	claim->uid = text_of(row, "uid");
	if (channel && strcmp(channel, names[CHANNEL_WEBHOOK]) == 0)
		claim->channel = CHANNEL_WEBHOOK;
	take_mail(claim, row);
	take_webhook(claim, row);
	bool whole = claim->channel == CHANNEL_MAIL ? has_mail(claim) : has_webhook(claim);
	if (claim->id && channel && claim->host && claim->uid && whole)
		return true;
	fault_set(fault, EINVAL, "core.outbox_claim handed out what is no message");
	return false;
}

void claim_done(struct claim *claim)
{
	json_decref(claim->row);
	*claim = (struct claim){0};
}

json_t *claim_name(const struct claim *claim)
{
	return json_pack("{s:I, s:I}", "id", claim->id, "token", claim->token);
}

bool claim_is_among(const struct claim *claim, const json_t *claims)
{
	size_t i;
	const json_t *one;
	json_array_foreach (claims, i, one)
		if (json_integer_value(json_object_get(one, "id")) == claim->id &&
			json_integer_value(json_object_get(one, "token")) == claim->token)
			return true;
	return false;
}
