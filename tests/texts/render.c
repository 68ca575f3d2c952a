/* SPDX-License-Identifier: MIT */
/* What the tests of texts render with: a line of JSON in, a line of JSON out.
 * {"template", "view", "partials": {name: text}, "plain": true}  ->  {"out"} or {"fault"}
 * {"directory", "locale", "shape", "view"}  ->  {"subject", "text", "html"} or {"fault"} */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "notify/template.h"
#include "notify/texts.h"

struct shelf {
	struct template *templates[64];
	const char *names[64];
	size_t count;
};

static const struct template *shelf_find(const void *of, const char *name)
{
	const struct shelf *shelf = of;

	for (size_t i = 0; i < shelf->count; i++) {
		if (strcmp(shelf->names[i], name) == 0)
			return shelf->templates[i];
	}
	return NULL;
}

static bool shelf_fill(struct shelf *shelf, json_t *partials, struct fault *fault)
{
	const char *name;
	json_t *text;

	json_object_foreach (partials, name, text) {
		if (shelf->count == sizeof(shelf->names) / sizeof(*shelf->names))
			return false;
		shelf->names[shelf->count] = name;
		shelf->templates[shelf->count] = template_parse(
			name, json_string_value(text), json_string_length(text), fault);
		if (!shelf->templates[shelf->count++])
			return false;
	}
	return true;
}

static json_t *faulty(const struct fault *fault)
{
	return json_pack("{s:s}", "fault", fault->text);
}

static json_t *render_template(json_t *request)
{
	json_t *text = json_object_get(request, "template");
	enum template_escape escape = json_is_true(json_object_get(request, "plain"))
					      ? TEMPLATE_ESCAPE_NONE
					      : TEMPLATE_ESCAPE_HTML;
	struct shelf shelf = {.count = 0};
	struct template_partials partials = {shelf_find, &shelf};
	struct fault fault = {.text = ""};
	struct buffer out = {0};
	struct template *template = template_parse(
		"template", json_string_value(text), json_string_length(text), &fault);
	json_t *answer;

	if (template && shelf_fill(&shelf, json_object_get(request, "partials"), &fault) &&
		template_render(template, json_object_get(request, "view"), escape, &partials, &out,
			&fault))
		answer = json_pack("{s:s%}", "out", buffer_data(&out), buffer_size(&out));
	else
		answer = faulty(&fault);
	buffer_done(&out);
	for (size_t i = 0; i < shelf.count; i++)
		template_free(shelf.templates[i]);
	template_free(template);
	return answer;
}

/* The set of a directory is loaded once; the same directory is asked for again and again. */
static struct texts *texts_of(const char *directory, struct fault *fault)
{
	static struct texts *texts;
	static char *loaded;

	if (loaded && directory && strcmp(loaded, directory) == 0)
		return texts;
	free(loaded);
	texts_free(texts);
	loaded = NULL;
	texts = directory ? texts_load(directory, fault) : NULL;
	if (texts)
		loaded = alloc_text(directory);
	return texts;
}

static json_t *render_mail(json_t *request)
{
	const char *directory = json_string_value(json_object_get(request, "directory"));
	const char *locale = json_string_value(json_object_get(request, "locale"));
	const char *shape = json_string_value(json_object_get(request, "shape"));
	struct fault fault = {.text = ""};
	struct mail_text mail;
	struct texts *texts = texts_of(directory, &fault);
	json_t *answer;

	if (texts && !shape)
		return json_object();
	if (!texts || !texts_render(texts, locale, shape, json_object_get(request, "view"), &mail,
			      &fault))
		return faulty(&fault);
	answer = json_pack(
		"{s:s, s:s, s:s}", "subject", mail.subject, "text", mail.text, "html", mail.html);
	mail_text_done(&mail);
	return answer;
}

int main(void)
{
	char *line = NULL;
	size_t room = 0;

	alloc_install();
	while (getline(&line, &room, stdin) > 0) {
		json_t *request = json_loads(line, JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);
		json_t *answer = json_object_get(request, "template") ? render_template(request)
								      : render_mail(request);

		json_dumpf(answer, stdout, JSON_COMPACT);
		putchar('\n');
		fflush(stdout);
		json_decref(answer);
		json_decref(request);
	}
	texts_of(NULL, NULL);
	free(line);
	return 0;
}
