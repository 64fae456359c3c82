"""Words a model wrote itself: plain, leading nowhere, with no fact the thread does not hold."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable

# What could link, mention, refer, or become markup, on GitHub or in Slack.
ACTING = re.compile(
    r"@|://|//(?=\w)|\bwww\.|\b(?:javascript|vbscript|data|file|mailto|tel):(?=\S)"
    r"|#(?=\w)|\bgh-\d"
    r"|<(?=[^\s=\d])|-->|&#?\w{1,40};"
    r"|[\[\]]|```|~~~"
)
# Of no width, though no control or format characters to Unicode.
INVISIBLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
HIDDEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs"})
DASHES = re.compile("[\u2010-\u2015\u2212]")
SENTENCE_END = re.compile(r"(?<=[.!?])\s+|(?<=[。！？])|\n+")
# 4.1.0, zfs-localpv, pool_1, a/b.yaml, 10:30: words held together by signs.
TOKEN = re.compile(r"\w+(?:[-./:+=\\]+\w+)*")
JOINTS = re.compile(r"[-/:+=\\_]+")
ESCAPE = re.compile(r"\\(?=[!-/:-@\[-`{-~])")


def sentences(text: str) -> list[str]:
    return [" ".join(one.split()) for one in SENTENCE_END.split(text) if one.strip()]


def facts_in(passages: Iterable[str]) -> frozenset[str]:
    """The words of the thread, whole and in their parts: 4.1.0 also of openebs-4.1.0."""
    known: set[str] = set()
    for passage in passages:
        shown = html.unescape(ESCAPE.sub("", passage).replace("\u200b", ""))
        for token in TOKEN.findall(_even(shown)):
            known |= {_bare(part) for part in (token, *JOINTS.split(token)) if part}
    return frozenset(known)


def may_stand(sentence: str, facts: frozenset[str]) -> bool:
    """Whether it is plain, and each number and identifier in it is one of the thread's."""
    if INVISIBLE.search(sentence) or any(unicodedata.category(one) in HIDDEN for one in sentence):
        return False
    even = _even(sentence)
    if ACTING.search(even) or not any(sign.isalnum() for sign in even):
        return False
    return all(one.isalpha() or one in facts for one in map(_bare, TOKEN.findall(even)) if one)


def _even(text: str) -> str:
    """Without differences that only look the same: ＠ as @, ① as 1, every dash as -."""
    return DASHES.sub("-", unicodedata.normalize("NFKC", text)).casefold()


def _bare(token: str) -> str:
    """v4.1 as 4.1, and __init__ as init."""
    token = token.strip("_")
    return token[1:] if token[:1] == "v" and token[1:2].isdigit() else token
