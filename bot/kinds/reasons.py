"""The reason a person reads: which of the cues spoke for the kind, in plain words."""

from __future__ import annotations

from bot.kinds.cues import REASONS
from bot.kinds.features import Features
from bot.kinds.model import Model

SPEAKS = {
    "asks": "has a question mark",
    "question mark": "has a question mark",
    "ends asking": "has a question mark",
    "only a link": "is only a link",
    "mention first, asks nothing": "speaks to one person and asks nothing",
    "asks the reader briefly": "asks somebody back",
    "asks the reader alone": "asks somebody back",
    "few words": "is very short",
    "no words": "has no words",
    "code block": "shows code",
    "log lines": "shows log lines",
}
OTHERWISE = {
    "question": "its wording is like that of questions",
    "bug": "its wording is like that of bug reports",
    "feature": "its wording is like that of feature requests",
    "chatter": "asks for nothing and reports nothing",
}
MOST = 3
WORTH_TELLING = 0.05


def why(features: Features, kind: str, model: Model, is_report: float) -> str:
    """At most three reasons, the weightiest first: "asks 'how do i'; names an error: 'log'"."""
    if features.foreign:
        return (
            "is not in English and has a question mark"
            if features.reading.asks
            else "is not in English"
        )
    as_report = is_report > 0.5 and kind != "chatter"
    weights = model.heads[f"{'report' if as_report else 'chat'} {kind}"].weights
    totals: dict[str, float] = {}
    for name, value in (features.report if as_report else features.chat).items():
        cue = _cue(name)
        totals[cue] = totals.get(cue, 0.0) + value * weights.get(name, 0.0)
    told: list[tuple[str, str]] = []
    for cue, weight in sorted(totals.items(), key=lambda item: (-item[1], item[0])):
        if weight <= WORTH_TELLING:
            break
        phrase = features.cues.get(cue, "")
        if phrase:
            # "asks 'how do i'" says more than "asks about their own case: 'do i'".
            cue, phrase = max(
                ((c, p) for c, p in features.cues.items() if phrase in p),
                key=lambda found: len(found[1]),
            )
        reason = SPEAKS.get(cue) or _with_phrase(REASONS.get(cue), phrase)
        if not reason or any(reason == said for said, _ in told):
            continue
        # Two cues that share a phrase would say the same twice: keep the longer.
        same = [n for n, (_, said) in enumerate(told) if _overlap(phrase, said)]
        if not same and len(told) < MOST:
            told.append((reason, phrase))
        elif same and len(phrase) > len(told[same[0]][1]):
            told[same[0]] = (reason, phrase)
    return "; ".join(reason for reason, _ in told) or OTHERWISE[kind]


def _overlap(one: str, other: str) -> bool:
    return bool(one and other) and (one in other or other in one)


def _cue(name: str) -> str:
    """The cue behind a feature: "first: wishes" and "wishes, asks" both speak of wishing."""
    if name in SPEAKS:
        return name
    bare = name.rsplit(": ", 1)[-1]
    return bare if bare in SPEAKS else bare.split(", ")[0]


def _with_phrase(reason: str | None, phrase: str) -> str | None:
    if reason is None or not phrase:
        return None
    if phrase.isprintable() and not any(letter.isupper() for letter in phrase):
        return reason.replace("…", phrase)
    return reason.split(":")[0].replace(" '…'", "")
