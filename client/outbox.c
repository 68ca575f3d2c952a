/* SPDX-License-Identifier: MIT */
/* Messages on their way. What one says is shown by --json alone: it is the view that templates get.
 */
#include "outbox.h"

#include "form.h"
#include "language.h"
#include "list.h"
#include "table.h"

static const struct list reminders = {
	"",
	{{"", "{object}", TABLE_LEFT, NULL}, {"", "{:reminder}", TABLE_LEFT, NULL},
		{"", "{due_at:moment}", TABLE_LEFT, NULL}, {"", "{state_label}", TABLE_LEFT, NULL},
		{"", "{why}", TABLE_FLEX, NULL}},
};

enum outcome outbox_show(struct client *client, const struct command *command, json_t *params)
{
	json_t *message;
	const json_t *items;
	enum outcome outcome = client_ask(client, command->method, params, &message);

	if (outcome != OUTCOME_DONE)
		return outcome;
	items = json_object_get(message, "reminders");
	if (client->settings.json) {
		client_print_json(client, message);
	} else {
		form_print(client->screen, "message", message);
		if (json_array_size(items))
			screen_heading(client->screen, _("What for"));
		list_print(client, &reminders, items, 2);
	}
	json_decref(message);
	return OUTCOME_DONE;
}

enum outcome outbox_status(struct client *client, const struct command *command, json_t *params)
{
	json_t *delivery;
	enum outcome outcome = client_ask(client, command->method, params, &delivery);

	if (outcome != OUTCOME_DONE)
		return outcome;
	if (client->settings.json)
		client_print_json(client, delivery);
	else
		form_print(client->screen, "delivery", delivery);
	json_decref(delivery);
	return OUTCOME_DONE;
}
