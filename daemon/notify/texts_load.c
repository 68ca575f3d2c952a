/* SPDX-License-Identifier: MIT */
/* The templates on disk, read once and whole: a language is a folder, and each text of a message a
 * file in it. What would make a message fail later is looked for now. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "notify/texts.h"
#include "notify/texts_inner.h"

#define SUFFIX ".mustache"

enum {
	FILES_MAX = 200, /* of one piece in one language */
};

static const char *const pieces[PIECES] = {
	[PIECE_SUBJECT] = "subject", [PIECE_TEXT] = "text", [PIECE_HTML] = "html"};

/* ---- one file -------------------------------------------------------------------------------- */

static char *file_text(const char *path, const char *shown, size_t *size, struct fault *fault)
{
	FILE *file = fopen(path, "re");
	char *text;

	if (!file) {
		fault_set(fault, errno, "%s: %s", shown, strerror(errno));
		return NULL;
	}
	text = alloc_array(1, TEMPLATE_SOURCE_MAX + 2);
	*size = fread(text, 1, TEMPLATE_SOURCE_MAX + 1, file);
	if (ferror(file)) {
		fault_set(fault, EIO, "%s: cannot be read", shown);
		free(text);
		text = NULL;
	}
	fclose(file);
	return text;
}

/* The line of the first byte that is no UTF-8; 0 when all of it is. */
static unsigned bad_line(const char *text, size_t size)
{
	unsigned line = 1;

	for (size_t from = 0; from < size; line++) {
		const char *feed = memchr(text + from, '\n', size - from);
		size_t piece = feed ? (size_t)(feed - text) - from : size - from;
		json_t *good = json_stringn(text + from, piece);

		if (!good)
			return line;
		json_decref(good);
		from += piece + 1;
	}
	return 0;
}

/* The file as a template into `to`; false with the fault. */
static bool file_parse(
	const char *path, const char *shown, struct template **to, struct fault *fault)
{
	size_t size, mark;
	char *text = file_text(path, shown, &size, fault);
	unsigned bad;

	if (!text)
		return false;
	bad = bad_line(text, size);
	mark = size >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
	*to = NULL;
	if (bad)
		fault_set(fault, 0, "%s:%u: not in UTF-8", shown, bad);
	else
		*to = template_parse(shown, text + mark, size - mark, fault);
	free(text);
	return *to != NULL;
}

/* Takes the name apart: "news.html.mustache". PIECES when no message or partial is called so. */
static enum piece piece_of(const char *file, char *name, size_t room)
{
	const char *point = strchr(file, '.');
	size_t size = point ? (size_t)(point - file) : 0;

	snprintf(name, room, "%.*s", (int)size, file);
	if (size == 0 || size >= room || (name[0] == '_' ? size == 1 : !texts_know(name)))
		return PIECES;
	for (enum piece piece = 0; piece < PIECES; piece++) {
		size_t length = strlen(pieces[piece]);

		if (strncmp(point + 1, pieces[piece], length) == 0 &&
			strcmp(point + 1 + length, SUFFIX) == 0)
			return piece;
	}
	return PIECES;
}

static bool is_template(const char *file)
{
	size_t size = strlen(file), suffix = sizeof(SUFFIX) - 1;

	return file[0] != '.' && size > suffix && strcmp(file + size - suffix, SUFFIX) == 0;
}

static bool load_file(struct shelf *shelves, const char *directory, const char *language,
	const char *file, struct fault *fault)
{
	struct template *template;
	char name[64];
	char *shown, *path;
	struct shelf *shelf;
	bool done;
	enum piece piece = piece_of(file, name, sizeof(name));

	if (piece == PIECES) {
		fault_set(fault, 0, "%s/%s: no message or partial is called so", language, file);
		return false;
	}
	shelf = &shelves[piece];
	if (shelf->count == FILES_MAX) {
		fault_set(fault, 0, "%s/%s: more than %d files", language, file, FILES_MAX);
		return false;
	}
	shown = alloc_format("%s/%s", language, file);
	path = alloc_format("%s/%s", directory, shown);
	done = file_parse(path, shown, &template, fault);
	free(path);
	if (!done) {
		free(shown);
		return false;
	}
	shelf->entries = alloc_resize(shelf->entries, (shelf->count + 1) * sizeof(*shelf->entries));
	shelf->entries[shelf->count++] =
		(struct entry){.name = alloc_text(name), .file = shown, .template = template};
	return true;
}

static bool load_language(
	struct shelf *shelves, const char *directory, const char *language, struct fault *fault)
{
	char *path = alloc_format("%s/%s", directory, language);
	DIR *folder = opendir(path);
	struct dirent *file;
	bool good = folder != NULL;

	if (!folder)
		fault_set(fault, errno, "%s: %s", path, strerror(errno));
	while (good && (file = readdir(folder))) {
		if (is_template(file->d_name))
			good = load_file(shelves, directory, language, file->d_name, fault);
	}
	if (folder)
		closedir(folder);
	free(path);
	return good;
}

/* ---- checking -------------------------------------------------------------------------------- */

/* That each partial that is named is there, and none leads back to itself: that would nest without
 * end and fail at each message. */
static bool check_partials(const struct shelf *shelf, struct entry *entry, struct fault *fault)
{
	const char *name;
	unsigned line;

	entry->state = ENTRY_OPEN;
	for (size_t i = 0; (name = template_partial(entry->template, i, &line)); i++) {
		struct entry *partial = shelf_partial(shelf, name);

		if (!partial || partial->state == ENTRY_OPEN) {
			fault_set(fault, 0,
				partial ? "%s:%u: the partial \"%s\" leads back to itself"
					: "%s:%u: there is no partial \"%s\"",
				entry->file, line, name);
			return false;
		}
		if (partial->state == ENTRY_NEW && !check_partials(shelf, partial, fault))
			return false;
	}
	entry->state = ENTRY_CHECKED;
	return true;
}

static bool check(const struct shelf *shelf, const char *directory, const char *language,
	enum piece piece, struct fault *fault)
{
	for (size_t i = 0; i < TEXTS_SHAPES; i++) {
		if (!shelf_find(shelf, texts_shapes[i])) {
			fault_set(fault, ENOENT, "%s/%s/%s.%s" SUFFIX ": is missing", directory,
				language, texts_shapes[i], pieces[piece]);
			return false;
		}
	}
	for (size_t i = 0; i < shelf->count; i++) {
		if (shelf->entries[i].state == ENTRY_NEW &&
			!check_partials(shelf, &shelf->entries[i], fault))
			return false;
	}
	return true;
}

static bool load(struct texts *texts, const char *directory, struct fault *fault)
{
	for (size_t i = 0; i < TEXTS_LANGUAGES; i++) {
		struct shelf *shelves = texts->shelves[i];

		if (!load_language(shelves, directory, texts_languages[i], fault))
			return false;
		for (enum piece piece = 0; piece < PIECES; piece++) {
			if (!check(&shelves[piece], directory, texts_languages[i], piece, fault))
				return false;
		}
	}
	return true;
}

struct texts *texts_load(const char *directory, struct fault *fault)
{
	struct texts *texts = alloc_new(sizeof(*texts));

	if (load(texts, directory, fault))
		return texts;
	texts_free(texts);
	return NULL;
}

static void shelf_done(struct shelf *shelf)
{
	for (size_t i = 0; i < shelf->count; i++) {
		template_free(shelf->entries[i].template);
		free(shelf->entries[i].file);
		free(shelf->entries[i].name);
	}
	free(shelf->entries);
}

void texts_free(struct texts *texts)
{
	if (!texts)
		return;
	for (size_t i = 0; i < TEXTS_LANGUAGES; i++) {
		for (enum piece piece = 0; piece < PIECES; piece++)
			shelf_done(&texts->shelves[i][piece]);
	}
	free(texts);
}
