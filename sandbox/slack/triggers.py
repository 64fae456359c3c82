"""trigger_id: lets the app open one modal for a person, once, within three seconds."""

import time
from dataclasses import dataclass

from sandbox.slack.errors import SlackError
from sandbox.slack.ids import Ids


@dataclass
class _Trigger:
    user: str
    view_id: str | None
    made_at: float
    used: bool = False


class Triggers:
    def __init__(self, ids: Ids) -> None:
        self.seconds = 3.0
        self._ids = ids
        self._triggers: dict[str, _Trigger] = {}

    def new(self, user: str, view_id: str | None = None) -> str:
        """A trigger for a person's act; `view_id` is the modal in which it happened, if any."""
        self._forget_old()
        trigger_id = f"{self._ids.new('', 12)}.{self._ids.secret(user)}"
        self._triggers[trigger_id] = _Trigger(user, view_id, time.monotonic())
        return trigger_id

    def exchange(self, trigger_id: str) -> tuple[str, str | None]:
        """The person and the modal behind a trigger, which is used up by this."""
        trigger = self._triggers.get(trigger_id)
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if trigger.used:
            raise SlackError("exchanged_trigger_id")
        if time.monotonic() - trigger.made_at > self.seconds:
            raise SlackError("expired_trigger_id")
        trigger.used = True
        return trigger.user, trigger.view_id

    def _forget_old(self) -> None:
        if len(self._triggers) > 1000:
            old = list(self._triggers)[:500]
            for trigger_id in old:
                del self._triggers[trigger_id]
