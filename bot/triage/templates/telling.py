"""What was told, in pieces: each of the reporter's sentences with what it tells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.triage.facts import (
    Block,
    Fact,
    Role,
    blocks,
    facts_in_code,
    facts_of,
    greets,
    is_courtesy,
    labelled,
    role_of,
    says_only_facts,
    sentences,
)
from bot.triage.templates import questions
from bot.triage.templates.others import is_informative
from bot.triage.templates.records import Passage, Told

# What a helper's question asks for, where the answer then belongs.
ASKED: tuple[tuple[Role, re.Pattern[str]], ...] = (
    ("output", re.compile(r"(?i)\b(?:logs?|output|kubectl|describe|support bundle|traceback)\b")),
    ("steps", re.compile(r"(?i)\breproduc|\bsteps\b|how did you|what did you do")),
    ("expected", re.compile(r"(?i)\b(?:you|did) expect|should (?:it|happen)\b")),
    ("reason", re.compile(r"(?i)\buse[ -]?case|what for\b|\bwhy do you (?:need|want)")),
)
ASSENT = re.compile(r"(?i)\W*(?:yes|yep|yeah|yup|right|done)\W*$")
# A version that is told of as the one before is not the one reported.
WORKED = re.compile(r"(?i)\bworked\b|\bused to\b")


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that stay together. Pieces of one line, and of one block, join as they stood."""

    text: str
    passage: int
    block: int
    line: int
    role: Role | None
    reply: bool = False  # by somebody else
    talk: bool = False  # by the reporter, after others had spoken
    fence: Block | None = None
    facts: tuple[Fact, ...] = ()  # all that it says, if it says nothing else
    labels: bool = False  # stands under a label, or is one
    asked: str = ""  # of a block: what somebody had just asked for


@dataclass(slots=True)
class Telling:
    pieces: list[Piece] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    words: str = ""  # all of the reporter's, without code


def read(told: Told) -> Telling:
    """The pieces in order of time, and every fact that the reporter named."""
    telling = Telling()
    in_code: list[Fact] = []
    words: list[str] = []
    asked = ""
    spoken = False
    own = "\n".join(one.markdown for one in told.passages if one.by_reporter)
    # Who says nothing but "help!" is quoted with that.
    polite = all(is_courtesy(line) for line in own.splitlines())
    for number, passage in enumerate(told.passages):
        if not passage.by_reporter:
            if is_informative(passage.markdown):
                spoken = bool(telling.pieces)
                asked = passage.markdown
                text = "\n\n".join(block.text for block in blocks(passage.markdown))
                telling.pieces.append(Piece(text, number, 0, 0, "extra", reply=True))
            continue
        said = list(_pieces(passage, number, told.kind, asked, spoken, not words, polite))
        telling.pieces += said
        for piece in said:
            if questions.is_attached(piece.text):
                continue
            if piece.fence is None:
                words.append(piece.text)
                named = facts_of(piece.text, asked) or list(piece.facts)
                if WORKED.search(piece.text):
                    named = [one for one in named if one.subject or one.what != "product"]
                telling.facts += named
            elif piece.fence.looks in ("output", "code"):
                in_code += facts_in_code(piece.fence.code)
        asked = asked if not said else ""
    telling.facts = list(dict.fromkeys([*telling.facts, *in_code]))
    telling.words = " ".join(words)
    return telling


def _pieces(
    passage: Passage,
    number: int,
    kind: str,
    asked: str,
    spoken: bool,
    first: bool,
    polite: bool,
) -> Iterator[Piece]:
    label: Role | None = None
    wanted = next(
        (role for role, rule in ASKED if asked and "?" in asked and rule.search(asked)), None
    )
    parts = blocks(passage.markdown)
    # "Yes" before a block says that here it is; without one it may be the whole answer.
    handing = bool(asked) and any(one.shape == "fence" for one in parts)
    for at, block in enumerate(parts):
        if block.shape == "fence":
            yield Piece(
                block.text, number, at, 0, label or _of_fence(block), talk=spoken, fence=block,
                labels=label is not None, asked=asked,
            )  # fmt: skip
            continue
        if block.shape == "quote":
            yield Piece(block.text, number, at, 0, label, talk=spoken, labels=label is not None)
            continue
        steps = block.shape == "list" and _counts(block)
        for row, line in enumerate(block.lines):
            if not polite and (is_courtesy(line) or (handing and ASSENT.match(line))):
                continue
            if (found := labelled(line)) is not None:
                named, has_more = found
                label = None if has_more else named
                yield Piece(line, number, at, row, named, talk=spoken, labels=True)
                first = False
                continue
            facts = tuple(facts_of(line, asked)) or _alone(line)
            if facts and says_only_facts(line, list(facts)):
                yield Piece(line, number, at, row, "environment", facts=facts, talk=spoken)
                continue
            if label is not None or block.shape == "list":
                role = label or ("steps" if steps and kind == "bug" else wanted)
                yield Piece(line, number, at, row, role, talk=spoken, labels=label is not None)
                first = False
                continue
            for place, sentence in enumerate(sentences(line)):
                if place == 0 and greets(sentence) and not polite:
                    continue
                told = role_of(sentence, kind)
                # A wish can be read into any answer; a bug's signs are surer than the question.
                role = told or wanted if kind == "bug" else wanted or told
                if first and kind == "bug" and role != "screenshots":
                    role = "description"
                yield Piece(sentence, number, at, row, role, talk=spoken)
                first = False


def _counts(block: Block) -> bool:
    return len(block.lines) > 1 and re.match(r"\s*1[.)]", block.lines[0]) is not None


def _of_fence(block: Block) -> Role | None:
    looks = block.looks
    return "config" if looks == "manifest" else "output" if looks in ("log", "output") else None


def _alone(line: str) -> tuple[Fact, ...]:
    """A version and nothing else on a line answers a question that was asked elsewhere."""
    found = re.fullmatch(r"\W{0,3}(v?\d{1,3}(?:\.\d{1,4}){1,3}(?:-[\w.]+)?)\W{0,2}", line)
    return (Fact("product", "", found[1], found[1]),) if found else ()
