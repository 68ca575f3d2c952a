/* SPDX-License-Identifier: MIT */
/* Headers and parts by GMime. Boundaries come from the message's own name, not from chance, so that
 * a message that is sent again is the same. */
#include "notify/mail.h"

#include <errno.h>
#include <gmime/gmime.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buffer.h"
#include "notify/address.h"
#include "notify/words.h"

/* Lines end with LF alone, which GMime expects of a text. The caller frees. */
static char *without_returns(const char *text)
{
	char *plain = alloc_text(text), *to = plain;
	for (const char *from = plain; *from; from++)
		if (*from != '\r')
			*to++ = *from;
		else if (from[1] != '\n')
			*to++ = '\n';
	*to = '\0';
	return plain;
}

/* ---- headers ---- */

static void subject_set(GMimeMessage *message, const char *subject)
{
	char *words = words_encode(subject);
	g_mime_message_set_subject(message, words, NULL);
	free(words);
}

static void contact_add(GMimeMessage *message, GMimeAddressType type, const struct contact *contact)
{
	char *name = words_encode(contact->name);
	g_mime_message_add_mailbox(message, type, *name ? name : NULL, contact->address);
	free(name);
}

static void header_set(GMimeMessage *message, const char *name, char *value)
{
	g_mime_object_set_header((GMimeObject *)message, name, value, "utf-8");
	free(value);
}

static void contacts_set(GMimeMessage *message, const struct mail *mail)
{
	contact_add(message, GMIME_ADDRESS_TYPE_FROM, &mail->from);
	for (size_t i = 0; i < mail->reply_to_count; i++)
		contact_add(message, GMIME_ADDRESS_TYPE_REPLY_TO, &mail->reply_to[i]);
	contact_add(message, GMIME_ADDRESS_TYPE_TO, &mail->to);
}

static void identity_set(GMimeMessage *message, const struct mail *mail)
{
	const char *domain = address_domain(mail->from.address);
	char *id = alloc_format("%s@%s", mail->uid, domain);
	g_mime_message_set_message_id(message, id);
	free(id);
	if (!mail->thread)
		return;
	header_set(message, "In-Reply-To", alloc_format("<%s.thread@%s>", mail->thread, domain));
	header_set(message, "References", alloc_format("<%s.thread@%s>", mail->thread, domain));
}

/* Whoever answers asks a person: there is no page to press a button on. */
static void automatic_set(GMimeMessage *message, const struct mail *mail)
{
	const struct contact *reader = mail->reply_to_count ? mail->reply_to : &mail->from;
	header_set(message, "Auto-Submitted", alloc_text("auto-generated"));
	if (!address_needs_utf8(reader->address))
		header_set(message, "List-Unsubscribe",
			alloc_format("<mailto:%s?subject=unsubscribe>", reader->address));
}

static void headers_set(GMimeMessage *message, const struct mail *mail)
{
	GDateTime *date = g_date_time_new_from_unix_utc(mail->date);
	contacts_set(message, mail);
	subject_set(message, mail->subject);
	g_mime_message_set_date(message, date);
	g_date_time_unref(date);
	identity_set(message, mail);
	automatic_set(message, mail);
}

/* ---- parts ---- */

static GMimePart *part_new(const char *subtype, const char *content, GMimeContentEncoding encoding)
{
	GMimePart *part = g_mime_part_new_with_type("text", subtype);
	GMimeStream *stream = g_mime_stream_mem_new_with_buffer(content, strlen(content));
	GMimeDataWrapper *wrapper =
		g_mime_data_wrapper_new_with_stream(stream, GMIME_CONTENT_ENCODING_DEFAULT);
	g_mime_object_set_content_type_parameter((GMimeObject *)part, "charset", "utf-8");
	g_mime_part_set_content(part, wrapper);
	g_mime_part_set_content_encoding(part, encoding);
	g_object_unref(wrapper);
	g_object_unref(stream);
	return part;
}

static void part_add(GMimeMultipart *parts, GMimePart *part)
{
	g_mime_multipart_add(parts, (GMimeObject *)part);
	g_object_unref(part);
}

static void text_add(GMimeMultipart *parts, const char *subtype, const char *text)
{
	char *plain = without_returns(text);
	part_add(parts, part_new(subtype, plain, GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE));
	free(plain);
}

static void calendar_add(GMimeMultipart *parts, const struct mail *mail)
{
	GMimePart *part = part_new("calendar", mail->calendar, GMIME_CONTENT_ENCODING_BASE64);
	g_mime_object_set_content_type_parameter(
		(GMimeObject *)part, "method", mail->calendar_method);
	part_add(parts, part);
}

static GMimeMultipart *parts_new(const struct mail *mail)
{
	GMimeMultipart *parts = g_mime_multipart_new_with_subtype("alternative");
	char *boundary = alloc_format("=_copild_%s", mail->uid);
	g_mime_multipart_set_boundary(parts, boundary);
	free(boundary);
	text_add(parts, "plain", mail->text);
	text_add(parts, "html", mail->html);
	if (mail->calendar)
		calendar_add(parts, mail);
	return parts;
}

/* ---- bytes ---- */

/* All that GMime wrote is lines: bodies are quoted-printable or base64. */
static char *with_returns(const char *text, size_t *size)
{
	struct buffer bytes = {0};
	for (const char *line = text; *line;) {
		size_t length = strcspn(line, "\r\n");
		buffer_add(&bytes, line, length);
		buffer_add(&bytes, "\r\n", 2);
		line += length;
		line += *line == '\r' && line[1] == '\n' ? 2 : *line != '\0';
	}
	*size = buffer_size(&bytes);
	char *whole = alloc_bytes(buffer_data(&bytes), *size);
	buffer_done(&bytes);
	return whole;
}

char *mail_pack(const struct mail *mail, size_t *size)
{
	g_mime_init();
	GMimeMessage *message = g_mime_message_new(true);
	GMimeMultipart *parts = parts_new(mail);
	headers_set(message, mail);
	g_mime_message_set_mime_part(message, (GMimeObject *)parts);
	g_object_unref(parts);
	char *text = g_mime_object_to_string((GMimeObject *)message, NULL);
	g_object_unref(message);
	char *bytes = with_returns(text, size);
	g_free(text);
	return bytes;
}

bool mail_contact_parse(char *text, struct contact *contact, struct fault *fault)
{
	char *open = strrchr(text, '<'), *close = open ? strchr(open, '>') : NULL;
	*contact = (struct contact){NULL, text};
	if (close && close[1] == '\0') {
		*close = *open = '\0';
		*contact = (struct contact){g_strstrip(text), open + 1};
	}
	return address_check(contact->address, fault);
}
