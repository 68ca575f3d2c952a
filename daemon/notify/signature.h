/* SPDX-License-Identifier: MIT */
/* Signatures of webhooks, as Standard Webhooks has them; pure. */
#ifndef NOTIFY_SIGNATURE_H
#define NOTIFY_SIGNATURE_H

#include <stddef.h>
#include <stdint.h>

enum { SIGNATURE_SECRET = 32 }; /* bytes of a webhook's secret */

/* The secret of one generation of a webhook, made from the master key, so that none is kept. */
void signature_secret(const void *key, size_t key_size, int64_t webhook, int64_t generation,
	unsigned char secret[SIGNATURE_SECRET]);

/* The secret as its receiver is told it: "whsec_" and base64. The caller frees, after wiping. */
char *signature_secret_text(const unsigned char secret[SIGNATURE_SECRET]);

/* One signature, "v1," and base64; `timestamp` in epoch seconds, of this attempt. The caller
 * frees. */
char *signature_make(const void *secret, size_t secret_size, const char *id, int64_t timestamp,
	const char *body, size_t size);

#endif
