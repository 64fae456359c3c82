"""Secrets and private data out, before anybody else sees the text."""

from bot.triage.secrets.personal import Privacy
from bot.triage.secrets.redaction import KINDS, Redacted, redact, removals

__all__ = ["KINDS", "Privacy", "Redacted", "redact", "removals"]
