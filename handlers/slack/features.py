"""What the ways in may ask of the bot."""

from __future__ import annotations

from dataclasses import dataclass

from bot.clients.slack import Slack
from bot.corrections import Corrections
from bot.digest.service import Digests
from bot.directory import Directory
from bot.intake import Intake
from bot.issues.following import Following
from bot.questions.waiting import WaitingRoom
from bot.triage.offers import Offers


@dataclass(frozen=True, slots=True)
class Features:
    community: str
    slack: Slack
    directory: Directory
    intake: Intake
    waiting: WaitingRoom
    offers: Offers
    following: Following
    digests: Digests
    corrections: Corrections
