"""Tables, plain records and queries. Knows nothing of the bot, of Slack or of GitHub."""
