/* SPDX-License-Identifier: MIT */
/* A reason for failure, owned by the caller and passed last: filled only when something failed. */
#ifndef BASE_FAULT_H
#define BASE_FAULT_H

struct fault {
	int code;       /* an errno, a number that the header of who fills it names, or 0 */
	char text[512]; /* lower case, the error first, its subject in quotes */
};

/* Fills the fault; a NULL fault is allowed and ignored. Text that is too long is cut. */
void fault_set(struct fault *fault, int code, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* The same with the first line of a text: it says it, what libpq adds are guesses. */
void fault_set_line(struct fault *fault, int code, const char *text);

#endif
