"""Logs for people who run Burley: one line an event, never a message's text, never a token."""

from __future__ import annotations

import logging
import re
from collections.abc import MutableMapping
from typing import Any

import structlog

TOKENS = re.compile(
    r"xox[a-z]-[\w-]+|xapp-[\w-]+|gh[a-z]_\w+|github_pat_\w+"
    r"|eyJ[\w-]{8,}\.[\w-]+\.[\w-]*|(?<=://)[^/\s:@]+:[^/\s@]+(?=@)"
)


def without_tokens(text: str) -> str:
    return TOKENS.sub("***", text)


def set_up(*, verbose: bool = False, as_json: bool = False) -> None:
    level = logging.DEBUG if verbose else logging.INFO
    # Plain tracebacks: the prettier ones print local variables, and with them messages.
    render: Any = (
        structlog.processors.JSONRenderer()
        if as_json
        else structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[structlog.stdlib.add_log_level, structlog.processors.TimeStamper("iso")],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            _hide_tokens,
            render,
        ],
    )
    handler = logging.StreamHandler()
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("burley").setLevel(level)
    # At DEBUG the Slack SDK writes whole payloads, people's words included.
    for library in ("slack_sdk", "slack_bolt", "dbos", "aiohttp", "httpx2", "apscheduler"):
        logging.getLogger(library).setLevel(logging.WARNING)
    logging.getLogger("slack_bolt.AsyncApp").addFilter(_is_worth_saying)
    structlog.configure(
        processors=[
            structlog.stdlib.add_log_level,
            structlog.processors.TimeStamper("iso"),
            structlog.processors.format_exc_info,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


def get(name: str) -> structlog.stdlib.BoundLogger:
    logger: structlog.stdlib.BoundLogger = structlog.get_logger(f"burley.{name}")
    return logger


def _is_worth_saying(record: logging.LogRecord) -> bool:
    # The SDK calls it an error that a socket closed the way it should, and warns of a token in
    # the environment that it does not need.
    said = record.getMessage()
    return "ConnectionClosedOK" not in said and "`token`" not in said


def _hide_tokens(
    _logger: object, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    for key, value in event.items():
        if isinstance(value, str):
            event[key] = without_tokens(value)
        elif isinstance(value, BaseException):
            event[key] = without_tokens(repr(value))
    return event
