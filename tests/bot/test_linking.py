"""Who answered first, on short dialogues that a person can check."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.questions.linking.fold import step
from bot.questions.linking.records import Decision, Said
from bot.questions.linking.resolution import resolution
from bot.questions.linking.state import ChannelState

Line = tuple[int, str, str]  # minutes after the first, who, what


def heard(lines: list[Line]) -> list[Decision]:
    """What is decided of each line; whoever is called BOT is one."""
    state = ChannelState()
    return [
        step(
            state,
            Said(
                ts=f"{1_600_000_000 + 60 * minutes}.{place:06d}",
                user=f"U{who.upper()}",
                text=text,
                is_human=who != "bot",
                asks=float("?" in text),
            ),
            lambda _text: 0.0,
        )
        for place, (minutes, who, text) in enumerate(lines)
    ]


def answered_by(lines: list[Line]) -> str | None:
    """Who answered the first line's question, by the whole dialogue."""
    decisions = heard(lines)
    question = decisions[0].question
    found = [one.response for one in decisions if one.response is not None]
    return next((one.user for one in found if one.question == question), None)


ASKED: Line = (0, "ann", "How do I resize a zfs pool after replacing the disk?")


@pytest.mark.parametrize(
    ("then", "who"),
    [
        pytest.param([(1, "bob", "<@UANN> run zpool online -e")], "UBOB", id="mention"),
        pytest.param(
            [
                (2, "bob", "you can run zpool online -e on the disk, then the pool grows"),
                (4, "ann", "thanks <@UBOB>, that worked"),
            ],
            "UBOB",
            id="an answer the asker thanks for",
        ),
        pytest.param([(3, "ann", "it is a mirror, by the way")], None, id="the asker goes on"),
        pytest.param([(1, "bot", "<@UANN> run zpool online -e")], None, id="a bot"),
        pytest.param(
            [(600, "bob", "good morning everybody, the meeting moved to friday")],
            None,
            id="an announcement hours later",
        ),
    ],
)
def test_who_answered_first(then: list[Line], who: str | None) -> None:
    assert answered_by([ASKED, *then]) == who


def test_a_link_says_why() -> None:
    [_, answer] = heard([ASKED, (1, "bob", "<@UANN> run zpool online -e")])
    assert answer.response is not None
    assert "mention" in answer.response.why


def test_a_question_of_somebody_else_answers_nothing() -> None:
    lines: list[Line] = [ASKED, (2, "carol", "Does mayastor support arm64 nodes?")]
    assert [one.what for one in heard(lines)] == ["opens", "opens"]


def test_a_burst_is_one_question() -> None:
    lines: list[Line] = [ASKED, (1, "ann", "Is there a way without downtime?")]
    first, second = heard(lines)
    assert (first.what, second.what) == ("opens", "continues")
    assert second.question == first.question


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("thanks, that worked", "solved"),
        ("that did not work", None),
        ("thank you!", "thanks"),
        ("see you tomorrow", None),
    ],
)
def test_what_the_asker_says_of_the_outcome(text: str, found: str | None) -> None:
    told = resolution(text)
    assert (told if told in ("solved", "thanks") else None) == found


WORDS = st.lists(
    st.tuples(
        st.integers(0, 5_000),
        st.sampled_from(["ann", "bob", "carol", "bot"]),
        st.sampled_from(
            ["How do I resize it?", "<@UANN> try this", "thanks <@UBOB>", "hm", "", "why?? <@UBOT>"]
        ),
    ),
    max_size=30,
)


@settings(max_examples=100, deadline=None)
@given(WORDS)
def test_no_bot_no_asker_and_no_earlier_message_ever_answers(lines: list[Line]) -> None:
    lines = sorted(lines, key=lambda line: line[0])
    decisions = heard(lines)
    said = {one.ts: line for one, line in zip(decisions, lines, strict=True)}
    for one in decisions:
        if one.response is not None:
            assert said[one.response.ts][1] != "bot"
            assert one.response.ts > one.response.question
