"""What a Web API method is: a function of the workspace and the call's arguments."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.slack.conversation import Conversation
from sandbox.slack.core import Core
from sandbox.slack.errors import SlackError, invalid_arguments
from sandbox.slack.ids import BOT_USER_ID
from sandbox.slack.json_types import Json
from sandbox.slack.timestamps import is_ts

TRUE = (True, 1, "1", "true", "True")


@dataclass(frozen=True)
class Arguments:
    """The arguments of a call, wherever they came from: query, form or JSON."""

    given: Mapping[str, Any]

    def text(self, name: str) -> str:
        """A required argument."""
        value = self.maybe(name)
        if value is None:
            raise invalid_arguments(f"missing required field: {name}")
        return value

    def maybe(self, name: str) -> str | None:
        value = self.given.get(name)
        return None if value is None or value == "" else str(value)

    def flag(self, name: str) -> bool:
        return self.given.get(name) in TRUE

    def number(self, name: str, default: int, lowest: int, highest: int) -> int:
        value = self.maybe(name)
        if value is None or value == "0":
            return default
        try:
            number = int(value)
        except ValueError:
            raise invalid_arguments(f"must be an integer [json-pointer:/{name}]") from None
        if number < lowest:
            raise SlackError("invalid_limit" if name == "limit" else "invalid_arguments")
        return min(number, highest)

    def ts(self, name: str, error: str) -> str | None:
        value = self.maybe(name)
        if value is not None and not is_ts(value):
            raise SlackError(error)
        return None if value is None or float(value) == 0 else value


Handler = Callable[[Core, Arguments], Awaitable[Json]]


@dataclass(frozen=True)
class Method:
    name: str
    run: Handler
    scope: str | None = None
    token: str = "bot"


def channel_of(core: Core, arguments: Arguments, *, by_name: bool = False) -> Conversation:
    """The channel a call names; a name instead of an id will do only where Slack takes it."""
    wanted = arguments.text("channel")
    found = core.conversations.get(wanted)
    if found is None and by_name:
        found = core.find_conversation(wanted)
    if found is None or (found.kind != "channel" and BOT_USER_ID not in found.members):
        raise SlackError("channel_not_found")
    return found


def joined_channel_of(core: Core, arguments: Arguments) -> Conversation:
    found = channel_of(core, arguments)
    if BOT_USER_ID not in found.members:
        raise SlackError("not_in_channel")
    return found
