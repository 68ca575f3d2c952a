/* SPDX-License-Identifier: MIT */
/* GMime takes the mail apart; what stands in its machine-readable part are blocks of header fields,
 * the first about the message, each other about one recipient. */
#include "notify/dsn.h"

#include <ctype.h>
#include <gmime/gmime.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

enum { UID_SIZE = 36 };

/* ---- parts ---- */

static GMimeParser *parser_of(const char *bytes, size_t size)
{
	GMimeStream *stream = g_mime_stream_mem_new_with_buffer(bytes, size);
	GMimeParser *parser = g_mime_parser_new_with_stream(stream);
	g_object_unref(stream);
	return parser;
}

static GMimeMessage *message_of(const char *bytes, size_t size)
{
	GMimeParser *parser = parser_of(bytes, size);
	GMimeMessage *message = g_mime_parser_construct_message(parser, NULL);
	g_object_unref(parser);
	return message;
}

/* A block of header fields. */
static GMimeObject *fields_of(const char *bytes, size_t size)
{
	char *block = alloc_format("%.*s\n\n", (int)size, bytes);
	GMimeParser *parser = parser_of(block, strlen(block));
	GMimeObject *fields = g_mime_parser_construct_part(parser, NULL);
	g_object_unref(parser);
	free(block);
	return fields;
}

/* A part's text, decoded, with line feeds alone. The caller frees. */
static char *part_text(GMimeObject *part)
{
	if (!GMIME_IS_PART(part) || !g_mime_part_get_content((GMimePart *)part))
		return alloc_text("");
	GMimeStream *stream = g_mime_stream_mem_new();
	g_mime_data_wrapper_write_to_stream(g_mime_part_get_content((GMimePart *)part), stream);
	const GByteArray *bytes = g_mime_stream_mem_get_byte_array((GMimeStreamMem *)stream);
	char *text = alloc_bytes(bytes->data, bytes->len), *to = text;
	for (const char *from = text; *from; from++)
		if (*from != '\r')
			*to++ = *from;
	*to = '\0';
	g_object_unref(stream);
	return text;
}

/* The first of the parts that is of this type, or of the other, which is that of mail with
 * addresses beyond ASCII (RFC 6533); NULL for none. */
static GMimeObject *part_find(GMimeMultipart *parts, const char *type, const char *other)
{
	for (int i = 0; i < g_mime_multipart_get_count(parts); i++) {
		GMimeObject *part = g_mime_multipart_get_part(parts, i);
		char *said =
			g_mime_content_type_get_mime_type(g_mime_object_get_content_type(part));
		bool found = strcasecmp(said, type) == 0 || strcasecmp(said, other) == 0;
		g_free(said);
		if (found)
			return part;
	}
	return NULL;
}

/* The parts of a report about deliveries, or NULL. */
static GMimeMultipart *report_parts(GMimeMessage *message)
{
	GMimeObject *whole = g_mime_message_get_mime_part(message);
	if (!whole || !GMIME_IS_MULTIPART(whole))
		return NULL;
	GMimeContentType *type = g_mime_object_get_content_type(whole);
	const char *kind = g_mime_content_type_get_parameter(type, "report-type");
	bool report = g_mime_content_type_is_type(type, "multipart", "report") && kind &&
		      strcasecmp(kind, "delivery-status") == 0;
	return report ? (GMimeMultipart *)whole : NULL;
}

/* ---- which message ---- */

/* copild's own identifiers are UUIDs before the at sign. */
static char *uid_of(const char *id)
{
	static const char form[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
	if (!id || strcspn(id, "@") != UID_SIZE)
		return NULL;
	for (size_t i = 0; i < UID_SIZE; i++)
		if (form[i] == '-' ? id[i] != '-' : !isxdigit((unsigned char)id[i]))
			return NULL;
	return alloc_bytes(id, UID_SIZE);
}

/* What came back is there whole, or its header alone. */
static char *returned_uid(GMimeMultipart *parts)
{
	GMimeObject *whole = part_find(parts, "message/rfc822", "message/global");
	if (whole && GMIME_IS_MESSAGE_PART(whole)) {
		GMimeMessage *message = g_mime_message_part_get_message((GMimeMessagePart *)whole);
		return message ? uid_of(g_mime_message_get_message_id(message)) : NULL;
	}
	GMimeObject *headers = part_find(parts, "text/rfc822-headers", "message/global-headers");
	if (!headers)
		return NULL;
	char *text = part_text(headers);
	GMimeMessage *message = message_of(text, strlen(text));
	char *uid = message ? uid_of(g_mime_message_get_message_id(message)) : NULL;
	if (message)
		g_object_unref(message);
	free(text);
	return uid;
}

/* ---- what became of it ---- */

/* "smtp; 550 5.1.1 unknown" and "rfc822; somebody@example.org": what stands behind the kind. */
static const char *behind_kind(const char *value)
{
	const char *kind = value ? strchr(value, ';') : NULL;
	return kind ? kind + 1 + strspn(kind + 1, " \t\n") : value;
}

static char *address_of(GMimeObject *fields, const char *name)
{
	const char *value = behind_kind(g_mime_object_get_header(fields, name));
	return value && *value ? alloc_bytes(value, strcspn(value, " \t\n")) : NULL;
}

/* A field may be folded, with blanks at the begin of each line. The caller frees. */
static char *unfolded(const char *value)
{
	char *words = alloc_text(value ? value : ""), *to = words;
	for (const char *from = words; *from; from++)
		if (!isspace((unsigned char)*from))
			*to++ = *from;
		else if (to > words && to[-1] != ' ')
			*to++ = ' ';
	*to = '\0';
	return words;
}

static struct verdict verdict_of_fields(GMimeObject *fields)
{
	const char *status = g_mime_object_get_header(fields, "Status");
	const char *said = behind_kind(g_mime_object_get_header(fields, "Diagnostic-Code"));
	char *words = unfolded(said ? said : status);
	struct verdict verdict = verdict_new(VERDICT_REFUSED, words);
	long code = strtol(words, NULL, 10);
	free(words);
	verdict.code = code >= 200 && code <= 599 ? (int)code : 0;
	verdict.recipient = status && status_blames_recipient(status);
	return verdict;
}

/* True when this block tells of a failure. */
static bool failure_take(struct dsn *dsn, const char *block, size_t size)
{
	GMimeObject *fields = fields_of(block, size);
	const char *action = fields ? g_mime_object_get_header(fields, "Action") : NULL;
	bool failed = action && strcasecmp(action, "failed") == 0;
	if (failed) {
		dsn->final = address_of(fields, "Final-Recipient");
		dsn->original = address_of(fields, "Original-Recipient");
		dsn->verdict = verdict_of_fields(fields);
	}
	if (fields)
		g_object_unref(fields);
	return failed;
}

static bool failure_find(struct dsn *dsn, GMimeMultipart *parts)
{
	GMimeObject *status =
		part_find(parts, "message/delivery-status", "message/global-delivery-status");
	bool found = false;
	if (!status)
		return false;
	char *text = part_text(status);
	for (const char *block = text; *block && !found;) {
		const char *end = strstr(block, "\n\n");
		size_t size = end ? (size_t)(end - block) : strlen(block);
		found = failure_take(dsn, block, size);
		block += size;
		block += strspn(block, "\n");
	}
	free(text);
	return found;
}

bool dsn_init(struct dsn *dsn, const char *bytes, size_t size)
{
	*dsn = (struct dsn){0};
	g_mime_init();
	GMimeMessage *message = message_of(bytes, size);
	GMimeMultipart *parts = message ? report_parts(message) : NULL;
	if (parts && failure_find(dsn, parts))
		dsn->uid = returned_uid(parts);
	if (message)
		g_object_unref(message);
	if (dsn->uid)
		return true;
	dsn_done(dsn);
	return false;
}

void dsn_done(struct dsn *dsn)
{
	free(dsn->uid);
	free(dsn->final);
	free(dsn->original);
	*dsn = (struct dsn){0};
}
