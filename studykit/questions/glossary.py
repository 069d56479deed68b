"""The terms of all notes by their texts, and which other terms may stand beside one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from studykit.core.card import Card, CardKind
from studykit.questions.chance import Chance
from studykit.questions.forms import forms_of
from studykit.questions.ground import Ground
from studykit.questions.note_terms import Term
from studykit.questions.texts import Company, near, words

_BESIDE = 24
"""Other terms that a term is asked beside: the nearest ones."""
_WEIGHTS = (8, 4, 2, 1)
"""How much sooner a term of the same list, note, or first heading is drawn than any other."""
_FEW = 3
"""A word that more than one in so many titles has says nothing."""
_LOOKS, _STRIDE = 400, 7919
"""Far terms that are looked at, and how far apart they stand: a prime, so that each comes once."""
_PREFIX = "definition:"


@dataclass(slots=True)
class Glossary:
    """Every term that can be asked."""

    terms: Mapping[str, Sequence[Term]]
    """By id: what notes say that it means."""
    by_term: Mapping[str, frozenset[str]]
    """Term as shown, in small letters → ids."""
    by_meaning: Mapping[str, frozenset[str]]
    """Meaning as shown → ids."""
    by_place: Mapping[str, Sequence[str]]
    """Note, or word of a note's title → ids."""
    _beside: dict[str, tuple[tuple[int, Term], ...]] = field(default_factory=dict)
    _company: dict[tuple[str, str, str], tuple[Company, ...]] = field(default_factory=dict)

    def apart(self, one: str, other: str) -> bool:
        """True when what the notes say of one term is not said of the other, and neither is a kind of the other."""
        return one != other and all(not _kin(mine, theirs) for mine in self.terms[one] for theirs in self.terms[other])

    def alike(self, one: str, other: str) -> bool:
        """True when notes say nearly the same of two terms."""
        return any(near(mine.meaning, theirs.meaning) for mine in self.terms[one] for theirs in self.terms[other])

    def beside(self, name: str) -> tuple[tuple[int, Term], ...]:
        """Terms that may stand beside one, the nearest ones, each with its weight."""
        if name not in self._beside:
            found: dict[str, int] = {}
            for rank, other in self._nearest(name):
                if other not in found and self.apart(name, other):
                    found[other] = rank
                    if len(found) == _BESIDE:
                        break
            self._beside[name] = tuple((_WEIGHTS[rank], self.terms[other][0]) for other, rank in found.items())
        return self._beside[name]

    def company(self, kind: str, term: Term, made: Callable[[Term, Term, int], Company | None]) -> Sequence[Company]:
        """What may stand beside a term in a kind of question; worked out once."""
        name = (kind, term.id, term.meaning)
        if name not in self._company:
            found = (made(term, other, weight) for weight, other in self.beside(term.id))
            self._company[name] = tuple(one for one in found if one is not None)
        return self._company[name]

    def _nearest(self, name: str) -> Iterator[tuple[int, str]]:
        """Other terms with their distance: of the same list, note, notes whose titles share a rare word, any."""
        mine, chance = self.terms[name][0], Chance(name)
        same = self.by_place[mine.place[0]]
        yield from ((0, other) for other in same if self.terms[other][0].place == mine.place)
        yield from ((1, other) for other in same)
        rare = [word for word in sorted(_title(mine)) if _FEW * len(self.by_place[f" {word}"]) <= len(self.terms)]
        for word in rare:
            yield from ((2, other) for other in _some(self.by_place[f" {word}"], chance))
        yield from ((3, other) for other in _some(tuple(self.terms), chance))


def _some(names: Sequence[str], chance: Chance) -> Iterator[str]:
    """Names one after the other from somewhere on, but not more than are worth a look."""
    start = chance.below("start", len(names))
    yield from (names[(start + step * _STRIDE) % len(names)] for step in range(min(_LOOKS, len(names))))


def _title(term: Term) -> frozenset[str]:
    """The words of the note's title."""
    return words(term.place[1][0]) if term.place[1] else frozenset()


def glossary_of(ground: Ground) -> Glossary:
    """The terms of a ground's notes; worked out once."""
    found = ground.kept.get(("glossary",))
    if not isinstance(found, Glossary):
        found = ground.kept["glossary",] = _glossary(forms_of(ground).terms)
    return found


def _glossary(terms: Mapping[str, Sequence[Term]]) -> Glossary:
    by_term: dict[str, set[str]] = {}
    by_meaning: dict[str, set[str]] = {}
    by_place: dict[str, list[str]] = {}
    for name, row in terms.items():
        for one in row:
            by_term.setdefault(one.term.lower(), set()).add(name)
            by_meaning.setdefault(one.meaning, set()).add(name)
        for place in (row[0].place[0], *(f" {word}" for word in sorted(_title(row[0])))):
            by_place.setdefault(place, []).append(name)
    return Glossary(
        terms,
        {text: frozenset(names) for text, names in by_term.items()},
        {text: frozenset(names) for text, names in by_meaning.items()},
        by_place,
    )


def _kin(one: Term, other: Term) -> bool:
    """True when the meaning of one might be taken for that of the other."""
    mine, theirs = words(one.term), words(other.term)
    return (
        mine <= theirs
        or theirs <= mine
        or near(one.meaning, other.meaning)
        or mine <= words(other.meaning)
        or theirs <= words(one.meaning)
    )


def fits_term(card: Card, ground: Ground) -> bool:
    """True for the card of a term that can be asked and has company."""
    return (
        card.kind is CardKind.DEFINITION
        and card.id.startswith(_PREFIX)
        and forms_of(ground).id_of(card) in forms_of(ground).terms
    )


def terms_drawn(card: Card, ground: Ground, chance: Chance) -> list[Term]:
    """The meanings that notes give of a card's term, in an order by chance."""
    forms = forms_of(ground)
    return chance.order("meaning", forms.terms.get(forms.id_of(card), ()), lambda term: f"{term.span}{term.meaning}")
