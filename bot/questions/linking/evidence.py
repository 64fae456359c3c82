"""Is this message the first response to that question? What was seen at once, and later.

A message alone often leaves it open. What follows tells more: the asker goes on right
after it, names its author, thanks. So candidates are kept with each waiting question,
and a later message may settle what an earlier one was.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from math import exp

from bot.questions.linking.signals import GAP_NAMES, GAPS_S, Heard
from bot.questions.linking.state import MOST_CANDIDATES, Candidate, Talk

CHANCES = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)
CHANCE_NAMES = (
    "to 20%", "to 30%", "to 40%", "to 50%", "to 60%", "to 70%", "to 80%", "to 90%", "to 95%",
    "over 95%",
)  # fmt: skip
LEAST_CHANCE = 0.1
RIVALS = (0.05, 0.15, 0.3)
RIVAL_NAMES = ("far", "behind", "near", "close")
READING_WORDS_A_S = 4.0  # nobody has read a question and answered it faster
SURE_NEW = (0.5, 0.7, 0.9)
SURE_NEW_NAMES = ("to 50%", "to 70%", "to 90%", "over 90%")

CHANCE = tuple(f"belongs: {name}" for name in CHANCE_NAMES)
NEW = tuple(f"question is new: {name}" for name in SURE_NEW_NAMES)
RIVAL = tuple(f"rival talk {name}" for name in RIVAL_NAMES)
WAITED = tuple(f"question waited {name}" for name in GAP_NAMES)
ASKER_AFTER = tuple(f"asker spoke after {name}" for name in GAP_NAMES)
KEPT_OF_TALK = frozenset(
    {
        "mentions the starter",
        "mentions others only",
        "named in the question",
        "latest talk",
        "newcomer who helps, question waits",
        "newcomer says you, question waits",
        "asks, newcomer",
        "newcomer thanks",
        "shares none with the talk",
        "shares much with the talk",
        "shares very much with the talk",
        "shares most with the talk",
        "talk goes on in its thread",
    }
)


def arrive(
    heard: Heard,
    ts: str,
    number: int,
    talk: Talk,
    fired: Sequence[str],
    chance: float,
    rival: float,
    others: int,
) -> None:
    """Keep a message as a possible first response, unless that is far from likely."""
    if chance < LEAST_CHANCE:
        return
    seen = {name for name in fired if name in KEPT_OF_TALK}
    seen.add("bias")
    seen.add(CHANCE[bisect_right(CHANCES, chance)])
    seen.add(NEW[bisect_right(SURE_NEW, talk.surely_new)])
    seen.add("no other waits" if not others else "one other waits" if others == 1 else "more wait")
    if any(earlier.user == heard.user for earlier in talk.candidates):
        seen.add("not its author's first")
    elif talk.candidates:
        seen.add("not the first candidate")
    if heard.reading.length < 4:
        seen.add("to 3 words")
    waited = heard.at - talk.at
    seen.add(WAITED[bisect_right(GAPS_S, waited)])
    seen.add(RIVAL[bisect_right(RIVALS, rival)])
    if waited < 120.0 and talk.length > READING_WORDS_A_S * waited:
        seen.add("too soon to have read it")
    person = heard.person
    if person is not None and person.talk is not None and person.talk is not talk:
        busy = heard.at - person.at
        if busy < 3600.0:
            seen.add("author busy elsewhere" if busy < 600.0 else "author lately elsewhere")
            if person.talk.last_user != heard.user and busy < 3600.0:
                seen.add("author left somebody there")
    if len(talk.candidates) == MOST_CANDIDATES:
        talk.candidates.remove(min(talk.candidates, key=lambda kept: kept.chance))
    rarity = heard.rarity
    shared = sorted(heard.reading.words & talk.words, key=lambda word: (-rarity[word], word))
    talk.candidates.append(
        Candidate(ts, heard.user, heard.at, number, chance, seen, waited, tuple(shared[:2]))
    )


def asker_spoke(heard: Heard, number: int, talk: Talk, into: Talk | None) -> None:
    """The asker said something after the candidates: in this talk, in another, or anew."""
    for candidate in talk.candidates:
        seen = candidate.seen
        if "asker spoke" not in seen:
            seen.add("asker spoke")
            gap = heard.at - candidate.at
            where = "in talk" if into is talk else "elsewhere"
            seen.add(f"{ASKER_AFTER[bisect_right(GAPS_S, gap)]}, {where}")
            if number - candidate.number <= 1:
                seen.add(f"asker spoke next, {where}")
            if heard.reading.thanks and into is talk:
                seen.add("asker thanks next")
        if candidate.user in heard.reading.mentions:
            seen.add("asker names them")


def went_on(heard: Heard, talk: Talk, chance: float) -> None:
    """A candidate's author said more in the same talk."""
    for candidate in talk.candidates:
        if candidate.user == heard.user:
            candidate.seen.add("said more")
            if talk.starter in heard.reading.mentions:
                candidate.seen.add("names the asker later")
        elif chance > 0.5:
            candidate.seen.add("others joined")


def found(
    talk: Talk, weights: Mapping[str, float], link_at: float
) -> tuple[Candidate, float] | None:
    """The earliest candidate that is sure enough."""
    for candidate in talk.candidates:
        sure = sureness(candidate.seen, weights)
        if sure >= link_at:
            return candidate, sure
    return None


def sureness(seen: set[str], weights: Mapping[str, float]) -> float:
    # Sorted, because a sum of floats depends on its order and a set has none.
    return 1.0 / (1.0 + exp(-sum([weights.get(name, 0.0) for name in sorted(seen)])))
