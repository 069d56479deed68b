"""Flashcards as tables, JSON Lines and Markdown, and back."""
