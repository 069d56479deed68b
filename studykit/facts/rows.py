"""What a list shows of a fact, and by what it is found: small enough to hold for every fact."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from studykit.core.fact import BehaviourFact, Fact
from studykit.core.quantity import Quantity

_WORD = re.compile(r"\d+(?:[.,/]\d+)*|[^\W_]+|%")
"""A figure, letters of any script (with digits behind them, as in ``s3``), or the sign for per cent."""


@dataclass(frozen=True, slots=True)
class FactRow:
    """One fact of a list."""

    id: str
    service: str
    text: str
    """The words by which it is found, between spaces: names, meaning, bound, status and value."""
    value: str
    """As people write it; of a behaviour, the keys of the answers that hold."""
    status: str
    claims: int
    as_of: str
    """ISO date or its beginning of what settles it; empty when nothing dated does."""
    notes: tuple[str, ...]
    """The notes that claim something about it."""
    readings: tuple[str, ...]
    """What its value can mean, as ``reading_keys`` has it; empty for a behaviour."""
    others: tuple[str, ...]
    """The same of earlier values and of those that some note claims."""
    behaviour: bool = False


def words_of(text: str) -> list[str]:
    """The words of a text as facts are searched by them: lower case, figures without commas."""
    return [word.replace(",", "") for word in _WORD.findall(text.lower())]


def reading_keys(quantity: Quantity) -> tuple[str, ...]:
    """Each amount that a quantity can mean, in the base unit of what it measures: ``time 900``."""
    return tuple(sorted(f"{quantity.dimension} {base}" for base in quantity.readings))


def row_of(fact: Fact) -> FactRow:
    """The row of a figure."""
    attribute = fact.attribute
    parts = (attribute.key, attribute.means, *attribute.aliases, fact.bound, fact.status, str(fact.quantity))
    mine = reading_keys(fact.quantity)
    others = (*(past.quantity for past in fact.history), *(limit.quantity for limit in fact.claims), fact.exam_value)
    further = dict.fromkeys(key for one in dict.fromkeys(others) for key in reading_keys(one))
    return FactRow(
        fact.id,
        attribute.service,
        _text(attribute.service, *parts, str(fact.quantity.figure), fact.quantity.unit.name),
        str(fact.quantity) if fact.settled else _disputed(fact),
        fact.status,
        len(fact.claims),
        fact.cited.as_of if fact.cited else "",
        tuple(dict.fromkeys(limit.span.note for limit in fact.claims)),
        mine,
        tuple(key for key in further if key not in mine),
    )


def row_of_behaviour(fact: BehaviourFact) -> FactRow:
    """The row of an answer in words."""
    behaviour = fact.behaviour
    says = [choice.says for choice in behaviour.choices if choice.key in fact.choices]
    return FactRow(
        fact.id,
        behaviour.service,
        _text(behaviour.service, behaviour.key, behaviour.asks, *behaviour.subject, *says, *fact.choices, fact.status),
        ", ".join(map(answer_words, fact.choices)) or "?",
        fact.status,
        len(fact.statements),
        behaviour.as_of,
        tuple(dict.fromkeys(said.span.note for said in fact.statements)),
        (),
        (),
        behaviour=True,
    )


def answer_words(choice: str) -> str:
    """The key of an answer as words."""
    return " ".join(choice.replace("_", " ").replace("-", " ").split())


def kept_row(row: FactRow) -> list[Any]:
    """A row as a list of plain values, without its id."""
    text = (row.service, row.text, row.value, row.status, row.claims, row.as_of)
    return [*text, list(row.notes), list(row.readings), list(row.others), row.behaviour]


def read_row(name: str, kept: list[Any]) -> FactRow:
    """The row that ``kept_row`` made a list of."""
    service, text, value, status, claims, as_of, notes, readings, others, behaviour = kept
    sets = tuple(notes), tuple(readings), tuple(others)
    return FactRow(name, service, text, value, status, claims, as_of, *sets, behaviour)


def _disputed(fact: Fact) -> str:
    """``2 or 3``: what the claims of an open fact say."""
    return " or ".join(dict.fromkeys(str(limit.quantity) for limit in fact.claims))


def _text(*parts: str) -> str:
    return f" {' '.join(words_of(' '.join(parts)))} "
