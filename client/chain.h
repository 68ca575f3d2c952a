/* SPDX-License-Identifier: MIT */
/* What a thing is linked to, both ways: lead, decision, action, notes, figures. */
#ifndef CLIENT_CHAIN_H
#define CLIENT_CHAIN_H

#include "client.h"

/* Asks for a thing's chain and prints it; what cannot be had has been told. */
void chain_print(struct client *client, const char *reference);

#endif
