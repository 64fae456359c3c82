"""Real OpenEBS issues: the router says where each belongs as often as it must."""

from __future__ import annotations

import app
from benchmarks.routing import made_up, place, real
from bot.settings import read_settings
from bot.triage.router import Router
from tests.support.real_data import REAL_DATA, needs_real_data

RIGHT_AT_LEAST = 0.85
ROUTER = Router(read_settings(app.DEFAULT_SETTINGS))


@needs_real_data
def test_real_issues_go_where_a_reader_decided() -> None:
    cases = real(REAL_DATA)
    right = [one.id for one in cases if place(ROUTER.route(one.text)) == one.place]
    assert len(cases) == 48
    assert len(right) / len(cases) >= RIGHT_AT_LEAST


def test_texts_about_what_is_easily_confused_go_where_they_should() -> None:
    wrong = [one.text for one in made_up() if place(ROUTER.route(one.text)) != one.place]
    assert wrong == []
