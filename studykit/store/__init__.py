"""Floor 1: reviews and memory states in a database. The only room for sqlmodel."""
