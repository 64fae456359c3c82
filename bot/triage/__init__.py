"""Which kind, which repository, what the issue says, and the offer to file it."""
