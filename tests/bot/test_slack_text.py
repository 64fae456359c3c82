"""Anybody's words on their way into Slack: nothing in them acts, nothing is too long."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack_text import (
    BUTTON,
    SECTION,
    actions,
    button,
    context,
    cut,
    foreign,
    header,
    link,
    moment,
    section,
)
from sandbox.slack.blocks import message_faults

# Slack's own markup as often as mere chance would never make it.
PIECES = [
    "<",
    ">",
    "&",
    "|",
    "<!here>",
    "<!channel|x>",
    "<@U012AB3CD>",
    "<#C1>",
    "&lt;",
    "&amp;",
    "…",
]
TEXT = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=8)), max_size=40).map("".join)
ENTITY = re.compile(r"&(?:amp|lt|gt);")


@given(TEXT, st.integers(1, 120))
def test_nothing_foreign_acts_or_is_longer_than_its_limit(text: str, longest: int) -> None:
    shown = foreign(text, longest)
    assert len(shown) <= longest
    assert not set("<>&") & set(ENTITY.sub("", shown))


@given(TEXT, st.integers(1, 120))
def test_what_is_shown_is_the_beginning_of_what_was_written(text: str, longest: int) -> None:
    read = html.unescape(foreign(text, longest))
    assert read == text or (read.endswith("…") and text.startswith(read.removesuffix("…")))


@given(TEXT)
def test_what_fits_is_shown_whole(text: str) -> None:
    assert html.unescape(foreign(text, 5 * len(text) + 1)) == text


def test_no_more_is_cut_than_must_be() -> None:
    assert len(foreign("<" + "a" * 40_000, SECTION)) == SECTION
    assert len(foreign("<" * 40_000, SECTION)) > SECTION - 2 * len("&lt;")


@given(TEXT, st.integers(1, 60))
def test_a_cut_text_fits(text: str, longest: int) -> None:
    assert len(cut(text, longest)) <= longest


@given(TEXT, TEXT)
def test_a_link_is_one_link_whatever_its_address_and_label(address: str, label: str) -> None:
    made = link(address, label)
    assert re.fullmatch(r"<[^<>|]*\|[^<>|]*>", made, re.DOTALL)
    assert "\n" not in made.partition("|")[2]


def test_a_label_is_read_as_it_was_written() -> None:
    assert link("https://x.org/p1", "a <b>\nc") == "<https://x.org/p1|a &lt;b&gt; c>"


def test_a_moment_is_shown_in_the_readers_zone_with_a_fallback() -> None:
    at = datetime(2025, 6, 9, 9, 0, tzinfo=UTC)
    assert moment(at) == "<!date^1749459600^{date_short_pretty} {time}|2025-06-09 09:00 UTC>"


@pytest.mark.parametrize("text", ["short", "x" * 10_000, "🙂" * 5_000, "שלום <!here>"])
def test_slack_takes_every_block_made_here(text: str) -> None:
    blocks: list[dict[str, Any]] = [
        header(text),
        section(foreign(text)),
        context(foreign(text)),
        actions(button(text, "act", "value", style="primary"), block_id="choices"),
    ]
    assert not list(message_faults(blocks))


def test_a_buttons_label_is_cut() -> None:
    label: Any = button("x" * 200, "act")["text"]
    assert len(label["text"]) == BUTTON
