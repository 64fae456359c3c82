"""What a sentence of a report tells: steps, what was expected, what happened instead…"""

from __future__ import annotations

import re
from typing import Literal

from bot.triage.facts.cues import (
    ACTUAL,
    ALTERNATIVES,
    ASKS,
    COURTESY,
    EXPECTED,
    IDEA,
    NOT_EXPECTED,
    PROBLEM,
    REASON,
    SHOWN,
    SOLUTION,
    STEPS,
    SYMPTOM,
    WISH,
)  # fmt: skip

Role = Literal[
    "expected", "actual", "steps", "environment", "output", "config", "solution", "reason",
    "problem", "wish", "alternatives", "screenshots", "description", "extra",
]  # fmt: skip

# Labels that people put before what they say, as in a template they remember.
LABELS: tuple[tuple[Role, str], ...] = (
    (
        "steps",
        r"(?:how to|steps to|to) (?:reproduce|replicate)(?: (?:it|this|the \w+))?|steps|repro",
    ),
    (
        "expected",
        r"expected(?: (?:behaviou?r|results?|outcome))?|what (?:did )?(?:i|you) expect(?:ed)?",
    ),
    (
        "actual",
        r"(?:actual|current|observed)(?: (?:behaviou?r|results?|outcome))?|what happen(?:s|ed)",
    ),
    (
        "environment",
        r"(?:my |our |your )?(?:environment|env|setup|versions?|system info)(?: details)?",
    ),
    ("output", r"(?:error )?logs?|output|stack ?trace|traceback|error(?: messages?)?"),
    ("alternatives", r"alternatives?(?: considered)?|workarounds?"),
    ("solution", r"(?:possible|proposed|suggested) (?:solution|fix)|proposal"),
    ("reason", r"use ?case|motivation|reason|why"),
    ("description", r"(?:bug )?description|describe the bug|summary|problem|issue"),
    ("extra", r"additional (?:context|info(?:rmation)?)|notes?"),
)
LABELLED = [
    (role, re.compile(rf"(?i)^\W{{0,6}}(?:{names})\b[*_]{{0,3}}\s*(?P<colon>[:：]|[*_]{{1,3}}$|$)"))
    for role, names in LABELS
]


LONGEST_COURTESY = 200
# What is longer tells at its beginning what it is.
LONGEST_SENTENCE = 1_000


def is_courtesy(line: str) -> bool:
    """Whether a line only greets, thanks or calls for help, and says nothing of the matter."""
    short = line.strip()
    if not any(sign.isalnum() for sign in short):
        return True
    return len(short) <= LONGEST_COURTESY and COURTESY.match(short) is not None


def greets(sentence: str) -> bool:
    """Whether a sentence within a line is a courtesy in words."""
    return is_courtesy(sentence) and any(sign.isalnum() for sign in sentence)


def labelled(line: str) -> tuple[Role, bool] | None:
    """The role of a line that begins with a label, and whether anything follows on the line."""
    for role, label in LABELLED:
        if found := label.match(line):
            rest = line[found.end() :].strip(" *_:")
            # A word alone, without its colon, is just a word: "steps" or "why".
            alone = not found["colon"] and not rest
            return (
                None
                if alone and len(line.split()) < 2 and role != "expected"
                else (role, bool(rest))
            )
    return None


def role_of(sentence: str, kind: str) -> Role | None:
    """Where a sentence of a report of this kind belongs; None where nothing in it tells."""
    sentence = sentence[:LONGEST_SENTENCE]
    if SHOWN.search(sentence) and len(re.findall(r"\w+", SHOWN.sub("", sentence))) < 4:
        return "screenshots"
    if kind == "feature":
        return _wished(sentence)
    if ASKS.search(sentence):
        return None
    if kind != "bug":
        return None
    if EXPECTED.search(sentence) and not NOT_EXPECTED.search(sentence):
        return "expected"
    if ACTUAL.search(sentence):
        return "actual"
    if SOLUTION.search(sentence):
        return "solution"
    return "steps" if STEPS.search(sentence) else None


def _wished(sentence: str) -> Role | None:
    if IDEA.search(sentence):
        return "solution"
    if ALTERNATIVES.search(sentence):
        return "alternatives"
    if WISH.search(sentence):
        return "wish"
    if REASON.search(sentence):
        return "reason"
    return "problem" if PROBLEM.search(sentence) or SYMPTOM.search(sentence) else None
