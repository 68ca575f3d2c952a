# SPDX-License-Identifier: MIT
"""Texts and URLs by which somebody might try to get more out of copild than a message to where it may go."""
EVIL = "evil@example.net"

BREAKS = ("\r\n", "\n", "\r", "\0", "\x0b", "\x0c", "\x1c", "\x1e", "\x85", "\u2028", "\u2029", "\u560d\u560a",
    "%0d%0a", "\\r\\n", "&#13;&#10;", "\r\n ", "\n\t")
SMUGGLED = (f"Bcc: {EVIL}", "Subject: other", f"\r\n\r\n<b>{EVIL}</b>",
    f".\r\nMAIL FROM:<{EVIL}>\r\nRCPT TO:<{EVIL}>",
    f"RCPT TO:<{EVIL}>", "Content-Type: text/html", ".\n", f".\r\n\r\nDATA\r\nTo: {EVIL}\r\n", "X-Evil: 1")
ENCODED = (f"=?utf-8?q?=0D=0ABcc:_{EVIL}?=", "=?utf-8?b?DQpCY2M6IGV2aWxAZXhhbXBsZS5uZXQ=?=", "=?us-ascii?q?=00?=",
    "=?utf-8?q?unended", "=?utf-8?x?bad?=", "=?no-such?q?=E9?=", "=?utf-8?q?a?==?utf-8?q?b?=", "?==?")
STRUCTURED = (f'" <{EVIL}>, "', f"a, {EVIL}", f"<{EVIL}>", f"x:{EVIL};", f"a;{EVIL}", f"({EVIL})", '"', "\\",
    '\\"', "'", f'"@{EVIL}', f"a\\@b <{EVIL}>", "a@b", "[::1]", "--=-boundary--", "--", ".", "..", ".\u200b",
    "From me", ">From",
    f"mailto:{EVIL}?bcc={EVIL}", "{{name}}", "{{{name}}}", "{{>_head}}", "{{#a}}", "{{/a}}", "{{=<% %>=}}", "{{! }}",
    "<script>alert(1)</script>", "</html>", "<img src=x onerror=alert(1)>", "&lt;b&gt;", "<!-- -->", "]]>", "%s%n%d",
    "$(id)", "`id`", "'; drop table core.person; --", "%00", "../../etc/passwd", "BEGIN:VEVENT", "END:VCALENDAR",
    "a;b,c\\n", "ATTENDEE:mailto:" + EVIL)
LONG = ("x" * 200, "é" * 150, "mot " * 49, "日本語" * 60, "x" * 199 + "é", "🙂" * 90, "a" * 70 + " " + "b" * 120,
    "é " * 99, "\u0301" * 100, "=" * 199, "?" * 199, "e\u0301" * 90)
ODD = ("\u202egnp.exe", "\u2066a\u2069", "\ufeffa", "\u200b", "\xa0", "\u00ad", "\t", " a ", "ﬁ", "ß", "İ",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467", "Ａ", "\ue000", "\ufffd", "\ufffe", "Ünïcödé", "ВСС: a", "\x7f",
    "\x01", "\x1b[31m", "\x08", "\x9b", "a\u0000b")

TEXTS = tuple(dict.fromkeys((*(f"a{line}{more}" for line in BREAKS for more in SMUGGLED), *ENCODED, *STRUCTURED,
    *LONG,
    *ODD)))

# {port} is a port of this machine on which nobody may connect.
URLS = tuple(f"https://{host}/h" for host in (
    "127.0.0.1:{port}", "127.0.0.2:{port}", "127.1:{port}", "127.0.1:{port}", "2130706433:{port}",
    "0x7f000001:{port}",
    "0x7f.1:{port}", "0177.0.0.1:{port}", "017700000001:{port}", "127.0.0.1.:{port}", "0:{port}", "0.0.0.0:{port}",
    "00.0.0.0:{port}", "[::1]:{port}", "[::]:{port}", "[0:0:0:0:0:0:0:1]:{port}", "[::ffff:127.0.0.1]:{port}",
    "[::ffff:7f00:1]:{port}", "[0:0:0:0:0:ffff:7f00:0001]:{port}", "[::127.0.0.1]:{port}", "[64:ff9b::7f00:1]:{port}",
    "[64:ff9b:1::7f00:1]:{port}", "[2002:7f00:1::]:{port}", "[2001:0:7f00:1::]:{port}", "[fe80::1]:{port}",
    "[fe80::1%25lo]:{port}", "[fc00::1]:{port}", "[fd00:ec2::254]:{port}", "[ff02::1]:{port}", "[2001:db8::1]:{port}",
    "10.0.0.1:{port}", "10.255.255.255:{port}", "172.16.0.1:{port}", "172.31.255.255:{port}", "192.168.0.1:{port}",
    "192.168.255.255:{port}", "169.254.169.254", "169.254.170.2", "100.64.0.1:{port}", "100.100.100.200", "192.0.0.1",
    "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "240.0.0.1", "255.255.255.255",
    "localhost:{port}", "LOCALHOST:{port}", "localhost.:{port}", "ip6-localhost:{port}", "ip6-loopback:{port}",
    "good.example.org@127.0.0.1:{port}", "user:pass@127.0.0.1:{port}", "127.0.0.1:{port}#@good.example.org",
    "127.0.0.1:{port}?@good.example.org", "good.example.org\\@127.0.0.1:{port}",
    "127.0.0.1:{port}\\@good.example.org",
    "１２７.０.０.１:{port}", "127。0。0。1:{port}", "①②⑦.⓪.⓪.①:{port}", "ⓛocalhost:{port}", "127.0.0.1\t:{port}",
    "127.0.0.1%00:{port}",
    "127.0.0.1%2f:{port}", "%31%32%37.0.0.1:{port}", "127.0.0.1:{port}%20", "127.0.0.1:0", "[::1%25eth0]:{port}")) + (
    "http://127.0.0.1:{port}/h", "http://localhost:{port}/h", "ftp://127.0.0.1:{port}/h",
    "gopher://127.0.0.1:{port}/_h",
    "dict://127.0.0.1:{port}/h", "file:///etc/passwd", "ldap://127.0.0.1:{port}/", "smtp://127.0.0.1:{port}/",
    "telnet://127.0.0.1:{port}/", "https:127.0.0.1:{port}/h", "https:///127.0.0.1:{port}/h", "//127.0.0.1:{port}/h",
    "https://127.0.0.1:{port}\r\nHost: x/h", "https://127.0.0.1:{port} /h", "javascript:alert(1)", "data:,x",
    "https://",
    "HTTPS://127.0.0.1:{port}/h", "https://[::1]:{port}:443/h", "unix:/run/copild/copild.sock")
