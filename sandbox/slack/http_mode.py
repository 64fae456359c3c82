"""HTTP mode: signed requests to the app's URL, the response as the acknowledgement.

https://docs.slack.dev/authentication/verifying-requests-from-slack
"""

import hashlib
import hmac
import json
import time
from urllib.parse import urlencode

from aiohttp import ClientError, ClientSession, ClientTimeout

from sandbox.slack.delivery import Envelope, NotAcked
from sandbox.slack.json_types import Json

_JSON = "application/json"
_FORM = "application/x-www-form-urlencoded"


def signed_headers(body: bytes, secret: str, at: int) -> dict[str, str]:
    base = f"v0:{at}:".encode() + body
    signature = hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()
    return {
        "X-Slack-Signature": f"v0={signature}",
        "X-Slack-Request-Timestamp": str(at),
        "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
    }


class HttpRequests:
    """Sends each envelope as a POST to one URL, where Bolt takes all three kinds."""

    def __init__(self, session: ClientSession, url: str, signing_secret: str) -> None:
        self._session = session
        self._url = url
        self._secret = signing_secret

    async def attempt(
        self, envelope: Envelope, retry: int, reason: str, ack_seconds: float
    ) -> Json:
        body, content_type = _encoded(envelope)
        headers = signed_headers(body, self._secret, int(time.time()))
        headers["Content-Type"] = content_type
        if retry:
            headers |= {"X-Slack-Retry-Num": str(retry), "X-Slack-Retry-Reason": reason}
        try:
            async with self._session.post(
                self._url,
                data=body,
                headers=headers,
                timeout=ClientTimeout(total=ack_seconds),
                allow_redirects=False,
            ) as response:
                answer = await response.read()
                if not 200 <= response.status < 300:
                    unwanted = response.headers.get("X-Slack-No-Retry") == "1"
                    raise NotAcked("no_retry" if unwanted else "http_error")
        except TimeoutError:
            raise NotAcked("http_timeout") from None
        except ClientError:
            raise NotAcked("connection_failed") from None
        return _answer(answer)


def _encoded(envelope: Envelope) -> tuple[bytes, str]:
    if envelope.type == "events_api":
        return json.dumps(envelope.payload).encode(), _JSON
    if envelope.type == "slash_commands":
        return urlencode(envelope.payload).encode(), _FORM
    return urlencode({"payload": json.dumps(envelope.payload)}).encode(), _FORM


def _answer(body: bytes) -> Json:
    """JSON is a response payload; any other text is a message to show."""
    try:
        answer = json.loads(body or b"{}")
    except ValueError:
        return {"text": body.decode(errors="replace")}
    return answer if isinstance(answer, dict) else {"text": body.decode()}
