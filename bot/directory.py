"""Who is who and which channels are listened to: asked of Slack once, then remembered."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from typing import Protocol

from bot import logs
from bot.errors import Refused, TryAgain
from bot.questions.understanding import Understanding
from bot.settings import Care, ChannelSettings
from storage import members, messages, notes
from storage.database import Database, Transaction
from storage.records import Channel, Member, MessageKey

# Slack keeps some accounts to itself, such as strangers in shared channels.
ASK_AGAIN_SECONDS = 3_600

PERMALINK = re.compile(r"/archives/(?P<channel>[A-Z0-9]{2,})/p(?P<digits>\d{11,20})")

log = logs.get("directory")


class KnowsAccounts(Protocol):
    async def member(self, user: str) -> Member: ...

    async def channels(self) -> list[Channel]: ...

    async def whoami(self) -> tuple[str, str]: ...


class Directory:
    def __init__(
        self,
        database: Database,
        slack: KnowsAccounts,
        understanding: Understanding,
        channels: Sequence[ChannelSettings],
        helpers: frozenset[str],
    ) -> None:
        self._database = database
        self._slack = slack
        self._understanding = understanding
        self._wanted = {one.name.removeprefix("#"): one for one in channels}
        self._helpers = helpers
        self._names: dict[str, str] = {}
        self._address = ""
        self._known: dict[str, Member] = {}
        self._ask_again: dict[str, float] = {}

    async def load(self) -> list[str]:
        """Learn the workspace's channels; the wanted ones that it does not have."""
        bot_user, self._address = await self._slack.whoami()
        found = await self._slack.channels()

        def unit(tx: Transaction) -> None:
            members.keep_channels(tx, found)
            notes.write(tx, "address", self._address)
            notes.write(tx, "bot_user", bot_user)

        await self._database.write(unit)
        self._names = {channel.id: channel.name for channel in found}
        return sorted(set(self._wanted) - set(self._names.values()) - set(self._names))

    def listens_to(self, channel: str) -> bool:
        """Whether Burley may keep anything of this channel: it must be in the settings."""
        return self._settings_of(channel) is not None

    def care_of(self, channel: str) -> Care:
        """How sure Burley must be in this channel that somebody asks."""
        wanted = self._settings_of(channel)
        return wanted.care if wanted else "balanced"

    def is_quiet(self, channel: str) -> bool:
        """Whether reports of this channel are shown to helpers only."""
        wanted = self._settings_of(channel)
        return wanted is not None and wanted.quiet

    def may_go_to_a_model(self, channel: str) -> bool:
        """Whether the settings let what is said in this channel go to a language model."""
        wanted = self._settings_of(channel)
        return wanted is not None and wanted.model

    def _settings_of(self, channel: str) -> ChannelSettings | None:
        return self._wanted.get(channel) or self._wanted.get(self.name_of(channel))

    def is_helper(self, user: str) -> bool:
        return user in self._helpers

    def key_of(self, said: str) -> MessageKey | None:
        """The message that a link, as Slack copies it, leads to."""
        found = PERMALINK.search(said)
        if found is None:
            return None
        digits = found["digits"]
        return found["channel"], f"{digits[:-6]}.{digits[-6:]}"

    def link_to(self, key: MessageKey) -> str:
        """The message's permanent link, as Slack makes it."""
        channel, ts = key
        return f"{self._address.rstrip('/')}/archives/{channel}/p{ts.replace('.', '')}"

    def name_of(self, channel: str) -> str:
        return self._names.get(channel, channel)

    def id_of(self, channel: str) -> str | None:
        """The id of a channel given by name (with or without #) or by id."""
        name = channel.removeprefix("#")
        if name in self._names:
            return name
        return next((id for id, known in self._names.items() if known == name), None)

    async def meet(self, user: str) -> Member | None:
        """Who this is, so that bots are known as such before they are counted.

        When Slack cannot tell now, the account counts as a person's until it can.
        """
        if user in self._known:
            return self._known[user]
        if time.monotonic() < self._ask_again.get(user, 0):
            return None
        kept = (await self._database.read(lambda tx: members.get(tx, [user]))).get(user)
        if kept is None:
            try:
                kept = await self._slack.member(user)
            except (TryAgain, Refused) as problem:
                log.warning("account unknown for now", user=user, why=str(problem))
                if isinstance(problem, Refused):
                    self._ask_again[user] = time.monotonic() + ASK_AGAIN_SECONDS
                return None
            await self.learn(kept)
        self._known[user] = kept
        return kept

    async def learn(self, member: Member) -> None:
        """Keep what Slack says of an account, also when it changes."""

        def unit(tx: Transaction) -> None:
            before = members.get(tx, [member.id]).get(member.id)
            members.keep(tx, [member])
            if before is not None and before.is_bot == member.is_bot:
                return
            if before is None and not member.is_bot:
                return
            for channel, (first, last) in messages.spans_of(tx, member.id).items():
                self._understanding.rederive(tx, channel, first, last)

        await self._database.write(unit)
        self._known[member.id] = member
