"""Slack's JSON becomes records here, and goes no further."""
