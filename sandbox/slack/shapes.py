"""Small checkers that make up the Block Kit rules; they word faults as Slack does."""

from collections.abc import Callable, Mapping
from typing import Any

# A check looks at a value found at a JSON pointer and adds what is wrong to the faults.
Faults = list[str]
Check = Callable[[Any, str, Faults], None]


def fault(message: str, pointer: str) -> str:
    return f"{message} [json-pointer:{pointer}]"


def string(longest: int, shortest: int = 0) -> Check:
    def check(value: Any, at: str, faults: Faults) -> None:
        if not isinstance(value, str):
            faults.append(fault("must be a string", at))
        elif len(value) > longest:
            faults.append(fault(f"must be less than {longest + 1} characters", at))
        elif len(value) < shortest:
            faults.append(fault(f"must be more than {shortest - 1} characters", at))

    return check


def url(longest: int = 3000) -> Check:
    def check(value: Any, at: str, faults: Faults) -> None:
        string(longest)(value, at, faults)
        if isinstance(value, str) and "://" not in value and not value.startswith("mailto:"):
            faults.append(fault("must be a valid URL", at))

    return check


def boolean(value: Any, at: str, faults: Faults) -> None:
    if not isinstance(value, bool):
        faults.append(fault("must be a boolean", at))


def integer(lowest: int, highest: int) -> Check:
    def check(value: Any, at: str, faults: Faults) -> None:
        if not isinstance(value, int) or isinstance(value, bool):
            faults.append(fault("must be an integer", at))
        elif not lowest <= value <= highest:
            faults.append(fault(f"must be between {lowest} and {highest}", at))

    return check


def one_of(*allowed: str) -> Check:
    def check(value: Any, at: str, faults: Faults) -> None:
        if value not in allowed:
            faults.append(fault(f"must be one of: {', '.join(allowed)}", at))

    return check


def anything(value: Any, at: str, faults: Faults) -> None:
    """Parts of Block Kit that the sandbox takes as they are."""


def array(of: Check, most: int, least: int = 1) -> Check:
    def check(value: Any, at: str, faults: Faults) -> None:
        if not isinstance(value, list):
            faults.append(fault("must be an array", at))
            return
        if len(value) > most:
            faults.append(fault(f"no more than {most} items allowed", at))
        if len(value) < least:
            faults.append(fault(f"no less than {least} items allowed", at))
        for i, item in enumerate(value[:most]):
            of(item, f"{at}/{i}", faults)

    return check


def thing(required: Mapping[str, Check], optional: Mapping[str, Check]) -> Check:
    """An object with these fields and no others."""

    def check(value: Any, at: str, faults: Faults) -> None:
        if not isinstance(value, dict):
            faults.append(fault("must be an object", at))
            return
        for name in required:
            if value.get(name) is None:
                faults.append(fault(f"missing required field: {name}", at))
        for name, part in value.items():
            known = required.get(name) or optional.get(name)
            if known is None:
                faults.append(fault(f"invalid additional property: {name}", at))
            elif part is not None:
                known(part, f"{at}/{name}", faults)

    return check


def typed(kinds: Mapping[str, Check]) -> Check:
    """An object whose `type` decides which fields it has."""

    def check(value: Any, at: str, faults: Faults) -> None:
        if not isinstance(value, dict):
            faults.append(fault("must be an object", at))
            return
        kind = value.get("type")
        if kind is None:
            faults.append(fault("missing required field: type", at))
        elif kind not in kinds:
            faults.append(fault(f"unsupported type: {kind}", at))
        else:
            kinds[kind](value, at, faults)

    return check


def text(longest: int, *, plain: bool = False, shortest: int = 1) -> Check:
    """A text object of at most so many characters."""
    kinds = ("plain_text",) if plain else ("plain_text", "mrkdwn")
    check_text = thing(
        {"type": one_of(*kinds), "text": string(longest, shortest)},
        {"emoji": boolean, "verbatim": boolean},
    )

    def check(value: Any, at: str, faults: Faults) -> None:
        found: Faults = []
        check_text(value, at, found)
        if found:
            faults.append(fault("failed to match all allowed schemas", at))
            faults.extend(found)

    return check
