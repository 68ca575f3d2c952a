# SPDX-License-Identifier: MIT
"""From a deadline to a mail in somebody's box, over a real SMTP server: the whole way once."""
import email
import email.policy
import subprocess

import pytest
from aiosmtpd.controller import Controller

from house import BUILD, HOME, wait_for


class Box:
    """Keeps what it is sent."""

    def __init__(self):
        self.mails = []

    async def handle_DATA(self, _server, _session, envelope):
        self.mails.append(envelope)
        return "250 2.0.0 kept"

    def all(self):
        return [email.message_from_bytes(one.content, policy=email.policy.SMTP) for one in self.mails]


@pytest.fixture
def box(free_port):
    handler = Box()
    controller = Controller(handler, hostname="127.0.0.1", port=free_port)
    controller.start()
    handler.relay = f"smtp://127.0.0.1:{free_port}"
    yield handler
    controller.stop()


def settings(box, **more):
    return {"relay": box.relay, "tls": "none", "from": "Plan d'action <plan@example.org>", "poll": "200ms",
        "templates": HOME / "etc/templates", **more}


@pytest.mark.asan
@pytest.mark.valgrind
def test_a_deadline_tomorrow_is_a_mail_in_the_morning(make_daemon, cluster, box, database):
    daemon = make_daemon(cluster, database, delivery=settings(box))
    with daemon.peer() as peer:
        peer.call("plan.create", key="P", title="Plan d’essai")
        peer.call("person.create", email="ann@example.org", name="Ann Été")
        peer.call("member.add", plan="P", party="ann@example.org", role="member")
        peer.call("action.create", plan="P", title="Réaliser l’annuaire =?utf-8?q?x?=", owner="ann@example.org",
            due="2014-05-13")
    assert daemon.stop() == 0
    assert not box.mails
    cluster.shift_clock(database, "2014-05-13 08:00:30+02")
    daemon.start()
    wait_for(lambda: box.mails, "a mail")
    with daemon.peer() as peer:
        wait_for(lambda: peer.call("system.info")["delivery"]["sent"] == 1, "one sent")
        facts = peer.call("system.info")["delivery"]
        assert (facts["state"], facts["failed"], facts["in_hand"], facts["relay"]) == ("on", 0, 0, box.relay)
    (mail,) = box.all()
    assert box.mails[0].rcpt_tos == ["ann@example.org"] and box.mails[0].mail_from == "plan@example.org"
    assert mail["to"].addresses[0].display_name == "Ann Été"
    assert "échéance" in mail["subject"] and not mail.defects
    assert mail["auto-submitted"] == "auto-generated" and mail["message-id"].endswith("@example.org>")
    for kind in ("plain", "html"):
        part = mail.get_body((kind,))
        assert "l’annuaire =?utf-8?q?x?=" in part.get_content() and not part.defects
    assert cluster.sql(database, "select state::text, attempt, ambiguous from core.message") == [("sent", 1, 0)]


def check(daemon, *more):
    done = subprocess.run([BUILD / "copild", "--config", daemon.config, "--check", *more], capture_output=True,
        text=True, check=False)
    return done.returncode, done.stderr


def test_a_bad_section_is_refused_with_its_reason(make_daemon, cluster, database, box, tmp_path):
    secret = tmp_path / "smtp"
    secret.write_text("user = copild\npassword = canary\n", encoding="utf-8")
    daemon = make_daemon(cluster, database, delivery=settings(box))
    secret.chmod(0o640)
    status, said = check(daemon, f"--set=delivery.credentials={secret}")
    assert status == 78 and "others may read" in said
    secret.chmod(0o600)
    assert check(daemon, f"--set=delivery.credentials={secret}") == (0, "")
    secret.write_text("canary\n", encoding="utf-8")
    status, said = check(daemon, f"--set=delivery.credentials={secret}")
    assert status == 78 and "line 1" in said and "canary" not in said
    for setting, why in {"relay=http://x": "smtp://host:port", "from=a b@c": "from", "sender=<x>": "sender",
            "webhook_private=10.0.0.0": "", "webhook_private=10/8": "not a network",
            "webhook_key=/nowhere": "cannot read", "templates=/nowhere": "templates"}.items():
        status, said = check(daemon, f"--set=delivery.{setting}")
        assert (status == 78) == bool(why) and why in said, setting


def test_a_webhook_has_a_secret(make_daemon, cluster, database, tmp_path):
    key = tmp_path / "key"
    key.write_text("k" * 32, encoding="utf-8")
    key.chmod(0o600)
    daemon = make_daemon(cluster, database, delivery={"webhook_key": key})
    with daemon.peer() as peer:
        peer.call("person.create", email="bob@example.org", name="Bob")
        made = peer.call("webhook.create", url="https://example.org/hook", person="bob@example.org")
        assert peer.call("system.info")["delivery"]["webhooks"] is True

    def secret(number):
        return subprocess.run([BUILD / "copild", "--config", daemon.config, "webhook-secret", str(number)],
            capture_output=True, text=True, check=False)

    first = secret(made["webhook"])
    assert first.returncode == 0 and first.stdout.startswith("whsec_"), first.stderr
    with daemon.peer() as peer:
        peer.call("webhook.rotate", webhook=made["webhook"])
    assert secret(made["webhook"]).stdout != first.stdout
    assert secret(999).returncode == 1 and "no webhook" in secret(999).stderr


def test_webhooks_without_a_key_wait_and_that_is_told(make_daemon, cluster, database):
    daemon = make_daemon(cluster, database)
    with daemon.peer() as peer:
        peer.call("person.create", email="kay@example.org", name="Kay")
        made = peer.call("webhook.create", url="https://example.org/hook", person="kay@example.org")
        peer.call("webhook.test", webhook=made["webhook"])
        wait_for(lambda: peer.call("system.info")["delivery"]["ready"]["webhook"] == 1, "one that waits")
        assert peer.call("system.info")["delivery"]["webhooks"] is False
    told = subprocess.run([BUILD / "copilctl", "--socket", daemon.socket, "--lang", "en", "outbox", "status"],
        capture_output=True, text=True, check=True)
    assert "no key" in " ".join(told.stdout.split())
