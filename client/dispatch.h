/* SPDX-License-Identifier: MIT */
/* From typed words to a command: which it is, what its parameters are, which plan is meant. */
#ifndef CLIENT_DISPATCH_H
#define CLIENT_DISPATCH_H

#include "client.h"

/* Tells that there is no such command, and which is nearest. */
enum outcome dispatch_unknown(const char *word);

/* Runs the command that the words name; every failure has been told. */
enum outcome dispatch_run(struct client *client, int argc, char **argv);

#endif
