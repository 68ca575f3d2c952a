/* SPDX-License-Identifier: MIT */
/* A handler for tests: the methods of the JSON-RPC specification's examples, and calls that are
 * held until the test answers them. */
#ifndef TESTS_FAKE_HANDLER_H
#define TESTS_FAKE_HANDLER_H

#include "rpc/call.h"

#define FAKE_HELD 512

struct fake {
	struct handler handler;
	struct call *held[FAKE_HELD]; /* started, in order; NULL once answered */
	size_t held_count;
	unsigned routed;
	unsigned forgotten;
	char trace[32]; /* the names of the last calls that were held, in order */
};

void fake_init(struct fake *fake);

/* Answers the call held at that place with its place. */
void fake_release(struct fake *fake, size_t place);
void fake_release_all(struct fake *fake);

#endif
