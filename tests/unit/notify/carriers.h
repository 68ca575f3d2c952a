/* SPDX-License-Identifier: MIT */
/* Stand-ins for notify/smtp.c, webhook.c and letter.c: what is begun stays under way until the test
 * ends it. */
#ifndef TESTS_CARRIERS_H
#define TESTS_CARRIERS_H

#include <stddef.h>

#include "notify/smtp.h"

enum { CARRIED_MAX = 100 };

struct posting {
	smtp_done *done;
	void *context;
	int64_t until;
	bool stopped;
};

/* In the order in which they were begun. */
extern struct posting *postings[CARRIED_MAX];
extern size_t posting_count, request_count;

/* Forgets what was begun. */
void carriers_clear(void);

#endif
