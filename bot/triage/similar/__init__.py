"""Which known issues a report may be the same as: a search in memory, with reasons.

>>> index = Index()
>>> index.put("openebs/zfs-localpv#1", "Pool import failed", "zpool import fails after a reboot.")
>>> [(one.id, one.why) for one in index.search("the pool import failed on node-1")]
[('openebs/zfs-localpv#1', 'both say “pool import failed”')]
"""

from bot.triage.similar.index import Index, Similar
from bot.triage.similar.likeness import LIKELY, same_report

__all__ = ["LIKELY", "Index", "Similar", "same_report"]
