"""Behaviours that ask one question of many things → sets: of which is an answer right, of which is it wrong?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from studykit.core.fact import BehaviourFact
from studykit.questions.ground import Ground
from studykit.questions.texts import shown

LEAST, OPTIONS = 2, 5
_ARTICLE = re.compile(r"^(?:an?|the)\s+", re.IGNORECASE)
_GAP = "____"


@dataclass(frozen=True, slots=True)
class One:
    """A thing that the question is asked of."""

    name: str
    fact: BehaviourFact


@dataclass(frozen=True, slots=True)
class Family:
    """One answer to a question that is asked of many things."""

    id: str
    """``set:lambda.invoked_by/polled``."""
    choice: str
    asks: str
    """The question, without the number of answers."""
    members: tuple[One, ...]
    """Those of which the answer holds."""
    others: tuple[One, ...]
    """Those of which another answer is settled."""

    @property
    def enough(self) -> bool:
        """True when a question of five options can be made."""
        members, others = len(self.members), len(self.others)
        return members >= LEAST and others >= LEAST and members + others >= OPTIONS


def families_of(ground: Ground) -> Mapping[str, Family]:
    """The sets of a ground's behaviours, by id; worked out once."""
    found = ground.kept.get(("families",))
    if not isinstance(found, dict):
        found = ground.kept["families",] = {one.id: one for one in families(ground.behaviours)}
    return found


def families(behaviours: Mapping[str, BehaviourFact]) -> Iterator[Family]:
    """The sets, in the order of behaviours and of their choices."""
    rows: dict[str, list[BehaviourFact]] = {}
    for fact in behaviours.values():
        if fact.behaviour.subject and fact.settled and fact.choices:
            rows.setdefault(fact.id.rpartition(".")[0], []).append(fact)
    for name, row in rows.items():
        asked = [One(named(fact), fact) for fact in row]
        for choice in row[0].behaviour.choices:
            first = row[0].behaviour
            written = _gapped(choice.says, asked[0].name, first.subject[0])
            if written:
                yield Family(
                    f"set:{name}/{choice.key}",
                    choice.key,
                    _asked(written),
                    tuple(one for one in asked if choice.key in one.fact.choices),
                    tuple(one for one in asked if choice.key not in one.fact.choices and _has(one.fact, choice.key)),
                )


def named(fact: BehaviourFact) -> str:
    """The thing that a behaviour asks of, as its question writes it."""
    found = re.search(re.escape(fact.behaviour.subject[0]), fact.behaviour.asks, re.IGNORECASE)
    return shown(_ARTICLE.sub("", found[0] if found else fact.behaviour.subject[0]))


def _has(fact: BehaviourFact, choice: str) -> bool:
    """True when the answer could be chosen and was not, and is not right of some other scope of the thing."""
    turned = any(turn.choice == choice and turn.scope for turn in fact.behaviour.turns)
    return any(one.key == choice for one in fact.behaviour.choices) and not turned


def _gapped(says: str, name: str, subject: str) -> str:
    """The answer with a gap for the thing; empty when it does not name it just once."""
    for written in (subject, name):
        found = re.findall(rf"\b{re.escape(written)}\b", says, re.IGNORECASE)
        if len(found) == 1:
            return re.sub(rf"\b{re.escape(written)}\b", _GAP, says, flags=re.IGNORECASE).rstrip(".")
    return ""


def _asked(written: str) -> str:
    """``Which of these …?`` where the thing comes first, and else which of them can stand in the gap."""
    if written.startswith(f"{_GAP} "):
        return f"Which of these {written.removeprefix(_GAP).strip()}?"
    return f"“{written}”: which of these can stand in the gap?"
