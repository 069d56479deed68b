"""Anki's packages and Anki itself: written, read, rendered, checked, spoken to."""
