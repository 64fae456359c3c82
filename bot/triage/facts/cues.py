"""The words by which a sentence tells what it is about: one pattern a line."""

from __future__ import annotations

import re


def _any(patterns: str) -> re.Pattern[str]:
    """A pattern that finds any of the lines."""
    return re.compile("|".join(line.strip() for line in patterns.strip().splitlines()), re.I)


ASKS = _any(r"""
\?['\")\]*_`]*\s*$
""")
EXPECTED = _any(r"""
\b(?:i|we)(?:'d| would| had)?(?: have)? expect(?:ed)?\b
\bexpected (?:behaviou?r|results?|outcome)\b|^\W*expect(?:ed|ation|ing)\b
\bshould(?: not|n't|n’t)?(?: have| be| also| still| just| only| never| always)* (?!i\b|we\b)\w+
\bsupposed to\b
""")
NOT_EXPECTED = _any(r"""
\b(?:as|un|not) ?expected\b
\b(?:you|i|we|one|what) should\b
^\W*should\b
""")
ACTUAL = _any(r"""
^\W*(?:but )?(?:instead|actually|what (?:actually )?happens)\b
""")
STEPS = _any(r"""
^\W*(?:when|if|whenever|once|after|as soon as) (?:i|we|you)\b
^\W*(?:then|next|after that|now|first|finally),? (?:i|we|you)\b
^\W*(?:to reproduce|steps|reproduce)\b
""")
# What was done, told in passing: "created a pool, deleted the claim".
DOING = _any(r"""
\b(?:when|if|after|while|whenever|once)\b
\b(?:re)?install(?:ed|ing)?\b
\b(?:creat|upgrad|delet|deploy|restart|reboot|configur|patch|scal|simulat)(?:ed|ing)\b
\b(?:ran|rolled|applied|wiped|tried|made|added|removed|moved|changed|switched)\b
""")
SYMPTOM = _any(r"""
\bfail\w*|\berrors?\b|\bcrash\w*|\bhang(?:s|ing)?\b|\bhung\b|\bstuck\b|\bpending\b|\bpanic\w*
\bbroken?\b|\bbreaks?\b|\btime(?:s|d)? ?out\b|\btimeouts?\b|\brefus\w+|\bdenied\b|\bden(?:y|ies)\b
\blost\b|\blos(?:es|ing)\b|\bmissing\b|\bgone\b|\bleak\w*|\bcorrupt\w*|\brestart(?:s|ing|ed)\b
\boom\w*|\bcannot\b|\bcan['’]t\b|\bcan not\b|\bunable\b|\bcould ?n['’o]t\b
\bdoes(?:n['’]t| not)\b|\bdo(?:n['’]t| not) \w+|\bdid(?:n['’]t| not)\b|\bwon['’]t\b|\bwill not\b
\bnever\b|\bno longer\b|\bnothing\b|\bnot working\b|\bnot (?:found|\w+ed|ready)\b|\bslow\w*
\bwrong\w*|\binvalid\b|\bunexpected\w*|\bduplicat\w+|\boverw\w+|\bread-only\b|\bignor\w+
\bexit(?:s|ed)? (?:with|code)\b|\bstale\b|\bdisappear\w*|\bstop(?:s|ped)\b|\bimagepullbackoff\b
\bdegraded\b|\bunknown\b|\bfaulted\b|\boffline\b|\bunreachable\b|\bunresponsive\b|\bdeadlock\w*
\bexception\b|\bsegfault\w*|\bbug\b|\bregression\b|\bout of\b|\btoo (?:slow|many|large)\b
""")
SOLUTION = _any(r"""
\bwork(?:s|ed|ing)?[ -]?arounds?\b
\b(?:fixes|fixed|solves|solved|helps|helped) (?:it|this|that)\b
\b(?:a|the|one|possible) (?:possible )?(?:fix|solution)\b
\bgoes through if\b
\b(?:i think|i guess|probably|maybe|perhaps|seems to be)\b.*\b(?:because|due to|caused by)\b
""")
IDEA = _any(r"""
^\W*proposal\b
\bi propose\b
\b(?:could|can|might) be (?:done|implemented|built|solved)\b
\b(?:the|a|my|one) (?:proposal|idea|solution|implementation|way to do)\b
\bopen a pr\b
\bpull request\b
""")
WISH = _any(r"""
\bwould (?:like|love|be|help)\b
\b(?:i|we|it)['’]d (?:like|love|be (?:nice|great|good))\b
\bplease let\b
\bplease (?:\w+ ){0,2}(?:add|allow|support|make|enable|provide|consider|implement|have)\b
\b(?:could|can|would) (?:you|we|someone|it|there) (?:\w+ ){0,2}(?:add|support|have|get|allow|be)\b
\b(?:add|adding) (?:\w+ ){0,3}(?:support|option|flag|ability|way|feature|parameter|metric)\b
\bshould\b(?! i\b| we\b)
\b(?:we|i|users|operators|admins?) (?:need|want|wish)\b
\bneed the ability\b
\bfeature request\b
^\W*(?:let|allow|support|make|provide|enable)\b
\bwant(?:s|ed)? (?:to|an?)\b
""")
ALTERNATIVES = _any(r"""
\balternativ\w+\b
\bwork[ -]?arounds?\b
\b(?:i|we)(?:'ve| have)? (?:also )?(?:considered|tried)\b
""")
REASON = _any(r"""
\bbecause\b
\bso that\b
\buse[ -]?cases?\b
\bin production\b
\b(?:our|my) (?:users|nodes|clients|customers|cluster|team|company|postgres|app\w*|disks?)\b
^\W*(?:since|as) (?:we|i|our)\b
^\W*(?:we|i) (?:run|have|use|build|operate|are)\b
\bsuppose\b
\bthis (?:would|will) (?:help|make|save)\b
\b(?:useful|helpful|important|benefit\w*) (?:for|to|because|when|if)\b
""")
PROBLEM = _any(r"""
^\W*(?:today|currently|right now|at the moment|now)\b
\b(?:always|only|just|all or nothing)\b
""")
SHOWN = _any(r"""
!?\[[^\]]*\]\([^)]*\.(?:png|jpe?g|gif|webp|mp4|mov)[^)]*\)
<[^<>\s]*\.(?:png|jpe?g|gif|webp|mp4|mov)(?:\?[^<>\s]*)?>
""")

GREETS = (
    r"hi|hello|hey|hiya|howdy|greetings|dear|good (?:morning|afternoon|evening|day)|morning|namaste"
)
WHOM = (
    r"all|team|everyone|everybody|folks|guys|there|community|friends|again|maintainers?"
    r"|experts?|to all"
)
NAMED = r"\*\*[^*]{1,60}\*\*"  # somebody who was mentioned
COURTESY = re.compile(
    rf"(?i)^\W*(?:(?:{GREETS})(?:[\s,]+(?:{WHOM}|and|the|\w*openebs|{NAMED}))*"
    r"|(?:many |a lot of )?thank(?:s|[ -]?you)(?:[\s,]+(?:a lot|so much|very much|much|again"
    rf"|in advance|everyone|all|for (?:your |the |any )?help|{NAMED}))*"
    r"|thx|ty|cheers|ok(?:ay)?|k|great|cool|nice|perfect|awesome|got it|np|no problem"
    r"|(?:(?:ok(?:ay)?|yes|yep|yeah|sure|of course)[\s,.!]+)*"
    r"(?:sure|of course|here(?: (?:you (?:go|are)|(?:it|they) (?:is|are)|is it))?|there you go)"
    r"|you'?re welcome|\+1|lol|haha|hmm+"
    r"|any (?:ideas?|help|thoughts?|updates?)(?: (?:is|would be|are))?(?: appreciated)?"
    r"|(?:please|pls|kindly|can (?:any|some)(?:one|body))(?: please)? help(?: me)?"
    r"(?: (?:with|on) this)?|(?:i )?need (?:some )?help|help(?: me)?(?: please)?)[\W_]*$"
)

# The run-up to what somebody has to say.
WELCOME = _any(rf"""
^\W*(?:{GREETS})\b(?:[\s,]+(?:{WHOM})\b)*[\s,!.:–—-]+
^\W*(?:just )?(?:a )?(?:(?:quick|small|general|stupid) )*question\s*[:,–—-]\s*
^\W*(?:i|we)(?:'m| am| are)? (?:have|had|got|having|facing|ran into|run into)(?: got)? (?:an?|this|the|some|another)? ?(?:\w+ )?(?:problem|issue|question|trouble|bug)s?(?: here)?\s*(?:[:,–—]| -)\s+
^\W*(?:i |we )?need (?:some |your )?help(?: (?:with|on|here))?\s*(?:[:,–—-]\s+|(?<=with) )
^\W*(?:can|could) (?:any|some)(?:one|body) (?:please )?help(?: me| us)?(?: with)?\s*[:,–—-]?\s+
^\W*(?:please|pls|kindly)[,:]? help(?: me| us)?\s*[:,!–—-]\s*
^\W*(?:so|well|ok(?:ay)?|also|and|but|then|now|anyway|btw|basically|fyi|sorry|hmm+)\b[,:…]*\s+
^\W*(?:it (?:looks|seems) (?:like|that)|(?:i|we) (?:noticed|see|think|believe|found) that)\s+(?=\w+ \w+ \w+)
""")  # noqa: E501 - a table of phrases
# A sentence that says nothing of the matter.
VAGUE = _any(r"""
^\W*(?:i|we)(?:'m| am| are| have| had| ran| got| face|'ve)?(?: \w+){0,3} (?:problems?|issues?|question|trouble|help|stuck)\b(?: (?:with|here|and|now|today|please))*\W*$
\b(?:any (?:ideas?|help|suggestions?|thoughts?)|please help|need help|help me|thank|appreciated)
\b(?:what am i (?:doing|missing)|is this (?:a bug|normal|expected|known)|someone|anyone|anybody)\b
^\W*(?:why|how come|what happened|what now|see below|here is|here are|this is)\b.{0,14}$
^(?:edit|update)\b
^more a question\b
""")  # noqa: E501 - a table of phrases
