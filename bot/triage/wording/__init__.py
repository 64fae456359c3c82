"""What a language model is asked about a thread, and what of its answer survives.

The rule for both: whoever wrote the thread may have the model say anything they like.
"""

from bot.triage.wording.asking import Given, Request, request
from bot.triage.wording.checking import SUMMARY, Wording, checked

__all__ = ["SUMMARY", "Given", "Request", "Wording", "checked", "request"]
