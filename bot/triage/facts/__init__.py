"""What a person's words say: their blocks and sentences, versions, and what each one tells."""

from bot.triage.facts.blocks import Block, blocks, sentences
from bot.triage.facts.pasted import with_code_fenced
from bot.triage.facts.roles import Role, greets, is_courtesy, labelled, role_of
from bot.triage.facts.versions import Fact, facts_in_code, facts_of, says_only_facts

__all__ = [
    "Block",
    "Fact",
    "Role",
    "blocks",
    "facts_in_code",
    "facts_of",
    "greets",
    "is_courtesy",
    "labelled",
    "role_of",
    "says_only_facts",
    "sentences",
    "with_code_fenced",
]
