"""Floor 2: claims → facts: quantities, bounds, subjects, alignment, conflicts."""
