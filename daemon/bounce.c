/* SPDX-License-Identifier: MIT */
/* A mail server runs this for each mail to the address that copild sends from. It keeps the mail
 * and comes again when told so; what is not understood must not come for ever. */
#include "bounce.h"

#include <jansson.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/buffer.h"
#include "base/log.h"
#include "copild.h"
#include "db/once.h"
#include "notify/dsn.h"

enum { MAIL_MAX = 4 * 1024 * 1024 }; /* what is beyond is read and forgotten */

static void mail_read(FILE *mail, struct buffer *bytes)
{
	char part[16 * 1024];
	size_t size;
	while ((size = fread(part, 1, sizeof part, mail)) > 0)
		if (buffer_size(bytes) + size <= MAIL_MAX)
			buffer_add(bytes, part, size);
}

/* As core.outbox_bounced takes it; the caller frees. */
static char *dsn_json(const struct dsn *dsn)
{
	json_t *said = json_pack("{s:s, s:i, s:s, s:b}", "uid", dsn->uid, "code", dsn->verdict.code,
		"text", dsn->verdict.text, "recipient", dsn->verdict.recipient);
	json_object_set_new(said, "final", json_string(dsn->final ? dsn->final : ""));
	json_object_set_new(said, "original", json_string(dsn->original ? dsn->original : ""));
	char *text = json_dumps(said, JSON_COMPACT);
	json_decref(said);
	return text;
}

static int dsn_tell(const struct config *config, const struct dsn *dsn)
{
	struct fault fault;
	char *said = dsn_json(dsn);
	char *number = once_ask(config->database.conninfo, config->database.migrate_user,
		"select core.outbox_bounced($1::json)", said, &fault);
	bool told = number || !*fault.text;
	if (number)
		log_info("message %s came back: %s", number, dsn->verdict.text);
	else if (told)
		log_info("what came back is no message of this database, or one that had ended");
	else
		log_error("%s", fault.text);
	free(number);
	free(said);
	return told ? 0 : COPILD_AGAIN;
}

int bounce_take(const struct config *config, FILE *mail)
{
	struct buffer bytes = {0};
	struct dsn dsn;
	int code = 0;
	mail_read(mail, &bytes);
	if (dsn_init(&dsn, buffer_data(&bytes), buffer_size(&bytes))) {
		code = dsn_tell(config, &dsn);
		dsn_done(&dsn);
	} else {
		log_info("the mail tells of no message that came back");
	}
	buffer_done(&bytes);
	return code;
}
