"""Slack's requests in HTTP mode: checked on the raw bytes before anything reads them.

Bolt checks signatures too, but parses first: a forged timestamp, signature or body of the
wrong kind made it answer 500.
"""

from __future__ import annotations

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.signature import SignatureVerifier

from bot import logs

log = logs.get("slack")

# Twice what the longest edit of a message can come to.
LONGEST = 4 * 1024 * 1024


def route(bolt: AsyncApp, signing_secret: str) -> web.RouteDef:
    verifier = SignatureVerifier(signing_secret)

    async def from_slack(request: web.Request) -> web.StreamResponse:
        body = await request.clone(client_max_size=LONGEST).read()  # raises 413
        if not _is_signed(verifier, body, request):
            return web.Response(status=401)
        try:
            asked = AsyncBoltRequest(
                body=_as_bolt_reads_it(body.decode()),
                query=request.query_string,
                headers={**request.headers},
            )
            readable = isinstance(asked.body.get("event", {}), dict)
        except (ValueError, RecursionError, AttributeError, TypeError):
            readable = False
        if not readable:
            # Slack signed it, so it gets a 200: it would only come again.
            log.warning("a request of Slack's that nobody can read", length=len(body))
            return web.Response()
        return await to_aiohttp_response(await bolt.async_dispatch(asked))

    return web.post("/slack/events", from_slack)


def _as_bolt_reads_it(body: str) -> str:
    """Bolt takes every form that has the word payload in it for a click, and finds nothing:
    a command that says payload, or comes from a channel named so, would never arrive."""
    is_click = body.startswith("payload=") or "&payload=" in body
    return body if is_click or body.startswith("{") else body.replace("payload", "%70ayload")


def _is_signed(verifier: SignatureVerifier, body: bytes, request: web.Request) -> bool:
    timestamp = request.headers.get("X-Slack-Request-Timestamp", "")
    signature = request.headers.get("X-Slack-Signature", "")
    # What the verifier raises on instead of saying no.
    if not (timestamp.isascii() and timestamp.isdecimal() and signature.isascii()):
        return False
    try:
        return verifier.is_valid(body, timestamp, signature)
    except ValueError:  # the body is no UTF-8, or the number longer than Python reads
        return False
