/* SPDX-License-Identifier: MIT */
/* The one source of time in C. The wall clock can be shifted (demonstration and test clusters). */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdint.h>
#include <sys/time.h>

/* Milliseconds since 1970-01-01 UTC, shifted. */
int64_t clock_now(void);

/* Milliseconds of a clock that only goes forward, never shifted: for measuring and deadlines. */
int64_t clock_steady(void);

/* As clock_steady(), and it goes on while the machine sleeps: for leases, and to see the wall clock
 * jump. */
int64_t clock_elapsed(void);

/* So many milliseconds in the form that timers take; less than none is none. */
struct timeval clock_interval(int64_t milliseconds);

/* Sets how far clock_now() is from the machine's clock; the database's own shift is given here. */
void clock_set_shift(int64_t milliseconds);

#endif
