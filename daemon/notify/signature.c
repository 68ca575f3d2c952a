/* SPDX-License-Identifier: MIT */
/* HMAC-SHA256 and base64 by OpenSSL. */
#include "notify/signature.h"

#include <inttypes.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

/* What the library cannot do for want of memory, nothing here survives. */
static void digest(const void *key, size_t key_size, const void *bytes, size_t size,
	unsigned char out[SIGNATURE_SECRET])
{
	unsigned length = SIGNATURE_SECRET;
	if (!HMAC(EVP_sha256(), key, (int)key_size, bytes, size, out, &length))
		abort();
}

/* The prefix and the base64 of a digest. */
static char *encoded(const char *prefix, const unsigned char bytes[SIGNATURE_SECRET])
{
	unsigned char text[SIGNATURE_SECRET * 2];
	EVP_EncodeBlock(text, bytes, SIGNATURE_SECRET);
	char *whole = alloc_format("%s%s", prefix, (const char *)text);
	explicit_bzero(text, sizeof text);
	return whole;
}

void signature_secret(const void *key, size_t key_size, int64_t webhook, int64_t generation,
	unsigned char secret[SIGNATURE_SECRET])
{
	char *name = alloc_format("webhook:%" PRId64 ":%" PRId64, webhook, generation);
	digest(key, key_size, name, strlen(name), secret);
	free(name);
}

char *signature_secret_text(const unsigned char secret[SIGNATURE_SECRET])
{
	return encoded("whsec_", secret);
}

char *signature_make(const void *secret, size_t secret_size, const char *id, int64_t timestamp,
	const char *body, size_t size)
{
	unsigned char code[SIGNATURE_SECRET];
	char *head = alloc_format("%s.%" PRId64 ".", id, timestamp);
	size_t head_size = strlen(head);
	head = alloc_resize(head, head_size + size);
	memcpy(head + head_size, body, size);
	digest(secret, secret_size, head, head_size + size, code);
	free(head);
	return encoded("v1,", code);
}
