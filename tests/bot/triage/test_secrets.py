"""Secrets out of what people paste: whole, wrapped, encoded or cut; and nothing else."""

from __future__ import annotations

import base64
import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.clean_logs import clean_logs
from benchmarks.secrets import KINDS as PLANTED
from benchmarks.secrets import leaks, plants
from bot.triage.secrets import KINDS, Privacy, redact, removals

# Put together here so that no scanner takes this file for a leak.
GITHUB = "ghp" + "_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"
HUGGING_FACE = "hf" + "_" + "aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1dE3f"
SLACK = "xoxb" + "-123456789012-1234567890123-AbCdEfGhIjKlMnOpQrStUvWx"
BODY = "MIIEpAIBAAKCAQEA7bq1" * 3
PEM = f"-----BEGIN RSA PRIVATE KEY-----\n{BODY}\n{BODY}\n-----END RSA PRIVATE KEY-----"


def b64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("password: hunter2", "password: [password removed]"),
        ("DB_PASSWORD=hunter", "DB_PASSWORD=[password removed]"),
        ('{"password": "pa ss!"}', '{"password": "[password removed]"}'),
        (r"{\"password\":\"hunter2\"}", r"{\"password\":\"[password removed]\"}"),
        ("mysql --password=abc1 -h db", "mysql --password=[password removed] -h db"),
        ("my password is Tr0ub4dor", "my password is [password removed]"),
        ("- name: DB_PASSWORD\n  value: x9!", "- name: DB_PASSWORD\n  value: [password removed]"),
        ("password: |\n  one\nuser: a", "password: |\n  [password removed]\nuser: a"),
        (
            "postgres://app:p@ss/w@db.example/x",
            "postgres://app:[password in an address removed]@db.example/x",
        ),
        (f"use {GITHUB} now", "use [GitHub token removed] now"),
        (f"use {GITHUB[:20]}\n    {GITHUB[20:]}", "use [GitHub token removed]"),
        (f"use {GITHUB[:12]}…", "use [GitHub token removed]…"),
        (f"&gt; {SLACK[:30]}\n&gt; {SLACK[30:]}", "&gt; [Slack token removed]"),
        (f"conf: {b64('token: ' + GITHUB)}", "conf: [GitHub token removed]"),
        (f"conf: {b64(b64('token: ' + GITHUB))}", "conf: [GitHub token removed]"),
        (PEM, "[private key removed]"),
        (json.dumps({"key": PEM}), '{"key": "[private key removed]"}'),
        (PEM[:90] + "\n\nhelp, please", "[private key removed]help, please"),
        (f"{BODY}\n{PEM[-32:]}", "[private key removed]"),
        (
            "data:\n  conf: c2VjcmV0\nkind: Secret",
            "data:\n  conf: [Kubernetes Secret value removed]\nkind: Secret",
        ),
        (
            "  client-key-data: TFMwdExTMUNSVWRKVGlC\n  x: y",
            "  client-key-data: [kubeconfig client key removed]\n  x: y",
        ),
        (
            "<https://me:hunter2@git.example|git>",
            "<https://me:[password in an address removed]@git.example|git>",
        ),
        ("密码：Tr0ub4dor6o5p", "密码：[password removed]"),
        ("Das Passwort ist Tr0ub4dor6o5p", "Das Passwort ist [password removed]"),
        ('password: "correct horse battery"', 'password: "[password removed]"'),
        ("password: 'correct horse battery staple'", "password: '[password removed]'"),
        ("password: “correct horse”", "password: “[password removed]”"),
        ('"password: \\"correct horse battery\\""', '"password: \\"[password removed]\\""'),
        (
            "echo 'correct horse' | zfs load-key tank/enc",
            "echo '[password removed]' | zfs load-key tank/enc",
        ),
        (
            "echo -n ab1 | sudo cryptsetup luksOpen",
            "echo -n [password removed] | sudo cryptsetup luksOpen",
        ),
        (
            "printf '%s' \"a b\" | zpool import -l t",
            "printf '%s' \"[password removed]\" | zpool import -l t",
        ),
        ("zfs load-key t &lt;&lt;&lt; 'a b'", "zfs load-key t &lt;&lt;&lt; '[password removed]'"),
        (HUGGING_FACE, "[Hugging Face token removed]"),
        ("Authorization: Basic YTpodW50ZXIy", "Authorization: Basic [basic-auth header removed]"),
    ],
)
def test_a_secret_is_replaced_where_it_stands(text: str, left: str) -> None:
    result = redact(text)
    assert result.text == left
    assert redact(left).text == left
    assert removals(left) == result.removed


@pytest.mark.parametrize(
    "text",
    [
        "password: ${PASSWORD}",
        "password: <redacted>",
        "password: ***",
        "password: {{ .Values.password }}",
        "password: authentication failed for user",
        "password:\n",
        "PWD=/proc/self/cwd",
        "Passwort: falsch",
        'password: "must have at least eight characters"',
        "echo hello | zfs list",
        "echo y | zpool destroy tank",
        "echo $KEY | zfs load-key tank/enc",
        "--token-file=/var/run/token --tls-private-key-file=/certs/tls.key",
        "secretName: foo",
        "secretKeyRef:\n  key: password\n  name: db",
        "automountServiceAccountToken: false",
        "the token is invalid, a new token is required",
        "token:      1024 bytes",
        "image: a@sha256:" + "0f" * 32,
        "checksum/secret: " + "0f" * 32,
        "nqn.2019-05.io.openebs:3f2c1d4e-1111-4222-8333-444455556666",
        "pvc-3f2c1d4e-1111-4222-8333-444455556666",
        "wwn-0x5000c500a1b2c3d4 50:06:01:60:3b:de:06:24",
        "http://127.0.0.1:8080/path@v1 and localhost:9000/a",
        "kind: ConfigMap\ndata:\n  conf: " + b64("log_level = info, workers = 8"),
        "caBundle: " + b64("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----"),
        'secret "openebs-token-x8f2k" not found',
        "auth: basicAuth",
        "let internal_key = ParseKey(12, arg)",
    ],
)
def test_what_is_no_secret_stays(text: str) -> None:
    assert redact(text, Privacy(emails=True, public_ips=True, phones=True, cards=True)).text == text


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("mail jo.do+x@corp.example now", "mail [e-mail address removed] now"),
        ("git@github.com:a/b getty@tty1.service", None),
        ("from 203.0.112.7:443", "from [public IP address removed]:443"),
        ("ping 8.8.8.8", "ping [public IP address removed]"),
        ("10.0.0.1 192.168.1.1 172.16.0.9 127.0.0.1 169.254.1.1 100.64.0.1", None),
        ("version 4.5.1.0, openebs-4.5.1.0, v2.7.1.3, 4.5.1.2", None),
        ("2a00:1450:4001:81b::200e", "[public IP address removed]"),
        ("fe80::1 ::1 fd00::1 12:34:56 20:00:00:25:b5:a1:00:0f", None),
        ("at node1.k8s.corp.test:80", "at [internal host name removed]:80"),
        ("corp.test", "[internal host name removed]"),
        ("notcorp.test corp.test.org", None),
        ("call +49 170 1234567", "call [phone number removed]"),
        ("2024-01-02 10:11:12 1700000000000", None),
        ("card 4111 1111 1111 1111", "card [card number removed]"),
        ("no card 4111 1111 1111 1112", None),
    ],
)  # fmt: skip
def test_private_data_goes_where_the_settings_say_so(text: str, left: str | None) -> None:
    privacy = Privacy(True, True, (".corp.test",), True, True)
    assert redact(text, privacy).text == (left or text)
    assert redact(text).text == text


@pytest.mark.parametrize(
    "name",
    [
        "Passwort", "Kennwort", "contraseña", "mot de passe", "senha", "hasło", "wachtwoord",
        "lösenord", "parola", "пароль", "Пароль", "密码", "密碼", "パスワード", "비밀번호",
    ],
)  # fmt: skip
def test_a_password_is_one_in_other_languages_too(name: str) -> None:
    for said in (f"{name}: ", f"{name}=", f"{name} : "):
        assert redact(f"{said}Tr0ub4dor6o5p").text == f"{said}[password removed]"


def test_at_least_25_kinds_have_names() -> None:
    assert len(KINDS) >= 25
    assert len(PLANTED) >= 25


def test_nothing_planted_leaks() -> None:
    leaked = [
        (k, w) for k, w, text, secret in plants(1, seed=5) if leaks(redact(text).text, secret)
    ]
    assert leaked == []


def test_at_most_one_clean_log_in_a_hundred_is_changed() -> None:
    privacy = Privacy(True, True, ("corp.example",), True, True)
    changed = [kind for kind, text in clean_logs(200, 5) if redact(text, privacy).removed]
    assert len(changed) <= 2


FRAGMENTS = st.sampled_from(
    [
        GITHUB, GITHUB[:9], SLACK, PEM, PEM[:60], BODY, b64("password: hunter2"), "password",
        "token",
        ": ", "=", "\n", "\n  ", "&amp;", "&gt; ", "\\n", '\\"', '"', "'", "[password removed]",
        "[AWS access key id removed]", "://", "u:p@h", "@", "Bearer ", "kind: Secret\n",
        "data:\n  a: b\n",
        "AKIA234567ABCDEFGHIJ", "%41", "…", "x", " ", "é", "\x1b[1m", "\u200b",
        "eyJhbGciOiJIUzI1NiJ9.e30.x",
    ]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(FRAGMENTS, max_size=12).map("".join))
def test_redacting_twice_changes_nothing_more(text: str) -> None:
    once = redact(text)
    assert redact(once.text).text == once.text
    assert GITHUB not in once.text


@pytest.mark.parametrize(
    "unit",
    ["eyJ", "password=", "password:\n ", "://x:", PEM[:32], "\\", "token ", "AAAA\n", "a@"],
)  # fmt: skip
def test_the_work_grows_with_the_text_and_no_faster(unit: str) -> None:
    def seconds(size: int) -> float:
        text = (unit * size)[:size]
        began = time.process_time()
        redact(text)
        return time.process_time() - began

    # Sixteen times the text; quadratic work would take 256 times as long.
    assert seconds(16_000) < 64 * max(seconds(1_000), 0.002)
