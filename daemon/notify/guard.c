/* SPDX-License-Identifier: MIT */
/* Addresses as 128 bits, IPv4 in its mapped form, against two tables: what of IPv4 is not public,
 * and the little of IPv6 that is. What hides an IPv4 address is looked through or refused. */
#include "notify/guard.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

struct network {
	struct in6_addr address;
	unsigned bits;
};

struct guard {
	size_t count;
	struct network *networks;
};

/* RFC 6890 and its successors: this network, private, carrier, loopback, link-local (where clouds
 * keep their metadata), protocol assignments, documentation, relays, benchmarks, multicast,
 * reserved and broadcast. */
static const struct {
	uint32_t address;
	unsigned bits;
} closed[] = {
	{0x00000000, 8},
	{0x0a000000, 8},
	{0x64400000, 10},
	{0x7f000000, 8},
	{0xa9fe0000, 16},
	{0xac100000, 12},
	{0xc0000000, 24},
	{0xc0000200, 24},
	{0xc0586300, 24},
	{0xc0a80000, 16},
	{0xc6120000, 15},
	{0xc6336400, 24},
	{0xcb007100, 24},
	{0xe0000000, 4},
	{0xf0000000, 4},
};

static const struct network mapped = {{{{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff}}}, 96};
static const struct network translated = {{{{0, 0x64, 0xff, 0x9b}}}, 96};
static const struct network unicast = {{{{0x20}}}, 3};

/* Within the unicast addresses: protocol assignments with Teredo, documentation twice, 6to4. */
static const struct network closed_six[] = {
	{{{{0x20, 0x01}}}, 23},
	{{{{0x20, 0x01, 0x0d, 0xb8}}}, 32},
	{{{{0x20, 0x02}}}, 16},
	{{{{0x3f, 0xff}}}, 20},
};

static bool network_holds(const struct network *network, const struct in6_addr *address)
{
	unsigned bytes = network->bits / 8, rest = network->bits % 8;
	if (memcmp(network->address.s6_addr, address->s6_addr, bytes) != 0)
		return false;
	unsigned differs = network->address.s6_addr[bytes % 16] ^ address->s6_addr[bytes % 16];
	return rest == 0 || (differs & (0xff00U >> rest) & 0xffU) == 0;
}

static void address_map(struct in6_addr *address, const void *four)
{
	*address = mapped.address;
	memcpy(address->s6_addr + 12, four, 4);
}

static bool address_parse(struct network *network, const char *text)
{
	struct in_addr four;
	if (inet_pton(AF_INET6, text, &network->address) == 1) {
		network->bits = 128;
		return true;
	}
	if (inet_pton(AF_INET, text, &four) != 1)
		return false;
	address_map(&network->address, &four);
	network->bits = 32;
	return true;
}

/* "10.1.0.0/16", or an address alone. */
static bool network_parse(struct network *network, char *text)
{
	char *end = "", *slash = strchr(text, '/');
	if (slash)
		*slash = '\0';
	if (!address_parse(network, text))
		return false;
	unsigned most = network->bits;
	unsigned long bits = slash ? strtoul(slash + 1, &end, 10) : most;
	if (*end || bits > most || (slash && (slash[1] < '0' || slash[1] > '9')))
		return false;
	network->bits = (unsigned)bits + (most == 32 ? 96 : 0);
	return true;
}

struct guard *guard_new(const char *networks, struct fault *fault)
{
	struct guard *guard = alloc_new(sizeof *guard);
	char *copy = alloc_text(networks), *rest = copy, *word;
	while ((word = strsep(&rest, " \t"))) {
		if (!*word)
			continue;
		guard->networks =
			alloc_resize(guard->networks, (guard->count + 1) * sizeof *guard->networks);
		if (!network_parse(&guard->networks[guard->count++], word)) {
			fault_set(fault, EINVAL, "\"%s\" is not a network like 10.1.0.0/16", word);
			guard_free(guard);
			guard = NULL;
			break;
		}
	}
	free(copy);
	return guard;
}

void guard_free(struct guard *guard)
{
	if (!guard)
		return;
	free(guard->networks);
	free(guard);
}

static bool is_public_four(const struct in6_addr *address)
{
	uint32_t four;
	memcpy(&four, address->s6_addr + 12, sizeof four);
	four = ntohl(four);
	for (size_t i = 0; i < sizeof closed / sizeof closed[0]; i++)
		if (((four ^ closed[i].address) >> (32 - closed[i].bits)) == 0)
			return false;
	return true;
}

static bool is_public(const struct in6_addr *address)
{
	if (network_holds(&mapped, address) || network_holds(&translated, address))
		return is_public_four(address);
	if (!network_holds(&unicast, address))
		return false;
	for (size_t i = 0; i < sizeof closed_six / sizeof closed_six[0]; i++)
		if (network_holds(&closed_six[i], address))
			return false;
	return true;
}

static bool is_named(const struct guard *guard, const struct in6_addr *address)
{
	for (size_t i = 0; i < guard->count; i++)
		if (network_holds(&guard->networks[i], address))
			return true;
	return false;
}

bool guard_allows(const struct guard *guard, const struct sockaddr *address)
{
	struct in6_addr wide;
	if (address->sa_family == AF_INET)
		address_map(&wide, &((const struct sockaddr_in *)(const void *)address)->sin_addr);
	else if (address->sa_family == AF_INET6)
		wide = ((const struct sockaddr_in6 *)(const void *)address)->sin6_addr;
	else
		return false;
	return is_named(guard, &wide) || is_public(&wide);
}
