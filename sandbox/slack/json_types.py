"""Names for JSON as it travels: Slack's objects stay the dictionaries Slack would send."""

from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]
