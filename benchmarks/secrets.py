"""How many secrets get through, and how many clean logs are changed.

    python -m benchmarks.secrets [--values 40] [--seed 1] [--against-betterleaks] [--show 5]

Secrets are made from each provider's documented form, without a look at the table of patterns;
every value is put into twenty wrappings. A leak is the value, or twelve of its characters in a
row, in what is left, whitespace and escapes aside, also after decoding base64.
"""

# ruff: noqa: E501 - a row of a table is a line
from __future__ import annotations

import argparse
import base64
import html
import json
import random
import re
import string
import sys
import time
import urllib.parse
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

# As a script this file would hide the standard library's `secrets` from every import.
sys.path = [
    str(Path(__file__).parents[1]),
    *(p for p in sys.path if p != str(Path(__file__).parent)),
]

from benchmarks.clean_logs import clean_logs  # noqa: E402
from bot.triage.secrets import Privacy, redact  # noqa: E402

ALNUM = string.ascii_letters + string.digits
LOWER = string.ascii_lowercase + string.digits
UPPER = string.ascii_uppercase + string.digits
HEX = "0123456789abcdef"
B64 = ALNUM + "+/"
URL64 = ALNUM + "-_"
# What people's password generators use, without what would end a quoted value.
SYMBOLS = ALNUM + "!#%*+-_.^~?$"

Made = tuple[str, str]  # the line as it would be pasted, and the secret in it
Maker = Callable[[random.Random], Made]


def some(rng: random.Random, alphabet: str, length: int) -> str:
    return "".join(rng.choices(alphabet, k=length))


def b64(raw: bytes | str) -> str:
    return base64.b64encode(raw.encode() if isinstance(raw, str) else raw).decode()


def url64(raw: str) -> str:
    return base64.urlsafe_b64encode(raw.encode()).decode().rstrip("=")


def noise(rng: random.Random, length: int) -> str:
    return b64(rng.randbytes(length))


def lines64(text: str) -> str:
    return "\n".join(text[at : at + 64] for at in range(0, len(text), 64))


def pem(rng: random.Random, name: str, size: int = 300) -> Made:
    body = lines64(noise(rng, size))
    return f"-----BEGIN {name}-----\n{body}\n-----END {name}-----", body


def jwt(rng: random.Random, claims: dict[str, object]) -> str:
    header = {"alg": rng.choice(["RS256", "HS256", "ES256"]), "kid": some(rng, URL64, 20)}
    return f"{url64(json.dumps(header))}.{url64(json.dumps(claims))}.{some(rng, URL64, 86)}"


def service_account(rng: random.Random) -> Made:
    token = jwt(
        rng,
        {"iss": "kubernetes/serviceaccount", "kubernetes.io/serviceaccount/namespace": "openebs"},
    )
    return rng.choice([f"token: {token}", f"    token:      {token}", token]), token


def keyed(form: str, make: Callable[[random.Random], str]) -> Maker:
    def made(rng: random.Random) -> Made:
        value = make(rng)
        return rng.choice(form.split("||")).replace("@@", value), value

    return made


def of(prefix: str, alphabet: str, length: int, suffix: str = "") -> Callable[[random.Random], str]:
    return lambda rng: prefix + some(rng, alphabet, length) + suffix


def google_account(rng: random.Random) -> Made:
    body = lines64(noise(rng, 600))
    key = f"-----BEGIN PRIVATE KEY-----\n{body}\n-----END PRIVATE KEY-----\n"
    account = {
        "type": "service_account",
        "project_id": "p-1",
        "private_key_id": some(rng, HEX, 40),
        "private_key": key,
    }
    return json.dumps(account, indent=rng.choice([None, 2])), body


def docker_auth(rng: random.Random) -> Made:
    auth = b64(f"robot{rng.randrange(99)}:{some(rng, SYMBOLS, 24)}")
    return json.dumps({"auths": {"registry.example": {"auth": auth}}}), auth


def docker_config(rng: random.Random) -> Made:
    value = b64(docker_auth(rng)[0])
    return f".dockerconfigjson: {value}", value


def basic(rng: random.Random) -> Made:
    value = b64(f"admin:{some(rng, SYMBOLS, 16)}")
    return rng.choice(
        [f"Authorization: Basic {value}", f'-H "authorization: Basic {value}"']
    ), value


def secret_object(rng: random.Random) -> Made:
    value = b64(some(rng, SYMBOLS, rng.randint(12, 30)))
    text = f"apiVersion: v1\ndata:\n  {rng.choice(['username', 'LICENSE', 'conf', 'dsn'])}: {value}\nkind: Secret\nmetadata:\n  name: a"
    if rng.random() < 0.4:
        text = json.dumps(
            {"apiVersion": "v1", "data": {"conf": value}, "kind": "Secret"},
            indent=rng.choice([None, 4]),
        )
    return text, value


def kubeconfig(key: str, what: str) -> Maker:
    def made(rng: random.Random) -> Made:
        value = b64(pem(rng, what, 400)[0]).rstrip("=")
        return f"    {key}: {value}\n", value

    return made


def aws_pair(rng: random.Random) -> Made:
    key, secret = "AKIA" + some(rng, string.ascii_uppercase + "234567", 16), some(rng, B64, 40)
    return f"Access key ID,Secret access key\n{key},{secret}", secret


def password(alphabet: str, form: str, low: int = 8, high: int = 24) -> Maker:
    def made(rng: random.Random) -> Made:
        value = rng.choice(string.ascii_letters) + some(rng, alphabet, rng.randint(low, high))
        return rng.choice(form.split("||")).replace("@@", value), value

    return made


KINDS: dict[str, Maker] = {
    "kubeconfig client-key-data": kubeconfig("client-key-data", "RSA PRIVATE KEY"),
    "kubeconfig client-certificate-data": kubeconfig("client-certificate-data", "CERTIFICATE"),
    "kubeconfig certificate-authority-data": kubeconfig("certificate-authority-data", "CERTIFICATE"),
    "kubeconfig token": keyed("users:\n- name: a\n  user:\n    token: @@", lambda r: some(r, ALNUM, 48)),
    "bearer token": keyed('Authorization: Bearer @@||curl -H "Authorization: Bearer @@"||http header Bearer @@', lambda r: some(r, URL64, 40)),
    "service-account token": service_account,
    "JWT": keyed("@@||id_token=@@||got @@", lambda r: jwt(r, {"sub": some(r, LOWER, 12), "exp": 1})),
    "Kubernetes bootstrap token": keyed("kubeadm join 10.0.0.1:6443 --token @@ --discovery-token-unsafe-skip-ca-verification", lambda r: some(r, LOWER, 6) + "." + some(r, LOWER, 16)),
    "AWS key id": keyed("aws_access_key_id = @@||key @@ used", of("AKIA", string.ascii_uppercase + "234567", 16)),
    "AWS secret key": keyed("aws_secret_access_key = @@||AWS_SECRET_ACCESS_KEY=@@||secretAccessKey: @@", of("", B64, 40)),
    "AWS key pair as CSV": aws_pair,
    "AWS session token": keyed("aws_session_token = @@||AWS_SESSION_TOKEN=@@", lambda r: "IQoJb3JpZ2lu" + noise(r, 300)),
    "Google API key": keyed("key=@@||GOOGLE_API_KEY: @@||@@", of("AIza", URL64, 35)),
    "Google service account": google_account,
    "Azure storage key": keyed("DefaultEndpointsProtocol=https;AccountName=a;AccountKey=@@;EndpointSuffix=core.windows.net||AccountKey=@@", lambda r: noise(r, 64)),
    "Azure SAS": keyed("https://a.blob.core.windows.net/c?sv=2022-11-02&ss=b&se=2030-01-01T00:00:00Z&sig=@@", lambda r: urllib.parse.quote(noise(r, 32), safe="")),
    "Azure client secret": keyed("AZURE_CLIENT_SECRET=@@||clientSecret: @@", lambda r: some(r, ALNUM, 3) + "8Q~" + some(r, ALNUM + "_~.-", 34)),
    "DigitalOcean token": keyed("@@||DIGITALOCEAN_ACCESS_TOKEN=@@", of("dop_v1_", HEX, 64)),
    "Hetzner token": keyed("HCLOUD_TOKEN=@@||hcloud_token: @@", of("", ALNUM, 64)),
    "GitHub classic token": keyed("@@||GH_TOKEN=@@||https://@@@github.com/o/r.git", of("ghp_", ALNUM, 36)),
    "GitHub fine-grained token": keyed("@@||token: @@", lambda r: "github_pat_" + some(r, ALNUM, 22) + "_" + some(r, ALNUM, 59)),
    "GitHub app token": keyed("@@||x-access-token:@@", of("ghs_", ALNUM, 36)),
    "GitLab token": keyed("@@||PRIVATE-TOKEN: @@", of("glpat-", URL64, 20)),
    "Slack bot token": keyed("@@||SLACK_BOT_TOKEN=@@", lambda r: f"xoxb-{some(r, string.digits, 12)}-{some(r, string.digits, 13)}-{some(r, ALNUM, 24)}"),
    "Slack app token": keyed("@@||SLACK_APP_TOKEN=@@", lambda r: f"xapp-1-A{some(r, UPPER, 10)}-{some(r, string.digits, 13)}-{some(r, HEX, 64)}"),
    "Slack webhook": keyed("https://hooks.slack.com/services/@@", lambda r: f"T{some(r, UPPER, 10)}/B{some(r, UPPER, 10)}/{some(r, ALNUM, 24)}"),
    "Telegram token": keyed("@@||https://api.telegram.org/bot@@/getMe", lambda r: f"{some(r, '123456789', 10)}:AA{some(r, URL64, 33)}"),
    "Discord token": keyed("@@||DISCORD_TOKEN=@@", lambda r: f"M{some(r, ALNUM, 23)}.{some(r, ALNUM, 6)}.{some(r, URL64, 38)}"),
    "npm token": keyed("@@||//registry.example/:_authToken=@@", of("npm_", ALNUM, 36)),
    "PyPI token": keyed("@@||password = @@", of("pypi-AgEIcHlwaS5vcmc", URL64, 150)),
    "Docker registry auth": docker_auth,
    "dockerconfigjson": docker_config,
    "basic-auth header": basic,
    "password in a URL": password(ALNUM + "!*+-_.~", "postgres://app:@@@db.example:5432/app||mongodb+srv://u:@@@c0.example/?x=y||https://me:@@@git.example/a.git||redis://:@@@10.0.0.1:6379/0"),
    "password in YAML": password(SYMBOLS, "password: @@||rootPassword: \"@@\"||  adminPassword: '@@'"),
    "password in env": password(SYMBOLS, "DB_PASSWORD=@@||export PGPASSWORD='@@'||MYSQL_ROOT_PASSWORD=\"@@\""),
    "password in JSON": password(SYMBOLS, '{"user":"a","password":"@@"}||"Password": "@@",'),
    "password of letters": password(string.ascii_letters, 'password: @@||PASSWORD=@@||{"password": "@@"}||passwd = @@'),
    "password in a container's env": password(SYMBOLS, "- name: DB_PASSWORD\n  value: @@||{\"name\":\"ADMIN_PASSWORD\",\"value\":\"@@\"}"),
    "password as an option": password(ALNUM + "!%+-_.", "mysql --password=@@ -h db||helm install a b --set auth.rootPassword=@@||sshpass -p @@ ssh root@10.0.0.2||curl -u admin:@@ http://10.0.0.1:9200"),
    "Kubernetes Secret data": secret_object,
    "RSA private key": lambda r: pem(r, "RSA PRIVATE KEY", 600),
    "PKCS#8 private key": lambda r: pem(r, "PRIVATE KEY", 600),
    "EC private key": lambda r: pem(r, "EC PRIVATE KEY", 120),
    "encrypted private key": lambda r: pem(r, "ENCRYPTED PRIVATE KEY", 600),
    "OpenSSH private key": lambda r: pem(r, "OPENSSH PRIVATE KEY", 300),
    "PGP private key": lambda r: pem(r, "PGP PRIVATE KEY BLOCK", 600),
    "Stripe key": keyed("@@||STRIPE_KEY=@@", lambda r: r.choice(["sk_live_", "rk_live_", "sk_test_"]) + some(r, ALNUM, 99)),
    "OpenAI key": keyed("@@||OPENAI_API_KEY=@@", lambda r: f"sk-proj-{some(r, URL64, 74)}T3BlbkFJ{some(r, URL64, 74)}"),
    "Anthropic key": keyed("@@||ANTHROPIC_API_KEY=@@", of("sk-ant-api03-", URL64, 93, "AA")),
    "Hugging Face token": keyed("@@||HF_TOKEN=@@", of("hf_", string.ascii_letters, 34)),
    "Vault token": keyed("@@||VAULT_TOKEN=@@||X-Vault-Token: @@", of("hvs.", URL64, 90)),
    "OpenShift token": keyed("oc login --token=@@||@@", of("sha256~", URL64, 43)),
    "Ceph key": keyed("key = @@||userKey: @@", lambda r: "AQ" + some(r, B64, 36) + "=="),
    "high-entropy assignment": keyed("API_SECRET=@@||encryptionKey: @@||signing_key = \"@@\"||apiKey: @@", lambda r: some(r, ALNUM, r.randint(20, 48))),
}  # fmt: skip


def wrapped(text: str, width: int, before: str = "") -> str:
    """As a terminal folds it: at a column, wherever that falls."""
    folded: list[str] = []
    for line in text.split("\n"):
        folded += [line[at : at + width] for at in range(0, len(line), width)] or [""]
    return ("\n" + before).join(folded)


def indented(text: str, by: str) -> str:
    return "\n".join(by + line for line in text.split("\n"))


def slack(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def cut(rng: random.Random, text: str, secret: str) -> str:
    at = text.find(secret[:12])
    return text[: at + int(len(secret) * rng.uniform(0.5, 0.95))]


def klog(rng: random.Random, text: str) -> str:
    def line(message: str) -> str:
        return f"I{rng.randint(1, 12):02}{rng.randint(1, 28):02} 10:{rng.randint(10, 59)}:07.{rng.randint(100000, 999999)}  1 server.go:{rng.randint(10, 900)}] {message}"

    around = ["Starting volume manager", "GRPC call: /csi.v1.Node/NodeGetInfo", "synced 3 pods"]
    return "\n".join([*map(line, around), line(text), *map(line, around)])


Wrapping = Callable[[random.Random, str, str], str]
WRAPPINGS: dict[str, Wrapping] = {
    "sentence": lambda r, t, s: f"Hi, after the upgrade I get this: {t} and nothing works, any idea?",
    "fence": lambda r, t, s: f"look:\n```\n{slack(t)}\n```\nthanks",
    "inline code": lambda r, t, s: f"I set `{slack(t)}` in the values",
    "Slack quote": lambda r, t, s: indented(slack(t), "&gt; "),
    "JSON log": lambda r, t, s: json.dumps({"level": "info", "ts": 1.5, "msg": t, "caller": "a.go:1"}),
    "JSON twice": lambda r, t, s: json.dumps({"log": json.dumps({"msg": t}) + "\n", "stream": "stderr"}),
    "HTML": lambda r, t, s: f"<pre>{html.escape(t)}</pre>",
    "indented YAML": lambda r, t, s: "spec:\n  template:\n" + indented(t, "      ") + "\nstatus: {}",
    "folded at 60, indented": lambda r, t, s: wrapped(t, 60, "      "),
    "folded at 80": lambda r, t, s: "```\n" + wrapped(t, 80) + "\n```",
    "folded in a quote": lambda r, t, s: "&gt; " + wrapped(slack(t), 70, "&gt; "),
    "folded with backslashes": lambda r, t, s: wrapped(t, 64, "").replace("\n", "\\\n") if "\n" not in t else wrapped(t, 64),
    "base64": lambda r, t, s: f"payload: {b64(t)}",
    "base64 folded": lambda r, t, s: "here it is\n" + wrapped(b64(t), 76) + "\nthanks",
    "base64 in JSON": lambda r, t, s: json.dumps({"kind": "ConfigMap", "binaryData": {"conf": b64(t + "\n")}}),
    "base64 twice": lambda r, t, s: f"release={b64(b64(t))}",
    "cut at the end": lambda r, t, s: "I ran it and got\n" + cut(r, t, s) + r.choice(["", "…", "..."]),
    "kubelet log": lambda r, t, s: klog(r, t),
    "colours and CRLF": lambda r, t, s: f"\x1b[32mok\x1b[0m\n\x1b[1;31m{t}\x1b[0m\ndone".replace("\n", "\r\n"),
    "Slack link": lambda r, t, s: f"<{slack(t)}|{slack(t)}>" if t.startswith("http") else f"<https://paste.example/?q={urllib.parse.quote(t)}|paste> and {slack(t)}",
}  # fmt: skip


# From here: judging what is left.
SHORTEST_LEAK = 12
RUN = re.compile(r"[A-Za-z0-9+/_-]{16,}")


def leaks(left: str, secret: str) -> bool:
    return any(_shows(reading, secret) for reading in _readings(left, depth=2))


def _shows(reading: str, secret: str) -> bool:
    for form in {_bare(secret), _bare(urllib.parse.unquote(secret))}:
        size = min(SHORTEST_LEAK, len(form))
        if any(form[at : at + size] in reading for at in range(len(form) - size + 1)):
            return True
    return False


def _bare(text: str) -> str:
    return re.sub(r"[\s>|]+", "", text)


def _readings(text: str, depth: int) -> Iterator[str]:
    unescaped = html.unescape(re.sub(r"\x1b\[[\d;]*m", "", text))
    plain = re.sub(r"\\+([\"/])", r"\1", re.sub(r"\\+[nr]", "\n", unescaped))
    continued = re.sub(r"\\\n", "", plain)
    for reading in {unescaped, plain, continued, urllib.parse.unquote(plain)}:
        yield _bare(reading)
        if depth:
            for run in {*RUN.findall(reading), *RUN.findall(_bare(reading))}:
                usable = run.translate(str.maketrans("-_", "+/"))
                usable = usable[: len(usable) // 4 * 4]
                yield from _readings(base64.b64decode(usable).decode("utf-8", "replace"), depth - 1)


def plants(values: int, seed: int) -> Iterator[tuple[str, str, str, str]]:
    """Kind, wrapping, text and the secret in it."""
    for kind, make in KINDS.items():
        rng = random.Random(f"{seed}/{kind}")
        for _ in range(values):
            text, secret = make(rng)
            for wrapping, wrap in WRAPPINGS.items():
                yield kind, wrapping, wrap(rng, text, secret), secret


def found_by_betterleaks(text: str, secret: str) -> bool:
    """Whether it reports anything that covers the secret; more than it promises, at worst."""
    import betterleaks

    for finding in betterleaks.scan_string(text):
        seen = finding.secret + finding.match.full
        if _shows(_bare(html.unescape(seen)), secret[:40]) or (
            seen and seen in text and len(seen) > 16
        ):
            return True
    return False


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--values", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--clean", type=int, default=1000)
    parser.add_argument("--show", type=int, default=0, help="print this many leaks and alarms")
    parser.add_argument("--against-betterleaks", action="store_true")
    asked = parser.parse_args()

    tried: Counter[str] = Counter()
    leaked: Counter[str] = Counter()
    by_wrapping: Counter[str] = Counter()
    theirs: Counter[str] = Counter()
    shown, unstable, spent = asked.show, 0, 0.0
    for kind, wrapping, text, secret in plants(asked.values, asked.seed):
        tried[kind] += 1
        began = time.perf_counter()
        left = redact(text).text
        spent += time.perf_counter() - began
        unstable += tried[kind] % 20 == 0 and redact(left).text != left
        if leaks(left, secret):
            leaked[kind] += 1
            by_wrapping[wrapping] += 1
            if shown:
                shown -= 1
                print(f"--- {kind} / {wrapping}\n{text[:700]}\n=>\n{left[:700]}\n", file=sys.stderr)
        if asked.against_betterleaks:
            theirs[kind] += found_by_betterleaks(text, secret)

    print(
        f"{'kind':40} {'tried':>6} {'leaks':>6}"
        + ("  betterleaks found" if asked.against_betterleaks else "")
    )
    for kind, number in tried.items():
        other = f"  {theirs[kind] / number:17.1%}" if asked.against_betterleaks else ""
        print(f"{kind:40} {number:6} {leaked[kind]:6}{other}")
    total = tried.total()
    other = f"  {theirs.total() / total:17.1%}" if asked.against_betterleaks else ""
    print(f"{'all of ' + str(len(tried)) + ' kinds':40} {total:6} {leaked.total():6}{other}")
    if by_wrapping:
        print("leaks by wrapping:", dict(by_wrapping.most_common()))
    print(f"{spent / total * 1000:.2f} ms a text; changed by a second pass: {unstable}")

    careful = Privacy(
        emails=True, public_ips=True, internal_hosts=("corp.example",), phones=True, cards=True
    )
    for name, privacy in (("secrets only", Privacy()), ("with private data", careful)):
        changed: Counter[str] = Counter()
        shown = asked.show
        for kind, text in clean_logs(asked.clean, asked.seed):
            result = redact(text, privacy)
            if result.removed:
                changed[kind] += 1
                if shown:
                    shown -= 1
                    pairs = zip(text.split("\n"), result.text.split("\n"), strict=False)
                    print(
                        f"--- {kind} {result.removed}",
                        *[f"{a}\n=> {b}" for a, b in pairs if a != b][:3],
                        sep="\n",
                        file=sys.stderr,
                    )
        print(f"clean logs changed, {name}: {changed.total()} of {asked.clean} {dict(changed)}")


if __name__ == "__main__":
    main()
