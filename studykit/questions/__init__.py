"""Floor 3: fact base + rules → verified questions."""
