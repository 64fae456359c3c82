"""Is it a question, who answered first, who is waiting."""
