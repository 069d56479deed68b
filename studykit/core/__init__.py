"""Floor 0: frozen types and pure functions; standard library only."""
