"""Under which heading of a template each piece of what was told belongs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.triage.facts import Role
from bot.triage.templates.environment import asks_for_all
from bot.triage.templates.others import is_question
from bot.triage.templates.records import Section, Topic
from bot.triage.templates.telling import Piece

# The headings a role may stand under, best first; what finds none joins the narrative.
HOMES: dict[Role, tuple[Topic, ...]] = {
    "description": (),
    "steps": ("steps", "steps and actual"),
    "expected": ("expected",),
    "actual": ("actual",),
    "output": ("output", "actual"),
    "config": ("config",),
    "environment": ("environment", "extra"),
    "solution": ("solution",),
    "wish": ("wish",),
    "problem": ("problem",),
    "reason": ("reason", "problem"),
    "alternatives": ("alternatives",),
    "screenshots": ("screenshots",),
    "extra": ("extra",),
}
OF_FEATURES: dict[Role, tuple[Topic, ...]] = {
    "solution": ("solution", "wish"),
    "problem": ("problem", "reason"),
}
NARRATIVE: dict[str, tuple[Topic, ...]] = {
    "bug": ("steps and actual", "description", "actual", "steps", "title", "", "problem", "wish"),
    "feature": ("problem", "description", "wish", "title", "", "reason", "solution"),
    "question": ("description", "steps and actual", "problem", "actual", "title", "", "wish"),
}
FREE = ("markdown", "textarea")


class Homes:
    """Where the pieces go in one template, by the places of its sections."""

    def __init__(
        self,
        sections: Sequence[Section],
        kind: str,
        quoted: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        self._sections = sections
        self._kind = kind
        self._quoted = quoted or {}
        self.main = self._narrative()
        self.extra = self.place("extra", None)

    def place(self, role: Role | None, otherwise: int | None) -> int | None:
        """The section for a role: one for free text; `otherwise` if there is none."""
        if role is None:
            return otherwise
        wanted = HOMES[role]
        if self._kind == "feature":
            wanted = OF_FEATURES.get(role, wanted)
        for topic in wanted:
            for at, section in enumerate(self._sections):
                if section.topic != topic or section.how not in FREE:
                    continue
                if topic != "environment" or section.parts or asks_for_all(section.heading):
                    return at
        return otherwise

    def is_expectation(self, at: int) -> bool:
        """Whether a section asks what should happen: nothing printed ever stands there."""
        return self._sections[at].topic == "expected"

    def quoting(self, piece: Piece) -> int | None:
        """The section under which somebody quoted these words."""
        if not self._quoted:
            return None
        words = " ".join(piece.text.split())
        for at, section in enumerate(self._sections):
            for one in self._quoted.get(section.heading, ()) if section.how in FREE else ():
                if words and words in " ".join(one.split()):
                    return at
        return None

    def _narrative(self) -> int | None:
        """The first heading that asks what this is about."""
        for hows in (FREE, ("input",)):
            for topic in NARRATIVE.get(self._kind, NARRATIVE["question"]):
                for at, section in enumerate(self._sections):
                    fits = section.topic == topic and section.how in hows
                    if fits and not (section.parts and topic == "") and not section.choices:
                        return at
        for at, section in enumerate(self._sections):
            if section.how in FREE:
                return at
        return None


def placed(pieces: Sequence[Piece], homes: Homes, kind: str) -> dict[int | None, list[Piece]]:
    """The pieces by the section they stand under; None is what a thread adds to the template."""
    found: dict[int | None, list[Piece]] = {}
    before: Piece | None = None
    here: int | None = homes.main
    for piece in pieces:
        talked = homes.extra if piece.talk or piece.reply else homes.main
        flow = here if kind == "feature" and before is not None and not piece.talk else talked
        home = homes.place(piece.role, flow)
        if piece.role == "description":
            home = homes.main
        if piece.role == "config" and homes.place("config", None) is None:
            home = here if before is not None else talked
        if piece.fence is not None and before is not None and home is not None:
            home = _with_its_introduction(piece, before, found, home, here)
        if piece.fence is not None and piece.role is None and before is not None:
            home = here  # code stands beside the words that it belongs to
        if piece.fence is not None and home is not None and homes.is_expectation(home):
            home = homes.place("actual", homes.main)
        told = homes.quoting(piece)
        home = home if told is None else told
        found.setdefault(home, []).append(piece)
        if not piece.reply and piece.role != "environment":
            here = home
        before = piece
    _without_idle_questions(found, pieces)
    _with_a_beginning(found, homes)
    return found


def _with_its_introduction(
    fence: Piece, before: Piece, found: dict[int | None, list[Piece]], home: int, here: int | None
) -> int:
    """Move "I see this:" along with what it introduces, unless the report begins with it."""
    introduces = before.text.rstrip(" *_").endswith((":", "："))
    if not introduces or before.reply or before.passage != fence.passage or home == here:
        return home
    if before.role in ("description", "expected"):
        return home
    held = found.get(here, [])
    if held and held[-1] is before:
        held.pop()
        found.setdefault(home, []).append(before)
    return home


def _without_idle_questions(found: dict[int | None, list[Piece]], pieces: Sequence[Piece]) -> None:
    """Drop what helpers asked where the answer stands under a heading that says it."""
    for held in found.values():
        for piece in [one for one in held if one.reply and is_question(one.text)]:
            after = next((one for one in pieces if one.passage > piece.passage), None)
            if after is None or after.reply or any(after is one for one in held):
                continue
            if after.role is not None or after.facts:
                held.remove(piece)


def _with_a_beginning(found: dict[int | None, list[Piece]], homes: Homes) -> None:
    """Nothing for the narrative: the first of the reporter's words go there after all."""
    # A wish may stand under its own heading; the problem behind it was not told.
    wished = homes.place("wish", None)
    if found.get(homes.main) or (wished is not None and found.get(wished)):
        return
    for piece in sorted(
        (one for held in found.values() for one in held), key=lambda p: (p.passage, p.block, p.line)
    ):
        shown = piece.role == "screenshots" and homes.place(piece.role, None) is not None
        if piece.reply or piece.facts or piece.labels or shown:
            continue
        home = next(home for home, held in found.items() if any(one is piece for one in held))
        whole = [
            one
            for one in found[home]
            if (one.passage, one.block, one.line) == (piece.passage, piece.block, piece.line)
        ]
        for one in whole:
            found[home].remove(one)
        found.setdefault(homes.main, []).extend(whole)
        return
