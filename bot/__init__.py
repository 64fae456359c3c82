"""What Burley thinks and does, a folder per thing a user would name."""
