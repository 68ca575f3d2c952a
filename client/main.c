/* SPDX-License-Identifier: MIT */
/* copilctl: the command people type for copild. */
#include "base/alloc.h"
#include "client.h"
#include "date.h"
#include "dispatch.h"
#include "help.h"
#include "language.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What was asked for: the version, help on all, or a command. */
static enum outcome run(struct client *client, int argc, char **argv)
{
	if (client->settings.version) {
		screen_print(client->screen, "copilctl %s\n", COPILD_VERSION);
		return OUTCOME_DONE;
	}
	if (argc)
		return dispatch_run(client, argc, argv);
	if (client->settings.help)
		return help_all(client);
	return failure_usage(NULL, _("which command?"));
}

/* Says in which zone instants are, where the terminal's clock shows another hour. */
static void name_zone(struct client *client)
{
	char *sentence;

	if (!date_foreign_zone())
		return;
	/* TRANSLATORS: a time zone, such as Europe/Paris */
	sentence = alloc_format(_("Times: %s"), date_foreign_zone());
	screen_styled(client->screen, SCREEN_FAINT, sentence);
	screen_print(client->screen, "\n");
	free(sentence);
}

/* Whether all that was printed could be written. */
static enum outcome flush(struct client *client, enum outcome outcome)
{
	char *sentence;

	if (screen_flush(client->screen))
		return outcome;
	sentence = alloc_format(_("cannot write the answer: %s"), strerror(errno));
	failure_say(sentence, NULL);
	free(sentence);
	return outcome == OUTCOME_DONE ? OUTCOME_REFUSED : outcome;
}

int main(int argc, char **argv)
{
	struct settings settings;
	struct client client;
	struct fault fault = {0};
	enum outcome outcome;

	alloc_install();
	signal(SIGPIPE, SIG_IGN);
	language_init();
	settings_init(&settings);
	argc -= argc > 0;
	if (!settings_take(&settings, &argc, argv + 1, &fault))
		return failure_usage(NULL, fault.text);
	client_init(&client, &settings);
	outcome = run(&client, argc, argv + 1);
	name_zone(&client);
	outcome = flush(&client, outcome);
	client_done(&client);
	return (int)outcome;
}
