"""Grounds that are read from Markdown written in a test, with their cards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from studykit.core.card import Card
from studykit.core.claim import Claim
from studykit.core.question import Option, Question
from studykit.core.relation import Relation
from studykit.core.response import Choices
from studykit.facts.relations import read_relations
from studykit.notes.reader import read_note
from studykit.questions.cards import make_cards
from studykit.questions.chance import Chance
from studykit.questions.form_cards import note_form_cards
from studykit.questions.ground import Ground
from studykit.questions.kind import Kind
from studykit.questions.note_sets import kept_relations


def read(*notes: str) -> tuple[Ground, tuple[Card, ...]]:
    """What notes give to ask about, and the cards that they make; the first is ``note0.md``."""
    claims: list[Claim] = []
    relations: list[Relation] = []
    cards: list[Card] = []
    for at, text in enumerate(notes):
        said, _ = read_note(text, f"note{at}.md")
        kept = tuple(kept_relations(read_relations(said), said))
        claims += said
        relations += kept
        cards += note_form_cards(kept, "Mine", {})
    ground = Ground({}, {}, {}, relations=tuple(relations))
    return ground, (*make_cards(ground, claims, "Mine"), *cards)


def asked(kind: Kind, ground: Ground, cards: Sequence[Card], draws: int = 40) -> Iterator[Question]:
    """All questions of some draws."""
    for card in cards:
        for draw in range(draws) if kind.fits(card, ground) else ():
            question = kind.ask(card, ground, Chance(f"{card.id}/{draw}"))
            if question is not None:
                yield question


def tampered(question: Question) -> Iterator[Question]:
    """The same question with another key, with a foreign option, and with one about something else."""
    options = question.options
    for at, option in enumerate(options):
        turned = (*options[:at], replace(option, right=not option.right), *options[at + 1 :])
        yield replace(question, response=Choices(turned))
    wrong = next(at for at, option in enumerate(options) if not option.right)
    foreign = Option("Something that nobody said", right=False, reason="")
    yield replace(question, response=Choices((*options[:wrong], foreign, *options[wrong + 1 :])))
    yield replace(question, stem="What is this?")
