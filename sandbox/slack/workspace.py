"""The Slack workspace as a test or a demo uses it: what people do, and what they see.

People and channels are named by id or by name. What a person cannot do raises ActFailed.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from aiohttp import ClientSession

from sandbox.slack import (
    commands,
    interactivity,
    membership,
    messages,
    modals,
    reactions,
    replay,
)
from sandbox.slack.conversation import Conversation
from sandbox.slack.core import Core
from sandbox.slack.errors import ActFailed
from sandbox.slack.http_mode import HttpRequests
from sandbox.slack.ids import SIGNING_SECRET
from sandbox.slack.interactivity import Place
from sandbox.slack.json_types import Json
from sandbox.slack.manifest import App
from sandbox.slack.typed_text import typed_message


class Workspace:
    def __init__(
        self,
        app: App,
        now: Callable[[], datetime],
        notify: Callable[..., None],
        base_url: Callable[[], str],
    ) -> None:
        self.core = Core(app, now, notify, base_url)
        self.delivery = self.core.delivery
        self.sockets = self.core.sockets
        self.signing_secret = SIGNING_SECRET
        self._http_url: str | None = None
        self._session: ClientSession | None = None

    async def start(self, session: ClientSession) -> None:
        self._session = session
        self._choose_transport()

    async def stop(self) -> None:
        await self.delivery.stop()
        await self.sockets.stop()

    @property
    def http_url(self) -> str | None:
        """Where the app takes signed HTTP requests; None means Socket Mode."""
        return self._http_url

    @http_url.setter
    def http_url(self, url: str | None) -> None:
        self._http_url = url
        self._choose_transport()

    def _choose_transport(self) -> None:
        if self._http_url and self._session:
            self.delivery.transport = HttpRequests(
                self._session, self._http_url, self.signing_secret
            )
        else:
            self.delivery.transport = self.sockets

    async def connected(self, within_seconds: float | None = 30) -> None:
        """Wait until the app has a connection; at once in HTTP mode."""
        if self._http_url is None:
            await self.sockets.wait_connected(within_seconds)

    async def settled(self, within_seconds: float | None = 60) -> None:
        """Wait until nothing that was sent to the app is un-acknowledged."""
        await self.delivery.settled(within_seconds)

    # Who and what there is.

    def add_user(self, user: Json) -> str:
        """Add a person by a Slack user object; returns the id."""
        self.core.directory.add(user)
        self.core.notify("state")
        return str(user["id"])

    def add_channel(
        self, channel: Json, members: Sequence[str] | None = None, *, with_bot: bool = True
    ) -> str:
        """Add a channel by a Slack channel object, the bot being in it; returns the id."""
        return membership.add_channel(self.core, channel, members, with_bot=with_bot).id

    def add_user_group(self, group: Json) -> None:
        """Add a user group: id, handle, name, and users by id or name."""
        users = [self.core.directory.id_of(user) for user in group.get("users", ())]
        self.core.directory.groups[group["id"]] = group | {"users": users}

    def user_id(self, user: str) -> str:
        return self.core.directory.id_of(user)

    def channel_id(self, channel: str) -> str:
        return self.core.conversation(channel).id

    # What people do.

    async def say(
        self,
        user: str,
        channel: str,
        text: str,
        thread_ts: str | None = None,
        broadcast: bool = False,
    ) -> str:
        """Type a message and send it; returns its ts."""
        return await messages.say(self.core, user, channel, text, thread_ts, broadcast)

    async def edit(self, user: str, channel: str, ts: str, text: str) -> None:
        conversation = self._own_message(user, channel, ts, "cant_update_message")
        directory = self.core.directory
        typed = typed_message(text, directory.find_id, self.core.channel_id_of)
        changes = {"text": typed}
        await messages.edit(self.core, conversation, ts, changes, self.user_id(user))

    async def delete(self, user: str, channel: str, ts: str) -> None:
        conversation = self._own_message(user, channel, ts, "cant_delete_message")
        await messages.delete(self.core, conversation, ts)

    async def react(self, user: str, channel: str, ts: str, name: str) -> None:
        conversation = self._with_message(channel, ts)
        name = name.strip(":")
        if not await reactions.react(self.core, conversation, ts, name, self.user_id(user)):
            raise ActFailed("already_reacted")

    async def unreact(self, user: str, channel: str, ts: str, name: str) -> None:
        conversation = self._with_message(channel, ts)
        name = name.strip(":")
        if not await reactions.unreact(self.core, conversation, ts, name, self.user_id(user)):
            raise ActFailed("no_reaction")

    async def join(self, user: str, channel: str) -> None:
        await membership.join(self.core, self.user_id(user), self.core.conversation(channel))

    async def leave(self, user: str, channel: str) -> None:
        await membership.leave(self.core, self.user_id(user), self.core.conversation(channel))

    async def change_user(self, user: str, **changes: Any) -> None:
        await membership.change_user(self.core, self.user_id(user), changes)

    async def command(
        self, user: str, channel: str, text: str, thread_ts: str | None = None
    ) -> None:
        """Send a slash command, `/burley questions`; its answer is among the ephemerals."""
        await commands.command(self.core, user, channel, text, thread_ts)

    async def shortcut(
        self, user: str, callback_id: str, channel: str | None = None, ts: str | None = None
    ) -> None:
        await interactivity.shortcut(self.core, self.user_id(user), callback_id, channel, ts)

    async def press(
        self,
        user: str,
        action_id: str,
        *,
        channel: str = "",
        ts: str = "",
        ephemeral: str = "",
        view: str = "",
        home: bool = False,
        state: Json | None = None,
        **chosen: Any,
    ) -> None:
        """Use a button, or with `selected_option=` and the like a menu, wherever it stands."""
        place = Place(channel, ts, ephemeral, view, home)
        action = {"action_id": action_id, **chosen}
        await interactivity.act(self.core, self.user_id(user), place, action, state)

    async def submit_view(
        self, user: str, view_id: str, values: Json | None = None
    ) -> dict[str, str]:
        """Send a form; returns the errors shown beside its fields, none if it was taken."""
        return await modals.submit(self.core, self.user_id(user), view_id, values or {})

    async def close_view(self, user: str, view_id: str) -> None:
        await modals.close(self.core, self.user_id(user), view_id)

    async def open_home(self, user: str) -> None:
        """Open the app's Home tab: app_home_opened."""
        if not self.core.app.has_home:
            raise ActFailed("no_home")
        user_id = self.user_id(user)
        event: Json = {
            "type": "app_home_opened",
            "user": user_id,
            "channel": self.core.direct_messages(user_id).id,
            "tab": "home",
            "event_ts": self.core.ts.new(),
        }
        view = self.core.view_store.homes.get(user_id)
        await self.core.emit(event | ({"view": view} if view else {}))

    async def replay(self, channel: str, message: Json) -> bool:
        """Bring in a message of an export; False if it was there or has no proper ts."""
        return await replay.replay(self.core, self.core.conversation(channel), message)

    # What people see.

    def messages(self, channel: str) -> list[Json]:
        """Everything in a channel, thread replies included, oldest first."""
        return list(self.core.conversation(channel).all())

    def thread(self, channel: str, ts: str) -> list[Json]:
        """A thread: its root and the replies."""
        return self.core.conversation(channel).thread(ts)

    def ephemerals(self, user: str) -> list[Json]:
        return list(self.core.ephemerals[self.user_id(user)])

    def open_views(self, user: str) -> list[Json]:
        """The modals a person has open, the one on top last."""
        return list(self.core.view_store.stacks[self.user_id(user)])

    def home(self, user: str) -> Json | None:
        return self.core.view_store.homes.get(self.user_id(user))

    def _with_message(self, channel: str, ts: str) -> Conversation:
        conversation = self.core.conversation(channel)
        if ts not in conversation:
            raise ActFailed("message_not_found")
        return conversation

    def _own_message(self, user: str, channel: str, ts: str, refusal: str) -> Conversation:
        conversation = self._with_message(channel, ts)
        if (conversation.get(ts) or {}).get("user") != self.user_id(user):
            raise ActFailed(refusal)
        return conversation
