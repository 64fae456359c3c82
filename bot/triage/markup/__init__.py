"""Between Slack's markup and GitHub's Markdown, with nothing lost and nothing able to act."""

from bot.triage.markup.defusing import defused, titled
from bot.triage.markup.slack_to_github import MENTIONED, to_markdown

from bot.triage.markup.github_to_slack import to_slack  # isort: skip

__all__ = ["MENTIONED", "defused", "titled", "to_markdown", "to_slack"]
