"""What people correct: it counts at once, and teaches."""

from __future__ import annotations

from bot.clock import Clock
from bot.errors import TellUser
from bot.judging import Judge
from bot.kinds import learn
from bot.questions.understanding import Understanding
from storage import learning, links, messages, questions
from storage.database import Database, Transaction
from storage.records import Decision, Kind, MessageKey, Question, micros_of

# As many as a dialog's list shows.
MOST_CHOICES = 50


class Corrections:
    """A correction is a decision that stands above Burley's judgement, for helpers and askers.

    Where the settings name no helpers, anybody may correct.
    """

    def __init__(
        self,
        database: Database,
        understanding: Understanding,
        judge: Judge,
        clock: Clock,
        helpers: frozenset[str],
    ) -> None:
        self._database = database
        self._understanding = understanding
        self._judge = judge
        self._clock = clock
        self._helpers = helpers

    async def set_kind(self, key: MessageKey, kind: Kind, by: str) -> None:
        """This message is a question, a bug, a feature request, or none of them."""

        def unit(tx: Transaction) -> None:
            message = messages.get(tx, key)
            if message is None:
                raise TellUser("That message is gone.")
            self._check_may(by, message.author)
            self._decide(tx, key, "kind", kind, by)
            if message.text:
                taught = learn.lesson(message.text, kind)
                learning.teach(tx, key, learning.Lesson(kind, taught.as_numbers()))
            self._understanding.rederive(tx, key[0], micros_of(key[1]))

        await self._database.write(unit)

    async def not_a_report(self, key: MessageKey, by: str) -> None:
        """Its author, or a helper, says that it reports nothing."""
        message = await self._database.read(lambda tx: messages.get(tx, key))
        if message is not None:
            judged = self._judge.without_reports(key[0], message.text)
            await self.set_kind(key, judged, message.author or by)

    async def answers(self, key: MessageKey, question: str | None, by: str) -> None:
        """This message answers that question (by its ts), or none at all."""

        def unit(tx: Transaction) -> None:
            message = messages.get(tx, key)
            if message is None:
                raise TellUser("That message is gone.")
            asked = questions.get(tx, (key[0], question)) if question else None
            self._check_may(by, message.author, asked.asker if asked else None)
            if asked is not None and asked.asker == message.author:
                raise TellUser("Nobody answers their own question; choose somebody else's message.")
            if asked is not None and micros_of(asked.ts) >= micros_of(key[1]):
                raise TellUser("That question was asked after this message.")
            self._decide(tx, key, "link", question or "", by)
            since = min(micros_of(key[1]), micros_of(question or key[1]))
            self._understanding.rederive(tx, key[0], since)

        await self._database.write(unit)

    async def choices(self, key: MessageKey) -> tuple[list[tuple[Question, str]], str | None]:
        """The questions this message might answer, newest first, with their texts; and which
        it is linked to now."""

        def query(tx: Transaction) -> tuple[list[tuple[Question, str]], str | None]:
            found = questions.before(tx, key, MOST_CHOICES)
            texts = [
                (one, kept.text if (kept := messages.get(tx, one.key)) else "") for one in found
            ]
            link = links.of(tx, key)
            return texts, link.response_to if link and link.response_ts == key[1] else None

        return await self._database.read(query)

    def _check_may(self, by: str, *concerned: str | None) -> None:
        if self._helpers and by not in self._helpers and by not in concerned:
            raise TellUser("Only helpers, and the people concerned, can correct this.")

    def _decide(self, tx: Transaction, key: MessageKey, about: str, value: str, by: str) -> None:
        questions.decide(
            tx,
            Decision(key[0], key[1], about, value, by, self._clock.now()),  # type: ignore[arg-type]
        )
