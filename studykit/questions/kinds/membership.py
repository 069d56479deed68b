"""Questions about sets: which two or three of these belong to it? Lists, tables and behaviours say what does."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from studykit.core.card import Card, CardKind
from studykit.core.fact import ClaimStanding
from studykit.core.question import Option, Question
from studykit.core.response import Choices, number_word
from studykit.core.source import SourceSpan
from studykit.questions.chance import Chance
from studykit.questions.families import OPTIONS, Family, One, families_of
from studykit.questions.form_cards import held_lines
from studykit.questions.forms import forms_of
from studykit.questions.ground import Ground
from studykit.questions.kind import Kind
from studykit.questions.note_sets import Named, NoteSet

NAME = "set"
_WANTED = (2, 3)
_CHOOSE = re.compile(r"^(.+\?) Choose (TWO|THREE)\.$")


@dataclass(frozen=True, slots=True)
class _Set:
    """What a question needs of a set of either origin."""

    asks: str
    members: Mapping[str, _Reason]
    others: Mapping[str, _Reason]


@dataclass(frozen=True, slots=True)
class _Reason:
    """Why a name belongs to a set or not."""

    why: str
    sources: tuple[SourceSpan, ...]
    lines: tuple[SourceSpan, ...]
    """Where it is said that it belongs."""
    fact: str = ""


def fits(card: Card, ground: Ground) -> bool:
    """Every card of a set that is still large enough."""
    return card.kind is CardKind.SET and _set(card, ground) is not None


def ask(card: Card, ground: Ground, chance: Chance) -> Question | None:
    """Two or three members among names that do not belong; None when there are too few of either."""
    one = _set(card, ground)
    if one is None:
        return None
    # the number that was drawn, or the other one: at that point every name is in the question, so none is lost
    fitting = (n for n in chance.order("wanted", _WANTED) if len(one.members) >= n and len(one.others) >= OPTIONS - n)
    wanted = next(fitting, 0)
    if not wanted:
        return None
    right = chance.order("members", one.members)[:wanted]
    wrong = chance.order("others", one.others)[: OPTIONS - wanted]
    options = [
        *(Option(name, right=True, reason=one.members[name].why) for name in right),
        *(Option(name, right=False, reason=one.others[name].why, sources=one.others[name].sources) for name in wrong),
    ]
    facts = [*(one.members[name].fact for name in right), *(one.others[name].fact for name in wrong)]
    lines = dict.fromkeys(span for name in right for span in one.members[name].lines)
    return Question.of(
        card,
        NAME,
        stem=f"{one.asks} Choose {number_word(wanted)}.",
        response=Choices(tuple(chance.order("place", options, lambda option: option.text))),
        facts=tuple(fact for fact in facts if fact),
        sources=tuple(lines),
    )


def _set(card: Card, ground: Ground) -> _Set | None:
    known = ground.kept.setdefault(("membership", "sets"), {})
    if not isinstance(known, dict):
        return None
    if card.id not in known:
        family = families_of(ground).get(card.id)
        known[card.id] = _of_family(family) if family else _of_notes(card, ground)
    found = known[card.id]
    return found if isinstance(found, _Set) else None


def _of_family(family: Family) -> _Set:
    return _Set(
        family.asks,
        {one.name: _Reason(one.fact.says, (), held_lines(one.fact), one.fact.id) for one in family.members},
        {one.name: _reason(one, family.choice) for one in family.others},
    )


def _reason(one: One, choice: str) -> _Reason:
    """Why an answer is wrong of a thing: the one that holds, and who says otherwise."""
    pairs = zip(one.fact.statements, one.fact.standings, strict=True)
    mistaken = (ClaimStanding.MISTAKEN, ClaimStanding.OUTDATED)
    lines = tuple(said.span for said, standing in pairs if said.choice == choice and standing in mistaken)
    belief = f" {lines[0]} says otherwise, and that does not hold." if lines else ""
    return _Reason(f"{one.fact.says}{belief}", lines, (), one.fact.id)


def _of_notes(card: Card, ground: Ground) -> _Set | None:
    forms = forms_of(ground)
    one = forms.sets.get(forms.id_of(card))
    if one is None or not one.enough:
        return None
    return _Set(one.asks, _named(one.members), _named(one.others))


def _named(names: Iterable[Named]) -> dict[str, _Reason]:
    return {one.name: _Reason(one.why, (one.span,), (one.span,)) for one in names}


def proved(question: Question, ground: Ground) -> bool:
    """Looks every shown name up in what the stem asks about: the answers in force, or the notes' lists and cells."""
    found = _CHOOSE.match(question.stem)
    told = _told(ground).get(found[1]) if found else None
    if found is None or told is None:
        return False
    wanted = sum(option.right for option in question.options)
    return number_word(wanted) == found[2] and all(
        told.get(option.text.lower()) is option.right for option in question.options
    )


def _told(ground: Ground) -> dict[str, dict[str, bool | None]]:
    """Question → name in small letters → whether it belongs; None for a name of which both is said."""
    known = ground.kept.get(("membership", "told"))
    if isinstance(known, dict):
        return known
    told: dict[str, dict[str, bool | None]] = {}
    for family in families_of(ground).values():
        row = told.setdefault(family.asks, {})
        for one in (*family.members, *family.others):
            _tell(row, one.name, belongs=family.choice in ground.behaviours[one.fact.id].choices)
    for one_set in forms_of(ground).sets.values():
        _tell_all(told.setdefault(one_set.asks, {}), one_set)
    ground.kept["membership", "told"] = told
    return told


def _tell_all(row: dict[str, bool | None], one: NoteSet) -> None:
    for belongs, names in ((True, one.members), (False, one.others)):
        for name in names:
            _tell(row, name.name, belongs=belongs)


def _tell(row: dict[str, bool | None], name: str, *, belongs: bool) -> None:
    name = name.lower()
    row[name] = belongs if row.get(name, belongs) is belongs else None


KIND = Kind(NAME, "which two or three belong to a set", fits, ask, proved, weight=10)
