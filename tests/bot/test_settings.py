"""Settings: what is wrong is refused at the start, with the line and what to write instead."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import app
from bot.settings import Settings, WrongSettings, read_secrets, read_settings

GOOD = """\
community: Test
time_zone: Europe/Berlin
channels: [general]
helpers: [U012AB3CD]
digest:
  channel: general
  day: friday
  time: "16:30"
office_hours:
  - time_zone: Europe/Berlin
    days: [monday]
    from: "09:00"
    to: "17:00"
fallback: org/main
repositories:
  - name: org/main
    title: Main
    words: [main]
"""

BOT, APP = "xoxb-1", "xapp-1"

LIST = "write a list, such as [one, another]"
PARTS = "write its parts below it, as config/openebs.yaml does"
CLOCK = 'write hours and minutes in quotes, such as "09:00"'
QUOTES = 'write the time in quotes, such as "09:00"'
DAYS = "'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday' or 'sunday'"

# What stands in GOOD, what somebody wrote there instead, and what they are told.
MISTAKES = [
    ("community: Test\n", "", "line 1: `community` is missing."),
    (
        "time_zone: Europe/Berlin\nch",
        "time_zone: Europe/Berln\nch",
        "line 2: `time_zone`: 'Europe/Berln' is no time zone, did you mean Europe/Berlin?",
    ),
    (
        "time_zone: Europe/Berlin\nch",
        "time_zone: 12\nch",
        "line 2: `time_zone`: write words, in quotes if they look like a number or a date, not 12.",
    ),
    ("[general]", "[]", "line 3: `channels`: name at least one."),
    ("[general]", "general", f"line 3: `channels`: {LIST}, not 'general'."),
    ("[general]", "[7]", f"line 3: `channels.0`: {PARTS}, not 7."),
    (
        "[general]",
        "\n  - dev\n  - {name: general, care: eger}",
        "line 5: `channels.1.care`: Input should be 'cautious', 'balanced' or 'eager', not 'eger'.",
    ),
    (
        "[general]",
        "\n  - {name: general, car: eager}",
        "line 4: `channels.0.car` is not a setting of Burley. Did you mean `care`?",
    ),
    (
        "U012AB3CD",
        "kofi",
        "line 4: `helpers.0`: write a Slack id, such as U012AB3CD, not 'kofi'.",
    ),
    (
        'digest:\n  channel: general\n  day: friday\n  time: "16:30"\n',
        "digest: monday\n",
        f"line 5: `digest`: {PARTS}, not 'monday'.",
    ),
    ("friday", "freitag", f"line 7: `digest.day`: Input should be {DAYS}, not 'freitag'."),
    ('"16:30"', "16:30", f"line 8: `digest.time`: {QUOTES}."),
    ('"16:30"', '"25:00"', f"line 8: `digest.time`: {CLOCK}, not '25:00'."),
    ('"16:30"', '"noon"', f"line 8: `digest.time`: {CLOCK}, not 'noon'."),
    ("time:", "tmie:", "line 8: `digest.tmie` is not a setting of Burley. Did you mean `time`?"),
    (
        '"17:00"',
        '"08:00"',
        "line 10: `office_hours.0`: `from` must be earlier than `to`; write a night as two"
        " entries.",
    ),
    ("days: [monday]", "days: monday", f"line 11: `office_hours.0.days`: {LIST}, not 'monday'."),
    (
        "from:",
        "form:",
        "line 12: `office_hours.0.form` is not a setting of Burley. Did you mean `from`?",
    ),
    (
        "fallback: org/main",
        "fallback: main",
        "line 14: `fallback`: write owner/name, such as openebs/mayastor, not 'main'.",
    ),
    (
        "fallback: org/main",
        "fallback: org/other",
        "line 14: `fallback` is org/other, which is not among `repositories`.",
    ),
    (
        "repositories:\n",
        "repositories:\n  - {name: org/main, title: Again, words: [again]}\n",
        "line 15: a repository stands twice under `repositories`.",
    ),
    ("words: [main]", "words: []", "line 18: `repositories.0.words`: name at least one."),
    (
        "words: [main]",
        'words: [main, " "]',
        "line 18: `repositories.0.words.1`: write at least one letter, not ' '.",
    ),
    (
        "words: [main]",
        "words: [1.5]",
        "line 18: `repositories.0.words.0`: write words, in quotes if they look like a number"
        " or a date, not 1.5.",
    ),
    (
        "words: [main]",
        "words: [main]\n    labels: {bgu: [x]}",
        "line 19: `repositories.0.labels.bgu` is not a setting of Burley. Did you mean `bug`?",
    ),
    (
        "words: [main]",
        "words: [main]\n    provisoners: [main.csi]",
        "line 19: `repositories.0.provisoners` is not a setting of Burley."
        " Did you mean `provisioners`?",
    ),
    (
        "words: [main]",
        "words: [main]\n    versions: [4.5]",
        "line 19: `repositories.0.versions.0`: write words, in quotes if they look like a number"
        " or a date, not 4.5.",
    ),
    (
        "words: [main]",
        'words: [main]\n    versions: ["4"]',
        'line 19: `repositories.0.versions.0`: write a release line in quotes, such as "2.11",'
        " not '4'.",
    ),
    (
        "[general]",
        "[{name: general, repository: main}]",
        "line 3: `channels.0.repository`: write owner/name, such as openebs/mayastor, not 'main'.",
    ),
    (
        "[general]",
        "[{name: general, repository: org/other}]",
        "line 3: `channels` gives general the home org/other, which is not among `repositories`.",
    ),
    (
        "fallback: org/main",
        "fallback: org/main\nout_of_scope: [{words: [gui]}]",
        "line 15: `out_of_scope.0.text` is missing.",
    ),
    (
        "fallback: org/main",
        "fallback: org/main\narchived: [{title: Old, words: [], text: gone}]",
        "line 15: `archived.0.words`: name at least one.",
    ),
    (
        "fallback: org/main",
        "fallback: org/main\nholidays: [2025-12-25]",
        "line 15: `holidays.0`: write words, in quotes if they look like a number or a date.",
    ),
    (
        "fallback: org/main",
        "fallback: org/main\nslack_bot_token: xoxb-1",
        "line 15: `slack_bot_token` is not a setting of Burley. Remove it.",
    ),
    (
        "fallback: org/main",
        "fallback: org/main\n2: two",
        "line 15: `2` is not a setting of Burley. Remove it.",
    ),
    (
        "fallback: org/main",
        "fallback: org/main\nchannels: [dev]",
        "line 15: `channels` stands twice. Keep one of them.",
    ),
    (
        "[general]",
        "[general",
        "line 4: expected ',' or ']', but got ':'. Compare it with config/openebs.yaml.",
    ),
]


def refusal(path: Path, content: str | bytes) -> str:
    """What is said of a file, without its name, which must stand in front."""
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(WrongSettings) as wrong:
        read_settings(path)
    said = str(wrong.value)
    assert said.startswith(str(path))
    return said.removeprefix(str(path)).lstrip(", :")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "community.yaml"


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """An environment without anything of Burley's, in a folder without .env."""
    for name in os.environ:
        if name.startswith(("SLACK_", "GITHUB_", "BURLEY_")):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return monkeypatch


def test_the_example_and_the_settings_below_are_good(path: Path) -> None:
    assert read_settings(app.DEFAULT_SETTINGS).community == "OpenEBS"
    path.write_text(GOOD)
    assert isinstance(read_settings(path), Settings)


@pytest.mark.parametrize(("right", "wrong", "told"), MISTAKES, ids=[one[2] for one in MISTAKES])
def test_a_mistake_is_told_with_its_line_and_the_remedy(
    right: str, wrong: str, told: str, path: Path
) -> None:
    assert GOOD.count(right) == 1
    said = refusal(path, GOOD.replace(right, wrong)).splitlines()
    assert said[-1].endswith(told)
    assert all(line.endswith("is missing.") for line in said[:-1])  # what was misspelt


def test_every_mistake_is_told_at_once(path: Path) -> None:
    text = GOOD.replace("friday", "freitag").replace("U012AB3CD", "kofi")
    said = refusal(path, text).splitlines()
    assert len(said) == 2
    assert said[1].startswith(f"{path}, line 7: `digest.day`")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "holds no settings. Start from a copy of config/openebs.yaml."),
        ("just words", "holds no settings. Start from a copy of config/openebs.yaml."),
        ("- a list\n", "holds no settings. Start from a copy of config/openebs.yaml."),
        ("community: \x07", "it is no YAML. Compare it with config/openebs.yaml."),
        ("!!python/object:os.system {}", "line 1: could not determine a constructor"),
        ("? [a]\n: b\n", "line 1: found unhashable key"),
        ("&all\na: *all\n", "line 1: `community` is missing"),
        (b"\xff\xfe", "cannot be read: 'utf-8' codec can't decode"),
    ],
)
def test_what_is_no_settings_file_is_refused_in_words(
    content: str | bytes, told: str, path: Path
) -> None:
    assert told in refusal(path, content)


def test_a_missing_file_is_refused_in_words(path: Path) -> None:
    with pytest.raises(WrongSettings, match=r"community\.yaml cannot be read: .*No such file"):
        read_settings(path)


def test_a_channel_may_be_written_with_its_sign_and_with_care(path: Path) -> None:
    path.write_text(GOOD.replace("[general]", '["#general", {name: dev, care: eager}]'))
    assert read_settings(path).listened == {"general": "balanced", "dev": "eager"}


@pytest.mark.parametrize(
    ("tokens", "told"),
    [
        ({}, "SLACK_BOT_TOKEN is missing: put it into the environment or .env"),
        ({"SLACK_BOT_TOKEN": "", "SLACK_APP_TOKEN": APP}, "SLACK_BOT_TOKEN is missing"),
        ({"SLACK_APP_TOKEN": APP}, "SLACK_BOT_TOKEN is missing"),
        ({"SLACK_BOT_TOKEN": BOT}, "Set SLACK_APP_TOKEN (starts with xapp-; for Socket Mode) or"),
        ({"SLACK_BOT_TOKEN": BOT, "SLACK_APP_TOKEN": " "}, "SLACK_APP_TOKEN does not start with"),
        (
            {"SLACK_BOT_TOKEN": APP, "SLACK_APP_TOKEN": BOT},
            "SLACK_BOT_TOKEN does not start with xoxb-: is it another token?",
        ),
        (
            {"SLACK_BOT_TOKEN": BOT, "SLACK_APP_TOKEN": "xoxp-1"},
            "SLACK_APP_TOKEN does not start with xapp-: is it another token?",
        ),
    ],
)
def test_missing_and_swapped_tokens_are_told_by_their_names(
    tokens: dict[str, str], told: str, environment: pytest.MonkeyPatch
) -> None:
    for name, value in tokens.items():
        environment.setenv(name, value)
    with pytest.raises(WrongSettings) as wrong:
        read_secrets().check_slack()
    assert str(wrong.value).startswith(told)


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("BURLEY_PORT", "http", "valid integer"),
        ("BURLEY_PORT", "-1", "greater than or equal to 0"),
        ("BURLEY_PORT", "99999", "less than or equal to 65535"),
        ("BURLEY_DOUBT_WAIT_SECONDS", "soon", "valid number"),
        ("BURLEY_DOUBT_WAIT_SECONDS", "-5", "greater than or equal to 0"),
        ("BURLEY_DOUBT_WAIT_SECONDS", "nan", "less than or equal to 86400"),
        ("BURLEY_DOUBT_WAIT_SECONDS", "inf", "less than or equal to 86400"),
    ],
)
def test_values_that_cannot_work_are_refused_with_their_name(
    name: str, value: str, told: str, environment: pytest.MonkeyPatch
) -> None:
    environment.setenv(name, value)
    with pytest.raises(WrongSettings, match=f"^{name} in the environment or .env: .*{told}"):
        read_secrets()


def test_line_ends_around_a_token_are_not_part_of_it(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("SLACK_BOT_TOKEN", f" {BOT}\r\n")
    environment.setenv("SLACK_APP_TOKEN", f"{APP}\n")
    secrets = read_secrets()
    secrets.check_slack()
    assert secrets.slack_bot_token is not None
    assert secrets.slack_bot_token.get_secret_value() == BOT


def test_empty_values_count_as_not_set(environment: pytest.MonkeyPatch) -> None:
    for name in ("BURLEY_PORT", "BURLEY_CONFIG", "BURLEY_DATABASE", "GITHUB_TOKEN"):
        environment.setenv(name, "")
    secrets = read_secrets()
    assert (secrets.burley_port, secrets.burley_config, secrets.github_token) == (8080, None, None)
    assert secrets.burley_database == "sqlite:///data/burley.db"


@pytest.mark.usefixtures("environment")
def test_secrets_may_stand_in_a_file(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(f"SLACK_BOT_TOKEN={BOT}\nSLACK_SIGNING_SECRET='s'\nOTHER=x\n")
    read_secrets().check_slack()


@pytest.mark.usefixtures("environment")
def test_a_file_of_secrets_that_is_no_text_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"\xff\xfeS\x00L\x00")
    with pytest.raises(WrongSettings, match=r"^\.env cannot be read: save it as UTF-8 text\.$"):
        read_secrets()


def test_secrets_are_not_shown(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("SLACK_BOT_TOKEN", "xoxb-very-secret")
    assert "very-secret" not in repr(read_secrets())
