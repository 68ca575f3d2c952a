/* SPDX-License-Identifier: MIT */
/* Reads whole small files after a look at who may read them. systemd's credentials are given by an
 * access list, whose mask looks like a right of the group: the folder guards them. */
#include "notify/credential.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"

enum { CREDENTIAL_MAX = 4096, KEY_MIN = 32 };

static char *path_of(const char *name, bool *guarded)
{
	const char *folder = getenv("CREDENTIALS_DIRECTORY");
	size_t size = folder ? strlen(folder) : 0;
	*guarded = size > 0 &&
		   (!strchr(name, '/') || (strncmp(name, folder, size) == 0 && name[size] == '/'));
	if (strchr(name, '/') || size == 0)
		return alloc_text(name);
	return alloc_format("%s/%s", folder, name);
}

static bool is_private(int file, bool guarded, const char *path, struct fault *fault)
{
	struct stat about;
	if (fstat(file, &about) != 0 || !S_ISREG(about.st_mode)) {
		fault_set(fault, EINVAL, "\"%s\" is no file", path);
		return false;
	}
	if (!guarded && (about.st_mode & 077)) {
		fault_set(fault, EPERM,
			"others may read \"%s\": chmod 600, and chown to the daemon's user", path);
		return false;
	}
	return true;
}

static bool contents(struct credential *credential, int file, const char *path, struct fault *fault)
{
	char bytes[CREDENTIAL_MAX + 1];
	ssize_t size = read(file, bytes, sizeof bytes);
	while (size > 0 && size <= CREDENTIAL_MAX && strchr(" \t\r\n", bytes[size - 1]))
		size--;
	bool good = size > 0 && size <= CREDENTIAL_MAX && !memchr(bytes, '\0', (size_t)size);
	if (good)
		*credential = (struct credential){alloc_bytes(bytes, (size_t)size), (size_t)size};
	else
		fault_set(fault, EINVAL, "\"%s\" is empty, too large or binary", path);
	explicit_bzero(bytes, sizeof bytes);
	return good;
}

bool credential_read(struct credential *credential, const char *name, struct fault *fault)
{
	bool guarded;
	char *path = path_of(name, &guarded);
	int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	*credential = (struct credential){0};
	if (file < 0)
		fault_set(fault, errno, "cannot read \"%s\": %s", path, strerror(errno));
	bool good = file >= 0 && is_private(file, guarded, path, fault) &&
		    contents(credential, file, path, fault);
	if (file >= 0)
		close(file);
	free(path);
	return good;
}

void credential_done(struct credential *credential)
{
	if (credential->bytes)
		explicit_bzero(credential->bytes, credential->size);
	free(credential->bytes);
	*credential = (struct credential){0};
}

bool credential_read_key(struct credential *key, const char *name, struct fault *fault)
{
	if (!credential_read(key, name, fault))
		return false;
	if (key->size >= KEY_MIN)
		return true;
	credential_done(key);
	fault_set(fault, EINVAL,
		"\"%s\" is too short for a key: write at least %d random characters, as "
		"\"openssl rand -base64 32\" does",
		name, KEY_MIN);
	return false;
}

/* ---- logins ---- */

static void secret_free(char *text)
{
	if (text)
		explicit_bzero(text, strlen(text));
	free(text);
}

void login_done(struct login *login)
{
	secret_free(login->user);
	secret_free(login->password);
	*login = (struct login){0};
}

static char *value_of(const char *line, size_t size, const char *name)
{
	size_t length = strlen(name);
	if (size < length || strncmp(line, name, length) != 0)
		return NULL;
	const char *value = line + length, *end = line + size;
	value += strspn(value, " \t");
	if (value >= end || *value++ != '=')
		return NULL;
	while (value < end && (*value == ' ' || *value == '\t'))
		value++;
	while (end > value && strchr(" \t\r", end[-1]))
		end--;
	return end > value ? alloc_bytes(value, (size_t)(end - value)) : NULL;
}

static bool line_take(struct login *login, const char *line, size_t size)
{
	char *user = value_of(line, size, "user");
	char *password = user ? NULL : value_of(line, size, "password");
	char **slot = user ? &login->user : &login->password;
	if (size == 0 || *line == '#' || *line == '\r')
		return true;
	if ((!user && !password) || *slot) {
		secret_free(user);
		secret_free(password);
		return false;
	}
	*slot = user ? user : password;
	return true;
}

bool login_parse(struct login *login, const char *text, struct fault *fault)
{
	*login = (struct login){0};
	unsigned number = 1;
	for (const char *line = text; *line; number++) {
		size_t size = strcspn(line, "\n");
		if (!line_take(login, line, size)) {
			fault_set(fault, EINVAL,
				"line %u is not \"user = NAME\" or \"password = SECRET\", once",
				number);
			login_done(login);
			return false;
		}
		line += size + (line[size] == '\n');
	}
	if (login->user && login->password)
		return true;
	fault_set(fault, EINVAL, "\"user = NAME\" or \"password = SECRET\" is missing");
	login_done(login);
	return false;
}

bool login_read(struct login *login, const char *name, struct fault *fault)
{
	struct credential file;
	struct fault inner;
	*login = (struct login){0};
	if (!credential_read(&file, name, fault))
		return false;
	bool good = login_parse(login, file.bytes, &inner);
	if (!good)
		fault_set(fault, inner.code, "\"%s\": %s", name, inner.text);
	credential_done(&file);
	return good;
}
