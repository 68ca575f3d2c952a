/* SPDX-License-Identifier: MIT */
/* What a message says, as its reader has it: a mail's text by the server's templates, a webhook's
 * body. */
#ifndef CLIENT_LETTER_H
#define CLIENT_LETTER_H

#include "client.h"

/* Prints it below a heading, or why it cannot be told; nothing where the server did not say it. */
void letter_print(struct client *client, const json_t *message);

#endif
