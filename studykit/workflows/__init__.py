"""Floor 4: the verbs, without a terminal."""
