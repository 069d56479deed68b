"""Questions about a term of the notes: what does it mean?"""

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
from studykit.questions.texts import Company, company, comparable, near, shape

NAME = "definition"
OPTIONS = 4
_LIKE = 16
"""How much sooner a meaning that is built like the key is drawn."""
_ASKED = re.compile(r"what does “([^“”]+)” mean\?$|^“([^“”]+)”(?: \([^“”]*\))?: what does it mean\?$", re.IGNORECASE)


def ask(card: Card, ground: Ground, chance: Chance) -> Question | None:
    """A term's meaning among meanings of its neighbours; None when too few neighbours are fair."""
    made = (_question(card, term, glossary_of(ground), chance) for term in terms_drawn(card, ground, chance))
    return next((question for question in made if question is not None), None)


def _question(card: Card, term: Term, glossary: Glossary, chance: Chance) -> Question | None:
    stem = _stem(term)
    wrong = company(term.meaning, stem, glossary.company(NAME, term, _company), OPTIONS - 1, chance)
    if not wrong:
        return None
    right = Option(term.meaning, right=True, reason=f"{term.span} says: “{term.term}: {term.meaning}”.")
    options = [right, *(Option(one.text, right=False, reason=one.reason, sources=one.sources) for one in wrong)]
    placed = chance.order("place", options, lambda option: option.text)
    return Question.of(card, NAME, stem=stem, response=Choices(tuple(placed)), facts=(), sources=(term.span,))


def _stem(term: Term) -> str:
    if "." in term.term:
        return f"“{term.term}”{f' ({term.above})' if term.above else ''}: what does it mean?"
    return f"{term.above}: what does “{term.term}” mean?" if term.above else f"What does “{term.term}” mean?"


def _company(term: Term, other: Term, weight: int) -> Company | None:
    """Another term's meaning, if it may stand beside that of a term; meanings that are built alike come sooner."""
    if not comparable(term.meaning, other.meaning):
        return None
    reason = f"That is what “{other.term}” means ({other.span})."
    alike = _LIKE if shape(other.meaning) == shape(term.meaning) else 1
    return Company(other.id, other.meaning, reason, (other.span,), weight * alike)


def proved(question: Question, ground: Ground) -> bool:
    """Finds whose meaning each text is: the key's is the term of the stem, and no other's could be."""
    glossary = glossary_of(ground)
    found = _ASKED.search(question.stem)
    asked = glossary.by_term.get((found[1] or found[2]).lower(), frozenset()) if found else frozenset()
    if len(asked) != 1:
        return False
    (name,) = asked
    return all(_decided(option, name, glossary) for option in question.options) and _different(question)


def _decided(option: Option, name: str, glossary: Glossary) -> bool:
    owners = glossary.by_meaning.get(option.text, frozenset())
    if option.right:
        return owners == {name}
    return len(owners) == 1 and all(glossary.apart(name, owner) for owner in owners)


def _different(question: Question) -> bool:
    texts = [option.text for option in question.options]
    return not any(near(one, other) for at, one in enumerate(texts) for other in texts[:at])


KIND = Kind(NAME, "what a term means", fits_term, ask, proved, weight=6)
