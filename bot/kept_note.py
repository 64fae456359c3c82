"""One small text of the workspace that outlives the process."""

from __future__ import annotations

from storage import notes
from storage.database import Database


class KeptNote:
    def __init__(self, database: Database, name: notes.Note) -> None:
        self._database = database
        self._name = name

    async def read(self) -> str | None:
        return (await self._database.read(notes.read)).get(self._name)

    async def write(self, value: str) -> None:
        await self._database.write(lambda tx: notes.write(tx, self._name, value))
