"""Cuts English words down to their stems: encrypted, encrypting, encryption → encrypt.

In the manner of Porter (1980) with fewer rules: issues are full of names that no
rule should mangle, and a stem that was missed costs little.
"""

from __future__ import annotations

from functools import lru_cache

_VOWELS = frozenset("aeiouy")

# (ending, what stands in its place, letters that must be left before it)
_ENDINGS = (
    ("ization", "iz", 3), ("ation", "", 4), ("sion", "s", 3), ("tion", "t", 3),
    ("ement", "", 4), ("ment", "", 4), ("ingly", "", 4), ("edly", "", 4), ("ating", "", 4),
    ("ated", "", 4), ("ate", "", 4), ("ing", "", 3), ("ied", "y", 2), ("eed", "ee", 2),
    ("ed", "", 3), ("ity", "", 4), ("able", "", 4), ("ible", "", 4), ("ness", "", 4),
    ("ful", "", 4), ("er", "", 5), ("or", "", 5), ("ure", "", 4), ("ly", "", 4),
)  # fmt: skip
_PLURALS = (("sses", "ss"), ("xes", "x"), ("ches", "ch"), ("shes", "sh"), ("ies", "y"))


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The stem of a lower-case word; one that is not all ASCII letters stays as it is."""
    if len(word) < 4 or not (word.isascii() and word.isalpha()):
        return word
    word = _singular(word)
    shorter = _shorter(word)
    while shorter != word:
        word, shorter = shorter, _shorter(shorter)
    if len(word) > 4 and (word[-1] == "e" or word.endswith("ll")):
        word = word[:-1]
    return word[:-1] + "i" if len(word) > 3 and word[-1] == "y" else word


def _singular(word: str) -> str:
    for ending, instead in _PLURALS:
        if word.endswith(ending) and len(word) > len(ending) + 1:
            return word[: -len(ending)] + instead
    return word[:-1] if word[-1] == "s" and word[-2] not in "siu" else word


def _shorter(word: str) -> str:
    for ending, instead, left in _ENDINGS:
        if not word.endswith(ending):
            continue
        rest = word[: -len(ending)]
        if len(rest) < left or _VOWELS.isdisjoint(rest):
            continue
        doubled = not instead and len(rest) > 3 and rest[-1] == rest[-2]
        return rest[:-1] if doubled and rest[-1] not in "aeioulsz" else rest + instead
    return word
