"""Floor 2: domains and settings → verdicts."""
