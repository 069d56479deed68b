"""Floor 1: cards and questions → files."""
