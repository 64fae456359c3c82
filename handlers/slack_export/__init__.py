"""Slack's exports: opening one, reading it in order, importing it."""

from handlers.slack_export.export import Export, open_export
from handlers.slack_export.importing import ImportResult, import_export

__all__ = ["Export", "ImportResult", "import_export", "open_export"]
