"""How a language model's endpoint wants to be asked: they call themselves compatible and differ."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

ANSWER_TOKENS = 2_000


@dataclass(frozen=True, slots=True)
class Form:
    """One way to ask; an endpoint that wants another says so with a 400 or 422."""

    knows_schemas: bool = True
    # OpenAI's models that think first refuse `max_tokens` and a temperature.
    thinks_first: bool = False

    def body(
        self, name: str, instructions: str, text: str, schema: Mapping[str, Any]
    ) -> dict[str, Any]:
        how: dict[str, Any] = {"type": "json_object"}
        if self.knows_schemas:
            described = {"name": "answer", "strict": True, "schema": schema}
            how = {"type": "json_schema", "json_schema": described}
        else:
            instructions += "\n\nThe JSON schema of your answer:\n" + json.dumps(schema)
        body = {
            "model": name,
            "messages": [
                {"role": "system", "content": instructions},
                {"role": "user", "content": text},
            ],
            "response_format": how,
        }
        if self.thinks_first:
            return {**body, "max_completion_tokens": 2 * ANSWER_TOKENS}
        return {**body, "max_tokens": ANSWER_TOKENS, "temperature": 0}

    def after(self, complaint: str) -> Form | None:
        """Another form to try when this one was refused with these words."""
        if not self.thinks_first and re.search(r"max_tokens|temperature", complaint):
            return replace(self, thinks_first=True)
        return replace(self, knows_schemas=False) if self.knows_schemas else None
