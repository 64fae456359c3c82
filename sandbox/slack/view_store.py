"""Modals that are open, a stack for each person, and everybody's App Home."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import datetime

from sandbox.slack.errors import SlackError
from sandbox.slack.filled_blocks import filled
from sandbox.slack.ids import APP_ID, BOT_ID, TEAM_ID, Ids
from sandbox.slack.json_types import Json

DEEPEST_STACK = 3


class ViewStore:
    def __init__(self, ids: Ids, now: Callable[[], datetime]) -> None:
        self._ids = ids
        self._now = now
        self.stacks: dict[str, list[Json]] = defaultdict(list)
        self.homes: dict[str, Json] = {}

    def open(self, user: str, view: Json) -> Json:
        """A new modal; it takes the place of whatever the person had open."""
        self._refuse_twin(view)
        opened = self._made(view, self._ids.new("V"))
        opened |= {"root_view_id": opened["id"], "previous_view_id": None}
        self.stacks[user] = [opened]
        return opened

    def push(self, user: str, view: Json) -> Json:
        stack = self.stacks[user]
        if not stack:
            raise SlackError("not_found")
        if len(stack) >= DEEPEST_STACK:
            raise SlackError("push_limit_reached")
        self._refuse_twin(view)
        pushed = self._made(view, self._ids.new("V"))
        pushed |= {"root_view_id": stack[0]["id"], "previous_view_id": stack[-1]["id"]}
        stack.append(pushed)
        return pushed

    def update(self, user: str, old: Json, view: Json) -> Json:
        """The same view with new contents; what a person has typed so far is gone."""
        new = self._made(view, old["id"])
        new |= {"root_view_id": old["root_view_id"], "previous_view_id": old["previous_view_id"]}
        if view["type"] == "home":
            self.homes[user] = new
        else:
            stack = self.stacks[user]
            stack[[v["id"] for v in stack].index(old["id"])] = new
        return new

    def publish(self, user: str, view: Json) -> Json:
        view_id = self.homes[user]["id"] if user in self.homes else self._ids.new("V")
        home = self._made(view, view_id)
        self.homes[user] = home | {"root_view_id": view_id, "previous_view_id": None}
        return self.homes[user]

    def find(self, *, view_id: str = "", external_id: str = "") -> tuple[str, Json] | None:
        """Whose view it is, and the view."""
        for user, view in self._all():
            if view_id and view["id"] == view_id:
                return user, view
            if external_id and view["external_id"] == external_id:
                return user, view
        return None

    def remove(self, user: str, view_id: str) -> None:
        self.stacks[user] = [v for v in self.stacks[user] if v["id"] != view_id]

    def _all(self) -> Iterator[tuple[str, Json]]:
        for user, stack in self.stacks.items():
            for view in stack:
                yield user, view
        yield from self.homes.items()

    def _refuse_twin(self, view: Json) -> None:
        external_id = view.get("external_id")
        if external_id and self.find(external_id=external_id):
            raise SlackError("duplicate_external_id")

    def _made(self, view: Json, view_id: str) -> Json:
        blocks = filled(view["blocks"], self._ids)
        digest = hashlib.md5(json.dumps(blocks, sort_keys=True).encode(), usedforsecurity=False)
        return {
            "id": view_id,
            "team_id": TEAM_ID,
            "type": view["type"],
            "blocks": blocks,
            "private_metadata": view.get("private_metadata") or "",
            "callback_id": view.get("callback_id") or "",
            "state": {"values": {}},
            "hash": f"{self._now().timestamp():.0f}.{self._ids.new('', 3)}{digest.hexdigest()[:5]}",
            "title": _text(view.get("title")),
            "clear_on_close": bool(view.get("clear_on_close")),
            "notify_on_close": bool(view.get("notify_on_close")),
            "close": _text(view.get("close")),
            "submit": _text(view.get("submit")),
            "external_id": view.get("external_id") or "",
            "app_id": APP_ID,
            "app_installed_team_id": TEAM_ID,
            "bot_id": BOT_ID,
        }


def _text(text: Json | None) -> Json | None:
    return {"emoji": True, **text} if text else None
