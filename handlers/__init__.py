"""The ways in: Slack, GitHub, web pages, the clock, the command line."""
