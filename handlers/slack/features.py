"""What the ways in may ask of the bot."""

from __future__ import annotations

from dataclasses import dataclass

from bot.clients.slack import Slack
from bot.corrections import Corrections
from bot.digest.service import Digests
from bot.directory import Directory
from bot.intake import Intake
from bot.issues.following import Following
from bot.issues.standing import StandingOf
from bot.questions.waiting import WaitingRoom
from bot.triage.asking import Asking
from bot.triage.deciding import Deciding
from bot.triage.known import Known
from bot.triage.offers import Offers


@dataclass(frozen=True, slots=True)
class Features:
    community: str
    slack: Slack
    directory: Directory
    intake: Intake
    waiting: WaitingRoom
    offers: Offers
    deciding: Deciding
    asking: Asking
    known: Known
    following: Following
    standing: StandingOf
    digests: Digests
    corrections: Corrections
