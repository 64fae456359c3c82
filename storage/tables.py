"""Every table of the database.

Times of messages are whole microseconds since 1970 (`micros`), so that both databases
order and compare them exactly; other times are aware UTC datetimes (`UtcDateTime`).
"""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from sqlalchemy.types import TypeDecorator


class UtcDateTime(TypeDecorator[datetime]):
    """Aware UTC in Python, microseconds since 1970 in the database."""

    impl = sa.BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> int | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be stored")
        since = value.astimezone(UTC) - datetime(1970, 1, 1, tzinfo=UTC)
        return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds

    def process_result_value(self, value: int | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        seconds, micros = divmod(value, 1_000_000)
        return datetime.fromtimestamp(seconds, UTC).replace(microsecond=micros)


metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# What is known of the workspace itself: its address, the bot's account, what was imported.
notes = sa.Table(
    "notes",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)

# What a community's corrections taught, as plain numbers; the newest counts.
learned = sa.Table(
    "learned",
    metadata,
    sa.Column("at", UtcDateTime, primary_key=True),
    sa.Column("corrections", sa.Integer, nullable=False),
    sa.Column("right_before", sa.Integer, nullable=False),
    sa.Column("right_after", sa.Integer, nullable=False),
    sa.Column("delta", sa.JSON, nullable=False),
)

# What a person said a message is, with its hashed features: nobody's words.
lessons = sa.Table(
    "lessons",
    metadata,
    sa.Column("channel", sa.Text, primary_key=True),
    sa.Column("ts", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("features", sa.JSON, nullable=False),
)

channels = sa.Table(
    "channels",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
)

members = sa.Table(
    "members",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("is_bot", sa.Boolean, nullable=False, default=False),
    sa.Column("left", sa.Boolean, nullable=False, default=False),
    sa.Column("time_zone", sa.Text),
)

messages = sa.Table(
    "messages",
    metadata,
    sa.Column("channel", sa.Text, primary_key=True),
    sa.Column("ts", sa.Text, primary_key=True),
    sa.Column("micros", sa.BigInteger, nullable=False),
    sa.Column("author", sa.Text),
    sa.Column("text", sa.Text),
    sa.Column("thread_ts", sa.Text),
    sa.Column("subtype", sa.Text),
    # Whether the message alone shows a person talking (see records.Message.is_talk).
    sa.Column("is_talk", sa.Boolean, nullable=False),
    sa.Column("by_bot", sa.Boolean, nullable=False),
    sa.Column("edited_ts", sa.Text),
    # The names of what is attached, a line each.
    sa.Column("files", sa.Text),
    sa.Column("shared", sa.Text),
    sa.Index("ix_messages_channel_micros", "channel", "micros"),
    sa.Index("ix_messages_talk", "is_talk", "micros", "author"),
    sa.Index("ix_messages_thread", "channel", "thread_ts", "micros"),
    sa.Index("ix_messages_author", "author", "micros"),
)

# A deletion can arrive before, or again after, the message it deletes.
deletions = sa.Table(
    "deletions",
    metadata,
    sa.Column("channel", sa.Text, primary_key=True),
    sa.Column("ts", sa.Text, primary_key=True),
)

# Derived from messages and decisions, and made anew whenever those change.
questions = sa.Table(
    "questions",
    metadata,
    sa.Column("channel", sa.Text, primary_key=True),
    sa.Column("ts", sa.Text, primary_key=True),
    sa.Column("micros", sa.BigInteger, nullable=False),
    sa.Column("asker", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("confidence", sa.Float, nullable=False),
    sa.Column("why", sa.Text, nullable=False),
    sa.Column("response_ts", sa.Text),
    sa.Column("response_micros", sa.BigInteger),
    sa.Column("response_user", sa.Text),
    sa.Column("response_how", sa.Text),
    sa.Column("response_why", sa.Text, nullable=False, default=""),
    sa.Column("solved_micros", sa.BigInteger),
    sa.Index("ix_questions_micros", "micros"),
    sa.Index("ix_questions_waiting", "response_ts", "micros"),
)

# Which question a message opens, continues or answers; derived like the questions.
links = sa.Table(
    "links",
    metadata,
    sa.Column("channel", sa.Text, primary_key=True),
    sa.Column("ts", sa.Text, primary_key=True),
    sa.Column("micros", sa.BigInteger, nullable=False),
    sa.Column("question", sa.Text, nullable=False),
    sa.Column("what", sa.Text, nullable=False),
    # The answer this message is, or tells of: thanks can point at an earlier one. It may be to
    # another question: somebody who asks, or goes on asking, can answer by it.
    sa.Column("response_to", sa.Text),
    sa.Column("response_ts", sa.Text),
    sa.Column("response_user", sa.Text),
    sa.Column("why", sa.Text, nullable=False, default=""),
    sa.Column("confidence", sa.Float, nullable=False),
    sa.Column("solved", sa.Boolean, nullable=False, default=False),
    sa.Index("ix_links_channel_micros", "channel", "micros"),
    sa.Index("ix_links_channel_question", "channel", "question"),
    sa.Index("ix_links_channel_response_to", "channel", "response_to"),
)

acknowledgements = sa.Table(
    "acknowledgements",
    metadata,
    sa.Column("channel", sa.Text, primary_key=True),
    sa.Column("ts", sa.Text, primary_key=True),
    sa.Column("user", sa.Text, primary_key=True),
    sa.Column("at", UtcDateTime, nullable=False),
)

decisions = sa.Table(
    "decisions",
    metadata,
    sa.Column("channel", sa.Text, primary_key=True),
    sa.Column("ts", sa.Text, primary_key=True),
    sa.Column("about", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
    sa.Column("by", sa.Text, nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
)

reports = sa.Table(
    "reports",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("ts", sa.Text, nullable=False),
    sa.Column("thread_ts", sa.Text, nullable=False),
    sa.Column("reporter", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("repository", sa.Text, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("labels", sa.JSON, nullable=False),
    sa.Column("why", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("confirmed_by", sa.Text),
    sa.Column("confirmed_hash", sa.Text),
    sa.Column("doubt_since", UtcDateTime),
    sa.Column("issue_number", sa.Integer),
    sa.Column("issue_url", sa.Text),
    sa.Column("failure", sa.Text),
    sa.Column("attempt", sa.Integer, nullable=False),
    # The issue it is added to as a comment, instead of opening one of its own.
    sa.Column("joins", sa.Integer),
    sa.Column("missing", sa.JSON, nullable=False, server_default="[]"),
    # The fingerprint of the draft with which the reporter was asked for what is missing.
    sa.Column("asked", sa.Text),
    # Named on GitHub: only if the reporter says so.
    sa.Column("named", sa.Boolean, nullable=False, server_default=sa.false()),
    # Waits for a helper to look at it, instead of having been offered to its author.
    sa.Column("queued", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("wording", sa.Text, nullable=False, server_default=""),
    sa.UniqueConstraint("channel", "ts"),
    sa.Index("ix_reports_issue", "repository", "issue_number"),
    sa.Index("ix_reports_state", "state"),
)

issues = sa.Table(
    "issues",
    metadata,
    sa.Column("repository", sa.Text, primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("state_reason", sa.Text),
    sa.Column("updated_at", UtcDateTime, nullable=False),
    sa.Column("body", sa.Text, nullable=False, server_default=""),
    sa.Column("labels", sa.JSON, nullable=False, server_default="[]"),
    sa.Column("locked", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("author", sa.Text, nullable=False, server_default=""),
    sa.Column("created_at", UtcDateTime),
    sa.Column("closed_at", UtcDateTime),
    # Where it was transferred to (owner/name#number), or "gone" when it was deleted.
    sa.Column("moved", sa.Text),
    # The release that carries its fix, once there is one.
    sa.Column("released", sa.Text),
    sa.Index("ix_issues_updated_at", "updated_at"),
)

# What is known of a repository that reports go to, and up to where it has been read.
trackers = sa.Table(
    "trackers",
    metadata,
    sa.Column("repository", sa.Text, primary_key=True),
    # As GitHub spells it now: it may have been renamed since the settings were written.
    sa.Column("full_name", sa.Text, nullable=False),
    sa.Column("github_id", sa.BigInteger),
    sa.Column("labels", sa.JSON),
    sa.Column("templates", sa.JSON),
    sa.Column("read_at", UtcDateTime),
    sa.Column("issues_since", UtcDateTime),
    sa.Column("comments_since", UtcDateTime),
    sa.Column("releases_since", UtcDateTime),
    # Why nothing can be filed there, and which labels GitHub left out of an issue.
    sa.Column("trouble", sa.Text),
    sa.Column("dropped", sa.Text),
)

# Who wants an issue solved: whoever reported it, or asked to be added to it.
demand = sa.Table(
    "demand",
    metadata,
    sa.Column("repository", sa.Text, primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("member", sa.Text, primary_key=True),
    sa.Column("at", UtcDateTime, nullable=False),
)

# Which repository people moved a report to, with its hashed features: nobody's words.
routed = sa.Table(
    "routed",
    metadata,
    sa.Column("channel", sa.Text, primary_key=True),
    sa.Column("ts", sa.Text, primary_key=True),
    sa.Column("repository", sa.Text, nullable=False),
    sa.Column("features", sa.JSON, nullable=False),
)

# How often the language model was asked on a day (UTC).
model_calls = sa.Table(
    "model_calls",
    metadata,
    sa.Column("day", sa.Text, primary_key=True),
    sa.Column("calls", sa.Integer, nullable=False),
)

posts = sa.Table(
    "posts",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("thread_ts", sa.Text),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("blocks", sa.JSON),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("doubt_since", UtcDateTime),
    sa.Column("ts", sa.Text),
    # A post is edited when what it tells has changed: the edition wanted, and the one shown.
    sa.Column("edition", sa.Integer, nullable=False, server_default="1"),
    sa.Column("shown", sa.Integer, nullable=False, server_default="0"),
    sa.Index("ix_posts_state", "state"),
)

digests = sa.Table(
    "digests",
    metadata,
    sa.Column("channel", sa.Text, primary_key=True),
    sa.Column("week", sa.Text, primary_key=True),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("payload", sa.JSON, nullable=False),
    sa.Column("why", sa.Text, nullable=False, default=""),
)
