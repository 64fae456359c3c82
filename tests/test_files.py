"""Files and forwarded messages: a report tells of the ones and quotes the others."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from bot.clients.slack_objects import LONGEST_NAME, LONGEST_SHARE, MOST_FILES, message_from
from bot.triage.draft import draft, passages_of
from sandbox.slack.events import wrapped
from storage import messages
from storage.records import Message
from tests.support.community import Community, living

Json = dict[str, Any]

OPENEBS = "C0OPENEBS1"
ASHA, KOFI = "U0ASHA0001", "U0KOFI0001"
TS = "1750000000.000100"
BUG = "zfs-localpv 2.10.1: the PVC stays Pending after the upgrade, steps: create a PVC"
# GitHub's token of the classic form, made up.
TOKEN = "ghp_" + "aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1dE3fG5"


def said(text: str = "", **parts: Any) -> Json:
    return {"type": "message", "ts": TS, "user": ASHA, "text": text, **parts}


def file(name: str | None = None, **parts: Any) -> Json:
    return {"id": "F1", "name": name, "url_private": "https://files.example/F1?t=xoxe-1", **parts}


def share(text: str, **parts: Any) -> Json:
    return {"is_share": True, "is_msg_unfurl": True, "author_id": KOFI, "text": text, **parts}


@pytest.fixture
async def community(sqlite_url: str) -> AsyncIterator[Community]:
    async with living(sqlite_url) as community:
        yield community


async def filed(community: Community, *told: Json) -> Json:
    """The issue of what was told, filed from the first message's menu."""
    for one in told:
        await community.sandbox.slack.replay(OPENEBS, one)
    await community.settled()
    await community.shortcut(TS)
    await community.submit()
    [issue] = community.issues
    return issue


# What Slack says of a message.


@pytest.mark.parametrize(
    ("parts", "names"),
    [
        ({"files": [file("controller.log")]}, ("controller.log",)),
        ({"files": [file("f.txt", title="controller.log")]}, ("controller.log",)),
        ({"files": [file("f.txt", title=" ")]}, ("f.txt",)),
        ({"files": [file("a"), file("b")]}, ("a", "b")),
        ({"files": [file("two\nlines\u2028of\tit")]}, ("two lines of it",)),
        ({"files": [file("x" * 1_000)]}, ("x" * LONGEST_NAME,)),
        ({"files": [file(f"{n}") for n in range(50)]}, tuple(map(str, range(MOST_FILES)))),
        ({"files": [file(mode="tombstone", title="gone.log")]}, ()),
        ({"files": [file(mode="hidden_by_limit")]}, ()),
        ({"files": [None, 3, {}, file(), {"name": 3, "title": []}, {"name": "\x00"}]}, ()),
        ({"files": None}, ()),
        ({"files": "a.log"}, ()),
        ({"attachments": [share("see", files=[file("their.log")])]}, ("their.log",)),
        ({"attachments": [{"text": "a page", "files": [file("page.log")]}]}, ()),
    ],
)  # fmt: skip
def test_files_are_known_by_what_they_are_called(parts: Json, names: tuple[str, ...]) -> None:
    assert message_from(OPENEBS, said("hi", **parts)).files == names


@pytest.mark.parametrize(
    ("parts", "shared"),
    [
        ({"attachments": [share("the pool is gone")]}, "&gt; the pool is gone"),
        ({"attachments": [{"is_msg_unfurl": True, "text": "gone"}]}, "&gt; gone"),
        ({"attachments": [share("one\r\ntwo\u2028three\n\nfour")]},
         "&gt; one\n&gt; two\n&gt; three\n&gt;\n&gt; four"),
        ({"attachments": [share("one"), share("two")]}, "&gt; one\n&gt;\n&gt; two"),
        ({"attachments": [{"text": "a web page", "from_url": "https://a.example"}]}, ""),
        ({"attachments": [share(" "), share(None), {"is_share": True}, None, 3]}, ""),  # type: ignore[arg-type]
        ({"attachments": None}, ""),
        ({"attachments": [share("gone")], "bot_id": "B1"}, ""),
        ({"attachments": [share("gone")], "subtype": "pinned_item"}, ""),
    ],
)  # fmt: skip
def test_what_a_person_forwards_is_quoted(parts: Json, shared: str) -> None:
    message = message_from(OPENEBS, said("look", **parts))
    assert (message.text, message.shared) == ("look", shared)


def test_of_a_long_message_the_beginning_is_forwarded() -> None:
    message = message_from(OPENEBS, said(attachments=[share(f"```{'word ' * 5_000}```")]))
    assert LONGEST_SHARE - 10 < len(message.shared) < LONGEST_SHARE + 50
    assert message.shared.endswith("…\n&gt; ```")


# What a draft makes of it.


def told(text: str, *files: str, by: str = ASHA, shared: str = "") -> Message:
    return Message(OPENEBS, TS, by, text, files=files, shared=shared)


@pytest.mark.parametrize(
    ("thread", "passages"),
    [
        ([told("it broke", "a.log")], ["it broke\n\n_A file is attached in Slack: a.log_"]),
        ([told("it broke", "a.log", "b.log")],
         ["it broke\n\n_Files are attached in Slack: a.log, b.log_"]),
        ([told("- it broke", "a.log")], ["- it broke\n\n_A file is attached in Slack: a.log_"]),
        ([told("it broke"), told("", "a.log")],
         ["it broke", "_A file is attached in Slack: a.log_"]),
        ([told("", "a.log"), told("it broke")],
         ["_A file is attached in Slack: a.log_", "it broke"]),
        ([told("it broke"), told("same here", "b.log", by=KOFI)],
         ["it broke", "same here\n\n_A file is attached in Slack: b.log_"]),
        ([told("it broke"), told("", "b.png", by=KOFI)], ["it broke"]),
        ([told("", "a.png")], []),
        ([told("", "a.png"), told("", "b.png")], []),
        ([told("", f"{TOKEN}.txt"), told("see")],
         ["_A file is attached in Slack: [GitHub token removed].txt_", "see"]),
        ([told("see", shared="&gt; it broke\n&gt; @all #1")],
         ["see\n\n> it broke\n> @\u200ball #\u200b1"]),
        ([told("", shared="&gt; it broke")], ["> it broke"]),
        ([told("", shared="\n".join(["&gt; ERROR it broke"] * 5))],
         ["\n".join(["> ERROR it broke"] * 5)]),
    ],
)  # fmt: skip
def test_files_are_told_of_and_forwarded_words_quoted(
    thread: list[Message], passages: list[str]
) -> None:
    assert [one.markdown for one in passages_of(thread, {}, ASHA)] == passages


NAMES = st.text(st.sampled_from("ab1 ._-*~`\\$[]()<>&#@!:|^\"'/é😀"), min_size=1, max_size=20)
RISKY = st.sampled_from(
    ["@all", "#1", "GH-1", "_x_", "a_", "**b**", "`c", "<!--", "<img src=x>", "![p](u)", "[x][y]",
     "github.com/o/r/issues/1", "fixes #3.log", "\\", "1. x", "> x", "&lt;b&gt;", "a. B", "<@U1>"]
)  # fmt: skip


@given(st.lists(st.one_of(NAMES, RISKY), min_size=1, max_size=3))
def test_whatever_a_file_is_called_nothing_acts_and_the_line_stays_whole(names: list[str]) -> None:
    message = message_from(OPENEBS, said("it broke", files=[file(name) for name in names]))
    body = draft([message], "bug", None, {}, ASHA).body
    if not message.files:
        assert "attached" not in body
        return
    shown = MarkdownIt("commonmark").render(body)
    [line] = re.findall(r"<p><em>(?:A file is|Files are) attached in Slack: (.*)</em></p>", shown)
    assert not re.search(
        r"@[a-zA-Z\d]|#\d|<(?!/?(?:code|em)>)", re.sub(r"<code>.*?</code>", "", line)
    )


@pytest.mark.parametrize(
    "words", ["```x = 1```", "das volume haengt nach dem upgrade und nichts geht mehr"]
)
def test_the_line_about_a_file_counts_for_no_words_of_the_reporters(words: str) -> None:
    bare = draft([told(words)], "bug", None, {}, ASHA)
    made = draft([told(words, "zfs 2.10.1.log")], "bug", None, {}, ASHA)
    assert made.missing == bare.missing
    assert bare.missing
    assert "- zfs 2.10.1" not in made.body


# What people see.


async def test_an_issue_tells_of_the_files_of_its_report(community: Community) -> None:
    second = said("", ts="1750000010.000100", files=[file("zpool events.txt")])
    issue = await filed(community, said(BUG, files=[file("controller.log")]), second)
    assert "_A file is attached in Slack: controller.log_" in issue["body"]
    assert "xoxe" not in issue["body"]
    assert "files.example" not in issue["body"]


async def test_a_file_that_an_edit_takes_away_is_told_of_no_more(community: Community) -> None:
    one = said(BUG, files=[file("controller.log")])
    await community.sandbox.slack.replay(OPENEBS, one)
    edited = one | {"text": BUG + " again", "edited": {"user": ASHA, "ts": "1750000005.000000"}}
    edited["files"] = [file(mode="tombstone")]
    event = {"type": "message", "subtype": "message_changed", "channel": OPENEBS,
             "ts": "1750000005.000100", "message": edited}  # fmt: skip
    await community.sandbox.slack.delivery.send_event(wrapped(event, at=1_750_000_005))
    await community.settled()
    kept = await community.burley.database.read(lambda tx: messages.get(tx, (OPENEBS, TS)))
    assert kept is not None
    assert (kept.text, kept.files) == (BUG + " again", ())


async def test_a_report_of_nothing_but_files_asks_for_words(community: Community) -> None:
    await community.sandbox.slack.replay(OPENEBS, said(subtype="file_share", files=[file("a.png")]))
    await community.settled()
    await community.shortcut(TS)
    assert "no text in this message" in community.whispers()[-1]


async def test_a_forwarded_message_becomes_an_issue(community: Community) -> None:
    issue = await filed(community, said(attachments=[share(f"<@{KOFI}> {BUG}")]))
    assert "> **" in issue["body"]
    assert "stays Pending after the upgrade" in issue["body"]
    assert "PVC stays Pending" in issue["title"]
    assert issue["repository"] == "openebs/zfs-localpv"


async def test_a_forwarded_weakness_is_not_filed(community: Community) -> None:
    words = "zfs-localpv 2.10.1: a vulnerability, anybody can read the pool's keys"
    await community.sandbox.slack.replay(OPENEBS, said("fyi", attachments=[share(words)]))
    await community.settled()
    await community.shortcut(TS)
    assert "cncf-openebs-maintainers" in community.whispers()[-1]
    assert community.issues == []


async def test_what_is_forwarded_is_not_taken_for_the_sharers_own_report(
    community: Community,
) -> None:
    await community.sandbox.slack.replay(OPENEBS, said(attachments=[share(BUG)]))
    await community.settled()
    assert community.whispers() == []
