"""Where a thread belongs and what it would say there, for one community's settings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from bot.markup import MENTIONED
from bot.settings import Settings
from bot.triage.draft import LONGEST_BODY, Draft, draft, passages_of
from bot.triage.router import Route, Router
from bot.triage.secrets import Privacy
from bot.triage.templates import Template, choose, parse
from bot.triage.wording import Given
from storage.records import Kind, Message, Report, Tracker


class Drafter:
    """Plain functions of what was said; `told` is a thread in order of time."""

    def __init__(self, settings: Settings) -> None:
        self.router = Router(settings)
        self.repositories = {one.name: one for one in settings.repositories}
        self.privacy = Privacy(**settings.privacy.model_dump())

    def route(self, told: Sequence[Message], reporter: str, channel: str = "") -> Route:
        """Where the reporter's words point to; `channel` is the channel's name.

        A security matter is one whoever of the thread tells it.
        """
        words = "\n".join(one.whole_text for one in told if one.author == reporter)
        route = self.router.route(words, channel)
        if route.policy != "security" and any(one.author != reporter for one in told):
            whole = self.router.route("\n".join(one.whole_text for one in told), channel)
            return whole if whole.policy == "security" else route
        return route

    def draft(
        self,
        told: Sequence[Message],
        kind: Kind,
        reporter: str,
        place: Tracker,
        names: Mapping[str, str],
        placed: Mapping[str, Sequence[str]] | None = None,
    ) -> Draft:
        """The issue for this place.

        `placed` are quotations by headings, where somebody knows better than the rules.
        """
        return draft(
            told,
            kind,
            self.repositories.get(place.repository),
            names,
            reporter,
            template=choose(templates(place.templates or ()), kind),
            existing_labels=None if place.labels is None else frozenset(place.labels),
            privacy=self.privacy,
            placed=placed,
        )

    def words(self, told: Sequence[Message], reporter: str, names: Mapping[str, str]) -> str:
        """What the reporter said, without a form around it, as far as a comment holds it."""
        kept: list[str] = []
        for passage in passages_of(told, names, reporter, self.privacy):
            if passage.by_reporter and len("\n\n".join([*kept, passage.markdown])) <= LONGEST_BODY:
                kept.append(passage.markdown)
        return "\n\n".join(kept)

    def given(
        self,
        told: Sequence[Message],
        report: Report,
        place: Tracker,
        names: Mapping[str, str],
        similar: Mapping[str, str],
    ) -> Given:
        """What a language model may see of a report, and all it may choose from."""
        template = choose(templates(place.templates or ()), report.kind)
        passages = passages_of(told, names, report.reporter, self.privacy)
        return Given(
            tuple(one.markdown for one in passages),
            report.kind,
            {name: one.title for name, one in self.repositories.items()},
            routed=report.repository,
            labels=place.labels or (),
            headings=tuple(one.heading for one in template.sections) if template else (),
            similar=similar,
        )


def mentioned(told: Sequence[Message]) -> set[str]:
    """Whom the thread mentions, by id: a draft spells out their names."""
    return {one for each in told for one in MENTIONED.findall(each.whole_text)}


@lru_cache(maxsize=64)
def templates(files: tuple[tuple[str, str], ...]) -> tuple[Template, ...]:
    """The templates that stand in these files (path and text of each)."""
    return tuple(found for path, text in files if (found := parse(path, text)) is not None)
