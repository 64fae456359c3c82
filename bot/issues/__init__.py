"""Filing an issue, and following it: durable, confirmed, never twice."""
