/* SPDX-License-Identifier: MIT */
/* Who asks, and in which language: shared by a session and its calls, which may outlive it. */
#ifndef RPC_CALLER_H
#define RPC_CALLER_H

#include <stdbool.h>

struct caller {
	unsigned references;
	char *actor; /* in the words of core.act: "administrator", "user:NAME", "reader:KEY" */
	bool read_only;
	bool locale_set; /* somebody chose the language */
	char locale[3];  /* "fr" or "en" */
};

/* With one reference; the texts are copied. */
struct caller *caller_new(const char *actor, bool read_only, const char *locale);
struct caller *caller_ref(struct caller *caller);
void caller_unref(struct caller *caller);

#endif
