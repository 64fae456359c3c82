"""What tests share: a community with its bot, builders, a browser."""
