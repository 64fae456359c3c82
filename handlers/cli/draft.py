"""`burley draft`: a thread in, the issue it would become out; nothing is filed."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bot.clients.slack_objects import NotAMessage, message_from
from bot.errors import TellUser
from bot.judging import Judge
from bot.triage.drafter import Drafter
from bot.triage.secrets import removals
from bot.triage.similar import Index, Similar
from handlers.cli.options import Installation
from handlers.cli.similar import index_of
from storage import reports, trackers
from storage.records import Kind, Message, Tracker

CHANNEL = "C0DRAFT"
# Messages without a time come one second after another.
FIRST = 1_700_000_000


@dataclass(frozen=True, slots=True)
class Known:
    """What a draft rests on besides the thread: a repository's labels and templates, issues."""

    place_of: Callable[[str], Tracker]
    index: Index
    titles: Mapping[str, str]


@contextlib.contextmanager
def known(here: Installation, templates: Path | None) -> Iterator[Known]:
    """What the database knows, if there is one; templates from the folder, if one is given."""
    if templates is not None and not templates.is_dir():
        raise TellUser(f"--templates: {templates} is no folder.")
    with contextlib.ExitStack() as opened:
        index, titles, database = Index(), {}, None
        with contextlib.suppress(TellUser):  # there is no database yet
            database = opened.enter_context(here.database())
        if database is not None:
            index = index_of(database)
            with database.reading() as tx:
                titles = {one.name: one.title for one in reports.all_issues(tx)}

        def place_of(repository: str) -> Tracker:
            place = Tracker(repository, repository)
            if database is not None:
                with database.reading() as tx:
                    place = trackers.get(tx, repository)
            if templates is not None:
                return replace(place, templates=templates_in(templates, repository))
            return place

        yield Known(place_of, index, titles)


def drafted(thread: str, drafter: Drafter, judge: Judge, known: Known) -> dict[str, Any]:
    """What would be filed of a JSON list of Slack messages; TellUser if it is none."""
    told = [one for one in _messages(thread) if one.is_talk]
    first = next((one for one in told if one.text.strip()), None)
    if first is None or first.author is None:
        raise TellUser("No person says anything in this thread, so there is nothing to draft.")
    route = drafter.route(told, first.author)
    nothing: dict[str, Any] = {
        "repository": None, "policy": route.policy, "title": "", "body": "", "labels": [],
        "missing": [], "removed": [], "similar": [], "why": route.why, "notice": route.notice,
    }  # fmt: skip
    if route.repository is None:
        return nothing
    kind: Kind = judge.as_report(first.text)
    draft = drafter.draft(told, kind, first.author, known.place_of(route.repository), {})
    removed = removals(draft.body, draft.title)
    return nothing | {
        "repository": route.repository,
        "title": draft.title,
        "body": draft.body,
        "labels": list(draft.labels),
        "missing": [one.question for one in draft.missing],
        "removed": [{"kind": name, "count": number} for name, number in sorted(removed.items())],
        "similar": [
            _shown(one, known.titles) for one in known.index.search(draft.body, title=draft.title)
        ],
    }


def templates_in(folder: Path, repository: str) -> tuple[tuple[str, str], ...]:
    """The issue templates for a repository: files in a folder of its name."""
    here = folder / repository.rpartition("/")[2]
    return tuple(
        (f".github/ISSUE_TEMPLATE/{path.name}", path.read_text("utf-8", "replace"))
        for path in sorted(here.glob("*"))
        if path.suffix in (".md", ".yml", ".yaml")
    )


def _messages(thread: str) -> list[Message]:
    try:
        given = json.loads(thread)
    except (json.JSONDecodeError, RecursionError):
        raise TellUser('This is no JSON. Give a list of Slack messages: [{"text": "…"}].') from None
    if not isinstance(given, list) or not all(isinstance(one, Mapping) for one in given):
        raise TellUser('Give a JSON list of Slack messages, such as [{"user": "U1", "text": "…"}].')
    found = []
    for place, one in enumerate(given, 1):
        # What a single text needs least: somebody who says it, at some time.
        whole = {"type": "message", "user": "U0REPORTER", "ts": f"{FIRST + place}.000000", **one}
        try:
            found.append(message_from(CHANNEL, whole))
        except NotAMessage as problem:
            raise TellUser(f"Message {place} is no Slack message: {problem}.") from None
    return sorted(found, key=lambda one: float(one.ts))


def _shown(found: Similar, titles: Mapping[str, str]) -> dict[str, Any]:
    repository, _, number = found.id.rpartition("#")
    return {
        "repository": repository,
        "number": int(number),
        "title": titles[found.id],
        "score": round(found.score, 3),
        "why": found.why,
    }
