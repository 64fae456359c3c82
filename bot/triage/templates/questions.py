"""Every sentence that a draft says of itself, and every question it asks the reporter."""

from __future__ import annotations

from collections.abc import Sequence

NOT_GIVEN = "*not given*"
# Where a template has no place for what else was said.
ADDED = "Additional context"
# An issue is public, and these show tokens, passwords and inner addresses.
CHECK = (
    "Please check it for secrets first (tokens, passwords, addresses of your own network): "
    "an issue is public."
)


def reply(many: bool) -> str:
    return "Replies in the thread:" if many else "A reply in the thread:"


def told_above(heading: str) -> str:
    return f"See *{heading}* above."


def told_below(heading: str) -> str:
    return f"See *{heading}* below."


def attached(names: Sequence[str]) -> str:
    what = "A file is" if len(names) == 1 else "Files are"
    return f"_{what} attached in Slack: {', '.join(names)}_"


def is_attached(line: str) -> bool:
    """Whether a line is the one above: nobody said it."""
    return line.startswith(("_A file is attached in Slack: ", "_Files are attached in Slack: "))


def left_out() -> str:
    return "The thread is longer than an issue may be: the rest of it stands in the thread."


def cut_short() -> str:
    return "This is cut here, as it is longer than an issue may be: the rest stands in the thread."


def about() -> str:
    return (
        "What is it about, in a sentence or two? Nobody can search for what only a picture or "
        "a log shows."
    )


def in_english() -> str:
    return (
        "Could you add a sentence or two in English on what happens? Your own words stay as they "
        "are; "
        "most maintainers read English."
    )


def environment(asked: Sequence[str]) -> str:
    if not asked:
        return "What do you run this on: which versions, and which operating system?"
    return f"Could you add what you run this on: {_listed(asked)}?"


def output(commands: Sequence[str]) -> str:
    if any("openebs dump" in one for one in commands):
        return f"Could you make a support bundle with this and attach it? {CHECK}"
    if commands:
        return f"Could you paste what these commands print? {CHECK}"
    return f"Could you paste the log lines from around the moment it goes wrong? {CHECK}"


def steps() -> str:
    return (
        "How can somebody else see this happen? The steps from a fresh start, one a line, are best."
    )


def expected() -> str:
    return "What did you expect to happen instead?"


def use() -> str:
    return "What would you use this for? A wish is weighed by the problem behind it."


def required(heading: str, choices: Sequence[str]) -> str:
    question = f"The project's form asks for “{heading}”. What should stand there?"
    return f"{question} It can be {_listed(choices, 'or')}." if choices else question


def _listed(words: Sequence[str], last: str = "and") -> str:
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"
