"""Claims and limits → plain records in the published claims format."""

from __future__ import annotations

from typing import Any

from studykit.core.behaviour import Behaviour
from studykit.core.claim import Claim, Limit
from studykit.core.quantity import Dimension
from studykit.core.relation import Relation, Statement

_UNITS = {"": "count", "/s": "1/s", "/min": "1/min", "/h": "1/h", "/day": "1/day"}


def limit_record(limit: Limit) -> dict[str, Any]:
    """``{"note", "line", "kind": "limit", "service", "attribute", "bound", "value", "unit", "text"}``."""
    quantity = limit.quantity
    figure = quantity.figure if isinstance(quantity.figure, int) else float(quantity.figure)
    unit = "code" if quantity.dimension is Dimension.CODE else _UNITS.get(quantity.unit.name, quantity.unit.name)
    return {
        "note": limit.span.note,
        "line": limit.span.line,
        "kind": "limit",
        "service": limit.service,
        "attribute": limit.attribute,
        "bound": str(limit.bound),
        "value": figure,
        "unit": unit,
        "text": limit.claim.text,
    }


def claim_record(claim: Claim, service: str) -> dict[str, Any]:
    """The same for a claim without figures."""
    record = {
        "note": claim.span.note,
        "line": claim.span.line,
        "kind": str(claim.kind),
        "service": service,
        "text": claim.text,
    }
    return {**record, "about": claim.about} if claim.about else record


def statement_record(statement: Statement, behaviour: Behaviour) -> dict[str, Any]:
    """A claim read as an answer: which question of the pack, and which of its choices."""
    return {
        "note": statement.span.note,
        "line": statement.span.line,
        "kind": "statement",
        "service": behaviour.service,
        "behaviour": statement.behaviour,
        "choice": statement.choice,
        "says": behaviour.says(statement.choice),
        "text": statement.claim.text,
    }


def relation_record(relation: Relation) -> dict[str, Any]:
    """What the form of a claim says: a member of a set, a compared variant, a step."""
    return {
        "note": relation.span.note,
        "line": relation.span.line,
        "kind": str(relation.kind),
        "subject": relation.subject,
        "topic": relation.topic,
        "value": relation.value,
        "text": relation.claim.text,
    }
