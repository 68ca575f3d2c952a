/* SPDX-License-Identifier: MIT */
/* The server hands out a mail's view; the words are the templates', which are on this machine too,
 * since copild is reached by a Unix socket. */
#include "letter.h"

#include "base/alloc.h"
#include "language.h"
#include "notify/texts.h"
#include "phrase.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LETTER_INDENT 2

/* Those that are named, else the installed ones, else those beside the sources from which this
 * program was built. Released with free(). */
static char *find_templates(void)
{
	const char *named = getenv("COPILCTL_TEMPLATES");
	char self[1024];
	ssize_t size = readlink("/proc/self/exe", self, sizeof(self) - 1);
	char *slash;

	if (named && *named)
		return alloc_text(named);
	self[size > 0 ? size : 0] = '\0';
	slash = strrchr(self, '/');
	if (!access(COPILD_TEMPLATE_DIR, X_OK) || !slash)
		return alloc_text(COPILD_TEMPLATE_DIR);
	return alloc_format("%.*s/../etc/templates", (int)(slash - self), self);
}

static bool render(const json_t *message, struct mail_text *mail, struct fault *fault)
{
	const json_t *view = json_object_get(message, "content");
	const char *locale = phrase_string(view, "locale");
	const char *shape = phrase_string(message, "shape");
	char *directory = find_templates();
	struct texts *texts = texts_load(directory, fault);
	bool rendered = texts && texts_render(texts, locale ? locale : "fr", shape ? shape : "",
					 view, mail, fault);

	texts_free(texts);
	free(directory);
	return rendered;
}

static void print_mail(struct client *client, const json_t *message)
{
	struct fault fault = {0};
	struct mail_text mail;
	char *sentence;

	if (render(message, &mail, &fault)) {
		screen_labelled(client->screen, LETTER_INDENT, _("Subject"),
			text_width(_("Subject")), mail.subject);
		screen_print(client->screen, "\n");
		screen_paragraph(client->screen, LETTER_INDENT, mail.text);
		mail_text_done(&mail);
		return;
	}
	sentence = alloc_format(
		_("its words cannot be shown (%s); what is in them: --json"), fault.text);
	screen_paragraph(client->screen, LETTER_INDENT, sentence);
	free(sentence);
}

void letter_print(struct client *client, const json_t *message)
{
	const json_t *content = json_object_get(message, "content");
	const char *channel = phrase_string(message, "channel");

	if (!json_is_object(content))
		return;
	screen_heading(client->screen, _("What it says"));
	if (channel && !strcmp(channel, "webhook"))
		client_print_pretty(client, content);
	else
		print_mail(client, message);
}
