"""How well answers outside threads are linked: python -m benchmarks.linking [DATA]

The truth: real exports with every thread taken out; their threads are the gold. A direction:
chats whose conversation ids a program made. DATA is the folder of real data (else
BURLEY_REAL_DATA). Prints what docs/metrics.md quotes.
"""

from __future__ import annotations

import argparse
import gzip
import json
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from bot.clients.slack_objects import member_from, message_from
from bot.judging import Judge
from bot.questions.linking.fold import step
from bot.questions.linking.records import Response, Said
from bot.questions.linking.state import ChannelState
from handlers.slack_export import open_export
from storage.records import Message
from tests.support.real_data import REAL_DATA

EXPORTS = ("slack_exports/julia-early", "slack_exports/tenacademy-2022")
CHATS = ("racket-2017", "racket-2018", "elmlang-2019")
TEN_MINUTES = 600.0


def people_in(path: Path) -> Iterator[tuple[str, list[Message]]]:
    """Each channel's name and what people said in it, in order."""
    with open_export(path) as export:
        bots = {one.id for user in export.users() if (one := member_from(user)) and one.is_bot}
        said: dict[str, list[Message]] = defaultdict(list)
        for channel, raw in export.messages_in_order():
            message = message_from(channel.name, raw)
            if message.is_talk and message.author not in bots:
                said[channel.name].append(message)
    yield from said.items()


def read(said: list[Message], judge: Judge) -> dict[str, Response | None]:
    """The first response found to each question (by ts), as if nobody had used threads."""
    state = ChannelState()
    answers: dict[str, Response | None] = {}
    for message in said:
        asks = float(judge(message.channel, message.text).asks)
        decision = step(
            state, Said(message.ts, message.author, message.text, asks=asks), lambda _text: 0.0
        )
        if decision.what == "opens":
            answers[message.ts] = None
        if decision.response is not None:
            answers[decision.response.question] = decision.response
    return answers


def truth(data: Path, name: str) -> None:
    with gzip.open(data / f"{name}.threads.jsonl.gz", "rt") as file:
        gold = {(one["channel"], one["root_ts"]): one for one in map(json.loads, file)}
    judge, links, right, unknown = Judge(), 0, 0, 0
    asked, found, baseline, messages, seconds = 0, 0, 0, 0, 0.0
    for channel, said in people_in(data / f"{name}.zip"):
        bare = [replace(one, thread_ts=None) for one in said]
        began = time.perf_counter()
        answers = read(bare, judge)
        seconds += time.perf_counter() - began
        messages += len(said)
        threads = {one.ts: one.thread_ts for one in said}
        for question, response in answers.items():
            root = gold.get((channel, question))
            if response is not None and response.how == "linked" and root is not None:
                links += 1
                right += threads[response.ts] == question
                unknown += threads[response.ts] is None
            if root is not None and root["first_responder"]:
                asked += 1
                found += response is not None and response.user == root["first_responder"]
                baseline += next_other(bare, question) == root["first_responder"]
    print(f"{name}: {messages:,} messages, {1e6 * seconds / messages:.0f} µs each with kinds")
    print(f"  links made to an open question that is a thread's root: {links}")
    print(f"    truly in its thread: {right} ({right / links:.1%})", end="")
    print(f"; {right / (links - unknown):.1%} without the {unknown} that are in no thread at all")
    print(f"  first responders found: {found} of {asked} ({found / asked:.1%})", end="")
    print(f"; the next other person within ten minutes: {baseline / asked:.1%}")


def next_other(said: list[Message], question: str) -> str | None:
    place = next(place for place, one in enumerate(said) if one.ts == question)
    for one in said[place + 1 :]:
        if float(one.ts) - float(question) > TEN_MINUTES:
            return None
        if one.author != said[place].author:
            return one.author
    return None


def direction(data: Path) -> None:
    labelled = [json.loads(line) for line in (data / "triage/openers_gold_dev.jsonl").open()][1:]
    judge, same, given, opened = Judge(), 0, 0, 0
    for name in CHATS:
        wanted = {
            one["ts"]
            for one in labelled
            if one["export"] == name and one["needs_answer"] and not one["mid_conversation"]
        }
        with gzip.open(data / f"slack_chats/{name}.conversations.jsonl.gz", "rt") as file:
            gold: dict[str, Any] = {one["opener_ts"]: one for one in map(json.loads, file)}
        [(_, said)] = people_in(data / f"slack_chats/{name}.zip")
        answers = read(said, judge)
        for ts in wanted & gold.keys():
            response = answers.get(ts)
            given += 1
            opened += ts in answers
            same += (response.user if response else None) == gold[ts]["first_responder"]
    print(
        f"slack_chats: same first responder (or none) for {same} of {given} labelled openers",
        end="",
    )
    print(f" ({same / given:.1%}); {opened} of them were recognised as questions")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", nargs="?", type=Path, default=REAL_DATA)
    data = parser.parse_args().data
    for name in EXPORTS:
        truth(data, name)
    direction(data)


if __name__ == "__main__":
    main()
