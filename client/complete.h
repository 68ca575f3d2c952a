/* SPDX-License-Identifier: MIT */
/* What the shell may complete: asked by the completion script for the words typed so far. */
#ifndef CLIENT_COMPLETE_H
#define CLIENT_COMPLETE_H

#include "client.h"

/* Prints the candidates for the last of the words, one a line. A server that is away gives none. */
enum outcome complete_words(struct client *client, const json_t *words);

#endif
