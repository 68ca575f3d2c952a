/* SPDX-License-Identifier: MIT */
/* The commands, one row each. */
#include "command.h"

#include "change.h"
#include "discovery.h"
#include "help.h"
#include "language.h"
#include "list.h"
#include "loose.h"
#include "outbox.h"
#include "pack.h"
#include "reminder.h"
#include "sheet.h"
#include "status.h"
#include "verify.h"

#include <stdio.h>
#include <string.h>

#define PAGE " [--sort SORT] [--limit COUNT] [--all]"

static const struct command commands[] = {
	/* Where do we stand? */
	{"status", "[PLAN]", N_("where a plan stands"), status_run, "plan.status", NULL, NULL},
	{"loose", "[PLAN]", N_("what hangs loose: leads without decision, and so on"), loose_run,
		"plan.loose", NULL, NULL},
	{"actions",
		"[PLAN] [--overdue] [--owner WHO] [--organisation ORGANISATION] [--state STATE...] "
		"[--sector KEY] [--decision REF] [--meeting REF] [--lead REF] [--priority LEVEL] "
		"[--before DAY=due_before] [--after DAY=due_after] [--search TEXT]" PAGE,
		N_("a plan's actions"), list_run, "action.list", NULL, &list_actions},
	{"show", "THING=ref", N_("everything about one thing, and what it is linked to"), sheet_run,
		"*.get", NULL, NULL},
	{"history", "REF=object [--all]", N_("what happened to one thing"), list_run,
		"history.list", NULL, &list_history},
	{"journal", "[PLAN] [--object REF] [--person WHO] [--after COUNT] [--limit COUNT] [--all]",
		N_("what happened in a plan"), list_run, "journal.list", NULL, &list_journal},
	{"verify", "[PLAN] [--from COUNT] [--to COUNT]",
		N_("whether a plan's journal is as it was written"), verify_run, "journal.verify",
		NULL, NULL},
	{"search", "[PLAN] TEXT=words [--limit COUNT]", N_("finds words in all that a plan holds"),
		list_run, "plan.search", NULL, &list_found},
	{"leads", "[PLAN] [--state STATE] [--meeting REF] [--sector KEY] [--search TEXT]" PAGE,
		N_("a plan's leads"), list_run, "lead.list", NULL, &list_leads},
	{"decisions",
		"[PLAN] [--meeting REF] [--lead REF] [--sector KEY] [--superseded] [--search "
		"TEXT]" PAGE,
		N_("a plan's decisions"), list_run, "decision.list", NULL, &list_decisions},
	{"meetings",
		"[PLAN] [--committee NEW_KEY] [--state STATE] [--after DAY] [--before DAY] "
		"[--search TEXT]" PAGE,
		N_("a plan's meetings"), list_run, "meeting.list", NULL, &list_meetings},
	{"pack", "REF=meeting", N_("what a committee needs to know before it meets"), pack_run,
		"meeting.pack", NULL, NULL},
	{"requests", "[PLAN] [--action REF] [--state REQUEST_STATE=state] [--limit COUNT] [--all]",
		N_("who asked for a later deadline"), list_run, "postponement.list", NULL,
		&list_requests},
	{"indicators", "[PLAN] [--search TEXT] [--limit COUNT] [--all]", N_("a plan's indicators"),
		list_run, "indicator.list", NULL, &list_indicators},
	{"notes", "[THING=plan] [--limit COUNT] [--all]",
		N_("the notes of a plan, or of one thing"), list_run, "note.list", NULL,
		&list_notes},
	{"sectors", "[PLAN]", N_("a plan's sectors"), list_run, "sector.list", NULL, &list_sectors},
	{"members", "[PLAN] [--role ROLE]", N_("who takes part in a plan"), list_run, "member.list",
		NULL, &list_members},
	{"plans", "[--search TEXT] [--all]", N_("the plans that you see"), list_run, "plan.list",
		NULL, &list_plans},
	{"people", "[--search TEXT] [--organisation ORGANISATION] [--all]",
		N_("the persons that you see"), list_run, "person.list", NULL, &list_people},
	{"organisations", "[--search TEXT] [--kind ORG_KIND] [--all]",
		N_("the organisations that you see"), list_run, "organisation.list", NULL,
		&list_organisations},

	/* What was decided */
	{"add",
		"[PLAN] TITLE [--owner WHO] [--support WHO=supports...] [--due DATE] [--said TEXT] "
		"[--decision REF] [--sector KEY=sectors...] [--indicator REF=indicators...] "
		"[--priority LEVEL] [--expected EUROS] [--text TEXT] [--state STATE] "
		"[--visibility VISIBILITY]",
		N_("notes an action"), change_run, "action.create",
		N_("{ref} is noted: {title}[, {owner:party}][, {due:due}]"), NULL},
	{"decide",
		"[PLAN] TITLE [--meeting REF] [--lead REF=leads...] [--supersedes REF] "
		"[--sector KEY=sectors...] [--text TEXT] [--visibility VISIBILITY]",
		N_("notes a decision"), change_run, "decision.create",
		N_("{ref} is noted: {title}"), NULL},
	{"lead",
		"[PLAN] TITLE [--meeting REF] [--source TEXT] [--sector KEY=sectors...] [--text "
		"TEXT] [--visibility VISIBILITY]",
		N_("notes a lead"), change_run, "lead.create", N_("{ref} is noted: {title}"), NULL},
	{"meeting",
		"[PLAN] [--date DAY] [--starts HOUR] [--ends HOUR] [--said TEXT] [--place TEXT] "
		"[--objective TEXT] [--committee NEW_KEY]",
		N_("plans a meeting"), change_run, "meeting.create",
		N_("{ref} is planned[: {:hours}][, {place}]"), NULL},
	{"convene", "REF=meeting", N_("invites to a meeting, by mail"), change_run,
		"meeting.convene", N_("{ref}: the invitations will go out[, {:hours}][, {place}]"),
		NULL},
	{"hold", "REF=meeting [--date DAY] [--place TEXT] [--present WHO=attendance...]",
		N_("marks a meeting as held"), change_run, "meeting.hold",
		N_("{ref} was held[: {:when}][, {place}]"), NULL},
	{"approve", "REF=meeting", N_("marks a meeting's minutes as approved"), change_run,
		"meeting.approve", N_("The minutes of {ref} are approved[: {:when}][, {place}]"),
		NULL},
	{"attend", "REF=meeting [--present WHO=present...] [--excused WHO=excused...]",
		N_("says who came to a meeting and who was excused"), change_run, "meeting.attend",
		N_("{ref}[, present: {attendance:present}][, excused: {attendance:excused}]"),
		NULL},
	{"link", "REF=decision REF=lead", N_("says that a decision comes from a lead"), change_run,
		"decision.link", N_("{ref} comes from {given.lead}: {title}"), NULL},
	{"unlink", "REF=decision REF=lead", N_("says that a decision does not come from a lead"),
		change_run, "decision.unlink", N_("{ref} does not come from {given.lead}: {title}"),
		NULL},
	{"supersede", "REF=decision REF=by", N_("says that a decision is replaced by another"),
		change_run, "decision.supersede", N_("{ref} is replaced by {given.by}: {title}"),
		NULL},
	{"note", "REF=object TEXT [--visibility VISIBILITY]", N_("writes a note on one thing"),
		change_run, "note.create", N_("{ref} is noted[ on {object}][: {text}]"), NULL},

	/* The life of an action */
	{"accept", "REF=action...", N_("takes a proposed action on"), change_run, "action.accept",
		N_("{ref} is open: {title}"), NULL},
	{"start", "REF=action...", N_("marks actions as under way"), change_run, "action.start",
		N_("{ref} is under way: {title}"), NULL},
	{"progress", "REF=action PERCENT [--note TEXT]", N_("says how far an action is"),
		change_run, "action.progress", N_("{ref} is at {progress:percent}: {title}"), NULL},
	{"report", "REF=action [--percent PERCENT] [--evidence TEXT] [--note TEXT]",
		N_("reports on an action: how far it is and what shows it"), change_run,
		"action.report", N_("{ref} is at {progress:percent}: {title}"), NULL},
	{"block", "REF=action --why TEXT", N_("marks an action as blocked"), change_run,
		"action.block", N_("{ref} is blocked[ ({blocked_why})]: {title}"), NULL},
	{"resume", "REF=action...", N_("marks blocked actions as going on"), change_run,
		"action.resume", N_("{ref} goes on: {title}"), NULL},
	{"postpone", "REF=action DATE=due --why TEXT", N_("gives an action a later deadline"),
		change_run, "action.postpone",
		N_("{ref} is put off to {due:due}[, first deadline {first_due:due}]: {title}"),
		NULL},
	{"request", "REF=action DATE=due --why TEXT", N_("asks for a later deadline"), change_run,
		"postponement.request",
		N_("{ref}: {due:due} is asked for; the deadline stands until that is granted"),
		NULL},
	{"grant", "REF=action [--why TEXT]", N_("grants the later deadline that was asked for"),
		change_run, "postponement.accept",
		N_("{ref} is put off to {due:due}[, first deadline {first_due:due}]: {title}"),
		NULL},
	{"refuse", "REF=action --why TEXT", N_("refuses the later deadline that was asked for"),
		change_run, "postponement.refuse",
		N_("{ref}: {due:due} is refused, the deadline stands"), NULL},
	{"ack", "REF=action... [--for WHO=person]",
		N_("says that you, or someone else, knows of a deadline"), change_run,
		"action.acknowledge", N_("{ref}: no reminder will come before {due:due}: {title}"),
		NULL},
	{"done", "REF=action... [--evidence TEXT] [--note TEXT]", N_("marks actions as done"),
		change_run, "action.done", N_("{ref} is done: {title}"), NULL},
	{"cancel", "REF=action --why TEXT", N_("gives an action up"), change_run, "action.cancel",
		N_("{ref} is cancelled: {title}"), NULL},
	{"reopen", "REF [--why TEXT]", N_("opens an action, a lead or a meeting again"), change_run,
		"*.reopen", N_("{ref} is open again[: {title}]"), NULL},
	{"depend", "REF=action REF=on", N_("says that an action must wait for another"), change_run,
		"action.depend", N_("{ref} now waits for: {depends_on:links}"), NULL},
	{"undepend", "REF=action REF=on", N_("says that an action need not wait for another"),
		change_run, "action.undepend", N_("{ref} waits no more for {given.on}: {title}"),
		NULL},
	{"edit",
		"REF [--title TITLE] [--text TEXT] [--owner WHO] [--support WHO=supports...] "
		"[--due DATE] [--said TEXT] [--decision REF] [--sector KEY=sectors...] "
		"[--indicator REF=indicators...] [--priority LEVEL] [--expected EUROS] "
		"[--secured EUROS] [--recovered EUROS] [--date DAY] [--starts HOUR] [--ends HOUR] "
		"[--place TEXT] [--objective TEXT] [--minutes TEXT] [--meeting REF] [--source "
		"TEXT] "
		"[--visibility VISIBILITY] [--clear FIELD...]",
		N_("corrects an action, a decision, a lead, a meeting …"), change_run, "*.edit",
		N_("{ref} is changed[: {title}]"), NULL},
	{"drop", "REF=lead --why TEXT", N_("gives a lead up"), change_run, "lead.drop",
		N_("{ref} is dropped: {title}"), NULL},
	{"undo", "[SOME_PLAN=plan]", N_("takes your last change back"), change_undo, "journal.undo",
		NULL, NULL},

	/* Reminders and mail */
	{"reminders", "[THING=plan] [--days COUNT] [--for WHO=person] [--limit COUNT]",
		N_("who is reminded of what and when, or why not"), reminder_run,
		"reminder.preview", NULL, NULL},
	{"policy", "[PLAN]", N_("by which rules a plan reminds"), reminder_policy,
		"reminder.policy", NULL, NULL},
	{"policy set",
		"[PLAN] [--morning HOUR] [--rung RUNG=rungs...] [--quiet QUIET...] [--clear "
		"FIELD...]",
		N_("changes the rules by which a plan reminds"), reminder_policy, "reminder.edit",
		NULL, NULL},
	{"outbox",
		"[--plan SOME_PLAN] [--for WHO=person] [--state MESSAGE_STATE=state] "
		"[--channel CHANNEL] [--search TEXT] [--limit COUNT] [--all]",
		N_("the messages that were sent, are to be sent or could not be"), list_run,
		"message.list", NULL, &list_messages},
	{"outbox show", "MESSAGE", N_("everything about one message, and what it says"),
		outbox_show, "message.get", NULL, NULL},
	{"outbox retry", "MESSAGE...", N_("has messages tried again"), change_run, "message.retry",
		N_("Message {message} to {person:party} is tried again."), NULL},
	{"outbox resend",
		"[--plan SOME_PLAN] [--for WHO=person] [--channel CHANNEL] [--search TEXT] "
		"[--since DAY]",
		N_("has all messages tried again that were given up"), change_run, "message.resend",
		N_("Messages tried again: {resent}, of those given up since {since:date}[; "
		   "{left:some} more are left: do it once more]"),
		NULL},
	{"outbox cancel", "MESSAGE... [--why TEXT]", N_("stops messages that have not left"),
		change_run, "message.cancel",
		N_("Message {message} to {person:party} will not be sent."), NULL},
	{"outbox status", "", N_("whether messages leave, how many wait, what goes wrong"),
		outbox_status, "delivery.status", NULL, NULL},
	{"outbox hold", "--why TEXT", N_("keeps all messages back"), change_run, "delivery.hold",
		N_("Nothing is sent until copilctl outbox release: {why}"), NULL},
	{"outbox release", "", N_("lets messages leave again"), change_run, "delivery.release",
		N_("Messages leave again; {waiting} are waiting."), NULL},
	{"preferences", "[WHO=person]", N_("how you, or someone else, are told"), sheet_preferences,
		"preference.get", NULL, NULL},
	{"preferences set",
		"[--for WHO=person] [--channel CHANNEL] [--digest RHYTHM] [--muted-until DAY] "
		"[--clear FIELD...]",
		N_("changes how you, or someone else, are told"), change_run, "preference.edit",
		N_("{person:party} is told: {channel:telling}; summary: {digest:telling}[; "
		   "nothing until {muted_until:date}]"),
		NULL},

	{"webhook", "", N_("the programs that are told instead of people by mail"), list_run,
		"webhook.list", NULL, &list_webhooks},
	{"webhook add", "URL [--organisation ORGANISATION] [--for WHO=person]",
		N_("notes the address of a program that is to be told"), change_run,
		"webhook.create",
		N_("Webhook {webhook} of {party:party} is noted: {url}\n"
		   "  Its secret, on the server:  copild webhook-secret {webhook}\n"
		   "  To try it:                  copilctl webhook test {webhook}["
		   "\n  To be told there:           copilctl preferences set --for {told.key} "
		   "--channel webhook]"),
		NULL},
	{"webhook test", "HOOK=webhook", N_("sends a webhook a trial message"), change_run,
		"webhook.test",
		N_("Message {message} goes to webhook {webhook}.\n"
		   "  What came of it:  copilctl outbox show {message}"),
		NULL},
	{"webhook rotate", "HOOK=webhook",
		N_("gives a webhook a new secret, and makes it active again"), change_run,
		"webhook.rotate",
		N_("Webhook {webhook} has a new secret; the old one signs too until "
		   "{overlap_until:moment}.\n"
		   "  The new one, on the server:  copild webhook-secret {webhook}"),
		NULL},
	{"webhook remove", "HOOK=webhook", N_("ends a webhook: nothing is sent there any more"),
		change_run, "webhook.remove",
		N_("Webhook {webhook} is removed: nothing is sent there any more."), NULL},

	/* Figures */
	{"measure", "REF=indicator NUMBER=value --on DAY [--source TEXT] [--note TEXT]",
		N_("writes an indicator's value down"), change_run, "measure.add",
		N_("{ref} was at {given.value:amount} on {given.on:date}: {title}"), NULL},
	{"indicator",
		"[PLAN] TITLE --unit TEXT [--baseline NUMBER] [--target NUMBER] "
		"[--baseline-label TEXT] [--by DAY] [--text TEXT] [--visibility VISIBILITY]",
		N_("notes an indicator"), change_run, "indicator.create",
		N_("{ref} is noted: {title}"), NULL},

	/* Who and what for */
	{"member add", "PLAN WHO=party [--organisation ORGANISATION=party] --role ROLE",
		N_("lets someone take part in a plan"), change_run, "member.add",
		N_("{party:party} takes part[ as {role:label}]"), NULL},
	{"member remove", "PLAN WHO=party [--organisation ORGANISATION=party]",
		N_("ends someone's part in a plan"), change_run, "member.remove",
		N_("[{party:party} takes part no more]"), NULL},
	{"sector", "PLAN NEW_KEY=key NAME [--priority COUNT]", N_("adds a sector to a plan"),
		change_run, "sector.create", N_("{key} is noted: {name}"), NULL},
	{"committee", "PLAN NEW_KEY=key NAME", N_("adds a committee to a plan"), change_run,
		"committee.create", N_("{key} is noted: {name}"), NULL},
	{"plan", "NEW_KEY=key TITLE [--summary TEXT] [--launched DAY]", N_("opens a plan"),
		change_run, "plan.create", N_("{key} is open: {title}"), NULL},
	{"organisation", "NEW_KEY=key NAME --kind ORG_KIND [--city TEXT] [--contact EMAIL]",
		N_("notes an organisation"), change_run, "organisation.create",
		N_("{key} is noted: {name}"), NULL},
	{"person",
		"EMAIL NAME [--organisation ORGANISATION] [--function TEXT] [--login WORD] "
		"[--locale WORD]",
		N_("notes a person"), change_run, "person.create", N_("{email} is noted: {name}"),
		NULL},

	/* This program and its server */
	{"whoami", "", N_("who you are to the server"), sheet_whoami, "session.whoami", NULL, NULL},
	{"can", "THING=object VERB=method", N_("whether you may do something, and by which rule"),
		change_run, "right.explain",
		N_("{object}, {method}: {allowed}[, as {holder:label}][. {why}]"), NULL},
	{"ping", "", N_("whether the server answers"), discovery_ping, "system.ping", NULL, NULL},
	{"methods", "[METHOD] [--names]", N_("the methods that the server offers"),
		discovery_methods, "rpc.discover", NULL, NULL},
	{"call", "METHOD [PAIR=words...] [--json-params JSON]", N_("calls any method"),
		discovery_call, NULL, NULL, NULL},
	{"help", "[COMMAND=words...] [--complete]", N_("this help, or help on one command"),
		help_run, NULL, NULL, NULL},
};

const struct command *command_at(size_t number)
{
	return number < sizeof(commands) / sizeof(*commands) ? &commands[number] : NULL;
}

const struct command *command_find(int argc, char **argv, int *taken)
{
	for (*taken = argc > 1 ? 2 : 1; *taken; --*taken) {
		char name[64];

		snprintf(name, sizeof(name), "%s%s%s", argv[0], *taken > 1 ? " " : "",
			*taken > 1 ? argv[1] : "");
		for (size_t i = 0; i < sizeof(commands) / sizeof(*commands); i++)
			if (!strcmp(commands[i].name, name))
				return &commands[i];
	}
	return NULL;
}
