"""Values given to something that is called a password, a secret, a token or a key.

The name decides how little it takes: whatever a password is set to is removed unless it is
plainly none; behind `token` or `key`, words people use in logs, only what looks random.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.triage.secrets.placeholders import is_name, is_state, looks_random, stands_in
from bot.triage.secrets.spans import Span, lowered
from bot.triage.secrets.web_tokens import readable

# What a password is called where people do not write English.
ABROAD = (
    r"passwort|kennwort|contrase[nñ]a|mot de passe|senha|has[lł]o|wachtwoord|l[oö]senord|parola"
    r"|пароль|密码|密碼|パスワード|비밀번호"
)
# How a name may end that is given a value: a quick look before the slower one.
NAME_END = re.compile(
    r"(?:key-data|certificate-data|authority-data|token|secret|key(?:_base)?|word|auth|phrase"
    r"|credentials?|configjson|dockercfg|passcode|passwd|pass|pwd|string|identified by"
    rf"|{ABROAD})"
    r"(?=[\"'`*\])}]{0,3}[ \t]{0,40}(?:[:：=＝>,\r\n]|value|[是为為は])|[ \t]{1,4}\S)"
)
LONGEST_NAME = 40
LONGEST_PASSPHRASE = 8  # in words
NAME = re.compile(
    r"(?i)(?P<aws_session>aws[_-]?session[_-]?token|(?<![a-z])session[_-]?token|security[_-]token)"
    r"|(?P<aws>(?:aws[_-]?)?secret[_-]?access[_-]?key|aws[_-]?secret(?:[_-]?key)?)"
    r"|(?P<azure>azure[_-]?client[_-]?secret|azure[_-]?storage[_-]?key|account[_-]?key)"
    r"|(?P<kubeconfig>client-key-data|client-certificate-data|certificate-authority-data)"
    r"|(?P<registry>\.?dockerconfigjson|\.dockercfg|identitytoken|registrytoken|_auth"
    r"|(?<![a-z._-])auth)"
    r"|(?P<password>pass(?:word|wd|phrase|code)|pwd|requirepass|masterauth|identified by"
    rf"|(?<=[_.-])pass|{ABROAD})"
    r"|(?P<key>client[_-]?secret|secret[_-]?key(?:[_-]?base)?|api[_-]?(?:key|secret|token)|apikey"
    r"|(?:access|auth|refresh|bearer|bot|id)[_-]?token|private[_-]?key|(?:encryption|signing|master"
    r"|account|shared|license|storage|consumer|deploy|hmac|root|admin|webhook|app|access|service"
    r"|session|cookie|database|jwt|chap|luks|zfs)[_-]?(?:key|secret)|credentials?"
    r"|connection[_-]?string)"
    r"|(?P<weak>secret|token|(?<=[_-])key|(?<=[a-z])Key)"
)
# Names that end like one and hold none: page tokens, public keys, token files and the like.
HARMLESS = re.compile(
    r"(?:(?<![A-Za-z])|(?<=[a-z])(?=[A-Z]))"
    r"(?i:next|page|continue|continuation|sync|public|partition|cache|primary|foreign|routing|sort"
    r"|idempotency|topology|label|taint|annotation|unexpected|invalid|csrf|without|missing"
    r"|require\w{0,3}|max|min|num|total|column|row|selector|finalizer|lookup|index|hash|lease"
    r"|checksum|digest)"
    r"[/_.\s\"'-]{0,2}$"
)
CLOSE = r"[\"'`*\])}]{0,3}"
SEPARATOR = re.compile(
    rf"(?P<list>{CLOSE}[ \t]{{0,8}},?\s{{0,80}}[-,]?[ \t]{{0,8}}"
    r"[\"']?value[\"']?[ \t]{0,8}[:=][ \t]{0,8})"
    rf"|(?P<assign>{CLOSE}[ \t]{{0,40}}(?::=|=>|[:=](?!=)|[：＝])[*`_]{{0,2}}[ \t]{{0,80}})"
    r"|(?P<tag>>(?=[^<>\s\"'`]))"
    rf"|(?P<said>{CLOSE}(?:[ \t]{{1,4}}(?:is|was|to|->|ist|war|est|es|é|jest|är)[ \t]{{1,4}}"
    r"|[ \t]{0,4}[是为為は][ \t]{0,4}"
    r"|[ \t]{0,20}\|[ \t]{0,20})(?=[^\s|]))"
    r"|(?P<option>[ \t]{1,4}(?=\S))"
)
BLOCK = re.compile(r"[|>][+-]?\d?[ \t]{0,8}\r?\n(?P<indent>[ \t]{1,80})")
NEXT_LINE = re.compile(r"\r?\n[ \t]{1,80}(?=[\"']?[^\s:\"'{\[-][^\s:]{0,4000}\r?(?:\n|$))")
DOUBLE = re.compile(r'"(?P<value>(?:[^"\\\n]|\\.)*)')
SINGLE = re.compile(r"'(?P<value>[^'\n]*)")
# As phones and word processors type them.
CURLY = re.compile(r"[“„«](?P<value>[^”“»\n]*)")
BACKTICK = re.compile(r"`(?P<value>[^`\n]*)")
# A literal \n ends a bare value where a new assignment or another escape follows it.
ESCAPED_END = r"\\(?![nrt](?:[ \t]{0,40}[\w.\"'-]{1,60}[\"']?[ ]?[:=]|$|\\|\s)|[\"'])"
BARE = re.compile(rf"(?P<value>(?:[^\s\"'`\\]|{ESCAPED_END})+)")
AFTER_EQUALS = re.compile(
    rf"(?P<value>(?:[^\s\"'`\\&;,|<>)\]}}]|[&;,](?![\w.%\s-]{{1,40}}=|\s|$)|[|<>)\]}}](?=[^\s|<>,;&])"
    rf"|{ESCAPED_END})+)"
)
FOLDED = re.compile(
    r"(?:[ \t]{0,8}\r?\n[ \t>|│]{0,200}[A-Za-z0-9+/]{8,}={0,2}(?=[ \t\"']{0,4}(?:\r?\n|$)))*"
)
BASE64 = re.compile(r"[A-Za-z0-9+/_-]{8,}={0,2}")
STRUCTURE = re.compile(r"[{\[(](?:[\s\"'{\[)}\]]|$|\w+[:=])|map\[|&\w|\*v1\.|0xc0|\(\*|@type")
UUID = re.compile(r"[\da-fA-F]{8}-[\da-fA-F]{1,4}")
CALL = re.compile(r"[A-Za-z_][\w.:]{0,80}\(")
OPTION = re.compile(r"(?<![\w-])--?[\w.-]{0,60}$")
QUOTED_OPTION = re.compile(r"(?i)password|identified by")
LOGIN = re.compile(r"login[ \t]{1,4}\S{1,100}[ \t]{1,4}$")

URL_SAFE = str.maketrans("+/", "-_")
KINDS = {
    "aws_session": "AWS session token",
    "aws": "AWS secret key",
    "azure": "Azure secret",
    "registry": "registry credential",
    "password": "password",
    "key": "secret key",
    "weak": "token or key",
}


def assignments(text: str) -> Iterator[Span]:
    at = 0
    low = lowered(text)
    while ended := NAME_END.search(low, at):
        at = ended.end()
        separator = SEPARATOR.match(text, at)
        if separator is None:
            continue
        found = _name(text, at)
        if found is None or not _follows(text, found, separator):
            continue
        group = str(found.lastgroup)
        placed = _value(text, separator, group)
        if placed is None:
            continue
        start, stop, quoted = placed
        value = text[start:stop]
        before = text[max(0, found.start() - 40) : found.start()]
        # Long values are not looked into again: that keeps the work linear.
        after = text[stop : stop + 40]
        assigned = not separator.group().rstrip().endswith((":", "："))
        if separator["said"] and not (
            looks_random(text[start:stop]) or _is_mixed(text[start:stop])
        ):
            continue
        if _is_secret(value, group, before, after, quoted=quoted, assigned=assigned):
            yield Span(start, stop, _kind(group, found.group().lower()))
            at = stop
        elif stop - start > 512:
            at = stop


def _name(text: str, end: int) -> re.Match[str] | None:
    """The name that ends here, if it is one that says its value is secret."""
    at = max(0, end - LONGEST_NAME)
    while found := NAME.search(text, at, end):
        if found.end() == end:
            return found
        at = found.start() + 1
    return None


def _follows(text: str, found: re.Match[str], separator: re.Match[str]) -> bool:
    """Whether what stands after the name gives it a value."""
    before = text[max(0, found.start() - 64) : found.start()]
    if separator["tag"]:
        return "<" in before[-40:]
    if separator["option"] is not None:
        following = text[separator.end() : separator.end() + 1]
        if QUOTED_OPTION.fullmatch(found.group()) and following in "'\"":
            return True
        return bool(OPTION.search(before)) or bool(LOGIN.search(before))
    return True


def _value(text: str, separator: re.Match[str], group: str) -> tuple[int, int, bool] | None:
    """Where the value starts and ends, and whether it is quoted."""
    at = separator.end()
    if block := BLOCK.match(text, at):
        return block.end(), _block_end(text, block), True
    if (folded := NEXT_LINE.match(text, at)) and separator["assign"]:
        at = folded.end()
    for pattern in (DOUBLE, SINGLE, BACKTICK, CURLY):
        if quoted := pattern.match(text, at):
            start, stop = quoted.span("value")
            return (start, stop, True) if stop > start else None
    equals = separator.group().rstrip().endswith("=")
    bare = (AFTER_EQUALS if equals else BARE).match(text, at)
    if bare is None:
        return None
    start, stop = bare.span("value")
    if separator["tag"]:
        stop = text.find("</", start, start + 400)
        return (start, stop, True) if stop > start else None
    folds = group in {"kubeconfig", "registry", "aws", "aws_session", "azure"}
    if folds and BASE64.fullmatch(text, start, stop) and (more := FOLDED.match(text, stop)):
        stop = more.end()
    while stop > start + 1 and text[stop - 1] in ",;)]}`|>":
        stop -= 1
    return start, stop, False


def _block_end(text: str, block: re.Match[str]) -> int:
    """The end of a YAML block: the lines that are indented like its first."""
    indent, end = block["indent"], block.end()
    while True:
        newline = text.find("\n", end)
        if newline < 0:
            return len(text)
        if not text.startswith(indent, newline + 1):
            return newline
        end = newline + 1


def _is_secret(
    value: str, group: str, before: str, after: str, *, quoted: bool, assigned: bool
) -> bool:
    if stands_in(value) or (not quoted and STRUCTURE.match(value)):
        return False
    if group == "kubeconfig":
        return len(value) >= 8
    if group == "registry":
        return _is_registry(value)
    if HARMLESS.search(before) or (after.startswith((" bytes", " byte")) and value.isdigit()):
        return False
    if group == "password":
        if value.startswith("/") and is_name(value):
            return False
        return _is_password(value, after, quoted=quoted, assigned=assigned)
    if not quoted and (value.startswith(("http://", "https://", "<http")) or CALL.match(value)):
        return False
    if group in {"aws", "aws_session", "azure"}:
        return len(value) >= 8 and not is_name(value) and not is_state(value)
    if group == "key" and UUID.match(value):
        return True
    if group == "key" and len(value) >= 12 and not is_name(value) and " " not in value:
        return not value.isalpha() or not (value.islower() or value.istitle()) or len(value) >= 20
    return len(value) >= 12 and " " not in value and looks_random(value)


def _is_password(value: str, after: str, *, quoted: bool, assigned: bool) -> bool:
    if len(value) < 3 or is_state(value) or value.startswith("0xc0"):
        return False
    if quoted:
        # "password": "must have at least eight characters" is a message.
        words = value.split()
        return (
            value.count(" ") < 3
            or any(c.isdigit() for c in value)
            or (len(words) <= LONGEST_PASSPHRASE and not any(map(is_state, words)))
        )
    rest = after.split("\n")[0].strip()
    if assigned or not value.rstrip(".,;!?").isalpha() or not rest or rest.startswith("#"):
        return True
    # "password: authentication failed" is a sentence.
    return not (value.islower() or value.istitle() or value.isupper()) or len(value) > 15


def _is_mixed(value: str) -> bool:
    """A letter, a digit and no more than one word: how people tell each other a password."""
    return (
        6 <= len(value) <= 64
        and any(map(str.isdigit, value))
        and any(map(str.isalpha, value))
        and not is_name(value)
    )


def _is_registry(value: str) -> bool:
    bare = re.sub(r"\s|(?:\.{3}|…).*", "", value)
    if len(bare) < 8 or not BASE64.fullmatch(bare):
        return False
    return looks_random(bare) or bare.endswith("=") or ":" in readable(bare.translate(URL_SAFE))


def _kind(group: str, name: str) -> str:
    if group == "kubeconfig":
        what = {"client-k": "client key", "client-c": "client certificate"}
        return f"kubeconfig {what.get(name[:8], 'CA certificate')}"
    return KINDS[group]
