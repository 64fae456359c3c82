"""What stands where a secret would and is none: templates, blanks, names, types, states."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from math import log2

TEMPLATE = re.compile(
    r"\$\{|\$\(|\{\{|%\(|\[[^\]]{1,60} removed\]"
    r"|^\$[A-Za-z_][\w.:]*;?$|^%[A-Za-z_]\w*%$|^<[^<>:/@|]{1,80}>?$|^<(?:set to|unset)"
    r"|^[\[(<]?(?i:redacted|removed|hidden|masked|sanitized|omitted|secret|none|null|nil|empty)[\])>]?$"
    r"|^(?:(.)\1*)$|^[*x.X•●#_-]+$|^(?i:your|my|some|the|enter|insert|replace)[-_ ]"
)
# Said about a password or token rather than being one.
STATES = """
a an and are array auth authentication bool boolean byte bytes changed could default denied
disabled empty enabled env error example expired external failed failure false file for
forbidden from generated has hidden if in incorrect int integer internal invalid is key keys
mismatch missing must n/a na nil no none not null number object of off ok on optional or passwd
password plain plaintext prompt random redacted required rotated sample secret secrets set
should str string success successfully tbd text the to todo token true unauthorized unchanged
undefined unexpected unknown unset updated value values was when with wrong yes
erforderlich falsch fehlt geändert leer ungültig vergessen contraseña incorrecta incorrecto
inválida incorrecte invalide oublié errada incorreta błędne nieprawidłowe неверный
错误 不正确
"""
STATE = frozenset(STATES.split())
DATE = re.compile(r"\d{4}-\d\d-\d\d|\d{1,2}:\d\d")
NAME_PARTS = re.compile(r"[-_./:@]")
NAME_PART = re.compile(
    r"(?:[a-z]{1,24}\d{0,3}|[A-Z]?[a-z]{2,24}(?:[A-Z][a-z]{2,24}){0,3}\d{0,3}|[A-Z]{1,24}\d{0,3}|v?\d{1,4}|[a-z0-9]{1,5}|[a-f0-9]{6,10})"
)


def stands_in(value: str) -> bool:
    """True for a template, a blank or a mask: nothing anybody could use."""
    return not value or (len(value) <= 200 and TEMPLATE.search(value) is not None)


def is_state(value: str) -> bool:
    return value.lower().rstrip(".,;:!)") in STATE


def is_name(value: str) -> bool:
    """True for the name of an object, a path or an image: words and short suffixes."""
    if len(value) > 4096:
        return False
    parts = NAME_PARTS.split(value)
    if value.startswith(("/", "./", "../", "~/")):
        # A path may hold a UUID or a hash; base64 that begins with a slash holds few words.
        named = [part for part in parts if part]
        return sum(NAME_PART.fullmatch(part) is not None for part in named) * 3 >= len(named) * 2
    return (
        len(value) <= 253 and len(parts) > 1 and all(map(NAME_PART.fullmatch, filter(None, parts)))
    )


def looks_random(value: str) -> bool:
    """True for what no person would make up as a name: mixed kinds of characters, no words."""
    if len(value) < 8 or is_name(value):
        return False
    if len(value) > 200:
        return True
    kinds = sum(
        any(test(character) for character in value)
        for test in (str.islower, str.isupper, str.isdigit, lambda c: not c.isalnum())
    )
    if kinds < 2 or DATE.match(value):
        return False
    if any(character.isdigit() for character in value):
        return entropy(value) >= 2.5
    return len(value) >= 16 and _changes_case(value) and entropy(value) >= 3.5


def _changes_case(value: str) -> bool:
    turns = sum(a.islower() != b.islower() for a, b in pairwise(value))
    return turns * 3 > len(value)


def entropy(value: str) -> float:
    """Bits a character, by Shannon."""
    total = len(value)
    return -sum(n / total * log2(n / total) for n in Counter(value).values())
