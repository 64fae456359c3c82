"""Who answered first, also without threads: which open question a message answers."""
