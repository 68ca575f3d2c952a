/* SPDX-License-Identifier: MIT */
/* Puts the pieces of a mail together. */
#include "notify/letter.h"

#include "notify/invitation.h"
#include "notify/mail.h"

/* Whoever convenes is who answers: a secretary, or else the sender. */
static bool invite(struct invitation *invitation, const struct claim *claim,
	const struct relay *relay, struct fault *fault)
{
	*invitation = (struct invitation){0};
	if (!claim->calendar)
		return true;
	return invitation_init(invitation, claim->calendar,
		claim->reply_to_count ? claim->reply_to : &relay->from, &claim->to, claim->date,
		fault);
}

char *letter_make(const struct claim *claim, const struct relay *relay, const struct texts *texts,
	size_t *size, struct fault *fault)
{
	struct invitation invitation;
	struct mail_text said;
	char *bytes = NULL;
	if (!texts_render(texts, claim->locale, claim->shape, claim->view, &said, fault))
		return NULL;
	if (invite(&invitation, claim, relay, fault)) {
		const struct mail mail = {.from = relay->from,
			.to = claim->to,
			.reply_to = claim->reply_to,
			.reply_to_count = claim->reply_to_count,
			.uid = claim->uid,
			.thread = claim->thread,
			.date = claim->date,
			.subject = said.subject,
			.text = said.text,
			.html = said.html,
			.calendar = invitation.text,
			.calendar_method = invitation.method};
		bytes = mail_pack(&mail, size);
	}
	invitation_done(&invitation);
	mail_text_done(&said);
	return bytes;
}
