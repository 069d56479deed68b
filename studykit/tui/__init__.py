"""Floor 5: the terminal app."""
