"""Training and measuring the kinds; the texts stay in the folder of real data."""
