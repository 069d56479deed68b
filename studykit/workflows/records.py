"""Facts, conflicts, verdicts and questions → plain records for JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from studykit.core.claim import Limit
from studykit.core.explained import form
from studykit.core.fact import BehaviourFact, ClaimStanding, Conflict, Fact
from studykit.core.quantity import Figure, Quantity
from studykit.core.question import Question
from studykit.core.relation import Relation, Statement
from studykit.core.response import LETTERS, Matching, Option, Ordering, Pair, Placed, Response, Typed
from studykit.core.source import SourceSpan
from studykit.core.verdict import Fix, Step, Value, Verdict
from studykit.workflows.ask import WhatIf

Record = dict[str, Any]


def number(figure: Figure) -> int | float:
    """An exact figure as a JSON number."""
    return figure if isinstance(figure, int) else float(figure)


def quantity_record(quantity: Quantity) -> Record:
    """``{"value": 900, "unit": "s"}``."""
    return {"value": number(quantity.figure), "unit": quantity.unit.name}


def fact_record(fact: Fact) -> Record:
    """A fact with every claim, its history and what settled it."""
    cited = fact.cited
    return {
        "id": fact.id,
        "service": fact.attribute.service,
        "attribute": fact.attribute.key,
        "bound": str(fact.bound),
        **quantity_record(fact.quantity),
        "means": fact.attribute.means,
        "status": str(fact.status),
        "settled_by": fact.settled_by,
        "authority": None
        if cited is None
        else {
            **quantity_record(cited.quantity),
            "source": cited.source,
            "as_of": cited.as_of,
            "scope": cited.scope,
            "members": list(cited.members),
            "why": cited.why,
            "remark": cited.remark,
            "says": fact.finding.words if fact.finding else "",
            "agrees": fact.finding.agrees if fact.finding else None,
        },
        "current_value": quantity_record(fact.current_value),
        "exam_value": quantity_record(fact.exam_value),
        "scoped": [{**quantity_record(one.quantity), "scope": one.scope, "source": one.source} for one in fact.scoped],
        "history": [
            {**quantity_record(past.quantity), "until": past.until, "source": past.source} for past in fact.history
        ],
        "claims": [claim_record(limit, standing) for limit, standing in zip(fact.claims, fact.standings, strict=True)],
    }


def behaviour_record(fact: BehaviourFact) -> Record:
    """A behaviour with its question, what holds, and every claim with the answer that it gives."""
    behaviour = fact.behaviour
    return {
        "id": fact.id,
        "asks": behaviour.asks,
        "says": fact.says,
        "choices": list(fact.choices),
        "status": str(fact.status),
        "settled_by": fact.settled_by,
        "source": behaviour.source,
        "as_of": behaviour.as_of,
        "history": [
            {"choice": turn.choice, "until": turn.until, "scope": turn.scope, "source": turn.source}
            for turn in behaviour.turns
        ],
        "claims": [
            {**claim_record(statement, standing), "choice": statement.choice}
            for statement, standing in zip(fact.statements, fact.standings, strict=True)
        ],
    }


def claim_record(said: Limit | Statement | Relation, standing: ClaimStanding) -> Record:
    """One claim of a fact: where it stands, its words and its value (of a limit)."""
    return {
        "note": said.span.note,
        "line": said.span.line,
        "end": said.span.end,
        "text": said.claim.text,
        **(quantity_record(said.quantity) if isinstance(said, Limit) else {}),
        "standing": str(standing),
    }


def conflict_record(conflict: Conflict) -> Record:
    """A conflict with the claims of each side."""
    return {
        "id": conflict.id,
        "asks": conflict.asks,
        "cause": str(conflict.cause),
        "reason": conflict.reason,
        "sides": [
            {
                "says": side.says,
                **(quantity_record(side.quantity) if side.quantity else {}),
                "standing": str(side.standing),
                "claims": [claim_record(claim, side.standing) for claim in side.claims],
            }
            for side in conflict.sides
        ],
    }


def value_record(value: Value | None) -> Any:
    """A setting or result as people write it; None stays null."""
    if isinstance(value, tuple):
        return [value_record(one) for one in value]
    return str(value) if isinstance(value, Quantity) else value


def what_if_record(what: WhatIf) -> Record:
    """An input that was moved, with its stretches of one outcome."""
    return {
        "setting": what.setting,
        "stretches": [
            {
                "from": value_record(one.first),
                "to": value_record(one.last),
                "status": str(one.decision),
                "outcome": one.outcome,
                "rule": one.rule,
            }
            for one in what.stretches
        ],
    }


def fact_source(fact: Fact) -> str:
    """The first note line that says what holds, or the citation."""
    spans = holding(fact)
    return str(spans[0]) if spans else fact.cited.source if fact.cited else ""


def holding(fact: Fact) -> tuple[SourceSpan, ...]:
    """The lines whose claim holds."""
    pairs = zip(fact.claims, fact.standings, strict=True)
    return tuple(limit.span for limit, standing in pairs if standing is ClaimStanding.HOLDS)


def verdict_record(verdict: Verdict, facts: Mapping[str, Fact], fixes: tuple[Fix, ...]) -> Record:
    """A verdict with what decides it and the edits that would change it."""
    return {
        "domain": verdict.domain,
        "outcome": verdict.outcome,
        "status": str(verdict.decision),
        "says": verdict.says,
        "missing": list(verdict.missing),
        "because": [row.because for row in verdict.rows if row.because],
        "rules": [
            {"id": row.id, "because": row.because, "trace": step_record(row.trace) if row.trace else None}
            for row in verdict.rows
        ],
        "facts": [
            {
                "id": name,
                "value": str(facts[name].quantity),
                "status": str(facts[name].status),
                "source": fact_source(facts[name]),
                "lines": [str(span) for span in holding(facts[name])],
            }
            for name in (*verdict.facts, *verdict.used)
        ],
        "worked_out": {name: value_record(value) for name, value in verdict.worked_out},
        "assumed": {name: value_record(value) for name, value in verdict.assumed},
        "timeline": [
            {"at": None if moment.at is None else number(moment.at), "says": moment.says} for moment in verdict.timeline
        ],
        "fix": [
            {
                "outcome": fix.outcome,
                "edits": [
                    {
                        "setting": edit.setting,
                        "before": value_record(edit.before),
                        "after": value_record(edit.after),
                    }
                    for edit in fix.edits
                ],
            }
            for fix in fixes
        ],
    }


def step_record(step: Step) -> Record:
    """One node of a trace with the nodes below it."""
    record: Record = {"text": step.text, "value": value_record(step.value), "origin": step.origin}
    if step.steps:
        record["steps"] = [step_record(below) for below in step.steps]
    return record


def question_record(question: Question) -> Record:
    """A question with its key and a reason for every answer.

    ``options`` is filled for a choice; an ordering has ``lines`` as shown, a matching ``pairs`` and ``choices``, a
    typed answer ``value``, ``unit``, ``tolerance`` (a share of the value) and ``slips``.
    """
    from studykit.questions.difficulty import level

    response = question.response
    return {
        "id": question.id,
        "kind": question.kind,
        "form": form(response),
        "topic": question.topic,
        "area": question.area,
        "variant": question.variant,
        "difficulty": round(question.difficulty, 3),
        "level": level(question.difficulty),
        "stem": question.stem,
        "options": [
            {"letter": letter, "text": option.text, "right": option.right, **_because(option)}
            for letter, option in zip(LETTERS, question.options, strict=False)
        ],
        **_answers(response),
        "key": question.letters,
        "facts": list(question.facts),
        "sources": [str(span) for span in question.sources],
    }


def _answers(response: Response) -> Record:
    """What is ordered, matched or typed; nothing for a choice."""
    if isinstance(response, Ordering):
        lines = zip(LETTERS, response.lines, strict=False)
        return {
            "lines": [
                {"letter": letter, "text": line.text, "place": line.place, **_because(line)} for letter, line in lines
            ]
        }
    if isinstance(response, Matching):
        pairs = zip(LETTERS, response.pairs, strict=False)
        return {
            "pairs": [
                {"letter": letter, "text": pair.text, "choice": pair.match + 1, **_because(pair)}
                for letter, pair in pairs
            ],
            "choices": [{"number": at, "text": text} for at, text in enumerate(response.choices, 1)],
        }
    if isinstance(response, Typed):
        return {
            **quantity_record(response.quantity),
            "tolerance": number(response.tolerance),
            "reason": response.reason,
            "slips": [{**quantity_record(slip.quantity), "reason": slip.reason} for slip in response.slips],
        }
    return {}


def _because(one: Option | Placed | Pair) -> Record:
    return {"reason": one.reason, "sources": [str(span) for span in one.sources]}
