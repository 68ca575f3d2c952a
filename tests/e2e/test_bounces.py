# SPDX-License-Identifier: MIT
"""Mail that a server took and sends back: mail/postfix_bounce.eml is what Postfix 3.7 writes, with places for the
address and for the mail that came back."""
import subprocess

import pytest

from house import BUILD, HOME, wait_for
from outbox import Post, delivery
from postbox import Postbox

BOUNCE = HOME / "tests/e2e/mail/postfix_bounce.eml"
ONE, SECRETARY = "p1@example.org", "secretary@example.org"

pytestmark = [pytest.mark.asan, pytest.mark.valgrind]


@pytest.fixture
def post(new_database, cluster):
    return Post(cluster, new_database())


def come_back(daemon, mail, **more):
    """What `copild bounce` says of a mail, and its exit status."""
    done = subprocess.run([BUILD / "copild", "--config", daemon.config, *(f"--set={name.replace('__', '.')}={value}"
        for name, value in more.items()), "bounce"], input=mail, capture_output=True, check=False)
    return done.returncode, done.stderr.decode()


def test_a_message_that_postfix_sends_back(brief_daemon, cluster, post):
    with Postbox() as box:
        daemon = brief_daemon(cluster, post.database, **delivery(box))
        post.begin_due(daemon)
        wait_for(lambda: box.letters.to(ONE), "the mail")
        post.wait_sent()
        letter, = box.letters.all()
        bounce = BOUNCE.read_bytes().replace(b"ADDRESS", ONE.encode()).replace(b"CONTENT\n", letter.content)
        status, said = come_back(daemon, bounce, database__conninfo="host=/nowhere")
        assert status == 75 and "/nowhere" in said, "the mail server is to keep it"
        status, said = come_back(daemon, bounce, delivery__credentials="kept-by-systemd")
        assert status == 0 and "message 1 came back: 550-5.1.1" in said
        assert post.messages()[0][4:] == ("failed", 1, 0, 550, f"550-5.1.1 <{ONE}>: Recipient address rejected: "
            "550 5.1.1 User unknown in virtual mailbox table")
        wait_for(lambda: box.letters.to(SECRETARY), "the secretary to be told")
        alert, = box.letters.to(SECRETARY)
        text = alert.mail.get_body(preferencelist=("plain",)).get_content()
        assert "Personne 1" in text and "User unknown in virtual mailbox table" in text
        for other in (bounce, bounce.replace(letter.id.encode()[1:9], b"01234567"), letter.content, b"\xff\0\n"):
            assert come_back(daemon, other)[0] == 0
        assert post.messages()[0].state == "failed" and len(post.messages()) == 2
        with daemon.peer() as peer:
            post.act(peer, ONE, "Encore")
        post.fall_due()
        wait_for(lambda: post.value("select count(*) from core.reminder where reason = 'unreachable'") == 1,
            "the next one to be told to nobody")
        assert len(box.letters.to(ONE)) == 1
