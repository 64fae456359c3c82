"""Named cues: turns of phrase that a person would point at, each with its reason in plain words.

A phrase is matched word by word; ``*`` stands for any one word, ``^`` in front
means "where a sentence starts" and ``^^`` "where the message starts" (a mention
and a greeting before it do not count). Walking a tree of words instead of
running regular expressions keeps the cost linear in the text, whatever it says.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.kinds.text import WORD, Reading, lower

# What people leave out when they type fast.
_SPELLED = {
    "dont": "don't", "doesnt": "doesn't", "didnt": "didn't", "isnt": "isn't", "wont": "won't",
    "cant": "can't", "cannot": "can't", "couldnt": "couldn't", "shouldnt": "shouldn't",
    "im": "i'm", "ive": "i've", "id": "i'd", "whats": "what's", "theres": "there's",
    "thats": "that's", "u": "you", "ur": "your", "pls": "please", "plz": "please",
    "thx": "thanks", "thnx": "thanks", "ty": "thanks", "wanna": "want to", "wasnt": "wasn't",
    "havent": "haven't", "yall": "y'all", "everybody": "everyone", "guys": "all", "folks": "all",
    "anybody": "anyone", "somebody": "someone", "hows": "how's", "wheres": "where's",
}  # fmt: skip

# name: (reason, phrases). The order is the order in which reasons are told.
CUES: dict[str, tuple[str, str]] = {
    # -- asks
    "asks_how": ("asks '…'", """
        how do i|how do we|how do you|how do people|how does one|how to|how can i|how can we|how can you|how can one
        how could i|how could we|how would i|how would you|how would one|how would we|how should i|how should we
        how should one|how is|how are|how come|^how does|^how do|^how can|^how could|^how would|how are people|how's
        how do * guys|what's the best way|what is the best way|best way to|right way to|good way to|proper way
        recommended way|what's the right|what's a good|what is a good|what is the right|what's the most|what is the most
        what * way to|correct way to|preferred way|what's the proper"""),
    "asks_way": ("asks '…'", """
        is there a way|is there any way|is there some way|is there a nice way|is there a better way|any way to|is there a
        is there any|is there an|are there any|is there some|is it possible|would it be possible|is there something
        are there plans|any plans|any chance|is there|are there|is it ok|is it safe|is it fine|does there exist|^possible to
        does a * exist|does * exist|is there * way"""),
    "asks_anyone": ("asks the channel: '…'", """
        anyone know|anyone knows|does anyone|does anybody|has anyone|did anyone|is anyone|can anyone|could anyone
        anyone have|anyone had|anyone else|anyone|someone could|can someone|could someone|would anyone|will anyone
        any idea|any ideas|any suggestion|any suggestions|any hint|any hints|any tips|any tip|any advice|any thoughts
        any pointers|any pointer|any help|any clue|any recommendations|any recommendation|any good|any examples
        anyone got|any one know|someone know|someone please|someone help|anyone here|some one"""),
    "asks_wh": ("asks '…'", """
        ^what is|^what's|^what are|^what does|^what do|^what would|^what should|^what kind|^what about|^what|^which|^why
        ^why is|^why does|^why do|^why are|^why can't|^where|^where can|^where do|^where is|^where should|^when will
        ^when is|^when should|^who|^whom|^what could|^what can|^why doesn't|^why isn't|^so what|^so why|^but why
        ^what version|why is this|why is that|why does|why do|why this|why are|^why did|^what did|^whats|^how many|^how much
        ^how long|^how often|^how"""),
    "asks_yes_no": ("opens a yes-or-no question", """
        ^is|^are|^does|^do|^did|^can|^could|^should|^would|^will|^has|^have|^was|^were|^isn't|^doesn't|^shouldn't
        ^aren't|^wouldn't|^can't|^am i|^may|^hasn't|^didn't|^so is|^so does|^so can|^and is|^and does|^but is
        ^shouldn't|^don't|^won't|^couldn't"""),
    "asks_of_self": ("asks about their own case: '…'", """
        am i|should i|can i|could i|may i|do i|must i|would i|do we|should we|can we|did i|what am i|i be doing|i missing
        am i missing|am i doing|doing something wrong|doing wrong|missing something|where do i|where can i|where should i
        what should i|what do i|what can i|which * should i|do i have to|do i need|if i should|if i can|how i can|how i could
        how i would|how i should|what i should"""),
    "wonders": ("wonders: '…'", """
        i wonder|i'm wondering|wondering|i am wondering|was wondering|curious|i'm curious|not sure how|not sure why
        not sure if|not sure what|not sure whether|not sure where|don't understand|don't really understand|don't get
        can't figure|couldn't figure|figure out|trying to understand|trying to figure|no idea|confused|confusing
        don't know how|don't know what|don't know why|don't know if|i have a question|have a question|quick question|question about
        newbie question|a question|another question|stupid question|dumb question|beginner question|my question|questions about
        can't seem|can't find|couldn't find|can't see|can't work out|i'm unsure|unsure|unclear|what i'm missing|grok
        something i don't|if there's a|if there is|whether there|like to know|want to know|need to know|wanted to ask|ask here
        ask questions|thought i'd ask|what's going on|couple questions|couple of questions|two questions|few questions|explain
        question for|question on|question regarding|the question"""),
    "seeks_help": ("seeks help: '…'", """
        help me|need help|need some help|some help|please help|would be appreciated|be appreciated|much appreciated
        greatly appreciated|appreciate any|appreciate it|i'd appreciate|would appreciate|thanks in advance|thank you in advance|tia
        i'm stuck|i am stuck|stuck on|stuck with|struggling|having trouble|having issues|having an issue|having problems
        having a problem|having some issues|having some trouble|having a hard|point me|right direction|guidance|love to have feedback
        some feedback|feedback on|be thankful|be grateful|be helpful|be super helpful|i'm lost|hard time|facing|i'm facing|run into|ran into
        running into|running in to|came across|come across|stumbled|seeing some|help with|help would|assist|assistance|a solution
        help us|help appreciated|i'm having|i am having|we're having|have a problem|have an issue|have an error|trouble with
        could use|suggest me|please suggest|please advise|please tell|let me know if|let me know how|let me know what|to help"""),
    "tries": ("says what they are trying to do", """
        i'm trying|i am trying|we're trying|we are trying|trying to|tried to|i want to|i want|i'd like to|i would like to
        i need to|i need|we need to|we want to|i have a|i've got|i got a|i'm using|i am using|we use|we're using|looking for
        i'm looking|i tried|i've tried|i have tried|tried|attempting to|how i|i'm working|i am working|i'm writing|i'm implementing
        i'm building|i'm getting|i am getting|i get|i keep|keep getting|i'm running|i'm developing|i have an|i have this|i have some
        i'm experiencing|i'm seeing|i see|i've been|i have been|my code|my app|my project|my problem|my issue|i'm new|i am new|new to
        we have a|we're seeing|i'm doing|i'm currently|currently i|i'd want|would like to know|in my case|for my"""),
    "newcomer": ("introduces themselves", """
        i'm new|i am new|new to|newbie|beginner|first time|just started|just starting|getting started|noob|pretty new|novice|still learning"""),
    "greets": ("greets before writing", """
        ^^hi|^^hello|^^hey|^^hey all|^^hi all|^^hello all|^^hi everyone|^^hello everyone|^^hey everyone|^^good morning|^^good evening
        ^^good afternoon|^^greetings|^^hiya|^^hallo|^^dear|^^hi there|^^hello there|^^hey there|^^hi team|^^hello team|^^all"""),
    "counter_question": ("asks back, as a helper does", """
        do you have|do you mean|did you|have you|have you tried|did you try|are you|are you using|are you sure|what version|which version
        can you share|can you paste|can you post|can you show|could you paste|could you share|could you post|you mean|what are you
        what's your|what is your|which * are you|what * are you|what * do you|does that|does this|is that|is this|would that|that help
        does it|is it|what do you|why do you|can you try|where are you|how are you|you using|you have|your|you trying|that work
        what error|make sense|would you|sample data|could you provide|can you provide|you're"""),
    # -- misbehaves
    "claims_bug": ("calls it a bug: '…'", """
        is this a bug|this is a bug|is it a bug|it's a bug|be a bug|found a bug|is a bug|think there's a bug|there is a bug|there's a bug|known bug|a known issue|this a known
        looks like a bug|seems like a bug|like a bug|a bug in|bug in|a regression|regression in|regression|known elm bug|compiler bug|a bug with|bug with|bug i|another bug
        a bug when|bug when|bug where|first bug|weird bug|strange bug|seems to be a bug|hit a bug|soundness bug|following bug|file a bug|report a bug|seeing a bug|bug or
        or a bug|bug, right|a problem in|a problem with the|issue with the|an issue in|an issue with|memory leak|race condition|segfault|segfaults|internal error|a typo|typo in
        is wrong|are wrong|docs are|documentation is|out of date|outdated|test failure|test failures|compiler crash|found an issue|found a problem|noticed a|inconsistency"""),
    "says_bug": ("speaks of a bug", """
        bug|bugs|buggy|bug report|glitch|defect|bugfix|bugs me|bugfixes"""),
    "is_down": ("says that something is down or broken: '…'", """
        is down|are down|down again|seems down|be down|went down|is broken|are broken|seems broken|be broken|completely broken|seems to be broken|looks broken|broken link|broken links|broken on
        broken in|broken for|broken since|broken again|broken with|appears to be broken|got broken|isn't loading|not loading|won't load|doesn't load|is dead|link is|page is|is failing|are failing|site is
        offline|unreachable|404|not responding|isn't working under|not working under|isn't working on|not working on|has an exception|shows connection|connection failure|ci is|build is|builds are"""),
    "others_too": ("asks whether others see it too", """
        anyone else|does anyone else|has anyone else|anybody else|is anyone else|others have|same problem|similar problem|same issue|similar issue|same error|i'm the only|am i the only|is it just me|just me|could it be that|is it me|others seeing|known issue"""),
    "as_documented": ("says it is not as documented", """
        as documented|docs say|documentation says|doc says|says that|says it|the readme|readme says|according to the docs|according to the documentation|docs claim|the documentation for|the docs for|should work but|this should work
        feels like this should|but it errors|but it doesn't|but it does not|but nothing|but instead|but when|but if|even though it|i would expect|i'd expect|where i expected|i expected|expected behaviour|expected behavior|instead of the|it should be|should be able"""),
    "fails": ("says that something fails: '…'", """
        doesn't work|does not work|not working|isn't working|don't work|do not work|didn't work|stopped working|no longer works
        no longer|won't work|broken|is broken|breaks|broke|fails|fail|failed|failing|fails to|failure|crash|crashes|crashed|crashing|hangs
        hang|freezes|frozen|stuck|is down|down again|not found|throws|throw|thrown|raises|segfault|segmentation|timed out|times out|timeout
        doesn't seem|does not seem|doesn't show|missing|silently|unable to|refuses|won't|corrupt|corrupted|leak|leaks|deadlock|panic
        panics|killed|never|nothing happens|has no effect|ignored|ignores|ignoring|disappears|disappeared|vanished|wrong|incorrect|incorrectly
        invalid|unexpected|unexpectedly|weird|strange|inconsistent|not respected|doesn't respect|not updated|not rendered|loop|infinite
        not displayed|doesn't launch|doesn't start|doesn't exist|can't|could not|couldn't|unusable|not able|isn't|aren't|complains|rejects
        doesn't clean|can't be|pending|unavailable|flickers|blank|lost|crashloopbackoff|hung"""),
    "names_error": ("names an error: '…'", """
        error|errors|exception|exceptions|traceback|fatal|stack trace|stacktrace|error message|an error|i get an error|getting an error
        error occurred|error when|warning|warnings|TRACE|typeerror|runtimeerror|valueerror|assertion|undefined|runtime error|errors out
        following error|this error|gives an error|errored|core dumped|sigsegv|error code|error log|logs|log"""),
    "worked_before": ("says it worked before", """
        used to work|used to|worked before|worked earlier|that worked|this worked|worked in|worked with|worked fine|after upgrading
        after upgrade|after updating|since upgrading|since updating|after the upgrade|after update|after the update|upgraded|upgraded to|updated to|upgrading
        previous version|earlier version|previous versions|older version
        since VERSION|to VERSION|after reboot|works fine|works in|works with|works on|works correctly"""),
    "names_version": ("names a version", """
        VERSION|latest version|version VERSION|nightly|the beta|release candidate|head|master|snapshot"""),
    "expected": ("says what was expected", """
        expected|i expect|i'd expect|i expected|i would expect|expecting|expected behavior|expected behaviour|actual behavior|actual behaviour
        should have|should return|should work|shouldn't|should not|instead of|instead|steps to reproduce|to reproduce|reproduce|reproduces
        reproducible|repro|minimal example|as documented|the docs say|docs say|documentation says|what happened|result in|results in
        supposed to|even though|but it|but when|but instead|current behavior|it should|not what"""),
    "everywhere": ("tells system and version", """
        on windows|on linux|on mac|macos|os x|ubuntu|windows|centos|mojave|in chrome|firefox|safari|on macos|fedora|debian|android|ios|os version|platform"""),
    # -- wishes
    "wishes": ("wishes: '…'", """
        would be nice|would be great|would be good|would be cool|would be useful|would be helpful|would be awesome|be nice if|be great if|be cool if
        be good if|be useful if|be helpful if|be better if|would be better|i wish|wishlist|wish there|wish list|it'd be nice|it'd be great|it'd be cool|feature request
        feature requests|would love|i'd love|love to see|like to see|nice to have|be nice to|be great to|be good to|be useful to|be cool to|be very useful
        be really nice|be really useful|be very helpful|too bad|it is a pity|it's a pity|disappointing|would help|help a lot|i hope|hoping|wish it|wish we|wish i could
        it would help|be lovely|be amazing|be neat|be convenient|would like * supported|nicer|i'd like|would like"""),
    "proposes": ("proposes: '…'", """
        proposal|propose|i propose|proposing|suggestion|suggest|i suggest|suggest adding|please add|please support|please allow|please let|please consider
        we need the ability|the ability to|ability to|should be able|be able to|should support|should be configurable|be configurable|configurable
        add support|support for|adding support|allow|allow to|allow users|allow for|allows|could we have|could we add|can we add|can we have|what about adding
        what about|how about|need a way|a way to|option to|an option|enhancement|improvement|improve|feature|new feature|features|add a|add an
        adding a|let users|let me choose|should allow|should have|should provide|should be|could be|make it possible|make it easier|introduce|implement
        implementing|request for|provide a|provide an|extend|expose|add|adding|support|supports|more flexible|customize|customizable|alternatives
        use case|use cases|motivation|solution|i think we should|we should|we could|maybe we|why not"""),
    # -- talks
    "thanks": ("says thanks", """
        ^thanks|^thank you|^^thanks|^^thank you|thank you so much|thank you very much|thanks a lot|thanks for|thank you for|^cheers|^great thanks
        ^ok thanks|^ah thanks|thanks again|that worked|works now|it works|this works|solved|fixed it|problem solved|that did it|thanks *"""),
    "agrees": ("agrees or reacts", """
        ^^yes|^^yeah|^^yep|^^yup|^^no|^^nope|^^nah|^^ok|^^okay|^^sure|^^right|^^exactly|^^agreed|^^true|^^indeed|^^ah|^^oh|^^hmm|^^hm|^^lol|^^haha|^^nice
        ^^cool|^^great|^^awesome|^^wonderful|^^absolutely|^^good|^^i see|^^got it|^^makes sense|^^interesting|^^damn|^^wow|^^ooh|^^ahh|^^correct|^^not sure
        ^^fair|^^same|^^definitely|^^perfect|^^excellent|^^sounds|^^congrats|^^welcome|^^sorry|^^of course|^^huh|^^neat|^^amazing|^^mmm|^^lovely|^^huh"""),
    "goes_on": ("goes on with something said before", """
        ^^but|^^and|^^or|^^because|^^that|^^that's|^^it|^^it's|^^they|^^they're|^^he|^^she|^^then|^^well|^^actually|^^also|^^otherwise|^^though|^^still|^^anyway
        ^^this|^^which|^^these|^^those|^^you|^^you're|^^if you|^^there's|^^there|^^yet|^^plus|^^maybe|^^probably|^^perhaps|^^at least|^^as a|^^for what
        your approach|your example|you said|you mentioned|as i said|following up|as an update|^^we|^^in that|^^for that|^^with that"""),
    "answers": ("answers somebody", """
        you can|you could|you might|you need|you should|you'll|you would|you'd|you have to|you want|you may|you're|^try|^use|^just|^see|^check|^look|looks like you
        take a look|have a look|here's|here is|the usual|you probably|if you|if you're|if you want|i recommend|i suggest|i'd recommend|i'd suggest|i would use
        i usually|i typically|i generally|for example|what i do|you get|rather than|it depends|depends on|should work|should do|this is because|that's because
        the reason|you don't|you are|your|yours|yourself|let's|means that|which means"""),
    "opinion": ("gives an opinion", """
        i think|imo|imho|i believe|i guess|i feel|in my opinion|my favorite|i like|i love|i agree|i prefer|i don't think|i suspect|i'd say|personally|afaik|iirc|afaict
        i assume|i suppose|if i remember|i really|seems like|sounds like|i mean|i'm pretty|i'm happy|i'm glad|loved|it seems|it looks"""),
    "announces": ("announces something", """
        just published|just released|i published|i wrote|i made|i've written|i've made|announcing|announcement|happy to announce|new release|is out|released
        i'm giving|we're hiring|join us|check out|here's an|i created|blog post|a talk|i posted|i explored|i released|i gave|video|podcast|hiring|live|conference|meetup
        published|wrote a|i've created|i've been working|just watched|my talk|the new|update:|fun|welcome to|reminder|today|tomorrow|deadline|congratulations"""),
    "plans": ("says what they will do", """
        i will|i'll|i'm going to|let me|we'll|i might|i should probably|i may|going to|i plan|i'm planning|will be|i can open|i've fixed|i fixed|i opened
        i reported|i filed|opened an issue|open an issue|file an issue|pull request|PRs welcome|merged|the pr|a pr|pr|review|commit|branch|i have just reported"""),
    "tells_past": ("tells what they did", """
        i was|i did|i had|i got|i didn't|i've|i found|i saw|i read|i used|i just|we did|we had|we were|i went|i ended up|ended up|i gave|i noticed|i've noticed|turns out"""),
}  # fmt: skip


@dataclass(slots=True)
class _Node:
    then: dict[str, _Node] = field(default_factory=dict)
    cues: tuple[int, ...] = ()


NAMES = tuple(CUES)
REASONS = {name: reason for name, (reason, _) in CUES.items()}


def _plant() -> tuple[_Node, _Node, _Node]:
    anywhere, sentence, message = _Node(), _Node(), _Node()
    for number, (_, phrases) in enumerate(CUES.values()):
        for phrase in phrases.replace("\n", "|").split("|"):
            words = phrase.split()
            if not words:
                continue
            node = anywhere
            if words[0].startswith("^^"):
                node = message
            elif words[0].startswith("^"):
                node = sentence
            words[0] = words[0].lstrip("^")
            for word in words:
                node = node.then.setdefault(word, _Node())
            if number not in node.cues:
                node.cues += (number,)
    return anywhere, sentence, message


_ANYWHERE, _SENTENCE, _MESSAGE = _plant()
_ENDS = frozenset("?!.:;\n")
_SKIPPED = frozenset(
    "MENTION EMOJI hi hello hey all everyone there team , ! . \n so ok y'all good morning evening afternoon".split(
        " "
    )
)


def words(prose: str) -> list[str]:
    return [_SPELLED.get(word, word) for word in WORD.findall(lower(prose))]


def find(tokens: list[str]) -> dict[str, str]:
    """The cues in a message, each with the words that gave it away first."""
    found: dict[int, str] = {}
    start = 0
    while start < len(tokens) and start < 8 and tokens[start] in _SKIPPED:
        start += 1
    starts = True
    for place, word in enumerate(tokens):
        if word in _ENDS:
            starts = True
            continue
        _walk(_ANYWHERE, tokens, place, found)
        if starts or place == start:
            _walk(_SENTENCE, tokens, place, found)
        if place == 0 or place == start:
            _walk(_MESSAGE, tokens, place, found)
        starts = word in _SKIPPED and starts
    return {NAMES[number]: found[number] for number in sorted(found)}


def _walk(node: _Node, tokens: list[str], place: int, found: dict[int, str]) -> None:
    first = place
    while place < len(tokens):
        word = tokens[place]
        following = node.then.get(word)
        if following is None:
            if first == place or word in _ENDS:
                return
            following = node.then.get("*")
            if following is None:
                return
        for number in following.cues:
            said = tokens[first : place + 1]
            # The longest phrase tells a reader most.
            if number not in found or len(said) > found[number].count(" ") + 1:
                found[number] = " ".join(said)
        node = following
        place += 1


def cues(reading: Reading) -> dict[str, str]:
    return find(words(reading.prose))
