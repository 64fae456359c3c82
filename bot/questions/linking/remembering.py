"""Writes a message into what is remembered of its channel."""

from __future__ import annotations

from typing import Any

from bot.questions.linking.signals import Heard
from bot.questions.linking.state import (
    MOST_HEARD_FROM,
    MOST_PEOPLE,
    MOST_REMEMBERED,
    MOST_TALKS,
    MOST_WORDS_OF_TALK,
    ChannelState,
    Person,
    Talk,
)

# How much of the share of thread replies the latest message makes up.
LATEST = 1 / 64


def settle(state: ChannelState, heard: Heard, ts: str, into: Talk | None) -> Talk:
    """Remember an unthreaded message as part of a talk, or as the start of one."""
    reading = heard.reading
    if into is None:
        talk = Talk(ts, heard.user, heard.at, set(reading.words), reading.mentions, reading.length)
        drop_oldest(state.talks, MOST_TALKS - 1)
    else:
        talk = into
        state.talks.pop(talk.ts, None)
        if len(talk.words) < MOST_WORDS_OF_TALK:
            talk.words |= reading.words
    state.talks[talk.ts] = talk
    drop_oldest(talk.heard_from, MOST_HEARD_FROM)
    talk.heard_from[heard.user] = heard.at
    talk.before_last_user, talk.last_user = talk.last_user, heard.user
    talk.last_at, talk.last_number = heard.at, state.number
    talk.last_words, talk.last_mentions = reading.words, reading.mentions
    talk.last_asks, talk.last_thanks = heard.asks, reading.thanks
    talk.messages += 1
    person = spoke(state, heard)
    person.ts, person.talk, person.number = ts, talk, state.number
    if into is None:
        person.started += 1
    elif talk.starter != heard.user and talk.before_last_user != heard.user:
        person.helped += 1
    state.last, state.last_user, state.last_at = talk, heard.user, heard.at
    state.threading -= state.threading * LATEST
    return talk


def overhear(state: ChannelState, heard: Heard, talk: Talk | None) -> None:
    """Remember a thread reply: it tells who is busy with what, and stays off the channel."""
    if talk is not None:
        talk.threaded = True
        drop_oldest(talk.heard_from, MOST_HEARD_FROM)
        talk.heard_from[heard.user] = heard.at
    person = spoke(state, heard)
    if talk is None or talk.starter != heard.user:
        person.helped += 1
    state.threading += (1.0 - state.threading) * LATEST


def spoke(state: ChannelState, heard: Heard) -> Person:
    state.vocabulary.learn(heard.reading.words)
    person = state.people.pop(heard.user, None) or Person()
    drop_oldest(state.people, MOST_PEOPLE - 1)
    state.people[heard.user] = person
    person.at = heard.at
    return person


def open_question(state: ChannelState, talk: Talk, ts: str, surely_new: float) -> None:
    """From here on the talk is a question, told by the ts of the message that asks."""
    state.talks.pop(talk.ts, None)
    if talk.ts != ts:
        part_of_burst(state, talk.ts, ts)
    talk.ts, talk.asks, talk.surely_new = ts, True, surely_new
    state.talks[ts] = talk
    drop_oldest(state.waiting, MOST_REMEMBERED - 1)
    state.waiting[ts] = talk.starter


def part_of_burst(state: ChannelState, ts: str, question: str) -> None:
    drop_oldest(state.part_of, MOST_REMEMBERED - 1)
    state.part_of[ts] = question


def answered(state: ChannelState, question: str) -> None:
    state.waiting.pop(question, None)
    talk = state.talks.get(question)
    if talk is not None:
        talk.answered = True
        talk.candidates.clear()


def drop_oldest(kept: dict[str, Any], most: int) -> None:
    while len(kept) > most:
        del kept[next(iter(kept))]
