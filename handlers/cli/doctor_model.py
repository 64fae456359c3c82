"""`burley doctor` on the language model: off, or asked one tiny question."""

from __future__ import annotations

import httpx2

from bot.clients.model import BudgetInMemory, Model
from bot.clock import RealClock
from bot.errors import ModelUnavailable
from bot.settings import Secrets, Settings

SCHEMA = {
    "type": "object",
    "properties": {"word": {"type": "string", "enum": ["yes"]}},
    "required": ["word"],
    "additionalProperties": False,
}
INSTRUCTIONS = 'Answer with one JSON object whose only part "word" is "yes".'
REMEDY = "Correct `model:` in the settings or BURLEY_MODEL_KEY; docs/model.md tells how."


async def check(settings: Settings, secrets: Secrets, http: httpx2.AsyncClient) -> tuple[bool, str]:
    """Whether all is well, and what to tell. The question is not counted in the day's budget."""
    wanted = settings.model
    if wanted is None:
        return True, "off: drafts are worded without one"
    key = secrets.burley_model_key
    model = Model(
        http,
        wanted.url,
        key.get_secret_value() if key else None,
        wanted.name,
        RealClock(),
        BudgetInMemory(),
        calls_a_day=5,
        timeout_seconds=wanted.timeout_seconds,
    )
    try:
        answer = await model.answer(INSTRUCTIONS, "Are you there?", SCHEMA)
    except ModelUnavailable as problem:
        return False, f"{problem}. {REMEDY}"
    channels = [one.name for one in settings.channels if one.model]
    where = f"switched on in {', '.join(channels) or 'no channel (`model: true` does it)'}"
    if answer != {"word": "yes"}:
        quality = "does not keep to a JSON schema, so less of what it says will be used"
    elif not model.form.knows_schemas:
        quality = "knows no JSON schemas, so it is told the schema in words"
    else:
        quality = "keeps to a JSON schema"
    return True, f"{wanted.name} answers and {quality}; {where}"
