"""JSON as exports have it, read fast and forgivingly."""

from __future__ import annotations

import json
from typing import Any

import orjson

from handlers.slack_export.files import Damaged


def json_from(read: bytes) -> Any:
    """The value in a file; raises Damaged.

    orjson refuses a whole file for one lone surrogate, which Slack's exports have where a
    text was cut inside an emoji; the standard library does not.
    """
    read = read.removeprefix(b"\xef\xbb\xbf")
    try:
        return orjson.loads(read)
    except orjson.JSONDecodeError:
        pass
    try:
        return json.loads(read.decode("utf-8"))
    except UnicodeDecodeError as failure:
        raise Damaged("not UTF-8") from failure
    except (ValueError, RecursionError) as failure:
        raise Damaged("not JSON") from failure
