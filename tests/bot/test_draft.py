"""The issue that a report would become."""

from __future__ import annotations

import itertools

import pytest

from bot.settings import Labels, Repository
from bot.triage.draft import LONGEST_BODY, draft, fingerprint
from bot.triage.secrets import Privacy
from bot.triage.templates import Template, parse
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
    ("kind", "labels"),
    [("bug", ("Bug", "triage")), ("feature", ("Enhancement",)), ("question", ()), ("chatter", ())],
)
def test_labels_are_those_of_the_repository_for_the_kind(
    kind: Kind, labels: tuple[str, ...]
) -> None:
    assert draft([said("broken")], kind, ZFS, {}, "UASHA").labels == labels


@pytest.mark.parametrize("text", ["\u200b", "\u200b\u200d \ufeff\n", "\u3164\u2800", "\ufe0f", ""])
def test_what_nobody_sees_is_no_report(text: str) -> None:
    assert draft([said(text)], "bug", ZFS, {}, "UASHA").body == ""


def test_without_a_repository_there_are_no_labels() -> None:
    assert draft([said("broken")], "bug", None, {}, "UASHA").labels == ()


def test_the_reporters_words_stand_plain_and_the_others_are_quoted() -> None:
    thread = [
        said("the pool is gone"),
        said("which version?\nand which node?", by="UKOFI"),
        said("it is 2.10"),
        said("I saw that too,\non node 3", by="UKOFI"),
    ]
    made = draft(thread, "bug", ZFS, {}, "UASHA")
    assert made.title == "The pool is gone"
    assert made.body == (
        "### What happens\n\nthe pool is gone\n\n"
        "### Environment\n\nit is 2.10\n\n"
        "### Additional context\n\n"
        "A reply in the thread:\n\n> I saw that too,\n> on node 3"
    )


def template(labels: str = "", title: str = "") -> Template:
    made = parse(
        "bug.md", f"---\nname: Bug\nlabels: {labels}\ntitle: {title!r}\n---\n## Description\n"
    )
    assert made is not None
    return made


def test_the_repositorys_template_is_filled_and_what_is_missing_asked_for() -> None:
    made = draft([said("the pool is gone")], "bug", ZFS, {}, "UASHA", template(title="[BUG] "))
    assert made.title == "[BUG] The pool is gone"
    assert made.body == "## Description\n\nthe pool is gone"
    assert made.missing == ()
    assert draft([said("the pool is gone")], "bug", ZFS, {}, "UASHA").missing


@pytest.mark.parametrize(
    ("existing", "labels"),
    [
        (None, ("Bug", "triage", "kind/bug")),
        (frozenset(["bug", "Kind/Bug", "other"]), ("bug", "Kind/Bug")),
        (frozenset(), ()),
    ],
)
def test_only_labels_that_exist_are_put_on_as_the_repository_spells_them(
    existing: frozenset[str] | None, labels: tuple[str, ...]
) -> None:
    made = draft([said("gone")], "bug", ZFS, {}, "UASHA", template("kind/bug, BUG"), existing)
    assert made.labels == labels


def test_a_question_in_a_template_for_bugs_is_not_called_a_bug() -> None:
    made = draft([said("how?")], "question", ZFS, {}, "UASHA", template("kind/bug", "[BUG] "))
    assert (made.title, made.labels) == ("how?", ())


def test_private_data_stays_out_where_the_settings_say_so() -> None:
    text = "the pool at node1.corp.example is gone, password=hunter2hunter2"
    private = Privacy(internal_hosts=("corp.example",))
    made = draft([said(text)], "bug", ZFS, {}, "UASHA", privacy=private)
    assert "corp.example" not in made.body + made.title
    assert "hunter2" not in made.body + made.title


def test_the_title_is_of_the_first_message_that_has_one() -> None:
    thread = [said("hi team"), said("oh no!", by="UKOFI"), said("the pool is gone")]
    assert draft(thread, "bug", ZFS, {}, "UASHA").title == "The pool is gone"


def test_nobody_is_named_by_the_draft_of_a_reply() -> None:
    made = draft(
        [said("gone"), said("really?", by="UKOFI")], "bug", ZFS, {"UKOFI": "Kofi"}, "UASHA"
    )
    assert "Kofi" not in made.body


def test_empty_messages_leave_no_trace() -> None:
    alone = draft([said("gone")], "bug", ZFS, {}, "UASHA")
    assert draft([said("gone"), said("", by="UKOFI")], "bug", ZFS, {}, "UASHA") == alone
    for nothing in ([said("")], [], [said("\n \n")]):
        assert draft(nothing, "bug", ZFS, {}, "UASHA", template()).body == ""


def test_a_body_stays_below_what_github_takes_and_says_so() -> None:
    thread = [said("pool gone, " * 3_500) for _ in range(10)]
    body = draft(thread, "bug", ZFS, {}, "UASHA").body
    assert len(body) <= LONGEST_BODY
    assert body.endswith("the rest of it stands in the thread.")


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
