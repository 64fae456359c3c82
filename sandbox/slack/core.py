"""The state of the Slack workspace, and the two things every act ends in: notify and emit."""

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime
from typing import Any

from sandbox.slack import events
from sandbox.slack.conversation import Conversation
from sandbox.slack.delivery import Delivery
from sandbox.slack.directory import Directory
from sandbox.slack.errors import ActFailed
from sandbox.slack.ids import BOT_USER_ID, TEAM_ID, Ids
from sandbox.slack.json_types import Json
from sandbox.slack.manifest import App
from sandbox.slack.response_urls import ResponseUrls
from sandbox.slack.socket_mode import Sockets
from sandbox.slack.timestamps import TsMaker, ts_key
from sandbox.slack.triggers import Triggers
from sandbox.slack.view_store import ViewStore

TEAM_NAME = "OpenEBS sandbox"
TEAM_DOMAIN = "openebs-sandbox"


class Core:
    def __init__(
        self,
        app: App,
        now: Callable[[], datetime],
        notify: Callable[..., None],
        base_url: Callable[[], str],
    ) -> None:
        self.app = app
        self.now = now
        self.notify = notify
        self.base_url = base_url
        self.ids = Ids()
        self.ts = TsMaker(now)
        self.directory = Directory()
        self.conversations: dict[str, Conversation] = {}
        self.ephemerals: dict[str, list[Json]] = defaultdict(list)
        self.view_store = ViewStore(self.ids, now)
        self.triggers = Triggers(self.ids)
        self.response_urls = ResponseUrls(self.ids, base_url)
        self.sockets = Sockets(changed=lambda: notify("state"))
        self.delivery = Delivery(self.sockets)

    @property
    def team(self) -> Json:
        return {"id": TEAM_ID, "domain": TEAM_DOMAIN}

    def find_conversation(self, name_or_id: str) -> Conversation | None:
        if name_or_id in self.conversations:
            return self.conversations[name_or_id]
        name = name_or_id.removeprefix("#")
        return next((c for c in self.conversations.values() if c.name == name), None)

    def conversation(self, name_or_id: str) -> Conversation:
        found = self.find_conversation(name_or_id)
        if found is None:
            raise ActFailed("channel_not_found")
        return found

    def channel_id_of(self, name: str) -> str | None:
        found = self.find_conversation(name)
        return found.id if found else None

    def direct_messages(self, user: str) -> Conversation:
        """The conversation between a person and the app; it is there as soon as it is asked for."""
        channel_id = "D" + user[1:]
        if channel_id not in self.conversations:
            info = {"id": channel_id, "is_im": True, "user": user, "created": self.seconds()}
            self.conversations[channel_id] = Conversation(info, [user, BOT_USER_ID])
        return self.conversations[channel_id]

    def seconds(self) -> int:
        return int(self.now().timestamp())

    def new_ts(self, conversation: Conversation) -> str:
        ts = self.ts.new()
        while ts in conversation:  # a replay may have brought messages of the future
            ts = self.ts.new()
        return ts

    def changed(self, conversation: Conversation) -> None:
        self.notify("messages", channel=conversation.id)

    async def emit(self, event: Json, conversation: Conversation | None = None) -> None:
        """Send an event to the app if it subscribed to it and may see it."""
        if not events.is_heard(self.app, event, conversation):
            return
        at = ts_key(str(event["event_ts"])) // 1_000_000
        await self.delivery.send_event(events.wrapped(event, at))

    async def emit_in(self, conversation: Conversation, event: Json) -> None:
        """Send an event that carries its channel, as everything about messages does."""
        extra: dict[str, Any] = {"channel": conversation.id, "channel_type": conversation.kind}
        await self.emit(event | extra, conversation)
