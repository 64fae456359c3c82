"""Which talk a message belongs to: what may come into question, and how likely each is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import exp

from bot.questions.linking import signals
from bot.questions.linking.reading import read
from bot.questions.linking.records import Said
from bot.questions.linking.signals import Heard
from bot.questions.linking.state import LINKING_S, ChannelState, Talk


@dataclass(slots=True)
class Weighed:
    """The talks a message may belong to with their chances; the last chance is for none."""

    talks: list[Talk]
    fired: list[list[str]]
    chances: list[float]

    @property
    def best(self) -> Talk | None:
        place = self.chances.index(max(self.chances))
        return self.talks[place] if place < len(self.talks) else None

    @property
    def new(self) -> float:
        return self.chances[-1]


def hear(state: ChannelState, said: Said, user: str, asks: bool) -> Heard:
    reading = read(said.text)
    person = state.people.get(user)
    role = "first words"
    if person is not None:
        role = "helps" if person.helped > person.started else "asks"
    rarity = state.vocabulary.rarity(reading.words)
    return Heard(user, float(said.ts), reading, asks, rarity, person, role)


def weigh(state: ChannelState, heard: Heard, weights: Mapping[str, float]) -> Weighed:
    found = options(state, heard)
    fired = [signals.of_talk(heard, talk, rank, state) for rank, talk in found]
    fired.append(signals.of_none(heard, state))
    weight = weights.get
    scores = [sum([weight(name, 0.0) for name in names]) for names in fired]
    top = max(scores)
    parts = [exp(score - top) for score in scores]
    total = sum(parts)
    return Weighed([talk for _, talk in found], fired, [part / total for part in parts])


def options(state: ChannelState, heard: Heard) -> list[tuple[int, Talk]]:
    """At most ten talks worth weighing: the latest, the author's, the named, the waiting."""
    oldest = heard.at - LINKING_S
    user, named = heard.user, heard.reading.mentions
    own = heard.person.talk if heard.person is not None else None
    found: list[tuple[int, Talk]] = []
    waiting = 0
    for rank, talk in enumerate(reversed(state.talks.values())):
        if talk.last_at < oldest or len(found) == 10:
            break
        if rank < 3 or talk is own or talk.starter == user or (named and talk.starter in named):
            found.append((rank, talk))
        elif waiting < 4 and talk.asks and not talk.answered:
            waiting += 1
            found.append((rank, talk))
    return found
