/* SPDX-License-Identifier: MIT */
/* Finds one message in a run of bytes, and says whether it is fit to be parsed; pure. A message is
 * a line: it ends with LF or CR LF. */
#ifndef WIRE_FRAME_H
#define WIRE_FRAME_H

#include <stddef.h>

enum frame_status {
	FRAME_PARTIAL,   /* no line end yet */
	FRAME_FOUND,     /* a message */
	FRAME_EMPTY,     /* a line without a byte */
	FRAME_OVERSIZED, /* more than `cap` bytes before a line end; nothing can be found after it
			  */
};

struct frame {
	const char *bytes; /* within the bytes searched */
	size_t size;       /* without the line end */
	size_t taken;      /* with it: what to drop before searching on */
};

/* `searched` remembers between calls how many bytes are known to hold no line end, so that bytes
 * that come one by one are looked at once; 0 at first, and 0 again after everything but
 * FRAME_PARTIAL. */
enum frame_status frame_find(
	const char *bytes, size_t size, size_t cap, size_t *searched, struct frame *frame);

/* What is left when no more bytes will come: a last line without its end. */
struct frame frame_rest(const char *bytes, size_t size);

enum frame_flaw {
	FRAME_SOUND,
	FRAME_NUL,   /* a NUL byte, which no JSON text holds */
	FRAME_UTF8,  /* not UTF-8: overlong, a surrogate, beyond U+10FFFF, or cut */
	FRAME_DEEP,  /* brackets nest deeper than `depth` */
	FRAME_DENSE, /* more than `values` openings, commas and colons outside strings: a parser
			would need many times the line's size */
};

/* Looks at brackets and strings only, so that what is sound need not be JSON. */
enum frame_flaw frame_check(const char *bytes, size_t size, unsigned depth, unsigned values);

#endif
