"""The issue that a report would become."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.settings import Labels, Repository
from bot.triage.draft import LONGEST_BODY, LONGEST_TITLE, draft, fingerprint, shortened, title_of
from storage.records import Kind, Message

ZFS = Repository(
    name="org/zfs",
    title="ZFS",
    words=("zfs",),
    labels=Labels(bug=("Bug", "triage"), feature=("Enhancement",)),
)

_numbers = itertools.count()


def said(text: str, by: str = "UASHA") -> Message:
    return Message(
        channel="C1", ts=f"17000000{next(_numbers) % 100:02}.000100", author=by, text=text
    )


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("The PVC stays Pending.", "The PVC stays Pending."),
        ("The PVC stays Pending. It did not before.", "The PVC stays Pending."),
        ("zfs-localpv 2.10.1: PVC stays Pending", "zfs-localpv 2.10.1: PVC stays Pending"),
        ("Why? I do not know.", "Why?"),
        ("the PVC hangs, steps:\n1. upgrade", "the PVC hangs"),
        ("\n\n  The pool\tis   gone\nand more", "The pool is gone"),
        ("*The* pool is ~gone~ _here_", "The pool is gone here"),
        ("```\nkubectl get pods\n```\nThe pod crashes", "The pod crashes"),
        ("```a fence without end", "Report from Slack"),
        ("<@U123> <!here> the pool is gone", "the pool is gone"),
        ("it is &lt;none&gt; &amp; empty -", "it is <none> & empty"),
        ("---\nThe pool is gone", "The pool is gone"),
        ("🙂 …\nsteps: 1. upgrade", "steps: 1."),
        (", steps: 1. upgrade", "Report from Slack"),
        ("\u200b", "Report from Slack"),
        ("", "Report from Slack"),
        (" \n\t", "Report from Slack"),
        ("<https://example.org>", "Report from Slack"),
    ],
)
def test_the_first_sentence_becomes_the_title(text: str, title: str) -> None:
    assert title_of(text) == title


def test_a_long_title_is_cut_at_a_word() -> None:
    title = title_of("the pool of the node " * 20)
    assert len(title) <= LONGEST_TITLE
    assert title.endswith("…")
    assert title.removesuffix("…").split()[-1] in ("the", "pool", "of", "node")


def test_one_long_word_is_cut_where_it_must_be() -> None:
    assert title_of("x" * 500) == "x" * (LONGEST_TITLE - 1) + "…"
    assert title_of("- " + "x" * 500) == "- " + "x" * (LONGEST_TITLE - 3) + "…"


@given(st.text(max_size=400))
def test_whatever_was_written_the_title_is_one_short_line(text: str) -> None:
    title = title_of(text)
    assert title.strip()
    assert len(title) <= LONGEST_TITLE
    assert "\n" not in title


@pytest.mark.parametrize(
    ("kind", "labels"),
    [("bug", ("Bug", "triage")), ("feature", ("Enhancement",)), ("question", ()), ("chatter", ())],
)
def test_labels_are_those_of_the_repository_for_the_kind(
    kind: Kind, labels: tuple[str, ...]
) -> None:
    assert draft([said("broken")], kind, ZFS, {}, "UASHA").labels == labels


def test_without_a_repository_there_are_no_labels() -> None:
    assert draft([said("broken")], "bug", None, {}, "UASHA").labels == ()


def test_the_reporters_words_stand_plain_and_the_others_are_quoted() -> None:
    thread = [
        said("the pool is gone"),
        said("which version?\nand which node?", by="UKOFI"),
        said("it is 2.10"),
    ]
    made = draft(thread, "bug", ZFS, {}, "UASHA")
    assert made.title == "the pool is gone"
    assert made.body == (
        "the pool is gone\n\n"
        "A reply in the thread:\n\n> which version?\n> and which node?\n\n"
        "it is 2.10"
    )


def test_nobody_is_named_by_the_draft_of_a_reply() -> None:
    made = draft(
        [said("gone"), said("really?", by="UKOFI")], "bug", ZFS, {"UKOFI": "Kofi"}, "UASHA"
    )
    assert "Kofi" not in made.body


def test_empty_messages_leave_no_trace() -> None:
    assert draft([said("gone"), said("", by="UKOFI")], "bug", ZFS, {}, "UASHA").body == "gone"
    assert draft([said("")], "bug", ZFS, {}, "UASHA").body == ""
    assert draft([], "bug", ZFS, {}, "UASHA").body == ""


def test_a_body_stays_below_what_github_takes() -> None:
    thread = [said("pool gone, " * 3_500) for _ in range(10)]
    body = draft(thread, "bug", ZFS, {}, "UASHA").body
    assert len(body) <= LONGEST_BODY
    assert body.endswith("…")


@given(st.text(max_size=60), st.integers(1, 40))
def test_shortening_keeps_the_beginning(text: str, longest: int) -> None:
    short = shortened(text, longest)
    assert len(short) <= longest
    assert text.startswith(short.removesuffix("…"))


def test_a_fingerprint_changes_with_every_part_of_what_was_confirmed() -> None:
    parts = [
        ("org/a", "title", "body", ["x", "y"]),
        ("org/b", "title", "body", ["x", "y"]),
        ("org/a", "other", "body", ["x", "y"]),
        ("org/a", "title", "more", ["x", "y"]),
        ("org/a", "title", "body", ["x"]),
        ("org/a", "title", "body", ["xy"]),
        ("org/a", "titlebody", "", ["x", "y"]),
    ]
    assert len({fingerprint(*one) for one in parts}) == len(parts)
    assert fingerprint(*parts[0]) == fingerprint(*parts[0])
