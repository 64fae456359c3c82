"""app.yaml and the code say the same, both ways: nothing asked for that is not used."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from pathlib import Path
from typing import Any

import yaml

import app
import handlers.slack
from bot.clients import slack
from handlers.slack import commands

MANIFEST: dict[str, Any] = yaml.safe_load(app.MANIFEST.read_text("utf-8"))

# What a bot token needs for each method; None for nothing.
# https://docs.slack.dev/reference/methods, each method's page
SCOPE_OF_METHOD = {
    "apps.connections.open": None,  # the app token's connections:write
    "auth.test": None,
    "chat.getPermalink": None,
    "chat.postEphemeral": "chat:write",
    "chat.postMessage": "chat:write",
    "chat.update": "chat:write",
    "conversations.history": "channels:history",
    "conversations.info": "channels:read",
    "conversations.list": "channels:read",
    "conversations.replies": "channels:history",
    "reactions.add": "reactions:write",
    "reactions.get": "reactions:read",
    "usergroups.users.list": "usergroups:read",
    "users.info": "users:read",
    "users.list": "users:read",
    "views.open": None,
    "views.publish": None,
    "views.update": None,
}

# What a bot must hold to be sent each event; None for nothing.
# https://docs.slack.dev/reference/events, each event's page
SCOPE_OF_EVENT = {
    "app_home_opened": None,
    "app_mention": "app_mentions:read",
    "member_joined_channel": "channels:read",
    "message.channels": "channels:history",
    "reaction_added": "reactions:read",
    "reaction_removed": "reactions:read",
    "team_join": "users:read",
    "user_change": "users:read",
}

FEATURES = [
    importlib.import_module(f"handlers.slack.{one.name}")
    for one in pkgutil.iter_modules(handlers.slack.__path__)
]


def called_methods() -> set[str]:
    """The Web API methods that the Slack client calls, read from its code."""
    code = ast.parse(Path(slack.__file__).read_text("utf-8"))
    found = set()
    for node in ast.walk(code):
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "self._web":
            found.add(_dotted(node.attr))
        if isinstance(node, ast.Constant) and node.value in SCOPE_OF_METHOD:
            found.add(str(node.value))
    return found - {"api.call", "retry.handlers"}


def _dotted(name: str) -> str:
    """`chat_postMessage` is chat.postMessage; the SDK writes every method so."""
    return name.replace("_", ".")


def registered(kind: str) -> set[str]:
    """What stands in `@app.<kind>(…)` in the ways in from Slack."""
    found = set()
    for module in FEATURES:
        code = ast.parse(Path(str(module.__file__)).read_text("utf-8"))
        for node in ast.walk(code):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == f"app.{kind}":
                argument = node.args[0]
                if isinstance(argument, ast.Constant):
                    found.add(str(argument.value))
                elif isinstance(argument, ast.Name):
                    found.add(str(getattr(module, argument.id)))
    return found


def subscribed() -> set[str]:
    return set(MANIFEST["settings"]["event_subscriptions"]["bot_events"])


def test_the_scopes_are_those_that_calls_and_events_need() -> None:
    needed = {SCOPE_OF_METHOD[method] for method in called_methods()}
    needed |= {SCOPE_OF_EVENT[event] for event in subscribed()}
    # Slack asks for this one as soon as there is a command or a shortcut.
    needed |= {"commands"} if registered("command") | registered("shortcut") else set()
    assert set(MANIFEST["oauth_config"]["scopes"]["bot"]) == needed - {None}
    assert set(MANIFEST["oauth_config"]["scopes"]) == {"bot"}


def test_the_calls_were_found() -> None:
    assert {"auth.test", "chat.postMessage", "conversations.replies", "users.info"} <= (
        called_methods()
    )


def test_nobody_but_the_client_calls_slack_for_more() -> None:
    """What the connection itself asks needs no scope: auth.test, and a socket by its own token."""
    calls = re.compile(r"\bweb\.(\w+)\(")
    found = set()
    for folder in ("bot", "handlers"):
        for path in (app.HERE / folder).rglob("*.py"):
            if path != Path(slack.__file__):
                found |= set(calls.findall(path.read_text("utf-8")))
    slack_methods = {_dotted(name) for name in found} & set(SCOPE_OF_METHOD)
    assert slack_methods <= {"auth.test"}


def test_the_events_are_those_that_have_a_listener() -> None:
    kinds = {event.partition(".")[0] for event in subscribed()}
    assert kinds == registered("event")


def test_the_command_and_the_shortcuts_are_those_that_have_a_listener() -> None:
    features = MANIFEST["features"]
    assert {one["command"] for one in features["slash_commands"]} == registered("command")
    assert {one["callback_id"] for one in features["shortcuts"]} == registered("shortcut")


def test_the_command_shows_what_it_can_be_told() -> None:
    [command] = MANIFEST["features"]["slash_commands"]
    hints = {hint.strip() for hint in command["usage_hint"].split("|")}
    assert hints == {*commands.SUB_COMMANDS, *commands.WITH_MORE}


def test_what_people_press_may_be_pressed() -> None:
    pressed = registered("action") | registered("view") | registered("shortcut")
    assert MANIFEST["settings"]["interactivity"]["is_enabled"] == bool(pressed)


def test_app_home_is_there_because_somebody_fills_it() -> None:
    shown = MANIFEST["features"]["app_home"]["home_tab_enabled"]
    assert shown == ("app_home_opened" in registered("event"))
    # A tab for messages would invite people to write where nobody reads.
    assert not MANIFEST["features"]["app_home"]["messages_tab_enabled"]


def test_names_keep_to_what_slack_takes() -> None:
    """https://docs.slack.dev/reference/app-manifest"""
    about = MANIFEST["display_information"]
    assert len(about["name"]) <= 35
    assert len(about["description"]) <= 140
    assert re.fullmatch(r"#[0-9a-f]{6}", about["background_color"])
    for shortcut in MANIFEST["features"]["shortcuts"]:
        assert len(shortcut["name"]) <= 24
        assert len(shortcut["description"]) <= 150
    for command in MANIFEST["features"]["slash_commands"]:
        assert len(command["description"]) <= 2_000
        assert len(command["usage_hint"]) <= 1_000
