"""Floor 1: Markdown → claims. The only room for markdown_it."""
