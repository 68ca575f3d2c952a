/* SPDX-License-Identifier: MIT */
/* Messages on their way. */
#include "outbox.h"

#include "base/alloc.h"
#include "form.h"
#include "language.h"
#include "letter.h"
#include "list.h"
#include "phrase.h"
#include "table.h"

#include <stdlib.h>
#include <string.h>

static const struct list reminders = {
	"",
	{{"", "{object}", TABLE_LEFT, NULL}, {"", "{:reminder}", TABLE_LEFT, NULL},
		{"", "{due_at:moment}", TABLE_LEFT, NULL}, {"", "{state_label}", TABLE_LEFT, NULL},
		{"", "{why}", TABLE_FLEX, NULL}},
};

static void print_message(struct client *client, const json_t *message)
{
	const json_t *items = json_object_get(message, "reminders");

	form_print(client->screen, "message", message);
	if (json_array_size(items))
		screen_heading(client->screen, _("What for"));
	list_print(client, &reminders, items, 2);
	letter_print(client, message);
}

enum outcome outbox_show(struct client *client, const struct command *command, json_t *params)
{
	return client_show(client, command->method, params, print_message);
}

/* Whether messages leave, and if not, why: PostgreSQL knows the switch, the daemon its own
 * configuration. */
static char *leaving(const json_t *delivery)
{
	const char *word = phrase_string(delivery, "server.state");

	if (json_is_true(json_object_get(delivery, "held")))
		return phrase_fill(_("no: held[ since {held_at:moment}][: {why}]"), delivery);
	if (word && !strcmp(word, "held"))
		return alloc_text(_("no: the server's configuration holds them ([delivery] hold)"));
	if (word && !strcmp(word, "namesake"))
		return alloc_text(_("no: another copild delivers under the same name "
				    "([delivery] instance)"));
	if (word && !strcmp(word, "no_relay"))
		return alloc_text(_("all but mail: the server's configuration names no mail server "
				    "([delivery] relay)"));
	return phrase_fill(_("yes[, by {server.relay}]"), delivery);
}

/* Of webhooks that wait because the daemon has no key for them; NULL when none do. */
static char *keyless(const json_t *delivery)
{
	json_int_t waiting = phrase_integer(delivery, "server.ready.webhook");

	if (!json_is_false(phrase_value(delivery, "server.webhooks")) || waiting <= 0)
		return NULL;
	return alloc_format(_("no: %lld waiting, the server's configuration names no key for "
			      "webhooks ([delivery] webhook_key: see copild(8))"),
		(long long)waiting);
}

static void put_words(json_t *delivery, const char *name, char *words)
{
	if (words)
		json_object_set_new(delivery, name, json_string(words));
	free(words);
}

static void print_trouble(struct client *client, const json_t *trouble)
{
	size_t index;
	const json_t *item;

	if (json_array_size(trouble))
		screen_heading(client->screen, _("What goes wrong"));
	json_array_foreach (trouble, index, item) {
		/* TRANSLATORS: how many messages, what became of them, by which server */
		char *line = phrase_fill(_("{messages} × {state_label} ({host}) since "
					   "{since:moment}[: {:answer}]"),
			item);

		screen_paragraph(client->screen, 2, line);
		free(line);
	}
}

static void print_status(struct client *client, const json_t *status)
{
	json_t *info = client_ask_quietly(client, "system.info", json_object());
	json_t *delivery = json_deep_copy(status);

	json_object_set(delivery, "server", json_object_get(info, "delivery"));
	json_decref(info);
	put_words(delivery, "leaving", leaving(delivery));
	put_words(delivery, "webhooks", keyless(delivery));
	form_print(client->screen, "delivery", delivery);
	print_trouble(client, json_object_get(delivery, "trouble"));
	if (phrase_integer(delivery, "failed"))
		screen_styled(client->screen, SCREEN_FAINT,
			_("  to try again what was given up: copilctl outbox resend\n"));
	json_decref(delivery);
}

enum outcome outbox_status(struct client *client, const struct command *command, json_t *params)
{
	return client_show(client, command->method, params, print_status);
}
