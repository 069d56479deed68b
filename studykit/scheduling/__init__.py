"""Floor 3: memory state + review → memory state. The only room for fsrs."""
