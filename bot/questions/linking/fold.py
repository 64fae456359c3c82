"""Reads a channel in order and says of each message which question it answers, if any."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.questions.linking import evidence, remembering, weights
from bot.questions.linking.reasons import why
from bot.questions.linking.records import Decision, Response, Said
from bot.questions.linking.resolution import resolution
from bot.questions.linking.signals import Heard
from bot.questions.linking.state import ChannelState, Talk
from bot.questions.linking.weighing import Weighed, hear, weigh

BURST_S = 3600.0
ASKS_FROM = 0.5
SAME_WORDS = 0.6
MEANWHILE_S = 3600.0
ADDRESSED_S = 2 * 3600.0

Asks = Callable[[str], float]


@dataclass(frozen=True, slots=True)
class Weights:
    """What each signal counts, and how sure a link must be."""

    talk: Mapping[str, float]
    response: Mapping[str, float]
    link_at: float


SHIPPED = Weights(weights.TALK, weights.RESPONSE, weights.LINK_AT)


def step(
    state: ChannelState, said: Said, is_question: Asks, weights: Weights = SHIPPED
) -> Decision:
    """What a message is, given the earlier ones; messages come in the order of their ts."""
    if not said.is_human or said.user is None:
        return Decision(said.ts, "none")
    asks = said.asks if said.asks is not None else is_question(said.text)
    heard = hear(state, said, said.user, asks >= ASKS_FROM)
    state.number += 1
    if said.thread_ts is not None and said.thread_ts != said.ts:
        return reply(state, heard, said.ts, said.thread_ts)
    if said.answers:
        return told(state, heard, said.ts, said.answers)
    weighed = weigh(state, heard, weights.talk)
    into = same_question(state, heard, weighed.best)
    response = None
    if said.answers is None:
        waiting = gather(state, heard, said.ts, weighed, into)
        response = to_the_mentioned(state, heard, said)
        if response is None:
            response = first_response(state, waiting, weights)
        else:
            into = state.talks.get(response.question, into)
    talk = remembering.settle(state, heard, said.ts, into)
    return decide(state, heard, said, talk, weighed, response)


def decide(
    state: ChannelState,
    heard: Heard,
    said: Said,
    talk: Talk,
    weighed: Weighed,
    response: Response | None,
) -> Decision:
    ts = said.ts
    sure = max(weighed.chances)
    if talk.starter != heard.user:
        responds = talk.asks and talk.answered
        return Decision(
            ts, "responds" if responds else "none", talk.ts if responds else None, response,
            confidence=sure,
        )  # fmt: skip
    if not talk.asks and heard.asks and len(talk.heard_from) == 1:
        remembering.open_question(state, talk, ts, weighed.new)
        return Decision(ts, "opens", ts, response, confidence=sure)
    if not talk.asks:
        return Decision(ts, "none", None, response, confidence=sure)
    if not talk.answered and len(talk.heard_from) == 1:
        remembering.part_of_burst(state, ts, talk.ts)
    solved = talk.answered and resolution(said.text) in ("solved", "thanks")
    return Decision(ts, "continues", talk.ts, response, solved, sure)


def same_question(state: ChannelState, heard: Heard, best: Talk | None) -> Talk | None:
    """Where the message goes, with the rules for bursts and for asking again laid over."""
    last = state.last
    if best is not None:
        too_late = heard.at - best.last_at > BURST_S
        if heard.asks and best.starter == heard.user and not best.asks and too_late:
            return None
        return best
    if not heard.asks or last is None:
        return None
    in_burst = state.last_user == heard.user and heard.at - state.last_at <= BURST_S
    if in_burst and last.starter == heard.user and (last.asks or len(last.heard_from) == 1):
        return last
    words = heard.reading.words
    for talk in reversed(state.talks.values()):
        if talk.waits and talk.starter == heard.user and talk.ts in state.waiting:
            same = len(words & talk.words)
            if same >= 3 and same >= SAME_WORDS * min(len(words), len(talk.words)):
                return talk
    return None


def gather(
    state: ChannelState, heard: Heard, ts: str, weighed: Weighed, into: Talk | None
) -> list[Talk]:
    """Keep what the message tells about who answers the waiting questions; those it concerns."""
    waiting = [talk for talk in weighed.talks if talk.asks and not talk.answered]
    busy = [talk for talk in waiting if heard.at - talk.last_at < MEANWHILE_S]
    for talk in waiting:
        if talk.starter == heard.user:
            evidence.asker_spoke(heard, state.number, talk, into)
            continue
        place = weighed.talks.index(talk)
        chance = weighed.chances[place]
        if into is talk:
            evidence.went_on(heard, talk, chance)
        others = len(busy) - (talk in busy)
        rival = max((c for p, c in enumerate(weighed.chances[:-1]) if p != place), default=0.0)
        evidence.arrive(heard, ts, state.number, talk, weighed.fired[place], chance, rival, others)
    return waiting


def to_the_mentioned(state: ChannelState, heard: Heard, said: Said) -> Response | None:
    """A message that begins by naming one person, whose question waits, answers that question.

    Names elsewhere in a text are mere signals: people are also told things, and thanked.
    """
    if len(set(heard.reading.mentions)) != 1 or not said.text.startswith("<@") or heard.asks:
        return None
    [named] = set(heard.reading.mentions)
    for talk in reversed(state.talks.values()):
        if talk.starter != named or not talk.waits or talk.ts not in state.waiting:
            continue
        if named == heard.user or heard.at - talk.last_at > ADDRESSED_S:
            return None
        remembering.answered(state, talk.ts)
        return Response(talk.ts, said.ts, heard.user, "linked", "mentions the asker", 0.9)
    return None


def first_response(state: ChannelState, waiting: list[Talk], weights: Weights) -> Response | None:
    """The surest first response, now that the message is known."""
    best: Response | None = None
    for talk in waiting:
        found = evidence.found(talk, weights.response, weights.link_at)
        if found is not None and (best is None or found[1] > best.confidence):
            candidate, sure = found
            best = Response(
                talk.ts, candidate.ts, candidate.user, "linked", why(candidate), round(sure, 3)
            )
    if best is not None:
        remembering.answered(state, best.question)
    return best


def reply(state: ChannelState, heard: Heard, ts: str, root: str) -> Decision:
    """A thread reply belongs to its thread: no judgement needed."""
    question = state.part_of.get(root, root)
    talk = state.talks.get(question)
    remembering.overhear(state, heard, talk)
    asker = state.waiting.get(question) or (talk.starter if talk and talk.asks else None)
    if asker is None:
        return Decision(ts, "none")
    if asker == heard.user:
        return Decision(ts, "continues", question)
    response = None
    if question in state.waiting:
        remembering.answered(state, question)
        response = Response(question, ts, heard.user, "thread", "replied in the thread", 1.0)
    return Decision(ts, "responds", question, response)


def told(state: ChannelState, heard: Heard, ts: str, question: str) -> Decision:
    """A person said which question this answers."""
    asker = state.waiting.get(question)
    remembering.settle(state, heard, ts, state.talks.get(question))
    if asker is None or asker == heard.user:
        return Decision(ts, "responds", question)
    remembering.answered(state, question)
    response = Response(question, ts, heard.user, "linked", "a person said so", 1.0)
    return Decision(ts, "responds", question, response)
