"""Questions about a meaning in the notes: which term does it describe?"""

from __future__ import annotations

import re

from studykit.core.card import Card
from studykit.core.question import Option, Question
from studykit.core.response import Choices
from studykit.questions.chance import Chance
from studykit.questions.glossary import Glossary, fits_term, glossary_of, terms_drawn
from studykit.questions.ground import Ground
from studykit.questions.kind import Kind
from studykit.questions.note_terms import Term
from studykit.questions.texts import Company, company, comparable, words

NAME = "term"
OPTIONS = 4
_ASKED = re.compile(r"^“([^“”]+)”: which term does this describe\?$")


def ask(card: Card, ground: Ground, chance: Chance) -> Question | None:
    """A meaning with its term among neighbouring ones; None when the meaning names the term, or too few are fair."""
    made = (_question(card, term, glossary_of(ground), chance) for term in terms_drawn(card, ground, chance))
    return next((question for question in made if question is not None), None)


def _question(card: Card, term: Term, glossary: Glossary, chance: Chance) -> Question | None:
    if words(term.term) & words(term.meaning):
        return None
    stem, key = f"“{term.meaning}”: which term does this describe?", term.title
    wrong = company(key, stem, glossary.company(NAME, term, _company), OPTIONS - 1, chance)
    if not wrong:
        return None
    right = Option(key, right=True, reason=f"{term.span} says: “{term.term}: {term.meaning}”.")
    options = [right, *(Option(one.text, right=False, reason=one.reason, sources=one.sources) for one in wrong)]
    placed = chance.order("place", options, lambda option: option.text)
    return Question.of(card, NAME, stem=stem, response=Choices(tuple(placed)), facts=(), sources=(term.span,))


def _company(term: Term, other: Term, weight: int) -> Company | None:
    """Another term, if it may stand beside a term and the meaning does not name it."""
    text = other.title
    if not comparable(term.title, text) or words(other.term) & words(term.meaning):
        return None
    return Company(other.id, text, f"{other.span} says of it: “{other.meaning}”.", (other.span,), weight, other.meaning)


def proved(question: Question, ground: Ground) -> bool:
    """Finds which terms the notes give this meaning, and what they say of the other ones."""
    glossary = glossary_of(ground)
    found = _ASKED.match(question.stem)
    owners = glossary.by_meaning.get(found[1], frozenset()) if found else frozenset()
    if found is None or len(owners) != 1:
        return False
    (name,) = owners
    meant = words(found[1])
    named = [glossary.by_term.get(option.text.lower(), frozenset()) for option in question.options]
    if any(len(one) != 1 for one in named) or any(words(option.text) & meant for option in question.options):
        return False
    ids = [one for (one,) in named]
    if any(glossary.alike(one, other) for at, one in enumerate(ids) for other in ids[:at]):
        return False
    if not all(one == name or glossary.apart(name, one) for one in ids):
        return False
    return all((one == name) is option.right for one, option in zip(ids, question.options, strict=True))


KIND = Kind(NAME, "which term is described", fits_term, ask, proved, weight=4)
