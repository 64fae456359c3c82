"""Words that say little about which report it is, and words that mean the same."""

from __future__ import annotations

# English's grammar, politeness and the talk that goes on in every issue.
EMPTY = frozenset(
    """
    a about above after again all also although am an and any are aren as at be because been before
    being below between both but by can cannot can't cant could couldn couldn't did didn didn't do
    does doesn doesn't doing don don't dont down during each either else even ever every few for
    from further get gets getting go goes going got had has hasn hasn't have haven haven't having he
    hello help helped her here hey hi him his how however i i'd i'll i'm i've if i.e e.g in into is
    isn isn't it it's its itself just let let's like ll many may maybe me might more most much must
    my myself need needed needs neither no nor not now of off ok okay on once one only or other
    others otherwise ought our ours out over own per perhaps please quite rather re really s same
    say says see seem seems seen shall she should shouldn shouldn't since so some somehow someone
    something sometimes somewhat still such sure t than thank thanks that that's the their theirs
    them then there there's these they they're thing things this those though through thus to too
    try tried trying under until upon us using use used uses usually ve very via want wanted
    wants was wasn wasn't way we we'd we'll we're we've well were weren weren't what what's when
    where whether which while who whom whose why will with within without won won't would wouldn
    wouldn't yes yet you you'd you'll you're you've your yours yourself
    able actually already always another anyone anything appreciate around bit cheers come comes
    currently either etc fine found give given good great guess guys happen happened
    happens instead issue issues know known last least less long look looking looks lot made make
    makes mean means mentioned problem problems question questions regards right saw think thought
    told took wrong work working works worked find
    """.split()
)

# Words of every bug report and feature request: they count for less than their rarity says.
COMMON = frozenset(
    """
    add added adding additional allow allows app application applications apps available back bad
    basically behavior behaviour best better bug bugs case cases cause caused causes change changed
    changes check clear code command commands common complete consider correct correctly create
    created creating current default describe described description detail details different
    done easy enable enabled end environment error errors example existing expect expected
    expecting explain exactly fact fail failed failing fails failure feature features file first
    fix fixed following full general hang hangs happening idea improve include including info
    information input install installation installed kind later latest latter log logged logs
    manual message messages missing moment moreover name named new next nothing number old open
    option options order output particular point possible possibly previous probably process
    proper properly propose proposed provide provided put quick reason related report reported
    reporting reproduce request require required requires response result results run running runs
    second seconds set sets setting settings several show showing shows similar simple simply
    single solution start started starting starts state steps stop stopped stops suddenly suggest
    support supported supports system take takes test tested tests time times today two type types
    unable unexpected update updated user users usual value values various version versions wait
    whatever whole wish wondering world write year years yesterday
    """.split()
)

# Kubernetes' own short names (`kubectl api-resources`) and what people everywhere shorten.
SAME = {
    "pvs": "pv",
    "persistentvolume": "pv",
    "persistentvolumes": "pv",
    "persistentvolumeclaim": "pvc",
    "persistentvolumeclaims": "pvc",
    "storageclass": "sc",
    "storageclasses": "sc",
    "k8s": "kubernetes",
    "kube": "kubernetes",
    "namespaces": "ns",
    "namespace": "ns",
    "daemonset": "ds",
    "daemonsets": "ds",
    "statefulset": "sts",
    "statefulsets": "sts",
    "customresourcedefinition": "crd",
    "customresourcedefinitions": "crd",
    "configmap": "cm",
    "configmaps": "cm",
    "volumesnapshot": "vs",
    "volumesnapshots": "vs",
    "readonly": "ro",
    "readwritemany": "rwx",
    "readwriteonce": "rwo",
    "fs": "filesystem",
    "dir": "directory",
    "dirs": "directory",
    "folder": "directory",
    "folders": "directory",
    "repo": "repository",
    "config": "configure",
    "conf": "configure",
    "docs": "documentation",
    "doc": "documentation",
    "auth": "authentication",
    "perf": "performance",
    "mem": "memory",
    "db": "database",
    "oom": "oomkilled",
    "remove": "delete",
    "removed": "delete",
    "removing": "delete",
    "removal": "delete",
    "crashes": "crash",
    "panic": "crash",
    "panics": "crash",
    "segfault": "crash",
    "hang": "stuck",
    "hangs": "stuck",
    "hanging": "stuck",
    "freeze": "stuck",
    "freezes": "stuck",
    "frozen": "stuck",
}

# What issue templates ask for; a heading made of nothing but such words is the template's.
TEMPLATE = frozenset(
    """
    actual alternatives acceptance affected attempt automated browser build
    category cloud clarify component concise configuration consequence context contact criteria
    documentation expectation frequency future hardware helm installer item kernel kubernetes
    kubectl limitation location miscellaneous motivation notes openebs operating os page
    platform present progress proposal provider reasons regression relevant repro
    reproducibility reproduced reproducing reproduction severity screenshot screenshots shell site
    situation snippet source stack standalone story summary targeted terminal title tool trace
    understand urgency workaround challenge software website release uname cat labels po gist
    pastebin pasting long
    """.split()
)

# The same, written as two words; by their stems.
TOGETHER = {
    ("persist", "volum"): "pv",
    ("pv", "claim"): "pvc",
    ("storag", "class"): "sc",
    ("back", "up"): "backup",
    ("file", "system"): "filesystem",
    ("daemon", "set"): "ds",
    ("data", "base"): "databas",
}
