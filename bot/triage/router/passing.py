"""Tells from the words around a name that the text is about something else.

"We moved from cStor to Mayastor" is about Mayastor, "slower than hostpath" about what is slow.
"""

from __future__ import annotations

import re

_BEFORE = re.compile(
    r"""\b(?:
        (?:migrat\w*|mov(?:e|ed|es|ing)|switch\w*|convert\w*)\ (?:\S+\ ){0,4}?(?:from|off)
      | instead\ of | rather\ than | other\ than | unlike | except | without | besides | alongside
      | compared\ (?:to|with) | similar\ to | next\ to | on\ top\ of | backed\ by | in\ addition\ to
      | (?:\w+er|more|less|worse)\ than
      | (?<!look\ )(?<!looks\ )(?<!looked\ )(?<!seems\ )(?<!feels\ )(?<!something\ )like
      | (?:as|same)\ (?:in|with|for|on)
      | formerly | previously | never\ used? | not\ (?:using|use|on|in) | not
      | used\ to\ (?:use|run|have) | replac\w+
      | also\ (?:use|run|have|tried|using|running|installed) | we\ have\ both
      | works?\ (?:fine|well|ok|okay|great|perfectly)\ (?:with|on|in|for|using)
    )
    (?:\ (?:the|our|an?|my|old|existing|it|using|with|openebs|local|pv|pvcs?|volumes?))*\ ?$""",
    re.VERBOSE,
)
_AFTER = re.compile(
    r"""^(?:\ (?:volumes?|pvcs?|pods?|ones?|engine|storage\ ?class|sc|itself))?\ ?,?\ ?(?:
        (?:which\ )?(?:all\ )?(?:works?|worked|runs?|is|are|was|were)\ (?:all\ )?
        (?:fine|ok|okay|good|well|unaffected|not\ affected)
      | (?:already\ )?(?:has|have|does|supports?)\ (?:this|that|it|so|already)
      | already\b
    )""",
    re.VERBOSE,
)


def in_passing(before: str, after: str) -> bool:
    """Whether these words around a name, in small letters, say it is not what is meant."""
    return bool(_BEFORE.search(before) or _AFTER.search(after))
