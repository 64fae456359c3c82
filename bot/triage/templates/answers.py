"""What stands under each heading of one template, for one thread."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.triage.facts import Fact
from bot.triage.facts.cues import DOING, SYMPTOM
from bot.triage.templates import questions
from bot.triage.templates.choices import chosen
from bot.triage.templates.environment import answer, asks_for_all, is_for_the_rest, shown
from bot.triage.templates.outputs import asks_for, is_output, printed_by, shows_another
from bot.triage.templates.placing import Homes, placed
from bot.triage.templates.records import Section, Told
from bot.triage.templates.telling import Piece, read
from bot.triage.templates.writing import written

INTRODUCES = re.compile(r"[:：]\s*[*_]*\s*$")


class Answers:
    def __init__(self, sections: Sequence[Section], told: Told) -> None:
        self._sections = sections
        self._told = told
        self.telling = read(told)
        self.homes = Homes(sections, told.kind, told.placed)
        self._found = placed(self.telling.pieces, self.homes, told.kind)
        self._printed: dict[int, list[Piece]] = {}
        self._fields = [
            (at, command)
            for at, section in enumerate(sections)
            for command in section.commands
            if is_output(section)
        ]
        self._match_outputs()
        self._match_requests()
        self._facts = {at: self._facts_for(one) for at, one in enumerate(sections)}
        self._give_the_rest()
        self._absorb()
        self._own = [self._answer(at) for at in range(len(sections))]

    @property
    def added(self) -> str:
        """What has no place in the template: the rest of the thread."""
        return written(self._found.get(None, []))

    def given(self, at: int) -> bool:
        """Whether anybody said anything that stands under this heading."""
        return bool(self._own[at])

    def text(self, at: int) -> str:
        """What stands there: the words, or that they were not given, or where they are."""
        own = self._own[at]
        section = self._sections[at]
        if own or section.parts or section.how == "checkboxes":
            return own
        if self.told_elsewhere(at) and self.homes.main is not None:
            main = self._sections[self.homes.main].heading
            return (
                questions.told_above(main) if self.homes.main < at else questions.told_below(main)
            )
        return questions.NOT_GIVEN

    def told_elsewhere(self, at: int) -> bool:
        """Whether the narrative tells what this heading asks for: what happens, or the steps."""
        if self.homes.main is None or at == self.homes.main or self._told.kind != "bug":
            return False
        narrative = "\n".join(
            one.text for one in self._found.get(self.homes.main, []) if not one.reply
        )
        topic = self._sections[at].topic
        if topic == "actual":
            return SYMPTOM.search(narrative) is not None
        return topic == "steps" and len(DOING.findall(narrative)) > 1

    def _answer(self, at: int) -> str:
        section = self._sections[at]
        if section.how == "dropdown":
            return chosen(section, self.telling.words, self.telling.facts)
        if section.how == "checkboxes":
            return ""
        if at in self._printed:
            return written(self._printed[at])
        pieces = self._found.get(at, [])
        facts = self._facts[at]
        if section.how in ("field", "input") and not pieces:
            return shown(section.heading, facts) if facts else ""
        said = written(pieces, section.render)
        if not asks_for_all(section.heading):
            named = shown(section.heading, facts)
            return "\n\n".join(part for part in (said, named if named not in said else "") if part)
        listed = [fact.phrase for fact in facts if fact.phrase.lower() not in said.lower()]
        rows = "\n".join(f"- {phrase}" for phrase in dict.fromkeys(listed))
        return "\n\n".join(part for part in (said, rows) if part)

    def _facts_for(self, section: Section) -> list[Fact]:
        if section.topic != "environment" or section.parts or section.how == "dropdown":
            return []
        if section.how not in ("field", "input") and asks_for_all(section.heading):
            return [fact for fact in self.telling.facts if fact.what != "tool"]
        return answer(section.heading, self.telling.facts, self.telling.words)

    def _give_the_rest(self) -> None:
        """Facts of an environment that no field asks for stand where it says "others"."""
        used = {fact for facts in self._facts.values() for fact in facts}
        rest = [one for one in self.telling.facts if one not in used and one.what != "tool"]
        for at, section in enumerate(self._sections):
            if section.how == "field" and is_for_the_rest(section.heading):
                self._facts[at] = rest

    def _match_outputs(self) -> None:
        """Put what a command printed below the field that asks for it."""
        for held in self._found.values():
            for piece in [one for one in held if one.fence is not None]:
                said = _introduction(held, piece)
                words = said.text if said is not None else ""
                for at, command in self._fields:
                    if at in self._printed or piece.fence is None:
                        continue
                    if printed_by(command, piece.fence, words):
                        taken = [piece] if said is None else [said, piece]
                        self._printed[at] = taken
                        held[:] = [one for one in held if not any(one is other for other in taken)]
                        break

    def _match_requests(self) -> None:
        """Put what was pasted when a helper asked for it below the field that asks the same."""
        for held in self._found.values():
            for piece in [one for one in held if one.fence is not None]:
                open_ = [one for one in self._fields if one[0] not in self._printed]
                at = _asked_for(piece, open_)
                if at is not None:
                    self._printed[at] = [piece]
                    held[:] = [one for one in held if one is not piece]

    def _absorb(self) -> None:
        """Drop lines that say nothing but facts which fields now show."""
        shown_facts = {
            fact
            for at, section in enumerate(self._sections)
            if section.how in ("field", "input") or not asks_for_all(section.heading)
            for fact in self._facts[at]
        }
        for held in self._found.values():
            held[:] = [
                one
                for one in held
                if not (one.facts and all(fact in shown_facts for fact in one.facts))
            ]


def _asked_for(fence: Piece, open_: Sequence[tuple[int, str]]) -> int | None:
    """The one field for which a block was pasted when somebody asked for just that."""
    if fence.fence is None or not fence.asked:
        return None
    wanted = [
        at
        for at, command in open_
        if asks_for(fence.asked, command) and not shows_another(command, fence.fence)
    ]
    return wanted[0] if len(wanted) == 1 else None


def _introduction(held: Sequence[Piece], fence: Piece) -> Piece | None:
    """The words just before a fence that say what it shows, if they are there only for that."""
    place = next(at for at, one in enumerate(held) if one is fence)
    before = held[place - 1] if place else None
    if before is None or before.reply or before.fence or before.role == "description":
        return None
    return before if INTRODUCES.search(before.text) else None
