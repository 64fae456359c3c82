"""Who is waiting: the list of questions nobody has answered yet."""

from __future__ import annotations

from dataclasses import dataclass

from bot.clock import Clock
from storage import members, messages, questions
from storage.database import Database, Transaction
from storage.records import MessageKey, Question

# As many as a phone shows without much scrolling.
SHOWN = 10


@dataclass(frozen=True, slots=True)
class Waiting:
    """Some of the questions that wait, oldest first, out of `total`."""

    questions: list[Question]
    total: int
    names: dict[str, str]
    texts: dict[MessageKey, str]


class WaitingRoom:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self.clock = clock

    async def look(self, limit: int = SHOWN) -> Waiting:
        def query(tx: Transaction) -> Waiting:
            found = questions.waiting(tx, limit)
            known = members.get(tx, [one.asker for one in found])
            return Waiting(
                found,
                questions.count_waiting(tx),
                {id: member.name for id, member in known.items()},
                {one.key: kept.text for one in found if (kept := messages.get(tx, one.key))},
            )

        return await self._database.read(query)
