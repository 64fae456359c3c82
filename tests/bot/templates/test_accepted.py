"""What a filled form becomes is an issue that GitHub's own description accepts."""

from __future__ import annotations

import pytest

from bot.triage.draft import draft
from bot.triage.templates import parse
from storage.records import Kind, Message
from tests.bot.templates import forms
from tests.support.openapi import faults_of_opening

SAID = "zfs-localpv 2.10.1: PVC stays Pending after the upgrade to 4.2. I expected it to bind."


@pytest.mark.parametrize("kind", ["bug", "feature", "question"])
@pytest.mark.parametrize("name", forms.FORMS)
def test_the_request_of_a_filled_form_fits(name: str, kind: Kind) -> None:
    template = parse(f"{name.lower()}.yml", forms.FORMS[name])
    assert template is not None
    said = Message("C1", "1700000001.000000", "UASHA", SAID)
    made = draft([said], kind, None, {}, "UASHA", template)
    assert faults_of_opening(made.title, made.body, made.labels) == []
    for section in template.sections:
        assert section.heading in made.body
