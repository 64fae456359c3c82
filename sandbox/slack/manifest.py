"""What the app's manifest says it may do and hear: scopes, events, commands, shortcuts."""

from dataclasses import dataclass
from typing import Any

from sandbox.slack.json_types import Json

# Which subscription lets a message event through, by the kind of conversation.
MESSAGE_EVENTS = {
    "channel": "message.channels",
    "group": "message.groups",
    "im": "message.im",
    "mpim": "message.mpim",
}


@dataclass(frozen=True)
class App:
    name: str
    bot_name: str
    scopes: frozenset[str]
    events: frozenset[str]
    commands: dict[str, Json]
    shortcuts: tuple[Json, ...]
    has_home: bool
    socket_mode: bool

    @property
    def provided_scopes(self) -> str:
        return ",".join(sorted(self.scopes))

    def shortcut(self, callback_id: str) -> Json | None:
        return next((s for s in self.shortcuts if s.get("callback_id") == callback_id), None)


def read_manifest(manifest: Json) -> App:
    """The app a manifest describes. Parts that are not there count as not asked for."""
    features = _part(manifest, "features")
    settings = _part(manifest, "settings")
    information = _part(manifest, "display_information")
    name = str(information.get("name") or "App")
    subscriptions = _part(settings, "event_subscriptions")
    scopes = _part(_part(manifest, "oauth_config"), "scopes")
    return App(
        name=name,
        bot_name=str(_part(features, "bot_user").get("display_name") or name.lower()),
        scopes=frozenset(scopes.get("bot") or ()),
        events=frozenset(subscriptions.get("bot_events") or ()),
        commands={c["command"]: c for c in features.get("slash_commands") or ()},
        shortcuts=tuple(features.get("shortcuts") or ()),
        has_home=bool(_part(features, "app_home").get("home_tab_enabled")),
        socket_mode=bool(settings.get("socket_mode_enabled", False)),
    )


def _part(whole: Json, name: str) -> dict[str, Any]:
    part = whole.get(name)
    return part if isinstance(part, dict) else {}
