"""Between Slack's markup and GitHub's Markdown, with nothing lost and nothing able to act."""

from bot.markup.defusing import defused, titled
from bot.markup.slack_to_github import MENTIONED, to_markdown
from bot.markup.typed import inert, inert_title

from bot.markup.github_to_slack import to_slack  # isort: skip

__all__ = ["MENTIONED", "defused", "inert", "inert_title", "titled", "to_markdown", "to_slack"]
