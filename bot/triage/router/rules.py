"""Decides where a report goes: a policy first, then who is named most clearly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.settings import Settings
from bot.triage.router import reasons
from bot.triage.router.evidence import Evidence, Reader
from bot.triage.router.lessons import Lesson, Lessons
from bot.triage.router.route import Route
from bot.triage.router.weights import ENOUGH, HOME

# A text that names this many engines about equally is about all of them.
SEVERAL, ABOUT_EQUAL = 3, 0.5

Scores = Mapping[str, float]


class Router:
    def __init__(self, settings: Settings, lessons: Sequence[Lesson] = ()) -> None:
        self.fallback = settings.fallback
        self._settings = settings
        self._titles = {one.name: one.title for one in settings.repositories}
        self._homes = {
            one.name.removeprefix("#").lower(): one.repository
            for one in settings.channels
            if one.repository is not None
        }
        self._reader = Reader(settings)
        self.learn(lessons)

    def learn(self, lessons: Sequence[Lesson]) -> None:
        """Replace what was learned; what was moved to a repository of old settings is left out."""
        self._lessons = Lessons([one for one in lessons if one.repository in self._titles])

    def route(self, text: str, channel: str = "") -> Route:
        """Where the text belongs; `channel` is the name of the channel it was said in."""
        said = self._reader.read(text)
        if said.security:
            why = reasons.mentions(said.security) + ", which looks like a security matter"
            return Route(None, why, None, "security", self._settings.security.text)
        nudges = self._lessons.nudges(text)
        home = self._homes.get(channel.removeprefix("#").lower())
        scores = _scores(said, nudges, home)
        best = self._best(said, nudges, home)
        return (
            self._archived(said, scores.get(best or "", 0.0))
            or self._several(said, scores, best)
            or (self._out_of_scope(said) if best in (None, self.fallback) else None)
            or self._to(said, scores, best, nudges, home, channel)
        )

    def _best(self, said: Evidence, nudges: Scores, home: str | None) -> str | None:
        """Who is named most clearly; of two alike, who is named first."""
        scores = _scores(said, nudges, home)
        extra = _extra(nudges, home)
        sure = [one for one in scores if said.strength(one) + extra.get(one, 0.0) >= ENOUGH]
        return max(sure, key=lambda one: scores[one], default=None)

    def _archived(self, said: Evidence, other: float) -> Route | None:
        """An archived engine, if it is named more clearly than what `other` is the score of."""
        for place, score, strength, hits in said.archived():
            if strength < ENOUGH or score <= other:
                continue
            engine = self._settings.archived[place]
            title = engine.title or "an engine"
            why = f"{reasons.mentions(hits, title)}; {title} is archived"
            return Route(None, why, None, "archived", engine.text)
        return None

    def _several(self, said: Evidence, scores: Scores, best: str | None) -> Route | None:
        if best is None or best == self.fallback:
            return None
        named = [
            one
            for one in said.repositories
            if one != self.fallback
            and said.strength(one) >= ENOUGH
            and scores[one] >= ABOUT_EQUAL * scores[best]
        ]
        if len(named) < SEVERAL:
            return None
        why = reasons.names_several([self._titles[one] for one in named])
        return Route(self.fallback, why, best)

    def _out_of_scope(self, said: Evidence) -> Route | None:
        if said.strength(self.fallback) >= ENOUGH:
            return None
        for place, one in enumerate(self._settings.out_of_scope):
            if (hits := said.outside.get(place)) and place not in said.inside:
                why = reasons.mentions(hits) + ", which is out of scope, and names no engine"
                return Route(None, why, None, "out_of_scope", one.text)
        return None

    def _to(
        self,
        said: Evidence,
        scores: Scores,
        best: str | None,
        nudges: Scores,
        home: str | None,
        channel: str,
    ) -> Route:
        others = sorted(
            (one for one in scores if one != (best or self.fallback)), key=lambda one: -scores[one]
        )
        runner_up = others[0] if others else None
        if best is None:
            hits = said.hits(runner_up) if runner_up else []
            why = reasons.too_little(hits) if hits else reasons.names_none()
            return Route(self.fallback, why, runner_up)
        told = [reasons.mentions(said.hits(best), self._titles[best])] if said.hits(best) else []
        if nudges.get(best) and self._best(said, {}, home) != best:
            told.insert(0, reasons.moved_before())
        elif home == best and self._best(said, nudges, None) != best:
            told.insert(0, reasons.at_home(channel.removeprefix("#")))
        return Route(best, "; ".join(told), runner_up)


def _extra(nudges: Scores, home: str | None) -> dict[str, float]:
    extra = dict(nudges)
    if home is not None:
        extra[home] = extra.get(home, 0.0) + HOME
    return extra


def _scores(said: Evidence, nudges: Scores, home: str | None) -> dict[str, float]:
    """Every repository that anything speaks for, in the order in which they are named."""
    extra = _extra(nudges, home)
    found = {one: said.score(one) + extra.pop(one, 0.0) for one in said.repositories}
    return found | extra
