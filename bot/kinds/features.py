"""What the model looks at: named features that a person can read, and hashed word sequences.

Only numbers leave this module. A bucket number stands for every word sequence
that falls into it, so nobody's words can be read out of the weights.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from zlib import crc32

from bot.kinds.cues import find, words
from bot.kinds.text import Reading, read

BITS = 17
MASK = (1 << BITS) - 1
HEAD_WORDS = 80
MOST_WORDS = 400  # of a long report, for cues and sequences alike

# Each field hashes its sequences with a seed of its own, so that "crash" in a first
# line is another feature than "crash" somewhere.
FIELDS = {"lead": 3, "body": 2, "head": 2, "headings": 1, "chat": 3}
_SEEDS = {name: 0x1000193 * (number + 1) for number, name in enumerate(FIELDS)}

_ENDS = frozenset("?!.\n")
_PAUSES = frozenset(",:;")
_WRITER = frozenset("i i'm i've i'd i'll my me we our us we're we've".split())
_READER = frozenset("you your you're you've yours you'd you'll".split())
_ALL = frozenset("anyone someone everyone all y'all".split())
# Everyday words that hardly any other language writes the same way, and those of languages
# that share the alphabet: a log line or a title holds neither, and is read as English.
_ENGLISH = frozenset(
    """the of to and is are it this that with for from have has how what why when where which not
    does can you your i my we it's if but there any on by be been was were would should could
    i'm don't doesn't an at as or thanks please hi hello help ok yes yeah error then than just
    like get use using did they he she his her its about some all good nice after before stays
    fails failed works still never always cannot can't while into without steps create""".split()
)
_OTHER = frozenset(
    """der die das und ist nicht ein eine ich wie kann mit auf für wir habe el los las una por
    para con como está hay puedo qué cómo le les des une est pas pour je il che di non per una
    sono come posso o os um uma não para com que eu het een van niet ik kan hoe jak nie czy się
    och att inte det som bir ve için nasıl""".split()
)
_OPENERS = frozenset("MENTION hi hello hey so and but all ok hmm also there everyone EMOJI".split())


@dataclass(frozen=True, slots=True)
class Features:
    """One text, ready to be weighed."""

    reading: Reading
    cues: dict[str, str]
    chat: dict[str, float]
    report: dict[str, float]
    grams: dict[str, list[int]]
    foreign: bool


Sentence = tuple[list[str], str]


def extract(text: str) -> Features:
    reading = read(text)
    tokens = words(reading.prose)
    if len(tokens) > MOST_WORDS:
        tokens = tokens[: MOST_WORDS - 100] + tokens[-100:]
    lead = words(reading.lead)
    cues = find(tokens)
    chat = _chat(reading, tokens, cues)
    lead_cues = find(lead)
    head = tokens[: HEAD_WORDS + len(lead)]
    report = _report(
        reading, chat, lead, lead_cues, find(head) if len(head) < len(tokens) else cues
    )
    grams = {
        "lead": sequences(["<", *lead, ">"], "lead"),
        "body": sequences(tokens, "body"),
        "head": sequences(["<", *tokens[:HEAD_WORDS]], "head"),
        "headings": sorted(
            {_bucket(crc32(h.encode()), _SEEDS["headings"]) for h in reading.headings}
        ),
        "chat": sequences(["<", *tokens[:300], ">"], "chat"),
    }
    return Features(reading, cues, chat, report, grams, _foreign(tokens))


def _foreign(tokens: list[str]) -> bool:
    """Plainly not English: many other letters, or another language's everyday words."""
    plain = [word for word in tokens if word[0].isalpha() and not word.isupper()]
    if not plain or not _ENGLISH.isdisjoint(plain):
        return False
    letters = "".join(plain[:100])
    if sum(not letter.isascii() for letter in letters) * 3 > len(letters):
        return True
    return len(plain) >= 4 and len(_OTHER.intersection(plain)) >= 2


def sequences(tokens: Sequence[str], field: str) -> list[int]:
    """The buckets of all sequences of one to two or three words, each once."""
    seed = _SEEDS[field]
    codes = [_code(token) for token in tokens]
    found = {_bucket(code, seed) for code in codes}
    pairs = [(a * 0x9E3779B1 + b) & 0xFFFFFFFF for a, b in pairwise(codes)]
    found.update(_bucket(code, seed) for code in pairs)
    if FIELDS[field] > 2:
        found.update(
            _bucket((a * 0x85EBCA77 + b) & 0xFFFFFFFF, seed)
            for a, b in zip(pairs, codes[2:], strict=False)
        )
    return list(found)


@lru_cache(maxsize=30_000)
def _code(token: str) -> int:
    return crc32(token.encode("utf-8", "surrogatepass"))


def _bucket(code: int, seed: int) -> int:
    # The upper bits of a product are well mixed, the lower ones are not.
    return (((code ^ seed) * 0x2545F4914F6CDD1D) >> 28) & MASK


def sentences(tokens: Iterable[str]) -> list[Sentence]:
    """Sentences as (words, how it ends)."""
    found: list[Sentence] = []
    current: list[str] = []
    for word in tokens:
        if word in _ENDS:
            if current:
                found.append((current, word))
                current = []
            elif found and word == "?":
                found[-1] = (found[-1][0], "?")
        elif word not in _PAUSES:
            current.append(word)
    if current:
        found.append((current, ""))
    return found


def _chat(reading: Reading, tokens: list[str], cues: dict[str, str]) -> dict[str, float]:
    parts = sentences(tokens)
    count = sum(len(part) for part, _ in parts)
    asking = [part for part, end in parts if end == "?"]
    writer = any(word in _WRITER for word in tokens)
    reader = any(word in _READER for word in tokens)
    seen = {
        "few words": count <= 5,
        "some words": 5 < count <= 15,
        "many words": count > 60,
        "code block": reading.blocks > 0,
        "code": reading.codes > 0,
        "link": reading.links > 0,
        "image": reading.images > 0,
        "quote": reading.quotes > 0,
        "log lines": reading.traces > 0,
        "only a link": count <= 2 and reading.links > 0,
        "mention first": reading.mention_first,
        "mention": reading.mentions > 0,
        "emoji": reading.emoji > 0,
        "headings": bool(reading.headings),
        "asks": bool(asking),
        "asks twice": len(asking) > 1,
        "question mark": "?" in tokens,
        "no words": not count,
        "exclaims": any(end == "!" for _, end in parts),
        "writer": writer,
        "reader": reader,
        "writer only": writer and not reader,
        "reader only": reader and not writer,
        "mention first, asks nothing": reading.mention_first and not asking,
    }
    if parts:
        first = _after_greeting(parts[0][0])
        seen["ends asking"] = parts[-1][1] == "?"
        seen["starts asking"] = parts[0][1] == "?"
        seen["only asks"] = len(asking) == len(parts)
        seen["starts with the writer"] = first in _WRITER
    if asking:
        asks_reader = any(word in _READER for part in asking for word in part)
        asks_writer = any(word in _WRITER for part in asking for word in part)
        seen["asks about the reader"] = asks_reader
        seen["asks about the writer"] = asks_writer
        seen["asks about neither"] = not asks_reader and not asks_writer
        seen["asks briefly"] = max(map(len, asking)) <= 5
        seen["asks the reader briefly"] = asks_reader and count <= 15
        seen["asks the reader alone"] = (
            asks_reader
            and not asks_writer
            and len(parts) <= 2
            and not any(word in _ALL for word in tokens)
        )
    found = {name: 1.0 for name, is_so in seen.items() if is_so}
    found["length"] = math.log1p(count) / 3
    found["sentences"] = math.log1p(len(parts)) / 2
    for cue in cues:
        found[cue] = 1.0
    if asking:
        for cue in find([word for part in asking for word in (*part, "?")]):
            found[f"asking: {cue}"] = 1.0
    if parts:
        for cue in find(parts[0][0]):
            found[f"first: {cue}"] = 1.0
    if len(parts) > 1:
        for cue in find(parts[-1][0]):
            found[f"last: {cue}"] = 1.0
    for cue in ("claims_bug", "is_down", "says_bug", "fails", "names_error", "wishes", "proposes"):
        if cue in cues:
            found[f"{cue}, {'asks' if asking else 'tells'}"] = 1.0
            found[f"{cue}, {'writer' if writer else 'no writer'}"] = 1.0
    return found


def _after_greeting(sentence: list[str]) -> str:
    return next((word for word in sentence if word not in _OPENERS), sentence[-1])


def _report(
    reading: Reading,
    chat: dict[str, float],
    lead: list[str],
    lead_cues: dict[str, str],
    head_cues: dict[str, str],
) -> dict[str, float]:
    found = {f"body: {name}": value for name, value in chat.items() if not name.startswith("last:")}
    found.update((f"lead: {cue}", 1.0) for cue in lead_cues)
    found.update((f"head: {cue}", 1.0) for cue in head_cues)
    if "?" in lead:
        found["lead: asks"] = 1.0
    found["lead: words"] = math.log1p(len(lead)) / 3
    found["shape: length"] = math.log1p(reading.length) / 8
    found["shape: prose"] = math.log1p(len(reading.prose)) / 8
    found["shape: lines"] = math.log1p(reading.lines) / 4
    found["shape: blocks"] = math.log1p(reading.blocks)
    found["shape: log lines"] = math.log1p(reading.traces)
    found["shape: questions"] = math.log1p(reading.asks)
    found["shape: headings"] = math.log1p(len(reading.headings))
    return found


def register(reading: Reading, chat: dict[str, float]) -> dict[str, float]:
    """What tells an issue from a message: mostly its shape, and the manners of a channel."""
    found = {name: value for name, value in chat.items() if ": " not in name and ", " not in name}
    found["shape: length"] = math.log1p(reading.length) / 3
    found["shape: lines"] = math.log1p(reading.lines)
    found["shape: headings"] = 3 * math.log1p(len(reading.headings))
    found["shape: blocks"] = 3 * math.log1p(reading.blocks)
    found["shape: titled"] = 3.0 * (len(reading.lead) < 120 and reading.lines > 1)
    return found
