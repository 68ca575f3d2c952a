/* SPDX-License-Identifier: MIT */
/* How long to wait before try n, with jitter; pure. */
#ifndef BASE_BACKOFF_H
#define BASE_BACKOFF_H

/* Milliseconds to wait before try number `attempt` (0 is the first retry): first_ms doubled each
 * time up to limit_ms, then spread by ±20 %; `random` is any 32 random bits. */
unsigned backoff_delay(unsigned attempt, unsigned first_ms, unsigned limit_ms, unsigned random);

#endif
