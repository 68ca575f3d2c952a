/* SPDX-License-Identifier: MIT */
/* libcurl writes addresses into the dialogue as they are: what could be more than an address must
 * not come that far. */
#include "notify/address.h"

#include <errno.h>
#include <string.h>

enum { LOCAL_MAX = 64, DOMAIN_MAX = 253, ADDRESS_MAX = 254 };

static bool is_alphanumeric(char byte)
{
	return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') ||
	       (byte >= 'A' && byte <= 'Z');
}

static bool is_high(char byte)
{
	return ((unsigned char)byte & 0x80) != 0;
}

/* Control characters of Unicode: U+0080 to U+009F, the line and paragraph separators, and those
 * that turn the direction of writing. */
static bool hides(const char *text)
{
	const unsigned char *byte = (const unsigned char *)text;
	if (byte[0] == 0xc2)
		return byte[1] < 0xa0;
	if (byte[0] != 0xe2)
		return false;
	return (byte[1] == 0x80 && byte[2] >= 0x8b && byte[2] <= 0xaf) ||
	       (byte[1] == 0x81 && byte[2] >= 0xa0 && byte[2] <= 0xaf);
}

/* Dots only between others; of the rest what `others` holds, or is not ASCII. */
static bool is_dotted(const char *text, size_t size, const char *others)
{
	if (size == 0 || text[0] == '.' || text[size - 1] == '.')
		return false;
	for (size_t i = 0; i < size; i++) {
		if (text[i] == '.' && text[i + 1] == '.')
			return false;
		if (is_high(text[i]) ? hides(text + i)
				     : !is_alphanumeric(text[i]) && !strchr(others, text[i]))
			return false;
	}
	return true;
}

bool address_check(const char *address, struct fault *fault)
{
	const char *at = address ? strrchr(address, '@') : NULL;
	if (!at) {
		fault_set(fault, EINVAL, "no mail address");
		return false;
	}
	size_t local = (size_t)(at - address), domain = strlen(at + 1);
	if (local > LOCAL_MAX || domain > DOMAIN_MAX || local + 1 + domain > ADDRESS_MAX) {
		fault_set(fault, EINVAL, "the mail address is too long");
		return false;
	}
	if (!is_dotted(address, local, ".!#$%&'*+-/=?^_`{|}~")) {
		fault_set(fault, EINVAL, "what stands before the \"@\" is no mail address");
		return false;
	}
	if (!is_dotted(at + 1, domain, ".-") || at[1] == '-' || at[domain] == '-') {
		fault_set(fault, EINVAL, "what stands behind the \"@\" is no domain");
		return false;
	}
	return true;
}

bool address_needs_utf8(const char *address)
{
	for (; *address && *address != '@'; address++)
		if (is_high(*address))
			return true;
	return false;
}

const char *address_domain(const char *address)
{
	return strrchr(address, '@') + 1;
}
