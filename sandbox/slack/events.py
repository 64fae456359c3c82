"""The Events API: which events the app hears of, and the wrapper they come in."""

from sandbox.slack.conversation import Conversation
from sandbox.slack.ids import APP_ID, BOT_USER_ID, TEAM_ID, VERIFICATION_TOKEN, new_event_id
from sandbox.slack.json_types import Json
from sandbox.slack.manifest import MESSAGE_EVENTS, App


def is_heard(app: App, event: Json, conversation: Conversation | None) -> bool:
    """True if the app subscribed to the event and sits in the channel where it happened."""
    kind = event["type"]
    if conversation is None:
        return kind in app.events
    if kind == "message":
        kind = MESSAGE_EVENTS[conversation.kind]
    return kind in app.events and BOT_USER_ID in conversation.members


def wrapped(event: Json, at: int) -> Json:
    """The event as it travels; `at` is when it happened, in seconds."""
    payload: Json = {
        "token": VERIFICATION_TOKEN,
        "team_id": TEAM_ID,
        "context_team_id": TEAM_ID,
        "context_enterprise_id": None,
        "api_app_id": APP_ID,
        "event": event,
        "type": "event_callback",
        "event_id": new_event_id(),
        "event_time": at,
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": TEAM_ID,
                "user_id": BOT_USER_ID,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
    }
    return payload
