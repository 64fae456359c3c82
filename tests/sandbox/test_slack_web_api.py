"""The Web API's front door: tokens, scopes, unknown methods, the ways arguments come."""

import json
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import Sandbox


async def call(sandbox: Sandbox, method: str, **options: Any) -> dict[str, Any]:
    verb = options.pop("verb", "POST")
    async with (
        aiohttp.ClientSession() as session,
        session.request(verb, f"{sandbox.url}/api/{method}", **options) as response,
    ):
        body: dict[str, Any] = await response.json()
        return body


async def refusal(call: Any) -> dict[str, Any]:
    with pytest.raises(SlackApiError) as raised:
        await call
    data: dict[str, Any] = raised.value.response.data
    return data


async def test_auth_test_says_who_the_app_is(client: AsyncWebClient) -> None:
    answer = await client.auth_test()
    assert (answer["user"], answer["team"]) == ("burley", "OpenEBS sandbox")
    assert answer["bot_id"].startswith("B")
    user = (await client.users_info(user=answer["user_id"]))["user"]
    assert user["is_bot"] is True
    assert user["profile"]["bot_id"] == answer["bot_id"]


@pytest.mark.parametrize(
    ("token", "method", "error"),
    [
        (None, "auth.test", "not_authed"),
        ("xoxb-of-somebody-else", "auth.test", "invalid_auth"),
        ("xapp-sandbox", "users.list", "not_allowed_token_type"),
        ("xoxb-sandbox", "apps.connections.open", "not_allowed_token_type"),
        ("xoxb-sandbox", "chat.scheduleMessage", "unknown_method"),
        (None, "chat.scheduleMessage", "unknown_method"),
    ],
)
async def test_a_call_that_may_not_be_made_is_refused(
    sandbox: Sandbox, token: str | None, method: str, error: str
) -> None:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    answer = await call(sandbox, method, headers=headers)
    assert (answer["ok"], answer["error"]) == (False, error)


async def test_a_missing_scope_is_named(client: AsyncWebClient, manifest: dict[str, Any]) -> None:
    manifest["oauth_config"]["scopes"]["bot"] = ["chat:write", "commands"]
    narrow = Sandbox(manifest)
    await narrow.start()
    client.base_url = f"{narrow.url}/api/"
    answer = await refusal(client.users_list())
    assert answer["error"] == "missing_scope"
    assert (answer["needed"], answer["provided"]) == ("users:read", "chat:write,commands")
    await narrow.stop()


async def test_arguments_come_as_query_form_multipart_and_json(sandbox: Sandbox) -> None:
    given = {"foo": "bar"}
    multipart = aiohttp.FormData(given, default_to_multipart=True)
    ways: list[dict[str, Any]] = [
        {"verb": "GET", "params": given},
        {"params": given},
        {"data": given},
        {"data": multipart},
        {"json": given},
    ]
    for way in ways:
        assert (await call(sandbox, "api.test", **way))["args"] == given


async def test_a_broken_body_is_refused(sandbox: Sandbox) -> None:
    as_json = {"Content-Type": "application/json"}
    assert (await call(sandbox, "api.test", data="{", headers=as_json))["error"] == "invalid_json"
    assert (await call(sandbox, "api.test", json=[1]))["error"] == "json_not_object"
    as_xml = {"Content-Type": "text/xml"}
    answer = await call(sandbox, "api.test", data="<a/>", headers=as_xml)
    assert answer["error"] == "invalid_post_type"


async def test_api_test_answers_with_the_error_asked_for(client: AsyncWebClient) -> None:
    assert (await refusal(client.api_test(error="my_error")))["error"] == "my_error"


async def test_a_missing_argument_is_named(client: AsyncWebClient) -> None:
    answer = await refusal(client.api_call("conversations.info"))
    assert answer["error"] == "invalid_arguments"
    assert answer["response_metadata"]["messages"] == ["[ERROR] missing required field: channel"]


async def test_lists_are_paged_by_cursor(client: AsyncWebClient, sandbox: Sandbox) -> None:
    names: list[str] = []
    cursor, pages = None, 0
    while cursor != "":
        answer = await client.users_list(limit=2, cursor=cursor)
        names += [user["name"] for user in answer["members"]]
        cursor, pages = answer["response_metadata"]["next_cursor"], pages + 1
    assert names == ["burley", "slackbot", "asha", "noor", "kofi", "ines"]
    assert pages == 3
    assert (await refusal(client.users_list(cursor="garbage", limit=2)))["error"] == (
        "invalid_cursor"
    )


async def test_channels_are_listed_with_what_slack_says_of_them(
    client: AsyncWebClient, sandbox: Sandbox
) -> None:
    sandbox.slack.add_channel({"id": "C0ELSE", "name": "elsewhere"}, ["asha"], with_bot=False)
    sandbox.slack.add_channel({"id": "C0OLD", "name": "old", "is_archived": True})
    answer = await client.conversations_list(exclude_archived=True)
    member = {channel["name"]: channel["is_member"] for channel in answer["channels"]}
    assert member == {
        "openebs": True,
        "openebs-dev": True,
        "community-digest": True,
        "elsewhere": False,
    }
    found = await client.conversations_info(channel="C0ELSE", include_num_members=True)
    assert found["channel"]["num_members"] == 1
    assert "num_members" not in (await client.conversations_info(channel="C0ELSE"))["channel"]
    members = await client.conversations_members(channel="C0ELSE")
    assert members["members"] == [sandbox.slack.user_id("asha")]
    refused = await refusal(client.conversations_info(channel="C0NONE"))
    assert refused["error"] == "channel_not_found"


async def test_user_groups_and_their_people(client: AsyncWebClient, sandbox: Sandbox) -> None:
    group = (await client.usergroups_list(include_users=True))["usergroups"][0]
    helpers = [sandbox.slack.user_id("kofi"), sandbox.slack.user_id("ines")]
    assert (group["handle"], group["users"], group["user_count"]) == ("helpers", helpers, 2)
    assert (await client.usergroups_users_list(usergroup=group["id"]))["users"] == helpers
    assert (await refusal(client.usergroups_users_list(usergroup="S0")))["error"] == (
        "no_such_subteam"
    )
    assert (await refusal(client.users_info(user="U0")))["error"] == "user_not_found"


async def test_an_email_is_shown_only_with_its_scope(
    client: AsyncWebClient, sandbox: Sandbox
) -> None:
    sandbox.slack.add_user({"id": "U1", "name": "mia", "profile": {"email": "mia@example.com"}})
    assert (await client.users_info(user="U1"))["user"]["profile"] == {}


async def test_calls_are_noted_without_tokens(client: AsyncWebClient, sandbox: Sandbox) -> None:
    await client.users_info(user=sandbox.slack.user_id("asha"))
    await refusal(client.users_info(user="U0"))
    await call(sandbox, "users.info", data={"token": "xoxb-sandbox", "user": "U0"})
    assert [(c.target, c.outcome) for c in sandbox.calls] == [
        ("slack:users.info", "ok"),
        ("slack:users.info", "user_not_found"),
        ("slack:users.info", "user_not_found"),
    ]
    assert "xoxb" not in json.dumps([c.arguments for c in sandbox.calls])
