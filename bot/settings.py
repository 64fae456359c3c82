"""A community's settings: one YAML file, and the secrets from the environment or .env.

Read once, by the program; each feature is handed the part it needs. What is wrong is
refused at the start, with the line and what to write instead.
"""

from __future__ import annotations

import difflib
import functools
import re
from collections.abc import Sequence
from datetime import time
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

import yaml
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    StringConstraints,
    ValidationError,
    model_validator,
)
from pydantic_settings import BaseSettings, SettingsConfigDict


class WrongSettings(Exception):
    """The settings cannot be used; the text says where and how to mend them."""


_zones = functools.cache(available_timezones)  # which walks through a folder of hundreds


def _known_zone(name: str) -> str:
    if name not in _zones():
        near = difflib.get_close_matches(name, _zones(), 1)
        hint = f", did you mean {near[0]}?" if near else "; write one such as Europe/London"
        raise ValueError(f"{name!r} is no time zone{hint}")
    return name


def _clock_time(value: object) -> object:
    # YAML 1.1 reads 09:00 without quotes as the number 540.
    if isinstance(value, int):
        raise ValueError('write the time in quotes, such as "09:00"')
    return value


def _endpoint(url: str) -> str:
    parts = urlsplit(url)
    if (
        parts.scheme not in ("http", "https")
        or not re.fullmatch(r"[\w.:-]+", parts.hostname or "")
        or parts.port == 0
        or not url.isprintable()
        or " " in url
    ):
        raise ValueError("write an address such as http://localhost:11434/v1")
    if parts.username is not None or parts.password is not None:
        raise ValueError("write the address without a password; the key goes to BURLEY_MODEL_KEY")
    if parts.query or parts.fragment or parts.path.rstrip("/").endswith("/chat/completions"):
        raise ValueError("write the address up to /v1; Burley adds /chat/completions itself")
    return url.rstrip("/")


def _plain_key(key: SecretStr | None) -> SecretStr | None:
    # The HTTP library would put such a key into the text of its error.
    value = key.get_secret_value() if key else ""
    if not (value.isascii() and value.isprintable()):
        raise ValueError("write the key alone: letters, digits and signs of ASCII")
    return key


TimeZone = Annotated[str, AfterValidator(_known_zone)]
TimeOfDay = Annotated[time, BeforeValidator(_clock_time)]
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WEEKDAYS: Sequence[Weekday] = (
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
)  # fmt: skip
REPOSITORY = r"^[\w.-]+/[\w.-]+$"
SLACK_ID = r"^[UWS][A-Z0-9]{2,}$"
RELEASE = r"^\d+\.\d+$"
DAY = r"^(\d{4}-)?(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$"
EXAMPLES = {
    DAY: "write 12-25 for every year, or 2026-12-25",
    REPOSITORY: "write owner/name, such as openebs/mayastor",
    RELEASE: 'write a release line in quotes, such as "2.11"',
    SLACK_ID: "write a Slack id, such as U012AB3CD",
}
RepositoryName = Annotated[str, Field(pattern=REPOSITORY)]
Day = Annotated[str, Field(pattern=DAY)]
SlackId = Annotated[str, Field(pattern=SLACK_ID)]
# A word of no letters would stand in every text.
Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Words = Annotated[tuple[Word, ...], Field(min_length=1)]

# What to write instead, by pydantic's name of the mistake; its own words are for programmers.
REMEDIES = {
    "tuple_type": "write a list, such as [one, another]",
    "too_short": "name at least one",
    "string_too_short": "write at least one letter",
    "string_type": "write words, in quotes if they look like a number or a date",
    "model_type": "write its parts below it, as config/openebs.yaml does",
    "time_parsing": 'write hours and minutes in quotes, such as "09:00"',
    "bool_type": "write true or false",
    "bool_parsing": "write true or false",
    "int_type": "write a whole number",
    "int_parsing": "write a whole number",
    "float_type": "write a number",
    "float_parsing": "write a number",
    "greater_than": "write a larger number",
    "greater_than_equal": "write a larger number",
    "less_than_equal": "write a smaller number",
}


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Labels(_Part):
    bug: tuple[str, ...] = ()
    feature: tuple[str, ...] = ()
    question: tuple[str, ...] = ()


class Signs(_Part):
    """What points to an engine; docs/routing.md says how much each of these weighs."""

    words: Words
    names: tuple[Word, ...] = ()
    provisioners: tuple[Word, ...] = ()
    storage_classes: tuple[Word, ...] = ()
    crds: tuple[Word, ...] = ()
    images: tuple[Word, ...] = ()
    commands: tuple[Word, ...] = ()
    values: tuple[Word, ...] = ()
    logs: tuple[Word, ...] = ()
    hints: tuple[Word, ...] = ()
    versions: tuple[Annotated[str, Field(pattern=RELEASE)], ...] = ()
    but_not: tuple[Word, ...] = ()  # reads like one of these, and is not


class Repository(Signs):
    name: RepositoryName
    title: str
    labels: Labels = Labels()


class Archived(Signs):
    """An engine that takes no issues any more; `text` is shown instead."""

    title: str = ""
    text: str


class Security(_Part):
    words: tuple[Word, ...] = ()
    but_not: tuple[Word, ...] = ()
    text: str = "Please do not describe a security matter in public; write to the maintainers."


class OutOfScope(_Part):
    """What the community does not do; any word of `unless` keeps a text in."""

    words: Words
    unless: tuple[Word, ...] = ()
    text: str


Care = Literal["cautious", "balanced", "eager"]


class ChannelSettings(_Part):
    """A channel Burley listens in; `care` is how sure it must be that somebody asks."""

    name: str
    care: Care = "balanced"
    quiet: bool = False  # reports are shown to helpers in App Home, and to nobody else
    model: bool = False  # its threads may go to the language model
    repository: RepositoryName | None = None  # its home: where reports go that name no engine


def _named(value: object) -> object:
    return {"name": value} if isinstance(value, str) else value


class DigestSettings(_Part):
    channel: str
    day: Weekday = "monday"
    time: TimeOfDay = time(9)


class PrivacySettings(_Part):
    """What is kept out of issues besides secrets; hosts by the ends of their names."""

    emails: bool = True
    public_ips: bool = False
    internal_hosts: tuple[Word, ...] = ()
    phones: bool = False
    cards: bool = False


class ModelSettings(_Part):
    """A language model that words drafts; `calls_a_day` is of all channels together."""

    url: Annotated[str, AfterValidator(_endpoint)]
    name: Word
    calls_a_day: Annotated[int, Field(ge=1)] = 200
    timeout_seconds: Annotated[float, Field(gt=0, le=120)] = 20


class FollowSettings(_Part):
    """What comes back from GitHub into threads."""

    comments: bool = True  # the maintainers' comments, shortened
    needs_information: tuple[Word, ...] = (
        "needs information", "needs-information", "triage/needs-information", "needs info",
    )  # fmt: skip


class OfficeHours(_Part):
    """Working hours of some helpers, in their own time zone."""

    time_zone: TimeZone
    days: tuple[Weekday, ...]
    start: TimeOfDay = Field(alias="from")
    end: TimeOfDay = Field(alias="to")

    @model_validator(mode="after")
    def _in_order(self) -> OfficeHours:
        if self.start >= self.end:
            raise ValueError("`from` must be earlier than `to`; write a night as two entries")
        return self


class Settings(_Part):
    community: str
    time_zone: TimeZone = "UTC"
    channels: Annotated[
        tuple[Annotated[ChannelSettings, BeforeValidator(_named)], ...], Field(min_length=1)
    ]
    helpers: tuple[SlackId, ...] = ()
    digest: DigestSettings | None = None
    office_hours: tuple[OfficeHours, ...] = ()
    holidays: tuple[Day, ...] = ()
    fallback: RepositoryName
    repositories: Annotated[tuple[Repository, ...], Field(min_length=1)]
    archived: tuple[Archived, ...] = ()
    security: Security = Security()
    out_of_scope: tuple[OutOfScope, ...] = ()
    privacy: PrivacySettings = PrivacySettings()
    follow: FollowSettings = FollowSettings()
    model: ModelSettings | None = None

    @property
    def listened(self) -> dict[str, Care]:
        """The channels listened to, by name or id, and how much care each wants."""
        return {one.name.removeprefix("#"): one.care for one in self.channels}

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @model_validator(mode="after")
    def _fits_together(self) -> Settings:
        names = [repository.name for repository in self.repositories]
        if self.fallback not in names:
            raise ValueError(f"`fallback` is {self.fallback}, which is not among `repositories`")
        if len(set(names)) < len(names):
            raise ValueError("a repository stands twice under `repositories`")
        for one in self.channels:
            if one.repository is not None and one.repository not in names:
                raise ValueError(
                    f"`channels` gives {one.name} the home {one.repository}, "
                    "which is not among `repositories`"
                )
        asking = [one.name for one in self.channels if one.model]
        if asking and self.model is None:
            raise ValueError(
                f"`channels` switches the language model on for {asking[0]}, but there is no "
                "`model:` with its url and name; docs/model.md has an example"
            )
        return self


class Secrets(BaseSettings):
    """What must not stand in a file that is shared: from the environment, or .env."""

    model_config = SettingsConfigDict(
        env_file=".env", extra="ignore", env_ignore_empty=True, str_strip_whitespace=True
    )

    slack_bot_token: SecretStr | None = None
    slack_app_token: SecretStr | None = None
    slack_signing_secret: SecretStr | None = None
    slack_api_url: str = "https://slack.com/api/"
    github_token: SecretStr | None = None
    github_app_id: int | str | None = None
    github_app_private_key: SecretStr | None = None
    github_app_private_key_file: Path | None = None
    github_webhook_secret: SecretStr | None = None
    github_api_url: str = "https://api.github.com"
    burley_model_key: Annotated[SecretStr | None, AfterValidator(_plain_key)] = None
    burley_config: Path | None = None
    burley_database: str = "sqlite:///data/burley.db"
    burley_host: str = "127.0.0.1"
    burley_port: Annotated[int, Field(ge=0, le=65_535)] = 8080
    burley_executor: str = "burley-0"
    burley_doubt_wait_seconds: Annotated[float, Field(ge=0, le=86_400)] = 900

    @property
    def any_slack(self) -> bool:
        return bool(self.slack_bot_token or self.slack_app_token or self.slack_signing_secret)

    def check_slack(self) -> None:
        """Raise WrongSettings unless Burley can connect to Slack with these."""
        if self.slack_bot_token is None:
            raise WrongSettings(
                "SLACK_BOT_TOKEN is missing: put it into the environment or .env "
                "(it starts with xoxb- and stands under OAuth & Permissions of your Slack app)."
            )
        if self.slack_app_token is None and self.slack_signing_secret is None:
            raise WrongSettings(
                "Set SLACK_APP_TOKEN (starts with xapp-; for Socket Mode) or "
                "SLACK_SIGNING_SECRET (for HTTP), both under Basic Information of your Slack app."
            )
        for name, token, start in (
            ("SLACK_BOT_TOKEN", self.slack_bot_token, "xoxb-"),
            ("SLACK_APP_TOKEN", self.slack_app_token, "xapp-"),
        ):
            if token is not None and not token.get_secret_value().startswith(start):
                raise WrongSettings(f"{name} does not start with {start}: is it another token?")


def read_secrets() -> Secrets:
    try:
        return Secrets()
    except UnicodeDecodeError:
        raise WrongSettings(".env cannot be read: save it as UTF-8 text.") from None
    except ValidationError as wrong:
        first = wrong.errors()[0]
        name = "_".join(str(part) for part in first["loc"]).upper()
        raise WrongSettings(f"{name} in the environment or .env: {first['msg']}.") from None


def read_settings(path: Path) -> Settings:
    """The community's settings; WrongSettings tells the file, the line and the remedy."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise WrongSettings(f"{path} cannot be read: {problem}") from None
    try:
        loader = yaml.SafeLoader(text)
        tree = loader.get_single_node()
        values = None if tree is None else loader.construct_document(tree)
    except yaml.YAMLError as problem:
        mark = getattr(problem, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        what = getattr(problem, "problem", None) or "it is no YAML"
        raise WrongSettings(f"{path}{line}: {what}. Compare it with config/openebs.yaml.") from None
    if not isinstance(values, dict):
        raise WrongSettings(f"{path} holds no settings. Start from a copy of config/openebs.yaml.")
    if again := _twice(tree):
        where = f"{path}, line {again.start_mark.line + 1}"
        raise WrongSettings(f"{where}: `{again.value}` stands twice. Keep one of them.")
    try:
        return Settings.model_validate(values)
    except ValidationError as wrong:
        said = [_sentence(path, tree, error) for error in _causes(wrong.errors())]
        raise WrongSettings("\n".join(said)) from None


def _causes(errors: Sequence[Any]) -> list[Any]:
    """Without the lists that are too short only because what stands in them is wrong."""
    return [
        error
        for error in errors
        if error["type"] != "too_short"
        or not any(
            len(other["loc"]) > len(error["loc"])
            and other["loc"][: len(error["loc"])] == error["loc"]
            for other in errors
        )
    ]


def _sentence(path: Path, tree: yaml.Node | None, error: Any) -> str:
    where = [part for part in error["loc"] if part != "function-after"]
    message = error["msg"].removeprefix("Value error, ").rstrip(".")
    if not where:  # about several settings at once: the line is that of the first it names
        line = _line_of(tree, re.findall(r"`(\w+)`", message)[:1])
        return f"{path}, line {line}: {message}."
    line = _line_of(tree, where)
    name = ".".join(str(part) for part in where)
    if error["type"] in ("extra_forbidden", "invalid_key"):
        near = difflib.get_close_matches(str(where[-1]), _keys_beside(where), 1)
        hint = f" Did you mean `{near[0]}`?" if near else " Remove it."
        return f"{path}, line {line}: `{name}` is not a setting of Burley.{hint}"
    if error["type"] == "missing":
        return f"{path}, line {line}: `{name}` is missing."
    message = REMEDIES.get(error["type"], message)
    if error["type"] == "string_pattern_mismatch":
        message = EXAMPLES.get(error["ctx"]["pattern"], message)
    plain = isinstance(error["input"], (str, int, float)) and error["type"] != "value_error"
    shown = f", not {error['input']!r}" if plain else ""
    said = f"{path}, line {line}: `{name}`: {message}{shown}"
    return said if said.endswith("?") else said + "."


def _twice(tree: yaml.Node | None) -> yaml.Node | None:
    """A setting that stands twice: YAML would silently keep the second only."""
    nodes, seen = [tree], set[int]()
    while nodes:
        node = nodes.pop()
        if id(node) in seen:  # an alias may hold itself
            continue
        seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            nodes += node.value
        if isinstance(node, yaml.MappingNode):
            names: set[str] = set()
            for key, value in node.value:
                if isinstance(key, yaml.ScalarNode):
                    if key.value in names:
                        return key
                    names.add(key.value)
                nodes.append(value)
    return None


def _line_of(node: yaml.Node | None, where: Sequence[str | int]) -> int:
    """The line (from 1) of the setting, or of the nearest thing around it."""
    line = 1
    for part in where:
        if isinstance(node, yaml.MappingNode):
            found = [(key, value) for key, value in node.value if key.value == str(part)]
            if not found:
                return line
            key, node = found[0]
            line = key.start_mark.line + 1
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int):
            node = node.value[part]
            line = node.start_mark.line + 1
    return line


def _keys_beside(where: Sequence[str | int]) -> list[str]:
    """The settings that exist at the place of an unknown one."""
    model: Any = Settings
    for part in where[:-1]:
        if isinstance(part, int):
            continue
        annotation = model.model_fields[part].annotation
        found = _models_in(annotation)
        if not found:
            return []
        model = found[0]
    return [field.alias or name for name, field in model.model_fields.items()]


def _models_in(annotation: Any) -> list[Any]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [one for part in getattr(annotation, "__args__", ()) for one in _models_in(part)]
