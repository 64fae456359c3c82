"""The ways out: the only modules that talk to Slack and GitHub."""
