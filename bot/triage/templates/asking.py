"""What the reporter is asked for, once: only what matters, a few questions at most."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from bot.triage.facts.language import is_english
from bot.triage.templates import questions
from bot.triage.templates.answers import Answers
from bot.triage.templates.outputs import is_output
from bot.triage.templates.records import Missing, Section, Template, Told

MOST_QUESTIONS = 5
MOST_COMMANDS = 6
# Links, addresses and code.
NO_WORDS = re.compile(r"!?\[[^\[\]]*+\]\([^()]*+\)|<[^<>]*+>|`[^`]*+`")
FEWEST_WORDS = 3
FEWEST_LETTERS = 12
# Nobody can work without these; the rest of an environment is asked along with them.
NEEDED = re.compile(
    r"(?i)^(?!.*install).*(?:version|\bos\b|distro|kernel|revision|operating system|environment)"
)


def missing(template: Template, answers: Answers, told: Told) -> tuple[Missing, ...]:
    """Questions in the order of their weight."""
    return tuple(islice(_all(template, answers, told), MOST_QUESTIONS))


def _all(template: Template, answers: Answers, told: Told) -> Iterator[Missing]:
    sections = template.sections
    main = sections[answers.homes.main].heading if answers.homes.main is not None else ""
    plain = NO_WORDS.sub(" ", answers.telling.words)
    letters = re.findall(r"[^\W\d_]", plain)
    words = re.findall(r"[^\W\d_]{2,}", plain)
    told_little = len(words) < FEWEST_WORDS and len(letters) < FEWEST_LETTERS
    if told_little:
        yield Missing(main, questions.about())
    elif not is_english(plain):
        yield Missing(main, questions.in_english())
    if told.kind == "feature":
        if not told_little:
            yield from _use(sections, answers)
        return
    yield from _environment(sections, answers)
    if told.kind != "bug":
        return
    yield from _output(sections, answers)
    for topic, question in (("steps", questions.steps), ("expected", questions.expected)):
        for at in _unanswered(sections, answers):
            if sections[at].topic == topic and not answers.told_elsewhere(at):
                yield Missing(sections[at].heading, question())
                break
    for at in _unanswered(sections, answers):
        if sections[at].required and sections[at].topic not in ASKED_ALREADY:
            one = sections[at]
            yield Missing(one.heading, questions.required(one.heading, one.choices))


ASKED_ALREADY = frozenset(("steps", "expected", "environment", "output", "consent", "actual"))


def _unanswered(sections: Sequence[Section], answers: Answers) -> list[int]:
    return [
        at
        for at, section in enumerate(sections)
        if not section.parts and section.how != "checkboxes" and not answers.given(at)
    ]


def _use(sections: Sequence[Section], answers: Answers) -> Iterator[Missing]:
    asking = [at for at, one in enumerate(sections) if one.topic in ("reason", "problem")]
    if asking and not any(answers.given(at) for at in asking):
        yield Missing(sections[asking[0]].heading, questions.use())


def _environment(sections: Sequence[Section], answers: Answers) -> Iterator[Missing]:
    open_ = [at for at in _unanswered(sections, answers) if sections[at].topic == "environment"]
    wanted = [sections[at] for at in open_ if not is_output(sections[at])]
    if not any(NEEDED.search(one.heading) for one in wanted):
        return
    heading = next(
        (one.heading for one in sections if one.parts and one.topic == "environment"), ""
    )
    labels = [_label(one) for one in wanted if one.how != "markdown" and one.how != "textarea"]
    named = any(re.search(r"(?i)version|revision", _label(one)) for one in sections)
    if labels and not named and not any(one.what == "product" for one in answers.telling.facts):
        labels.insert(0, "the version you use")
    commands = tuple(dict.fromkeys(one for section in wanted for one in section.commands))
    named_so = ", ".join(labels) or heading or wanted[0].heading
    yield Missing(named_so, questions.environment(labels), commands[:MOST_COMMANDS])


def _output(sections: Sequence[Section], answers: Answers) -> Iterator[Missing]:
    open_ = [sections[at] for at in _unanswered(sections, answers)]
    wanted = [one for one in open_ if is_output(one) or one.topic == "output"]
    # A log that stands loose below the heading is the log that was asked for.
    loose = any(
        one.topic == "output" and answers.given(at) for at, one in enumerate(sections) if one.parts
    )
    commands = [one for section in wanted for one in section.commands]
    if loose:
        commands = [one for one in commands if " logs " not in one]
    if not wanted or (loose and not commands):
        return
    heading = next((one.heading for one in sections if one.topic == "output"), None)
    heading = heading or next((one.heading for one in sections if one.parts), wanted[0].heading)
    asked = tuple(dict.fromkeys(commands))[:MOST_COMMANDS]
    yield Missing(heading, questions.output(asked), asked)


def _label(section: Section) -> str:
    return re.sub(r"\s*\([^)]*\)", "", section.heading).strip(" :")
