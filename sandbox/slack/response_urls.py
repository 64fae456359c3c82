"""response_url: lets the app answer a click or command, five times within half an hour.

https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

from sandbox.slack.ids import TEAM_ID, Ids

MOST_USES = 5


@dataclass
class ResponseUrl:
    """Where an answer goes; `ts` or `ephemeral_id` is the message that was clicked on."""

    user: str
    channel: str
    made_at: float
    ts: str | None = None
    ephemeral_id: str | None = None
    thread_ts: str | None = None
    uses: int = 0


class ResponseUrls:
    def __init__(self, ids: Ids, base_url: Callable[[], str]) -> None:
        self.seconds = 30 * 60.0
        self._ids = ids
        self._base_url = base_url
        self._urls: dict[str, ResponseUrl] = {}

    def new(
        self,
        kind: str,
        user: str,
        channel: str,
        *,
        ts: str | None = None,
        ephemeral_id: str | None = None,
        thread_ts: str | None = None,
    ) -> str:
        key = f"{kind}/{TEAM_ID}/{self._ids.new('', 12)}/{self._ids.secret(user, channel)}"
        self._urls[key] = ResponseUrl(user, channel, time.monotonic(), ts, ephemeral_id, thread_ts)
        return f"{self._base_url()}/hooks/{key}"

    def use(self, key: str) -> ResponseUrl | str:
        """Count one use; a string is the error Slack gives."""
        found = self._urls.get(key)
        if found is None:
            return "invalid_token"
        if time.monotonic() - found.made_at > self.seconds:
            return "expired_url"
        if found.uses >= MOST_USES:
            return "used_url"
        found.uses += 1
        return found
