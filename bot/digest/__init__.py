"""The week's figures, said once a week."""
