/* SPDX-License-Identifier: MIT */
/* How the values of options are written: numbers with units, choices, loopback addresses. */
#include "base/option.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct unit {
	const char *name;
	unsigned factor;
};

static const struct unit sizes[] = {{"", 1}, {"B", 1}, {"KiB", 1024}, {"MiB", 1024 * 1024},
	{"GiB", 1024 * 1024 * 1024}, {NULL, 0}};
static const struct unit durations[] = {
	{"ms", 1}, {"s", 1000}, {"min", 60 * 1000}, {"h", 60 * 60 * 1000}, {NULL, 0}};
static const struct unit counts[] = {{"", 1}, {NULL, 0}};

static const struct {
	const char *name;
	const char *example;
} types[] = {
	[OPTION_TEXT] = {"text", "a text"},
	[OPTION_CHOICE] = {"choice", "one of its choices"},
	[OPTION_LOOPBACK] = {"loopback address", "\"127.0.0.1:8017\" or \"[::1]:8017\""},
	[OPTION_COUNT] = {"number", "a whole number"},
	[OPTION_SIZE] = {"size", "\"4096\", \"256KiB\" or \"1MiB\""},
	[OPTION_DURATION] = {"duration", "\"500ms\", \"10s\", \"5min\" or \"2h\""},
	[OPTION_MODE] = {"mode", "octal permissions like \"0660\""},
};

const char *option_type_name(enum option_type type)
{
	return types[type].name;
}

bool option_is_text(enum option_type type)
{
	return type == OPTION_TEXT || type == OPTION_CHOICE || type == OPTION_LOOPBACK;
}

static bool is_choice(const char *choices, const char *text)
{
	size_t size = strlen(text);
	for (const char *word = choices; size > 0 && *word;) {
		size_t length = strcspn(word, " ");
		if (length == size && memcmp(word, text, size) == 0)
			return true;
		word += length + strspn(word + length, " ");
	}
	return false;
}

static bool port_parse(const char *text, unsigned *port)
{
	char *end;
	if (!isdigit((unsigned char)*text))
		return false;
	unsigned long value = strtoul(text, &end, 10);
	*port = (unsigned)value;
	return *end == '\0' && value <= 65535;
}

bool option_loopback(const char *text, char address[46], unsigned *port)
{
	bool six = text[0] == '[';
	const char *end = six ? strstr(text, "]:") : strrchr(text, ':');
	const char *start = six ? text + 1 : text;
	if (!end || (size_t)(end - start) >= 46)
		return false;
	memcpy(address, start, (size_t)(end - start));
	address[end - start] = '\0';
	if (!port_parse(end + (six ? 2 : 1), port))
		return false;
	struct in6_addr six_address;
	struct in_addr four_address;
	if (six)
		return inet_pton(AF_INET6, address, &six_address) == 1 &&
		       IN6_IS_ADDR_LOOPBACK(&six_address);
	return inet_pton(AF_INET, address, &four_address) == 1 &&
	       (ntohl(four_address.s_addr) >> 24) == 127;
}

bool option_check(const struct option *option, const char *text, struct fault *fault)
{
	char address[46];
	unsigned port;
	if (option->type == OPTION_CHOICE && !is_choice(option->choices, text)) {
		fault_set(fault, EINVAL, "\"%s\" is not a value of \"%s\": write one of: %s", text,
			option->name, option->choices);
		return false;
	}
	if (option->type == OPTION_LOOPBACK && *text && !option_loopback(text, address, &port)) {
		fault_set(fault, EINVAL, "\"%s\" is not a loopback address with a port: write %s",
			text, types[OPTION_LOOPBACK].example);
		return false;
	}
	return true;
}

static const struct unit *unit_find(enum option_type type, const char *name)
{
	const struct unit *unit = type == OPTION_SIZE       ? sizes
				  : type == OPTION_DURATION ? durations
							    : counts;
	while (unit->name && strcmp(unit->name, name) != 0)
		unit++;
	return unit->name ? unit : NULL;
}

/* Digits and a unit as a number; false when the text is not written so, or too large. */
static bool number_parse(enum option_type type, const char *text, unsigned *value)
{
	char *end;
	if (!isdigit((unsigned char)*text))
		return false;
	errno = 0;
	unsigned long digits = strtoul(text, &end, type == OPTION_MODE ? 8 : 10);
	if (errno != 0 || digits > 0xffffffffUL)
		return false;
	if (type == OPTION_DURATION && strcmp(text, "0") == 0)
		end = "ms";
	while (*end == ' ')
		end++;
	const struct unit *unit = unit_find(type, end);
	if (!unit || digits > 0xffffffffUL / unit->factor)
		return false;
	*value = (unsigned)digits * unit->factor;
	return true;
}

bool option_number(
	const struct option *option, const char *text, unsigned *value, struct fault *fault)
{
	if (!number_parse(option->type, text, value)) {
		fault_set(fault, EINVAL, "\"%s\" is not a %s for \"%s\": write %s", text,
			types[option->type].name, option->name, types[option->type].example);
		return false;
	}
	if (*value < option->minimum || *value > option->maximum) {
		fault_set(fault, ERANGE, "\"%s\" is out of range for \"%s\": %u to %u%s", text,
			option->name, option->minimum, option->maximum,
			option->type == OPTION_DURATION ? " ms"
			: option->type == OPTION_SIZE   ? " bytes"
							: "");
		return false;
	}
	return true;
}
