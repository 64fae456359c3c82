"""A channel and what was said in it: keeping messages, threads and their order."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator

from sandbox.slack.json_types import Json
from sandbox.slack.timestamps import ts_key


class Conversation:
    """One channel. `info` is its Slack object; messages are kept as Slack would show them."""

    def __init__(self, info: Json, members: list[str]) -> None:
        self.info = info
        self.members = members
        self._messages: dict[str, Json] = {}
        self._order: list[str] = []
        self._replies: dict[str, list[str]] = {}

    @property
    def id(self) -> str:
        return str(self.info["id"])

    @property
    def name(self) -> str:
        return str(self.info.get("name") or self.id)

    @property
    def kind(self) -> str:
        """Slack's channel_type: channel, group, im or mpim."""
        if self.info.get("is_im"):
            return "im"
        if self.info.get("is_mpim"):
            return "mpim"
        return "group" if self.info.get("is_private") else "channel"

    def __contains__(self, ts: object) -> bool:
        return ts in self._messages

    def get(self, ts: str) -> Json | None:
        return self._messages.get(ts)

    def keep(self, message: Json) -> bool:
        """Keep a message under its ts; False if that ts is taken."""
        ts = message["ts"]
        if ts in self._messages:
            return False
        self._messages[ts] = message
        insort(self._order, ts, key=ts_key)
        root = message.get("thread_ts")
        if root and root != ts:
            insort(self._replies.setdefault(root, []), ts, key=ts_key)
        return True

    def change(self, ts: str, message: Json) -> None:
        self._messages[ts] = message

    def remove(self, ts: str) -> None:
        message = self._messages.pop(ts)
        self._order.remove(ts)
        replies = self._replies.get(message.get("thread_ts") or "", [])
        if ts in replies:
            replies.remove(ts)

    def has_thread(self, ts: str) -> bool:
        return bool(self._replies.get(ts))

    def shown(self, ts: str) -> Json:
        """A message as the API returns it: a thread's root tells of its replies."""
        message = self._messages[ts]
        replies = self._replies.get(ts)
        if not replies:
            return message
        authors = dict.fromkeys(
            str(reply.get("user") or reply.get("bot_id"))
            for reply in (self._messages[r] for r in replies)
        )
        return {
            **message,
            "thread_ts": ts,
            "reply_count": len(replies),
            "reply_users_count": len(authors),
            "latest_reply": replies[-1],
            "reply_users": list(authors)[:5],
            "is_locked": False,
            "subscribed": False,
        }

    def all(self) -> Iterator[Json]:
        """Everything, thread replies included, oldest first."""
        return (self.shown(ts) for ts in list(self._order))

    def thread(self, ts: str) -> list[Json]:
        """The root, if it is there, and its replies, oldest first."""
        replies = [self._messages[reply] for reply in self._replies.get(ts, ())]
        return [self.shown(ts), *replies] if ts in self._messages else replies

    def before(self, ts: str | None, limit: int) -> tuple[list[Json], bool]:
        """The last `limit` messages before ts, oldest first, and whether there are older ones."""
        end = bisect_left(self._order, ts_key(ts), key=ts_key) if ts else len(self._order)
        start = max(0, end - limit)
        return [self.shown(t) for t in self._order[start:end]], start > 0

    def span(self, oldest: str | None, latest: str | None, inclusive: bool) -> list[str]:
        """The ts in the channel's main view (no plain replies) between two times, oldest first."""
        low, high = (bisect_left, bisect_right) if inclusive else (bisect_right, bisect_left)
        start = low(self._order, ts_key(oldest), key=ts_key) if oldest else 0
        end = high(self._order, ts_key(latest), key=ts_key) if latest else len(self._order)
        return [ts for ts in self._order[start:end] if _in_main_view(self._messages[ts])]


def _in_main_view(message: Json) -> bool:
    thread_ts = message.get("thread_ts")
    return (
        not thread_ts or thread_ts == message["ts"] or message.get("subtype") == "thread_broadcast"
    )
