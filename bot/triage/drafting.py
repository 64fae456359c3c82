"""What a message and its thread would become: read from the database, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from bot.triage.draft import Draft
from bot.triage.drafter import Drafter, mentioned
from bot.triage.router import Lesson, Route
from bot.triage.wording import Given, Wording
from storage import links, members, messages, questions, reports, trackers
from storage.database import Transaction
from storage.records import Message, MessageKey, Report, micros_of


class Drafting:
    def __init__(self, drafter: Drafter, channel_name: Callable[[str], str]) -> None:
        self.drafter = drafter
        self.channel_name = channel_name

    @property
    def repositories(self) -> dict[str, str]:
        """The repositories that reports go to, and what each is called."""
        return {name: one.title for name, one in self.drafter.repositories.items()}

    def load(self, tx: Transaction) -> None:
        """Take what people taught by moving reports to other repositories."""
        self.drafter.router.learn(
            [Lesson(one.features, one.repository) for one in trackers.lessons(tx)]
        )

    def route(self, tx: Transaction, report: Report) -> Route:
        """Where the reporter's words point to."""
        return self._route(self._told(tx, report.key), report)

    def write(self, tx: Transaction, report: Report, repository: str | None = None) -> Report:
        """The report as it would be offered now, for this repository if a person chose one.

        Its state says what becomes of it: `policy` if one stands against filing it, and
        `withdrawn` if there are no words; neither keeps any.
        """
        if report.joins is not None:
            return self._addition(tx, report)
        told = self._told(tx, report.key)
        route = self._route(told, report)
        nothing = replace(report, title="", body="", why="", labels=(), missing=())
        if route.repository is None:
            return replace(nothing, state="policy")
        chosen = repository or questions.decided_of(tx, report.key, "repository")
        if report.doubt_since is not None:  # it is looked for where it perhaps is already
            chosen = report.repository
        place = chosen if chosen in self.drafter.repositories else route.repository
        drafted = self._draft(tx, told, report, place)
        if not drafted.body:
            return replace(nothing, state="withdrawn")
        return replace(
            report,
            state="offered",
            repository=place,
            why=route.why if place == route.repository else "a person chose it",
            title=drafted.title,
            body=drafted.body,
            labels=drafted.labels,
            missing=tuple(
                "\n".join([one.heading, one.question, *one.commands]) for one in drafted.missing
            ),
        )

    def given(self, tx: Transaction, report: Report, similar: Mapping[str, str]) -> Given:
        """What a language model may see of a report; `similar` are issues with their titles."""
        told = self._told(tx, report.key)
        place = trackers.get(tx, report.repository)
        return self.drafter.given(told, report, place, self._names(tx, told), similar)

    def worded(self, tx: Transaction, report: Report, wording: Wording) -> Report:
        """The report with what survived of a language model's answer."""
        told = self._told(tx, report.key)
        drafted = self._draft(tx, told, report, report.repository, wording.sections)
        parts = (wording.marked_summary, drafted.body)
        return replace(
            report,
            title=wording.title or drafted.title,
            body="\n\n".join(part for part in parts if part),
            labels=tuple(dict.fromkeys([*drafted.labels, *wording.labels])),
        )

    def name_of(self, tx: Transaction, report: Report) -> str:
        """How the reporter is called in Slack."""
        known = members.get(tx, [report.reporter]).get(report.reporter)
        return known.name if known else "a member"

    def _addition(self, tx: Transaction, report: Report) -> Report:
        """A reply of the reporter's, to be added to the issue as it stands."""
        message = messages.get(tx, report.key)
        body = self._words(tx, [message], report) if message is not None else ""
        return replace(report, body=body, state="offered" if body else "withdrawn")

    def comment(self, tx: Transaction, report: Report) -> str:
        """The reporter's words, to be added to an issue that exists."""
        return self._words(tx, self._told(tx, report.key), report)

    def _words(self, tx: Transaction, told: Sequence[Message], report: Report) -> str:
        return self.drafter.words(told, report.reporter, self._names(tx, told))

    def labels(self, tx: Transaction, report: Report, repository: str) -> tuple[str, ...]:
        """The labels it would get there."""
        told = self._told(tx, report.key)
        return self._draft(tx, told, report, repository).labels

    def _draft(
        self,
        tx: Transaction,
        told: Sequence[Message],
        report: Report,
        repository: str,
        placed: Mapping[str, Sequence[str]] | None = None,
    ) -> Draft:
        known, names = trackers.get(tx, repository), self._names(tx, told)
        # Which labels there are must be known first: GitHub would make others.
        place = replace(known, labels=known.labels or ())
        return self.drafter.draft(told, report.kind, report.reporter, place, names, placed)

    def _names(self, tx: Transaction, told: Sequence[Message]) -> dict[str, str]:
        return {id: member.name for id, member in members.get(tx, mentioned(told)).items()}

    def _route(self, told: Sequence[Message], report: Report) -> Route:
        return self.drafter.route(told, report.reporter, self.channel_name(report.channel))

    def _told(self, tx: Transaction, key: MessageKey) -> list[Message]:
        """What people said of it: the message's burst, and the threads below each part.

        What came before another report in the same burst belongs to that report, and what was
        said before about another engine to none.
        """
        said = {
            one.ts: one
            for ts in self._parts(tx, key)
            for one in messages.thread(tx, key[0], ts)
            if one.is_talk
        }
        bots = {id for id, who in members.get(tx, _authors(said.values())).items() if who.is_bot}
        return sorted(
            (one for one in said.values() if one.author not in bots),
            key=lambda one: micros_of(one.ts),
        )

    def _parts(self, tx: Transaction, key: MessageKey) -> list[str]:
        """The messages, by their ts, whose threads belong to this report: of its burst.

        A reply that is a report by itself has its whole thread.
        """
        message = messages.get(tx, key)
        if message is not None and message.in_thread and message.thread_ts is not None:
            return [message.thread_ts]
        here = micros_of(key[1])
        burst = links.burst(tx, key)
        others = {micros_of(one.ts) for one in reports.of_messages(tx, key[0], burst)} - {here}
        since = here if any(one < here for one in others) else 0
        until = min((one for one in others if one > here), default=None)
        parts = [ts for ts in burst if since <= micros_of(ts) < (until or micros_of(ts) + 1)]
        return [ts for ts in parts if micros_of(ts) >= here or self._concerns(tx, key, ts)]

    def _concerns(self, tx: Transaction, key: MessageKey, ts: str) -> bool:
        """Whether what was said before may be about the same engine."""
        router = self.drafter.router
        before, mine = messages.get(tx, (key[0], ts)), messages.get(tx, key)
        if before is None or mine is None:
            return False
        where = self.channel_name(key[0])
        place = router.route(before.text, where).repository
        return place in (router.route(mine.text, where).repository, router.fallback)


def _authors(said: Iterable[Message]) -> set[str]:
    return {one.author for one in said if one.author is not None}
