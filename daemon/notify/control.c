/* SPDX-License-Identifier: MIT */
/* Controls (C0, DEL, C1); U+2028 and U+2029, which some take for line ends; U+202A to U+202E and
 * U+2066 to U+2069, which turn the direction of what follows. */
#include "notify/control.h"

#include <stdbool.h>

size_t control_size(const char *text)
{
	const unsigned char *byte = (const unsigned char *)text;
	if (byte[0] < ' ' || byte[0] == 0x7f)
		return 1;
	if (byte[0] == 0xc2 && byte[1] >= 0x80 && byte[1] < 0xa0)
		return 2;
	if (byte[0] != 0xe2)
		return 0;
	bool ends = byte[1] == 0x80 && byte[2] >= 0xa8 && byte[2] <= 0xae;
	bool turns = byte[1] == 0x81 && byte[2] >= 0xa6 && byte[2] <= 0xa9;
	return ends || turns ? 3 : 0;
}
