/* SPDX-License-Identifier: MIT */
/* libcurl's result and the server's numbers in the words of the outbox. Mail: what counts is
 * whether the body was taken whole; from there on only a number after it is an answer, since a
 * connection that closes in the middle of "250" looks like one that closed before the banner. */
#include "notify/verdict.h"

#include <ctype.h>
#include <curl/curl.h>
#include <glib.h>
#include <stdlib.h>
#include <string.h>

#define AFTER_MAX (24U * 3600U)

const char *verdict_word(enum verdict_kind kind)
{
	static const char *const words[] = {
		[VERDICT_SENT] = "sent",
		[VERDICT_RELEASED] = "released",
		[VERDICT_UNWRITABLE] = "unwritable",
		[VERDICT_RETRY] = "retry",
		[VERDICT_REFUSED] = "refused",
		[VERDICT_AMBIGUOUS] = "ambiguous",
		[VERDICT_DEFERRED] = "deferred",
	};
	return words[kind];
}

enum { CHARACTER = 4 }; /* bytes of one in UTF-8, at most */

/* One line, cut between characters, controls as blanks; what is not UTF-8, since servers may say it
 * in any character set, as U+FFFD. */
static void text_set(char text[VERDICT_TEXT + 1], const char *from)
{
	char *words =
		from ? g_utf8_make_valid(from, (gssize)strnlen(from, VERDICT_TEXT + CHARACTER))
		     : g_strdup("");
	size_t size = strnlen(words, VERDICT_TEXT);

	while (size > 0 && ((unsigned char)words[size] & 0xc0) == 0x80)
		size--;
	for (size_t i = 0; i < size; i++)
		text[i] = (unsigned char)words[i] < ' ' || words[i] == 0x7f ? ' ' : words[i];
	while (size > 0 && text[size - 1] == ' ')
		size--;
	text[size] = '\0';
	g_free(words);
}

struct verdict verdict_new(enum verdict_kind kind, const char *text)
{
	struct verdict verdict = {.kind = kind};
	text_set(verdict.text, text);
	return verdict;
}

/* ---- mail ---- */

static int class_of(long code)
{
	return code >= 100 && code <= 599 ? (int)code / 100 : 0;
}

bool status_blames_recipient(const char *status)
{
	return strncmp(status, "5.1.", 4) == 0 || strncmp(status, "5.2.1", 5) == 0;
}

/* "550 5.1.1 no such user": the enhanced number knows better than the first. */
static bool blames_recipient(const struct mail_report *report)
{
	const char *enhanced = report->line && strlen(report->line) > 4 ? report->line + 4 : "";
	if (report->stage != MAIL_RECIPIENT)
		return false;
	if (strncmp(enhanced, "5.", 2) == 0)
		return status_blames_recipient(enhanced);
	return report->code == 550 || report->code == 551 || report->code == 553 ||
	       report->code == 556;
}

static bool is_trust(int curl)
{
	switch (curl) {
	case CURLE_USE_SSL_FAILED:
	case CURLE_SSL_CONNECT_ERROR:
	case CURLE_PEER_FAILED_VERIFICATION:
	case CURLE_SSL_CERTPROBLEM:
	case CURLE_SSL_CIPHER:
	case CURLE_SSL_CACERT_BADFILE:
	case CURLE_SSL_ISSUER_ERROR:
	case CURLE_SSL_INVALIDCERTSTATUS:
		return true;
	default:
		return false;
	}
}

static enum verdict_kind kind_after_body(const struct mail_report *report)
{
	switch (class_of(report->code)) {
	case 2:
		return VERDICT_SENT;
	case 4:
		return VERDICT_DEFERRED;
	case 5:
		return VERDICT_REFUSED;
	default:
		return VERDICT_AMBIGUOUS;
	}
}

/* What a server refuses before it heard of a message is no message's fault; nor is what RFC 4954
 * has it say to whoever did not log in, or not safely, which many say to MAIL FROM alone. */
static bool blames_session(const struct mail_report *report)
{
	if (report->stage < MAIL_SENDER)
		return true;
	return !report->body_done && (report->code == 530 || report->code == 534 ||
					     report->code == 535 || report->code == 538);
}

/* Nothing was handed over. */
static enum verdict_kind kind_before_body(const struct mail_report *report)
{
	if (report->utf8_missing)
		return VERDICT_REFUSED;
	if (!report->stopped && !blames_session(report) && class_of(report->code) == 5)
		return VERDICT_REFUSED;
	return VERDICT_RETRY;
}

/* A relay that swallows mail without a word would make a duplicate of each: leave it alone too. */
static bool blames_host(const struct mail_report *report, enum verdict_kind kind)
{
	if (kind == VERDICT_AMBIGUOUS || report->code == 421)
		return true;
	if (report->stopped || report->body_done || report->utf8_missing)
		return false;
	return blames_session(report) || class_of(report->code) < 4;
}

static bool is_crowded(const struct mail_report *report)
{
	if (report->code == 421)
		return true;
	if (class_of(report->code) != 4 || report->body_done)
		return false;
	return report->stage <= MAIL_SENDER ||
	       strcasestr(report->line ? report->line : "", "too many");
}

struct verdict verdict_of_mail(const struct mail_report *report)
{
	struct verdict verdict = verdict_new(VERDICT_SENT, report->line);
	verdict.code = (int)report->code;
	if (report->curl == CURLE_OK)
		return verdict;
	verdict.kind = report->body_done ? kind_after_body(report) : kind_before_body(report);
	if (verdict.kind == VERDICT_SENT)
		return verdict;
	verdict.recipient = verdict.kind == VERDICT_REFUSED && blames_recipient(report);
	verdict.host = blames_host(report, verdict.kind);
	verdict.crowded = is_crowded(report);
	verdict.alarm = is_trust(report->curl) || report->curl == CURLE_LOGIN_DENIED ||
			/* more than the one answer before TLS: somebody else speaks too */
			(report->stage == MAIL_TLS && report->curl == CURLE_WEIRD_SERVER_REPLY) ||
			(blames_session(report) && class_of(report->code) == 5);
	return verdict;
}

/* ---- webhooks ---- */

static bool is_throttle(long code)
{
	return code == 429 || code == 502 || code == 503 || code == 504;
}

static enum verdict_kind kind_of_webhook(const struct webhook_report *report)
{
	if (class_of(report->code) == 2)
		return VERDICT_SENT;
	if (report->guarded || report->code == 410)
		return VERDICT_REFUSED;
	if (report->curl == CURLE_URL_MALFORMAT || report->curl == CURLE_UNSUPPORTED_PROTOCOL)
		return VERDICT_REFUSED;
	if (class_of(report->code) >= 3)
		return VERDICT_DEFERRED;
	return report->sent ? VERDICT_AMBIGUOUS : VERDICT_RETRY;
}

struct verdict verdict_of_webhook(const struct webhook_report *report)
{
	struct verdict verdict = verdict_new(kind_of_webhook(report), report->line);
	verdict.code = (int)report->code;
	if (verdict.kind == VERDICT_SENT || verdict.kind == VERDICT_REFUSED || report->stopped)
		return verdict;
	verdict.retry_after = report->retry_after;
	verdict.crowded = is_throttle(report->code);
	verdict.host = verdict.crowded || class_of(report->code) < 2;
	verdict.alarm = is_trust(report->curl);
	return verdict;
}

unsigned verdict_retry_after(const char *value, int64_t now)
{
	while (*value == ' ' || *value == '\t')
		value++;
	int64_t after = 0;
	if (isdigit((unsigned char)*value))
		after = strtol(value, NULL, 10);
	else if (curl_getdate(value, NULL) != -1)
		after = curl_getdate(value, NULL) - now;
	return after <= 0 ? 0 : after > AFTER_MAX ? AFTER_MAX : (unsigned)after;
}
