"""The people and channels a fresh sandbox has."""

from sandbox.slack.directory import person
from sandbox.slack.json_types import Json


def people() -> list[Json]:
    return [
        person("U0ASHA0001", "asha", "Asha Rao", "Platform engineer", "e96699"),
        person("U0NOOR0001", "noor", "Noor Haddad", "New here", "4bbe2e"),
        person("U0KOFI0001", "kofi", "Kofi Mensah", "Storage engineer, helper", "df3dc0"),
        person("U0INES0001", "ines", "Ines Ferreira", "Developer advocate, helper", "e7392d"),
    ]


def channels() -> list[Json]:
    return [
        channel("C0OPENEBS1", "openebs", "Questions and answers about OpenEBS"),
        channel("C0OPENDEV1", "openebs-dev", "Building OpenEBS"),
        channel("C0DIGEST01", "community-digest", "What happened in the community this week"),
    ]


def user_groups() -> list[Json]:
    return [{"id": "S0HELPERS1", "handle": "helpers", "name": "Helpers", "users": ["kofi", "ines"]}]


def channel(channel_id: str, name: str, purpose: str = "", topic: str = "") -> Json:
    return {
        "id": channel_id,
        "name": name,
        "topic": {"value": topic, "creator": "", "last_set": 0},
        "purpose": {"value": purpose, "creator": "", "last_set": 0},
    }
