/* SPDX-License-Identifier: MIT */
/* Reads what `copild migrate` runs. The files can be run by psql as well, so they are in its words:
 * of these, only `\ir` is known here. */
#include "db/script.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

enum {
	FILE_LIMIT = 16 * 1024 * 1024,
	DIGITS = 4, /* of a migration's number */
};

static void script_list_add(struct script_list *list, char *path)
{
	list->paths = alloc_resize(list->paths, (list->count + 1) * sizeof(*list->paths));
	list->paths[list->count++] = path;
}

void script_list_done(struct script_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		free(list->paths[i]);
	free(list->paths);
	*list = (struct script_list){.count = 0};
}

/* ---- the table of contents ------------------------------------------------------------------- */

static bool is_empty(const char *line, size_t size)
{
	return size == 0 || (size >= 2 && line[0] == '-' && line[1] == '-');
}

static size_t trimmed(const char *line, size_t size)
{
	while (size > 0 && isspace((unsigned char)line[size - 1]))
		size--;
	return size;
}

static bool contents_line(
	const char *line, size_t size, struct script_list *list, struct fault *fault)
{
	static const char word[] = "\\ir ";
	size_t skip = sizeof(word) - 1;

	size = trimmed(line, size);
	if (is_empty(line, size))
		return true;
	if (size <= skip || strncmp(line, word, skip) != 0) {
		fault_set(fault, 0, "only \"\\ir path\" and comments may stand here, not \"%.*s\"",
			size > 80 ? 80 : (int)size, line);
		return false;
	}
	script_list_add(list, alloc_bytes(line + skip, size - skip));
	return true;
}

bool script_parse_contents(const char *text, struct script_list *list, struct fault *fault)
{
	struct fault wrong;
	size_t size;

	*list = (struct script_list){.count = 0};
	for (unsigned number = 1; *text; number++) {
		size = strcspn(text, "\n");
		if (!contents_line(text, size, list, &wrong)) {
			fault_set(fault, 0, "line %u: %s", number, wrong.text);
			script_list_done(list);
			return false;
		}
		text += size + (text[size] == '\n');
	}
	return true;
}

/* ---- migrations ------------------------------------------------------------------------------ */

static int is_migration(const struct dirent *entry)
{
	const char *name = entry->d_name;
	size_t size = strlen(name);

	return strspn(name, "0123456789") == DIGITS && name[DIGITS] == '_' && size > DIGITS + 4 &&
	       strcmp(name + size - 4, ".sql") == 0;
}

static bool migrations_check(const struct script_list *list, struct fault *fault)
{
	for (size_t i = 0; i < list->count; i++) {
		const char *name = strchr(list->paths[i], '/') + 1;

		if (strtoul(name, NULL, 10) == i + 1)
			continue;
		fault_set(fault, 0,
			"migrations must be numbered 0001, 0002 …; \"%s\" is number %zu", name,
			i + 1);
		return false;
	}
	if (list->count == 0)
		fault_set(fault, 0, "there are no migrations");
	return list->count > 0;
}

bool script_find_migrations(const char *sql_dir, struct script_list *list, struct fault *fault)
{
	char *folder = alloc_format("%s/migrations", sql_dir);
	struct dirent **entries = NULL;
	int count = scandir(folder, &entries, is_migration, alphasort);
	bool fine;

	*list = (struct script_list){.count = 0};
	if (count < 0)
		fault_set(fault, errno, "cannot read the folder \"%s\": %m", folder);
	for (int i = 0; i < count; i++) {
		script_list_add(list, alloc_format("migrations/%s", entries[i]->d_name));
		free(entries[i]);
	}
	free(entries);
	free(folder);
	fine = count >= 0 && migrations_check(list, fault);
	if (!fine)
		script_list_done(list);
	return fine;
}

/* ---- files ----------------------------------------------------------------------------------- */

static char *read_all(FILE *file)
{
	size_t room = 64 * 1024;
	size_t size = 0;
	size_t got = 1;
	char *text = alloc_resize(NULL, room);

	while (got > 0 && size < FILE_LIMIT) {
		if (size + 1 == room)
			text = alloc_resize(text, room *= 2);
		got = fread(text + size, 1, room - size - 1, file);
		size += got;
	}
	text[size] = '\0';
	return text;
}

char *script_read(const char *sql_dir, const char *path, struct fault *fault)
{
	char *name = alloc_format("%s/%s", sql_dir, path);
	FILE *file = fopen(name, "re");
	char *text = file ? read_all(file) : NULL;

	if (!file || ferror(file) || !feof(file)) {
		fault_set(fault, errno, "cannot read \"%s\": %m", name);
		free(text);
		text = NULL;
	}
	if (file)
		fclose(file);
	free(name);
	return text;
}

unsigned script_line(const char *text, unsigned long position)
{
	unsigned line = 1;
	unsigned long character = 1;

	for (; *text && character < position; text++) {
		line += *text == '\n';
		character += ((unsigned char)text[1] & 0xc0) != 0x80;
	}
	return line;
}
