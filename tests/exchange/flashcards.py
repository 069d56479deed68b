"""Flashcards of each form, as they leave for Anki."""

from __future__ import annotations

from studykit.core.flashcard import Basic, Body, Choice, Cloze, Flashcard, Form, Link, Part, Typing
from studykit.core.response import Choices, Option
from studykit.core.source import SourceSpan

SOURCES = (Link("oven.md:12", "https://example.org/oven.md#L12"), Link("bread.md:7"))
OPTIONS = (
    Option("Twice as long as the dough rests.", right=True, reason="The rule: 2 × 30 min = 60 min."),
    Option("As hot as the oven goes.", right=False, reason="Heat is not time.", sources=(SourceSpan("old.md", 3, 3),)),
    Option("Without a lid.", right=False, reason="A lid keeps the steam; it does not end the rest."),
    Option("On the lowest rack.", right=False, reason=""),
)
BODIES: dict[Form, Body] = {
    Form.BASIC: Basic("How hot is the oven?", "250 °C\n    (482 °F)"),
    Form.CLOZE: Cloze(
        (Part("The dough rests for "), Part("30 minutes", hidden=True), Part(" at "), Part("20 °C", hidden=True)),
        "Longer when it is cold.",
    ),
    Form.CHOICE: Choice("The dough rests for 30 min. How is it baked?", Choices(OPTIONS), "Then it cools."),
    Form.TYPED: Typing("How long does the dough rest?", "30 min", "1,800 s"),
}
CARDS = {form: Flashcard(f"bread:{form}", body, "Baking::bread", (), SOURCES) for form, body in BODIES.items()}


def choice(*options: tuple[str, bool], stem: str = "Which?") -> Flashcard:
    """A card with these options; each has a reason."""
    made = tuple(Option(text, right, f"So it is: {text}") for text, right in options)
    return Flashcard("bread:which", Choice(stem, Choices(made)), "Baking")
