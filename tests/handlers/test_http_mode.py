"""The same program by signed HTTP requests: what people do works, what is forged is refused."""

from __future__ import annotations

import json
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from urllib.parse import urlencode

import aiohttp
import pytest

from bot.triage import replies
from handlers.slack.http import LONGEST
from sandbox.slack.http_mode import signed_headers
from sandbox.slack.ids import SIGNING_SECRET
from tests.support.community import Community, living
from tests.test_main_job import ZFS

Send = Callable[[bytes, dict[str, str]], Awaitable[int]]

EVENT = json.dumps({"type": "event_callback", "event": {"type": "message"}}).encode()
DEEP = b"[" * 100_000 + b"]" * 100_000


@pytest.fixture
async def community(sqlite_url: str) -> AsyncIterator[Community]:
    async with living(sqlite_url, by_http=True) as community:
        yield community


@pytest.fixture
async def send(community: Community) -> AsyncIterator[Send]:
    """Sends bytes to where Slack's requests go; the status of the answer."""
    async with aiohttp.ClientSession() as http:

        async def post(body: bytes, headers: dict[str, str]) -> int:
            url = f"{community.burley.address}/slack/events"
            headers = {"Content-Type": "application/json", **headers}
            async with http.post(url, data=body, headers=headers) as answer:
                return answer.status

        yield post


def signed(body: bytes, at: float | None = None) -> dict[str, str]:
    return signed_headers(body, SIGNING_SECRET, int(time.time() if at is None else at))


async def test_a_message_becomes_a_question_and_the_command_shows_it(community: Community) -> None:
    await community.say("Why does my Mayastor pool stay in Unknown after a node reboot?")
    assert "1 question waits" in await community.command("/burley questions")
    assert community.sandbox.slack.delivery.lost == []


async def test_a_report_is_filed_by_a_button(community: Community) -> None:
    said = await community.say(ZFS)
    await community.press(replies.FILE_IT)
    assert [one["repository"] for one in community.issues] == ["openebs/zfs-localpv"]
    assert "openebs/zfs-localpv#1" in community.thread(said)[-1]


async def test_a_report_is_filed_by_the_dialog(community: Community) -> None:
    await community.say(ZFS)
    await community.press(replies.EDIT)
    assert await community.submit(title=" ") == {"title": "Please write a few words here."}
    assert await community.submit(title="PVC stays Pending") == {}
    assert [one["title"] for one in community.issues] == ["PVC stays Pending"]


async def test_slack_may_check_the_address(community: Community, send: Send) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "abc"}).encode()
    assert await send(body, signed(body)) == 200
    assert await send(body, {}) == 401


def forged() -> dict[str, tuple[bytes, dict[str, str]]]:
    return {
        "unsigned": (EVENT, {}),
        "signed with another secret": (EVENT, signed_headers(EVENT, "another", int(time.time()))),
        "another body": (EVENT + b" ", signed(EVENT)),
        "six minutes old": (EVENT, signed(EVENT, time.time() - 360)),
        "six minutes ahead": (EVENT, signed(EVENT, time.time() + 400)),
        "a timestamp of letters": (EVENT, signed(EVENT) | {"X-Slack-Request-Timestamp": "abc"}),
        "an empty timestamp": (EVENT, signed(EVENT) | {"X-Slack-Request-Timestamp": ""}),
        "a timestamp in another script": (
            EVENT,
            signed(EVENT) | {"X-Slack-Request-Timestamp": "١٢"},
        ),
        "a timestamp without end": (
            EVENT,
            signed(EVENT) | {"X-Slack-Request-Timestamp": "9" * 5_000},
        ),
        "a signature that is not ASCII": (EVENT, signed(EVENT) | {"X-Slack-Signature": "v0=ärger"}),
        "a body that is not UTF-8": (b"\xff\xfe{}", signed(EVENT)),
        "deep JSON": (DEEP, signed(EVENT)),
        "a JSON array": (b"[1, 2]", signed(EVENT)),
        "an unknown character set": (EVENT, {"Content-Type": "application/json; charset=klingon"}),
        "the old check of certificates": (b"ssl_check=1", {"Content-Type": "text/plain"}),
        "nothing": (b"", {}),
    }


async def test_what_is_not_slacks_is_refused(send: Send) -> None:
    requests = forged()
    answers = {name: await send(*request) for name, request in requests.items()}
    assert answers == dict.fromkeys(requests, 401)


async def test_what_is_too_long_is_refused_unread(community: Community, send: Send) -> None:
    body = b"x" * (LONGEST + 1)
    assert await send(body, signed(body)) == 413

    async def in_pieces() -> AsyncIterator[bytes]:
        for _ in range(LONGEST // 100_000 + 1):
            yield b"x" * 100_000

    # Without a length that could be looked at.
    url = f"{community.burley.address}/slack/events"
    async with aiohttp.ClientSession() as http, http.post(url, data=in_pieces()) as answer:
        assert answer.status == 413


SIGNED_NONSENSE = {
    "deep JSON": DEEP,
    "a JSON array": b"[1, 2]",
    "a number": b"7",
    "a string": b'"hello"',
    "broken JSON": b'{"type": ',
    "nothing": b"",
    "an event without its event": b'{"type": "event_callback"}',
    "an event that is a list": b'{"type": "event_callback", "event": []}',
    "a payload that is no JSON": urlencode({"payload": "{"}).encode(),
    "a payload that is a list": urlencode({"payload": "[]"}).encode(),
}


async def test_signed_nonsense_breaks_nothing(community: Community, send: Send) -> None:
    answers = {name: await send(body, signed(body)) for name, body in SIGNED_NONSENSE.items()}
    assert {name: status for name, status in answers.items() if status >= 500} == {}
    await community.say("Why does my pool stay Unknown?")
    assert "1 question waits" in await community.command("/burley questions")


async def test_any_bytes_and_headers_are_refused(send: Send) -> None:
    chosen = random.Random(26)
    printable = [chr(code) for code in range(33, 256) if code not in range(127, 161)]
    for _ in range(300):
        timestamp, signature = (
            "".join(chosen.choices(printable, k=chosen.randrange(40))) for _ in range(2)
        )
        headers = {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": signature}
        assert await send(chosen.randbytes(chosen.randrange(200)), headers) == 401
