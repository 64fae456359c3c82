"""The tests mirror the folders; `support` holds what they share."""
