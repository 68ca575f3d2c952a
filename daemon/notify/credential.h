/* SPDX-License-Identifier: MIT */
/* Secrets from files that nobody else may read. None of them is ever logged. */
#ifndef NOTIFY_CREDENTIAL_H
#define NOTIFY_CREDENTIAL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/fault.h"

struct credential {
	char *bytes; /* with a NUL behind them */
	size_t size; /* without blanks and line ends at the end */
};

/* Reads the file of that path, or with a name without slash that credential of systemd. False with
 * the fault when it cannot be read, is empty or too large, or others may read it. */
bool credential_read(struct credential *credential, const char *name, struct fault *fault);

/* Wipes it; may be done twice. */
void credential_done(struct credential *credential);

/* Who the relay is told to be. */
struct login {
	char *user, *password; /* NULL: none */
};

/* Lines "user = NAME" and "password = SECRET", each once; others begin with "#". False with the
 * fault, which names the line and not what is in it. */
bool login_parse(struct login *login, const char *text, struct fault *fault);
void login_done(struct login *login);

/* The whole way; a file's name before the fault. */
bool login_read(struct login *login, const char *name, struct fault *fault);

/* A key of webhooks: a file of at least 32 characters. */
bool credential_read_key(struct credential *key, const char *name, struct fault *fault);

#endif
