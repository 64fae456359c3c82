"""Slack exports made for a test, with the oddities that real ones have."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

Json = Any


def message(ts: str, user: str | None = "U1", text: str = "hello", **more: Json) -> Json:
    """A message as Slack exports it; `user=None` leaves the field out."""
    said = {"type": "message", "ts": ts, "text": text, **more}
    return said if user is None else said | {"user": user}


def account(id: str, name: str = "", **more: Json) -> Json:
    return {"id": id, "name": name or id.lower(), "profile": {"display_name": name}, **more}


class ExportBuilder:
    """What goes into an export, and how it is packed.

    Starts with one public channel, #general (C1), and two people, U1 and U2.
    """

    def __init__(self) -> None:
        self.top: dict[str, Json] = {
            "channels.json": [{"id": "C1", "name": "general"}],
            "users.json": [account("U1", "Ada"), account("U2", "Ben")],
        }
        self.files: dict[str, bytes] = {}

    def channel(self, id: str, name: str, **more: Json) -> ExportBuilder:
        self.top["channels.json"].append({"id": id, "name": name, **more})
        return self

    def day(self, folder: str, day: str, *said: Json) -> ExportBuilder:
        return self.file(f"{folder}/{day}.json", list(said))

    def file(self, name: str, content: Json) -> ExportBuilder:
        """Any file: bytes as they are, anything else as JSON the way Slack writes it."""
        self.files[name] = content if isinstance(content, bytes) else _json(content)
        return self

    def without(self, name: str) -> ExportBuilder:
        self.top.pop(name, None)
        return self

    def folder(self, path: Path) -> Path:
        for name, content in self._all().items():
            file = path / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        return path

    def zip(self, path: Path, inside: str = "") -> Path:
        """As a zip; `inside` is a folder around everything, as people pack it again."""
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
            for name, content in self._all().items():
                packed.writestr(inside + name, content)
        return path

    def _all(self) -> Mapping[str, bytes]:
        return {name: _json(content) for name, content in self.top.items()} | self.files


def _json(content: Json) -> bytes:
    # Slack escapes whatever is not ASCII, surrogates included, and the slash.
    return json.dumps(content, indent=4).replace("/", "\\/").encode()
