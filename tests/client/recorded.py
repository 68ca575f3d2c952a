# SPDX-License-Identifier: MIT
"""Answers of a server with the Languedoc-Roussillon plan, as the tests of copilctl play them."""

CCI = {"kind": "organisation", "key": "CCI-ALES", "name": "CCI Alès"}
DIRECCTE = {"kind": "organisation", "key": "DIRECCTE-LR", "name": "DIRECCTE Languedoc-Roussillon"}
SECRETARY = {"kind": "person", "key": "secretariat@example.org", "name": "Secrétariat COPIL",
             "organisation": "CCI-ALES"}
COPIL = {"key": "COPIL", "name": "Comité de pilotage"}


def page(*items, next=None, total=None):
    return {"items": list(items), "next": next, "total": len(items) if total is None else total,
            "plan_revision": 41}


def due(last_day, days_left, said=None):
    return {"said": said or last_day, "first_day": last_day, "last_day": last_day, "edtf": last_day,
            "overdue": days_left < 0, "days_left": days_left, "working_days_left": days_left * 5 // 7}


def action(number, title, state="open", owner=None, progress=0, deadline=None, **more):
    return {"ref": f"LR-{number}", "plan": "LR", "number": number, "title": title, "text": None,
            "state": state, "blocked_why": None, "priority": "normal", "progress": progress,
            "owner": owner, "supports": [], "due": deadline, "first_due": None, "postponements": 0,
            "decision": {"ref": "LR-D1", "title": "Rendre lisible qui travaille pour qui"},
            "sectors": ["NUC"], "indicators": [], "depends_on": [], "expected": None, "secured": None,
            "recovered": None, "evidence": None, "created_at": "2014-04-08T09:00:00+00:00",
            "closed_at": None, "revision": 30 + number, "plan_revision": 41, **more}


ACTIONS = [
    action(1, "Réaliser l’annuaire des sous-traitants", "in_progress", CCI, 40, due("2014-05-09", -3),
           supports=[DIRECCTE, SECRETARY], expected=1200000, indicators=["LR-I1"]),
    action(2, "Référencer les fournisseurs auprès des donneurs d’ordres de la chimie et de la pétrochimie",
           "blocked", DIRECCTE, 10, due("2014-05-23", 11), blocked_why="attend la liste des donneurs d’ordres"),
    action(3, "Recenser les outils de ressources humaines", "done", SECRETARY, 100,
           due("2014-06-30", 49, "d’ici l’été"), evidence="https://example.org/outils",
           closed_at="2014-05-06T14:30:00+00:00"),
    action(4, "Préparer un groupement d’entreprises", "proposed", None, decision=None, sectors=[]),
]

MEETINGS = [
    {"ref": "LR-M2", "number": 2, "committee": COPIL, "sitting": 2, "date": "2014-04-07", "said": None,
     "latest": "2014-04-07", "place": "Pôle formation, Baillargues", "objective": None, "state": "held"},
    {"ref": "LR-M3", "number": 3, "committee": COPIL, "sitting": 3, "date": None, "said": "d’ici l’été",
     "latest": "2014-06-30", "place": None, "state": "planned",
     "objective": "transformer ces pistes en un plan d’actions concret"},
    {"ref": "LR-M4", "number": 4, "committee": COPIL, "sitting": 4, "date": "2014-12-11", "starts": "14:00",
     "ends": "17:30", "said": None, "latest": "2014-12-11", "place": "CCI Alès", "state": "planned",
     "objective": "faire le point du plan"},
    {"ref": "LR-M5", "number": 5, "committee": COPIL, "sitting": 5, "date": "2015-06-12", "starts": "09:05",
     "ends": None, "said": None, "latest": "2015-06-12", "place": None, "state": "planned", "objective": None},
    {"ref": "LR-M6", "number": 6, "committee": COPIL, "sitting": 6, "date": None, "starts": "14:00", "ends": None,
     "said": None, "latest": None, "place": None, "state": "planned", "objective": None},
]

LEADS = [
    {"ref": "LR-L1", "title": "Rendre lisible qui travaille pour qui", "state": "decided", "sectors": []},
    {"ref": "LR-L2", "title": "Améliorer le référencement", "state": "open", "sectors": ["NUC", "CHI"]},
]

DECISIONS = [
    {"ref": "LR-D1", "title": "Rendre lisible qui travaille pour qui", "superseded_by": None,
     "meeting": {"ref": "LR-M2"}, "actions": [{"ref": "LR-1"}, {"ref": "LR-2"}]},
    {"ref": "LR-D2", "title": "Relancer le référencement", "superseded_by": {"ref": "LR-D1"},
     "meeting": None, "actions": []},
]

INDICATOR = {"ref": "LR-I1", "plan": "LR", "title": "Valeur reconquise", "text": None, "unit": "M€",
             "baseline": 200, "baseline_label": "valeur qui échappe aux 162 entreprises", "target": 100,
             "by": None, "last": {"value": 1.2, "on": "2014-05-02", "source": "enquête CCI"},
             "progress": 1, "revision": 12, "plan_revision": 41}

STATUS = {
    "plan": {"key": "LR", "title": "Plateforme industrielle Languedoc-Roussillon", "launched": "2013-10-01",
             "summary": None},
    "today": "2014-05-12", "revision": 41, "fingerprint": "1a2b3c4d5e6f7081",
    "next_meeting": MEETINGS[1], "last_meeting": MEETINGS[0],
    "meetings": 3, "leads": {"total": 6, "open": 5, "decided": 1, "dropped": 0},
    "decisions": {"total": 3, "superseded": 1},
    "actions": {"total": 4, "proposed": 1, "open": 0, "in_progress": 1, "blocked": 1, "done": 1,
                "cancelled": 0},
    "overdue": 1, "due_soon": 1, "postponed": 1,
    "by_organisation": [
        {"organisation": CCI, "total": 2, "open": 1, "done": 1, "overdue": 1},
        {"organisation": DIRECCTE, "total": 1, "open": 1, "done": 0, "overdue": 0},
        {"organisation": None, "total": 1, "open": 1, "done": 0, "overdue": 0}],
    "by_sector": [
        {"key": "NUC", "name": "Nucléaire", "total": 3, "open": 2, "done": 1, "overdue": 1},
        {"key": "CHI", "name": "Chimie et pétrochimie", "total": 0, "open": 0, "done": 0, "overdue": 0}],
    "indicators": [INDICATOR],
    "value": {"expected": 1200000, "secured": 350000, "recovered": 0},
    "loose": {"leads_without_decision": 5, "decisions_without_action": 1, "actions_without_owner": 1,
              "actions_without_deadline": 1, "actions_without_decision": 0},
    "late": [ACTIONS[0]], "soon": [ACTIONS[1]],
}

ACT = {"ref": "LR@41", "revision": 41, "recorded_at": "2014-05-12T08:05:00+00:00", "who": SECRETARY,
       "administrator": False, "method": "action.progress", "object": "LR-1", "why": None, "undoes": None,
       "undone_by": None,
       "changes": [{"object": "LR-1", "relation": "action", "change": "changed",
                    "fields": {"progress": {"before": 0, "after": 40},
                               "state": {"before": "open", "after": "in_progress"}}}]}

LEAD = {**LEADS[0], "plan": "LR", "text": "Savoir quel sous-traitant sert quel client.", "source": "diagnostic",
        "dropped_why": None, "meeting": MEETINGS[0], "decisions": [{"ref": "LR-D1", "title": LEADS[0]["title"]}]}

DECISION = {**DECISIONS[0], "plan": "LR", "text": None, "meeting": MEETINGS[0],
            "leads": [{"ref": "LR-L1", "title": LEADS[0]["title"]}], "supersedes": [], "sectors": ["NUC"],
            "visibility": "partners"}

MEETING = {**MEETINGS[0], "plan": "LR", "minutes": "Six pistes sont nommées.\n\nProchaine séance d’ici l’été.",
           "attendance": [{"party": CCI, "presence": "present"}, {"party": DIRECCTE, "presence": "present"},
                          {"party": SECRETARY, "presence": "excused"}]}

NOTE = {"ref": "LR-N1", "plan": "LR", "object": "LR-1", "text": "Deux sections de l’annuaire sur cinq sont prêtes.",
        "by": SECRETARY, "created_at": "2014-05-06T07:00:00+00:00"}

CHAIN = {"object": {"ref": "LR-1", "kind": "action", "title": ACTIONS[0]["title"], "state": "in_progress"},
         "meetings": [MEETINGS[0]], "leads": [LEADS[0]], "decisions": [{**DECISIONS[0], "meeting": "LR-M2"}],
         "actions": ACTIONS[:2], "indicators": [INDICATOR], "notes": [NOTE], "plan_revision": 41}

MEASURES = page({"ref": "LR-I1", "number": 2, "value": 1.2, "on": "2014-05-02", "source": "enquête CCI", "note": None},
                {"ref": "LR-I1", "number": 1, "value": 0, "on": "2014-04-07", "source": "diagnostic", "note": "départ"})

PEOPLE = page({"email": "secretariat@example.org", "name": "Secrétariat COPIL", "function": "prépare les séances",
               "organisation": CCI})

ORGANISATIONS = page(
    {"key": "CCI-ALES", "name": "CCI Alès", "kind": "chamber", "city": "Alès"},
    {"key": "DIRECCTE-LR", "name": "DIRECCTE Languedoc-Roussillon", "kind": "directorate", "city": None})

MEMBERS = page({"plan": "LR", "party": SECRETARY, "role": "secretary"}, {"plan": "LR", "party": CCI, "role": "member"})

DISCOVERY = {"openrpc": "1.2.6", "methods": [
    {"name": "action.list", "summary": "Lists a plan's actions.", "description": "By deadline unless sorted otherwise.",
     "params": [
         {"name": "plan", "required": True, "schema": {"type": "string"}, "description": "the plan's key"},
         {"name": "state", "required": False, "description": "only in these states",
          "schema": {"type": "array", "items": {"type": "string", "enum": ["open", "blocked", "done"]}}},
         {"name": "overdue", "required": False, "schema": {"type": "boolean"}, "description": "only what is late"},
         {"name": "limit", "required": False, "schema": {"type": "integer"}, "description": "items on a page"}],
     "result": {"name": "result", "description": "items, each as action.get reads it, and next", "schema": {}}},
    {"name": "action.get", "summary": "Reads one action.", "params": [], "result": {"name": "result", "schema": {}}}]}

SELF = {"actor": "person", "administrator": False, "person": SECRETARY, "locale": "fr", "zone": "Europe/Paris",
        "read_only": False,
        "plans": [{"plan": "LR", "title": STATUS["plan"]["title"], "role": "secretary"}]}

PLANS = page({"key": "LR", "title": STATUS["plan"]["title"], "launched": "2013-10-01"})

REQUEST = {"ref": "LR-2", "number": 1, "due": due("2014-09-30", 141, "T3 2014"), "why": "la liste arrive en juillet",
           "state": "asked", "by": DIRECCTE, "asked_at": "2014-05-12T07:30:00+00:00", "answered_by": None,
           "answer": None, "answered_at": None, "withdrawn": False, "revision": 41}

PACK = {"meeting": MEETINGS[2], "since": MEETINGS[0], "plan_revision": 41,
        "overdue": {"total": 1, "items": [ACTIONS[0]]},
        "postponed": {"total": 1, "items": [{**ACTIONS[1], "postponements": 2, "first_due": "2014-04-25"}]},
        "carried": {"total": 52, "items": [ACTIONS[1]]},
        "done": {"total": 1, "items": [{**ACTIONS[2], "owner": SECRETARY}]},
        "decisions": {"total": 1, "items": [{"ref": "LR-D2", "title": DECISIONS[1]["title"]}]},
        "gaps": {"total": 1, "items": [{"ref": "LR-I1", "title": INDICATOR["title"], "unit": "M€", "baseline": 200,
                                        "target": 100, "last": 199, "on": "2014-05-12", "by": None, "progress": 1}]}}


def rung(days, at, person, why=None, **more):
    return {"kind": "rung", "kind_label": "relance", "object": "LR-1", "title": ACTIONS[0]["title"], "person": person,
            "days": days, "day": at[:10], "at": at, "reason": None if why is None else "acknowledged", "why": why,
            **more}


def told(number, days, at, person, state, label, why=None):
    return {"ref": f"reminder:{number}", "kind": "rung" if days is not None else "assigned",
            "kind_label": "relance" if days is not None else "confiée", "plan": "LR", "object": "LR-1",
            "person": person, "days": days, "due_at": at, "channel": "mail", "state": state, "state_label": label,
            "late": False, "reason": None, "why": why, "message": 118 if state == "sent" else None}


PREVIEW = {"until": "2014-05-26", "more": True, "plan_revision": 41, "items": [
    rung(1, "2014-05-12T06:00:00+00:00", CCI), rung(0, "2014-05-13T06:00:00+00:00", SECRETARY, "accusé de réception"),
    {**told(7, None, "2014-05-13T06:10:00+00:00", SECRETARY, "waiting", "en attente"),
     "at": "2014-05-13T06:10:00+00:00"},
    rung(None, "2014-05-19T06:00:00+00:00", CCI, kind="digest", kind_label="récapitulatif", object=None, title=None),
    rung(None, "2014-05-20T06:00:00+00:00", SECRETARY, kind="pack", kind_label="dossier de séance", object="LR-M3",
        title="Comité de pilotage, 2014-05-27")]}

LEDGER = [told(9, 0, "2014-05-09T06:00:00+00:00", CCI, "sent", "envoyée"),
          told(8, -3, "2014-05-05T06:00:00+00:00", SECRETARY, "void", "non envoyée", "accusé de réception"),
          told(7, None, "2014-04-08T06:10:00+00:00", CCI, "sent", "envoyée")]

EXPLANATION = {"object": "LR-1", "nothing_to_come": None, "why": None, "acknowledged": [SECRETARY], "next": None,
               "coming": [rung(7, "2014-05-20T06:00:00+00:00", CCI), rung(21, "2014-06-10T06:00:00+00:00", SECRETARY)],
               "items": LEDGER, "plan_revision": 41}

POLICY = {"ref": "LR", "plan": "LR", "own": False, "morning": "08:00", "plan_revision": 41,
          "rungs": [{"days": -14, "told": ["owner"], "said": "-14 owner"}, {"days": 0, "told": ["owner"],
                     "said": "0 owner"}, {"days": 1, "told": ["owner", "supports"], "said": "1 owner+supports"},
                    {"days": 21, "told": ["owner", "secretary", "chair"], "said": "21 owner+secretary+chair"}],
          "quiet": [{"first": "08-01", "last": "08-31", "label": "été", "said": "08-01/08-31 été"},
                    {"first": "2014-12-22", "last": "2015-01-04", "label": "fin d’année", "said": "…"}]}

MESSAGE = {"ref": "message:118", "message": 118, "uid": "7a0f", "person": DIRECCTE, "channel": "mail", "webhook": None,
           "host": "smtp", "shape": "news", "shape_label": "relances et nouvelles", "plans": ["LR"], "state": "waiting",
           "state_label": "en attente", "next_at": "2014-05-12T08:30:00+00:00", "attempts": 2, "ambiguous": 0,
           "code": 451, "text": "451 4.7.1 try again later", "frozen_at": None, "made_at": "2014-05-12T06:00:00+00:00",
           "ended_at": None}

MESSAGES = page(MESSAGE, {**MESSAGE, "message": 117, "person": CCI, "state": "sent", "state_label": "envoyé",
                          "next_at": None, "attempts": 1, "code": 250, "text": "250 2.0.0 ok"},
                {**MESSAGE, "message": 116, "person": SECRETARY, "shape_label": "alerte",
                 "state": "failed", "state_label": "non remis", "next_at": None, "code": 550,
                 "text": "550 5.1.1 no such user"},
                {**MESSAGE, "message": 115, "channel": "webhook", "host": "hooks.example.org", "state": "waiting",
                 "attempts": 1, "code": 0, "text": "could not connect"})

DELIVERY = {"ref": "delivery", "held": True, "held_by": "switch", "why": "sauvegarde reprise",
            "held_at": "2014-05-12T07:00:00+00:00", "waiting": 3, "ready": 2, "busy": 0,
            "oldest": "2014-05-12T06:00:00+00:00", "next_try": "2014-05-12T08:30:00+00:00", "sent": 41, "failed": 12,
            "last_sent": "2014-05-12T06:59:00+00:00", "to_come": "2014-05-13T06:00:00+00:00", "trouble": [
                {"state": "waiting", "state_label": "en attente", "channel": "mail", "host": "smtp", "messages": 1,
                 "since": "2014-05-12T06:00:00+00:00", "next_at": "2014-05-12T08:30:00+00:00", "code": 451,
                 "text": "451 4.7.1 try again later"},
                {"state": "failed", "state_label": "non remis", "channel": "mail", "host": "smtp", "messages": 12,
                 "since": "2014-05-11T06:00:00+00:00", "next_at": None, "code": 550,
                 "text": "550 5.7.1 <contact@entreprise.example.org>: Relay access denied"}]}

INFO = {"version": "0.1.0", "schema": 5, "database": "up", "reason": None, "connections": 1, "pending": 0,
        "delivery": {"state": "on", "held": None, "relay": "smtp://relais.example.org:25", "in_hand": 0,
                     "webhooks": False, "ready": {"mail": 1, "webhook": 1}, "sent": 41, "failed": 12}}

WEBHOOK = {"ref": "webhook:3", "webhook": 3, "party": SECRETARY, "told": SECRETARY, "used": False,
           "url": "https://hooks.example.org/copild", "state": "active", "why": None, "generation": 1,
           "overlap_until": "2014-05-13T08:00:00+00:00", "created_at": "2014-05-12T08:00:00+00:00", "revision": 4}

WEBHOOKS = page({**WEBHOOK, "used": True}, {**WEBHOOK, "webhook": 2, "party": CCI, "used": False, "state": "disabled",
                          "why": "le destinataire a répondu qu’il n’existe plus (410)",
                          "url": "https://programmes.cci-ales.example.org/copild/reception"})

PREFERENCE = {"ref": "x", "person": SECRETARY, "channel": "mail", "digest": "weekly", "muted_until": "2014-05-23",
              "locale": "fr", "zone": "Europe/Paris", "revision": 3}

ANSWERS = {
    "postponement.list": page(REQUEST), "postponement.request": REQUEST,
    "postponement.refuse": {**REQUEST, "state": "refused"}, "postponement.accept": ACTIONS[0],
    "action.acknowledge": ACTIONS[0], "meeting.convene": MEETINGS[2], "meeting.pack": PACK,
    "reminder.preview": PREVIEW, "reminder.explain": EXPLANATION, "reminder.policy": POLICY, "reminder.edit": POLICY,
    "message.list": MESSAGES, "message.get": {**MESSAGE, "reminders": LEDGER, "content": None},
    "message.retry": MESSAGE, "message.cancel": {**MESSAGE, "state": "cancelled"},
    "delivery.status": DELIVERY, "delivery.hold": DELIVERY, "delivery.release": {**DELIVERY, "held": False},
    "preference.get": PREFERENCE, "preference.edit": PREFERENCE,
    "system.info": INFO, "message.resend": {"resent": 12, "left": 0, "since": "2014-05-05"},
    "webhook.list": WEBHOOKS, "webhook.create": WEBHOOK, "webhook.rotate": {**WEBHOOK, "generation": 2},
    "webhook.test": {"webhook": 3, "message": 119, "state": "active"},
    "webhook.remove": {"webhook": 3, "removed": True, "revision": 5},
    "plan.list": PLANS,
    "plan.status": STATUS,
    "action.list": page(*ACTIONS),
    "meeting.list": page(*MEETINGS),
    "lead.list": page(*LEADS),
    "decision.list": page(*DECISIONS),
    "indicator.list": page(INDICATOR),
    "journal.list": page(ACT),
    "journal.verify": {"plan": "LR", "ok": True, "rows": 118, "first_broken": None, "revision": 41,
                       "head": "1a2b3c4d5e6f7081"},
    "history.list": page(ACT),
    "action.get": ACTIONS[0],
    "lead.get": LEAD,
    "decision.get": DECISION,
    "meeting.get": MEETING,
    "note.get": NOTE,
    "note.list": page(NOTE),
    "chain.get": CHAIN,
    "journal.get": ACT,
    "measure.list": MEASURES,
    "person.list": PEOPLE,
    "organisation.list": ORGANISATIONS,
    "member.list": MEMBERS,
    "session.whoami": SELF,
    "rpc.discover": DISCOVERY,
    "plan.search": page({"ref": "LR-1", "kind": "action", "state": "in_progress", "title": ACTIONS[0]["title"],
                         "excerpt": None}, {"ref": "LR-N1", "kind": "note", "state": None, "title": NOTE["text"],
                                            "excerpt": "sections de l’annuaire sur cinq"}),
    "indicator.get": INDICATOR,
    "plan.loose": {"leads_without_decision": [{"ref": "LR-L2", "title": "Améliorer le référencement"}],
                   "decisions_without_action": [], "actions_without_owner": [
                       {"ref": "LR-4", "title": "Préparer un groupement d’entreprises"}]},
}
