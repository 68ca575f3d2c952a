# SPDX-License-Identifier: MIT
"""Mail from end to end, over a real server, as three readers understand it: Python, npm’s postal-mime, and for
invitations python3-icalendar."""
import base64
import json
import shutil
import signal
import subprocess
from datetime import date

import icalendar
import pytest

from house import HOME, wait_for
from outbox import Post, delivery
from postbox import Postbox

pytestmark = [pytest.mark.asan, pytest.mark.valgrind]

ONE, TWO, SECRETARY = "p1@example.org", "p2@example.org", "secretary@example.org"


@pytest.fixture
def box():
    with Postbox() as box:
        yield box


@pytest.fixture
def post(new_database, cluster):
    return Post(cluster, new_database())


@pytest.fixture
def peer(brief_daemon, cluster, post, box):
    daemon = brief_daemon(cluster, post.database, **delivery(box))
    with daemon.peer() as peer:
        post.begin(peer, 2)
        yield peer


def read_elsewhere(*letters):
    """The letters as postal-mime reads them."""
    asked = json.dumps([base64.b64encode(letter.content).decode() for letter in letters])
    done = subprocess.run(["node", HOME / "tests/clients/mail.js"], input=asked, capture_output=True, text=True,
        check=True)
    return json.loads(done.stdout)


def letters_to(box, address, count=1):
    wait_for(lambda: len(box.letters.to(address)) >= count, f"mail for {address}")
    return box.letters.to(address)


def words(mail, kind):
    return mail.get_body(preferencelist=(kind,)).get_content()


def test_news_as_three_readers_see_it(peer, post, box):
    title = "Relire l’annuaire & corriger <les> « fiches » – 1ʳᵉ partie"
    ref = post.act(peer, ONE, title, due="2014-06-02")
    post.fall_due()
    letter, = letters_to(box, ONE)
    mail = letter.mail
    assert letter.sender == "copild@copil.example.org" and letter.recipients == [ONE]
    assert (mail["from"].addresses[0].addr_spec, mail["to"].addresses[0].addr_spec) == (letter.sender, ONE)
    assert mail["to"].addresses[0].display_name == "Personne 1"
    assert [one.addr_spec for one in mail["reply-to"].addresses] == [SECRETARY]
    assert mail["auto-submitted"] == "auto-generated" and mail["list-unsubscribe"].startswith("<mailto:")
    assert letter.id == f"<{post.message().uid}@copil.example.org>"
    assert ref in words(mail, "plain") and title in words(mail, "plain")
    assert "&lt;les&gt;" in words(mail, "html") and "<les>" not in words(mail, "html")
    elsewhere, = read_elsewhere(letter)
    assert elsewhere["subject"] == mail["subject"] and elsewhere["messageId"] == letter.id
    assert elsewhere["to"] == [{"address": ONE, "name": "Personne 1"}]
    assert elsewhere["text"].split() == words(mail, "plain").split()
    assert elsewhere["html"].split() == words(mail, "html").split() and not elsewhere["attachments"]


def test_mail_about_one_action_is_a_thread(peer, post, box):
    ref = post.act(peer, ONE)
    post.fall_due()
    letters_to(box, ONE)
    peer.call("action.postpone", action=ref, due="2014-07-01", why="la liste manque")
    post.fall_due()
    first, second = letters_to(box, ONE, 2)
    assert first.id != second.id
    assert first.mail["references"] and first.mail["references"] == second.mail["references"]


def test_what_falls_due_together_is_one_message(peer, post, box):
    refs = [post.act(peer, ONE, f"Relire la partie {number}") for number in range(5)]
    post.fall_due()
    letter, = letters_to(box, ONE)
    assert all(ref in words(letter.mail, "plain") for ref in refs)
    post.wait_sent()
    assert len(box.letters.to(ONE)) == 1


def test_a_broken_template_is_refused_and_the_one_before_stays(brief_daemon, cluster, post, box, tmp_path):
    templates = shutil.copytree(HOME / "etc/templates", tmp_path / "templates")
    news = templates / "fr/news.text.mustache"
    as_it_was = news.read_text(encoding="utf-8")
    daemon = brief_daemon(cluster, post.database, **delivery(box, templates=templates))

    def reload(text, told):
        news.write_text(text, encoding="utf-8")
        daemon.signal(signal.SIGHUP)
        wait_for(lambda: told in daemon.said(), told)

    def next_mail(peer, count):
        post.act(peer, ONE, f"Relire la partie {count}")
        post.fall_due()
        said = words(letters_to(box, ONE, count)[-1].mail, "plain")
        assert f"Relire la partie {count}" in said
        return "D’autres mots" in said

    with daemon.peer() as peer:
        post.begin(peer)
        assert not next_mail(peer, 1)
        reload("D’autres mots\n{{#never_closed}}\n" + as_it_was, "the configuration stays as it was")
        assert "fr/news.text.mustache:2:" in daemon.said()
        assert not next_mail(peer, 2)
        reload("D’autres mots\n" + as_it_was, "configuration read again")
        assert next_mail(peer, 3)


def test_each_reads_their_own_language(peer, post, box):
    peer.call("person.edit", person=TWO, locale="en")
    for email in (ONE, TWO):
        post.act(peer, email)
    post.fall_due()
    french, english = words(letters_to(box, ONE)[0].mail, "plain"), words(letters_to(box, TWO)[0].mail, "plain")
    assert "lundi 2\u00a0juin" in french and "Monday 2\u00a0June" in english


def test_nothing_of_what_was_done_meanwhile(peer, post, box):
    """A deadline for tomorrow, moved, and done: the right messages and no others."""
    ref = post.act(peer, ONE, due="2014-05-13")
    post.fall_due()
    letters_to(box, ONE)
    post.set_clock("2014-05-13 08:00:10+02")
    assert ref in words(letters_to(box, ONE, 2)[1].mail, "plain")
    peer.call("action.postpone", action=ref, due="2014-05-20", why="la liste manque")
    peer.call("action.done", action=ref)
    for day in (15, 20, 21, 28):
        post.set_clock(f"2014-05-{day} 12:00:00+02")
        post.act(peer, TWO, f"Autre {day}")
        post.fall_due()
        wait_for(lambda known=day: any(f"Autre {known}" in words(letter.mail, "plain")
            for letter in box.letters.to(TWO)), "news of another action")
    assert len(box.letters.to(ONE)) == 2


def test_who_helps_is_offered_what_they_may_answer(peer, post, box):
    post.act(peer, ONE, supports=[TWO])
    post.fall_due()
    owner, helper = (words(letters_to(box, email)[0].mail, "plain").replace("\u00a0", " ") for email in (ONE, TWO))
    assert "Vous êtes en appui" in helper and "« Bien reçu »" in helper and "demande de report" not in helper
    assert "Vous êtes en appui" not in owner and "« C’est fait »" in owner and "« C’est fait »" not in helper


def convened(peer, post):
    peer.call("committee.create", plan="P", key="COPIL", name="Comité de pilotage")
    peer.call("member.add", plan="P", party=ONE, role="member")
    ref = peer.call("meeting.create", plan="P", committee="COPIL", date="2014-06-24", place="Nîmes; salle 2, 1er étage",
        objective="Décider du plan,\nl’adopter")["ref"]
    peer.call("meeting.convene", meeting=ref)
    return ref


def invitation(letter):
    """The one event in it, and the method."""
    part, = [part for part in letter.mail.walk() if part.get_content_type() == "text/calendar"]
    raw = part.get_payload(decode=True)
    assert all(len(line) <= 75 for line in raw.split(b"\r\n")) and b"\n" not in raw.replace(b"\r\n", b"")
    calendar = icalendar.Calendar.from_ical(raw)
    assert not calendar.errors and calendar["prodid"] and calendar["version"] == "2.0"
    event, = calendar.walk("VEVENT")
    assert not event.errors and str(calendar["method"]) == part.get_param("method")
    return event, str(calendar["method"])


def instants(letter):
    """From when to when, by the calendar; each in UTC, so that no zone must come with it."""
    event, _ = invitation(letter)
    both = [event.decoded(name) for name in ("dtstart", "dtend")]
    assert all(one.utcoffset().total_seconds() == 0 for one in both)
    return [one.strftime("%Y-%m-%d %H:%M") for one in both]


# Of the plan's zone, the hours of a day in summer and in winter; what they are in UTC, and for a reader elsewhere.
HOURS = [
    ("Europe/Paris", "2014-06-26", "14:00", "17:30", ["2014-06-26 12:00", "2014-06-26 15:30"],
     "jeudi 26 juin 2014 de 14 h à 17 h 30 (Europe/Paris)", "À votre heure : de 9 h à 12 h 30 (America/Cayenne)"),
    ("Europe/Paris", "2014-12-11", "14:00", None, ["2014-12-11 13:00", "2014-12-11 15:00"],
     "jeudi 11 décembre 2014 à 14 h (Europe/Paris)", "À votre heure : 10 h (America/Cayenne)"),
    ("Pacific/Kiritimati", "2014-12-12", "09:05", "10:00", ["2014-12-11 19:05", "2014-12-11 20:00"],
     "vendredi 12 décembre 2014 de 9 h 05 à 10 h (Pacific/Kiritimati)",
     "À votre heure : jeudi 11 décembre 2014 de 16 h 05 à 17 h (America/Cayenne)"),
    ("America/Cayenne", "2014-06-26", "09:00", "12:00", ["2014-06-26 12:00", "2014-06-26 15:00"],
     "jeudi 26 juin 2014 de 9 h à 12 h", None),
]


@pytest.mark.parametrize("zone, day, starts, ends, utc, said, here", HOURS, ids=[f"{row[0]}-{row[1]}" for row in HOURS])
def test_a_meeting_has_hours_on_everybodys_clock(peer, post, box, zone, day, starts, ends, utc, said, here):
    peer.call("plan.edit", plan="P", zone=zone)
    peer.call("person.edit", person=ONE, zone="America/Cayenne")
    peer.call("member.add", plan="P", party=ONE, role="member")
    peer.call("meeting.create", plan="P", date=day, starts=starts, ends=ends, place="Alès")
    peer.call("meeting.convene", meeting="P-M1")
    post.fall_due()
    letter = letters_to(box, ONE)[0]
    assert instants(letter) == utc
    elsewhere, = read_elsewhere(letter)
    for text in words(letter.mail, "plain"), words(letter.mail, "html"), elsewhere["text"], elsewhere["html"]:
        plain = text.replace("\u00a0", " ").replace("&nbsp;", " ")
        assert said in plain and (here or "") in plain and ("À votre heure" in plain) == bool(here)


def test_other_hours_are_a_change(peer, post, box):
    ref = convened(peer, post)
    post.fall_due()
    first, _ = invitation(letters_to(box, ONE)[0])
    peer.call("meeting.edit", meeting=ref, starts="14:00", ends="17:00")
    post.fall_due()
    letter = letters_to(box, ONE, 2)[1]
    assert instants(letter) == ["2014-06-24 12:00", "2014-06-24 15:00"]
    assert letter.mail["subject"].startswith("Modification")
    peer.call("meeting.edit", meeting=ref, clear=["starts"])
    post.fall_due()
    last, _ = invitation(letters_to(box, ONE, 3)[2])
    assert last.decoded("dtstart") == date(2014, 6, 24) and last["uid"] == first["uid"]
    assert [int(one["sequence"]) for one in (first, invitation(letter)[0], last)] == [0, 1, 2]


def test_a_meeting_comes_with_an_invitation(peer, post, box):
    ref = convened(peer, post)
    post.fall_due()
    letter = letters_to(box, ONE)[0]
    event, method = invitation(letter)
    assert (method, event.decoded("dtstart")) == ("REQUEST", date(2014, 6, 24))
    assert str(event["location"]) == "Nîmes; salle 2, 1er étage" and str(event["uid"])
    assert str(event["attendee"]).lower() == f"mailto:{ONE}"
    assert str(event["organizer"]).lower() == f"mailto:{SECRETARY}"
    elsewhere, = read_elsewhere(letter)
    assert [part["mimeType"] for part in elsewhere["attachments"]] in ([], ["text/calendar"])

    peer.call("meeting.edit", meeting=ref, date="2014-06-26")
    post.fall_due()
    moved, _ = invitation(letters_to(box, ONE, 2)[1])
    assert moved.decoded("dtstart") == date(2014, 6, 26) and moved["uid"] == event["uid"]
    assert int(moved["sequence"]) > int(event.get("sequence", 0))

    peer.call("meeting.edit", meeting=ref, clear=["date"])
    post.fall_due()
    gone, method = invitation(letters_to(box, ONE, 3)[2])
    assert method == "CANCEL" and gone["uid"] == event["uid"] and str(gone["status"]) == "CANCELLED"
    assert int(gone["sequence"]) > int(moved["sequence"])
