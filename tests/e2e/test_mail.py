# SPDX-License-Identifier: MIT
"""Mail over a relay that does what it should not: rows 54 to 65 of docs/faults.md."""
import socket

import pytest

from hostile import EVIL, TEXTS
from house import wait_for
from outbox import Post, delivery, memory
from peer import Refusal
from postbox import Postbox, ScriptedPostbox
from scripted import Authority, Gate, close, drip, endless, partly, silence

TIMES = {"answer_timeout": "1s", "mail_timeout": "3s", "connect_timeout": "3s"}
ONE, SECRETARY, LINE = "p1@example.org", "secretary@example.org", b"250-x\r\n"


@pytest.fixture(scope="module")
def authority(place):
    return Authority(place / "authority")


@pytest.fixture
def post(new_database, cluster):
    return Post(cluster, new_database())


@pytest.fixture
def deliver(brief_daemon, cluster, post):
    """deliver(box, people, option=value): a daemon whose relay is that box, and one message that is due for each."""
    def start(box, people=1, **options):
        daemon = brief_daemon(cluster, post.database, **delivery(box, **{**TIMES, **options}))
        post.begin_due(daemon, people)
        return daemon
    return start


def tried(post, number=1, state="waiting"):
    return post.wait_for(lambda messages: any(message.attempt >= number and message.state == state
        for message in messages), f"attempt {number} to fail")[0]


def deliver_later(post, box, interval="8 min"):
    """Time passes, and the message comes."""
    post.pass_time(interval)
    post.wait_sent()
    letter, = box.letters.all()
    assert letter.recipients == [ONE]
    return letter


# ---- 54: nobody answers, or not as one should --------------------------------------------------

@pytest.mark.parametrize("script", [
    *({stage: [close]} for stage in ("banner", "ehlo", "mail", "rcpt", "data")), {"banner": ["421 4.3.2 not now"]},
    {"banner": [silence]}, {"ehlo": ["421 4.3.2 not now"] * 2}, {"mail": ["451 4.3.0 not now"]},
    {"mail": ["530 5.7.0 log in"]}, {"rcpt": ["450 4.2.1 not now"]}, {"data": ["452 4.3.1 full"]}], ids=str)
def test_fault_54_retried_at_any_stage(deliver, post, script):
    with ScriptedPostbox(script) as box:
        deliver(box)
        before = tried(post)
        assert before.ambiguous == 0 and len(box.handed) == 0
        letter = deliver_later(post, box)
        assert letter.id == f"<{before.uid}@copil.example.org>"


def test_fault_54_connection_refused(deliver, post):
    with socket.create_server(("127.0.0.1", 0)) as holder:
        port = holder.getsockname()[1]
    deliver(type("Nobody", (), {"port": port}))
    tried(post)
    with Postbox(port=port) as box:
        deliver_later(post, box)


# ---- 55: come back later -----------------------------------------------------------------------

def test_fault_55_greylisting(deliver, post):
    seen = set()

    def greylist(talk):
        envelope = (talk.sender, *talk.recipients)
        if envelope in seen:
            return "250 2.1.5 ok"
        seen.add(envelope)
        return "451 4.7.1 greylisted, come back in five minutes"

    with ScriptedPostbox({"rcpt": greylist}) as box:
        deliver(box)
        assert (tried(post).code, len(box.handed)) == (451, 0)
        deliver_later(post, box)
        assert len(seen) == 1


# ---- 56: refused for good ----------------------------------------------------------------------

@pytest.mark.parametrize("stage, words", [("mail", "550 5.7.1 not from you"), ("rcpt", "550 5.1.1 no such user"),
    ("data", "554 5.7.1 no"), ("dot", "554 5.7.1 looks like spam")])
def test_fault_56_refused_for_good(deliver, post, stage, words):
    with ScriptedPostbox({stage: [words]}) as box:
        daemon = deliver(box)
        failed = tried(post, state="failed")
        assert (failed.code, failed.attempt) == (int(words[:3]), 1) and words[4:] in failed.text
        wait_for(lambda: box.letters.to(SECRETARY), "the secretary to be told")
        post.pass_time("1 day")
        post.wait_for(lambda messages: {message.state for message in messages} <= {"sent", "failed", "void"}, "the end")
        assert not box.letters.to(ONE)
        with daemon.peer() as peer:
            peer.call("message.retry", message=failed.id)
        wait_for(lambda: box.letters.to(ONE), "the message that was tried again by hand")


def test_fault_56_an_address_that_was_corrected_meanwhile(deliver, post):
    """The old address was refused, not the new one: that is where the message goes."""
    daemons, new = [], "nouvelle@example.org"

    def correct(talk):
        if talk.recipients != [ONE]:
            return "250 2.1.5 ok"
        wait_for(lambda: daemons, "the daemon")
        with daemons[0].peer() as peer:
            peer.call("person.edit", person=ONE, email=new)
        return "550 5.1.1 no such user"

    with ScriptedPostbox({"rcpt": correct}) as box:
        daemons.append(deliver(box))
        assert tried(post).code == 550
        post.pass_time("8 min")
        post.wait_sent()
        letter, = box.letters.all()
        assert letter.recipients == [new]
        assert post.value("select count(*) from core.unreachable") == 0


# ---- 57: for now, for five days ----------------------------------------------------------------

def test_fault_57_gives_up_after_five_days(deliver, post):
    def never(talk):
        return "450 4.2.0 not now" if talk.recipients == [ONE] else "250 2.1.5 ok"

    with ScriptedPostbox({"rcpt": never}) as box:
        deliver(box)
        tried(post)
        for _ in range(200):
            message = post.messages()[0]
            if message.state == "failed":
                break
            attempt = message.attempt
            post.pass_time("5 hours")
            post.wait_for(lambda messages, known=attempt: messages[0].state == "failed" or
                messages[0].state == "waiting" and messages[0].attempt > known, "the end of the next attempt")
        assert message.state == "failed"
        hours = post.value("select extract(epoch from ended_at - made_at) / 3600 from core.message where id = %s",
            message.id)
        assert 120 <= hours <= 132
        wait_for(lambda: box.letters.to(SECRETARY), "the secretary to be told")
        post.pass_time("1 day")
        assert len(box.letters.to(SECRETARY)) == 1 and not box.letters.to(ONE)


# ---- 58: was it taken? -------------------------------------------------------------------------

@pytest.mark.parametrize("end", [close, silence, partly(b"250 o"), partly(b"2"), partly(b"250-o\r\n")],
    ids=["closes", "silent", "half", "less", "goes on"])
def test_fault_58_ambiguous(deliver, post, end):
    with ScriptedPostbox({"dot": [end]}) as box:
        deliver(box)
        assert tried(post).ambiguous == 1
        deliver_later(post, box)
        first, second = box.handed.all()
        assert first.content == second.content and first.id == second.id
        assert (post.message().state, post.message().ambiguous) == ("sent", 1)


# ---- 59: endless answers -----------------------------------------------------------------------

@pytest.mark.parametrize("script", [{"banner": [drip(b"220 " + b"x" * 5000 + b"\r\n")]}, {"ehlo": [endless(LINE)]},
    {"ehlo": [endless(LINE, 0.05)]}, {"mail": [endless(b"x" * 65536)]}, {"dot": [endless(LINE)]},
    {"rcpt": [b"250 " + b"x" * (1 << 20) + b"\r\n"]}],
    ids=["drip", "endless lines", "slow lines", "endless line", "after the dot", "line of a megabyte"])
def test_fault_59_endless_answers(deliver, post, script):
    with ScriptedPostbox(script) as box:
        daemon = deliver(box)
        before = memory(daemon)
        tried(post)
        assert memory(daemon) - before < 32 << 10
        deliver_later(post, box)


@pytest.mark.parametrize("stage", ["banner", "ehlo", "dot"])
def test_fault_59_others_are_served(deliver, post, stage):
    with ScriptedPostbox({stage: [gate := Gate(close)]}) as box:
        daemon = deliver(box, answer_timeout="1min", mail_timeout="1min")
        assert gate.reached.wait(60) and daemon.serves() and post.message().state == "busy"


# ---- 60: no TLS, or not the right one ----------------------------------------------------------

def injected(talk):
    """Words in the clear that a client would take for those said under TLS."""
    talk.send(b"220 2.0.0 go on\r\n250-box.example.org\r\n250 AUTH PLAIN\r\n")


def trouble(kind, authority, place):
    """A relay with something wrong about its TLS."""
    good = authority.issue("127.0.0.1")
    context = {"stripped": None, "unknown": Authority(place / "other").issue("127.0.0.1"),
        "other name": authority.issue("relay.example.net"), "expired": authority.issue("127.0.0.1", expired=True),
        "injected": good, "refused": good}[kind]
    script = {"injected": {"starttls": injected}, "refused": {"starttls": "454 4.7.0 not now"}}.get(kind)
    return ScriptedPostbox(script, context, extensions=["AUTH PLAIN LOGIN"])


@pytest.mark.parametrize("kind", ["stripped", "unknown", "other name", "expired", "injected", "refused"])
def test_fault_60_nothing_without_tls(deliver, post, authority, place, kind):
    credentials = secret(place, "user = copild\npassword = canary-7261\n")
    with trouble(kind, authority, place) as box:
        daemon = deliver(box, tls="starttls", ca_file=authority.file, credentials=credentials)
        message = tried(post)
        assert message.text
        assert not {"MAIL", "AUTH", "RCPT", "DATA"} & set(box.verbs())
        assert "canary" not in daemon.said() and "canary" not in message.text
        wait_for(lambda: any(" error: the mail relay" in line for line in daemon.said().splitlines()),
            "an operator to be told")


def test_fault_60_implicit_tls_of_a_stranger(deliver, post, authority, place):
    with ScriptedPostbox({}, Authority(place / "other").issue("127.0.0.1"), implicit=True) as box:
        deliver(box, tls="implicit", ca_file=authority.file)
        tried(post)
        assert not box.verbs()


# ---- 61: credentials ---------------------------------------------------------------------------

def secret(place, text):
    path = place / "secret"
    path.write_text(text, encoding="utf-8")
    path.chmod(0o600)
    return path


@pytest.mark.parametrize("words", ["535 5.7.8 these are not good", "454 4.7.0 not now"])
def test_fault_61_credentials_refused(deliver, post, authority, place, words):
    credentials = secret(place, "user = copild\npassword = canary-7261\n")
    with ScriptedPostbox({"auth": [words, words]}, authority.issue("127.0.0.1"), extensions=["AUTH PLAIN"]) as box:
        daemon = deliver(box, tls="starttls", ca_file=authority.file, credentials=credentials)
        message = tried(post)
        assert not {"MAIL", "RCPT"} & set(box.verbs())
        assert "canary" not in daemon.log.read_text(encoding="utf-8") and "canary" not in message.text
        daemon.write(**delivery(box, **TIMES, tls="starttls", ca_file=authority.file, credentials=credentials))
        post.pass_time("8 min")
        wait_for(lambda: box.used["auth"] >= 2, "another try")
        post.pass_time("20 min")
        post.wait_sent()
        assert len(box.letters) == 1


@pytest.mark.parametrize("implicit", [False, True])
def test_real_server_with_credentials(deliver, post, authority, place, implicit):
    credentials = secret(place, "user = copild\npassword = canary-7261\n")
    with Postbox(authority.issue("127.0.0.1"), implicit, {"copild": "canary-7261"}) as box:
        deliver(box, 3, tls="implicit" if implicit else "starttls", ca_file=authority.file, credentials=credentials)
        post.wait_sent()
        assert sorted(letter.recipients[0] for letter in box.letters.all()) == sorted(post.people)
        assert all(letter.tls and letter.login == "copild" for letter in box.letters.all())


# ---- 62: one connection ------------------------------------------------------------------------

@pytest.mark.parametrize("full", ["421 4.7.0 too many connections", "450 4.7.0 too many connections"])
def test_fault_62_one_connection_only(deliver, post, full):
    with ScriptedPostbox({}, room=1, full=full) as box:
        deliver(box, 20)
        post.run_out()
        assert len(box.letters) == 20 and set(box.letters.ids().values()) == {1}
        assert box.count < 80


# ---- 63: what people write ---------------------------------------------------------------------

HEADERS = {"from", "to", "reply-to", "subject", "date", "message-id", "mime-version", "content-type",
    "content-transfer-encoding", "auto-submitted", "list-unsubscribe", "list-id", "in-reply-to", "references",
    "precedence", "x-auto-response-suppress", "list-unsubscribe-post", "feedback-id"}


def check_letter(letter, address):
    """Nothing that somebody wrote has become a header, a recipient or a line too long."""
    assert letter.recipients == [address]
    mail = letter.mail
    names = [name.lower() for name in mail.keys()]
    assert len(names) == len(set(names)) and set(names) <= HEADERS, names
    assert [part.addr_spec for part in mail["to"].addresses] == [address]
    assert all(one.addr_spec == SECRETARY for one in mail["reply-to"].addresses)
    assert not mail.defects and not any(part.defects for part in mail.walk())
    assert all(len(line) <= 998 for line in letter.content.split(b"\r\n"))
    assert b"\n" not in letter.content.replace(b"\r\n", b"") and b"\r" not in letter.content.replace(b"\r\n", b"")
    head = letter.content.split(b"\r\n\r\n", 1)[0]
    assert all(32 <= byte < 127 or byte in b"\r\n\t" for byte in head)
    assert not any(line.lower().startswith((b"bcc:", b"x-evil:")) for line in head.split(b"\r\n"))


def taken(call, *arguments, **params):
    """Whether the protocol takes it."""
    try:
        call(*arguments, **params)
        return True
    except Refusal as refusal:
        assert refusal.kind == "bad_value"
        return False


def test_fault_63_hostile_texts_in_every_field(brief_daemon, cluster, post):
    """Names and titles as hostile as can be: those that the protocol takes, and the others put there by force."""
    with Postbox() as box:
        daemon = brief_daemon(cluster, post.database, **delivery(None, **TIMES))
        with daemon.peer() as peer:
            post.begin(peer, len(TEXTS))
            for number, (email, text) in enumerate(zip(post.people, TEXTS), 1):
                if "\0" in text or not taken(peer.call, "person.edit", person=email, name=text):
                    post.force("update core.person set name = %s where email = %s", text, email)
                ref = post.act(peer, email)
                if "\0" in text or not taken(peer.call, "action.edit", action=ref, title=text):
                    post.force("update core.action set title = %s where number = %s", text, number)
            post.force("update core.person set name = %s where email = %s", TEXTS[0], SECRETARY)
            post.force("update core.plan set title = %s", TEXTS[0])
        post.fall_due()
        daemon.write(**delivery(box, **TIMES))
        daemon.signal(1)
        post.wait_sent()
        assert len(box.letters) == len(TEXTS)
        for letter in box.letters.all():
            check_letter(letter, letter.recipients[0])
        assert not box.letters.to(EVIL)


# ---- 64: a long queue --------------------------------------------------------------------------

def test_fault_64_relay_down_for_a_day(deliver, post):
    """One try an interval, however many wait; and then all of it, once."""
    with ScriptedPostbox({"banner": "421 4.3.2 closed today"}) as box:
        deliver(box, 60)
        for _ in range(6):
            before = box.count
            post.pass_time("4 hours")
            wait_for(lambda known=before: box.count > known, "another try")
        assert box.count <= 6 * 4 + 10
        box.script = {}
        for _ in range(3):
            post.pass_time("2 hours")
        post.wait_sent()
        assert len(box.letters) == 60 and set(box.letters.ids().values()) == {1}


@pytest.mark.parametrize("away", [None, "421 4.3.2 closed this week"], ids=["refused", "421"])
def test_fault_64_relay_down_for_a_week(deliver, post, away):
    """Nobody gives a message up that no relay has refused: it is late, not lost."""
    with ScriptedPostbox({"banner": away or close}) as box:
        deliver(box, 3)
        tried(post)
        for _ in range(4):
            before = [message.attempt for message in post.messages()]
            post.pass_time("2 days")
            post.wait_for(lambda messages, known=before: any(message.attempt > attempt and message.state != "busy"
                for message, attempt in zip(messages, known)) or "failed" in post.states(), "another try")
        assert set(post.states()) <= {"waiting", "busy"}
        box.script = {}
        post.pass_time("6 hours")
        wait_for(lambda: {ONE, "p2@example.org", "p3@example.org"} <=
            {letter.recipients[0] for letter in box.letters.all()}, "everybody's mail")
        assert set(box.letters.ids().values()) == {1}


# ---- 65: an address that needs more than ASCII -------------------------------------------------

def test_fault_65_address_beyond_ascii(deliver, post):
    """The register takes none; one that is there all the same is refused before the relay hears of it."""
    with Postbox() as box:
        daemon = deliver(box, 0)
        with daemon.peer() as peer:
            assert peer.refused("person.create", email="hélène@example.org", name="Hélène").kind == "bad_value"
            post.add_person(peer, ONE, "Hélène")
            post.force("update core.person set email = %s where email = %s", "hélène@example.org", ONE)
            if post.sql("select id from core.person where email = %s", "hélène@example.org"):
                post.act(peer, "Hélène")
                post.fall_due()
                assert "UTF" in tried(post, state="failed").text
        assert not box.letters.to("hélène@example.org")

