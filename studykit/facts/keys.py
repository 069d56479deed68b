"""A question that somebody else wrote, held against the facts: is its key right, was it ever, is it the only one?

Answers are read by the readers of notes, as claims of which the stem is the label. What the stem leaves open (which
bound, which of two attributes), turns around (not, except) or sets in a scenario is not decided: a question that is
wrongly called wrong costs more trust than one that is not checked.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from studykit.core.fact import BehaviourFact, ClaimStanding, Fact
from studykit.core.given import Given, Judged, Verdict, Words
from studykit.core.pack import Pack
from studykit.core.response import LETTERS, Choices, Typed
from studykit.facts.key_readings import Finding, Readings

_NEGATED = re.compile(r"\b(?:not|except|false|incorrect|wrong|untrue|never|least likely|cannot)\b|n't\b", re.IGNORECASE)
_TRUTH = (frozenset(("true", "false")), frozenset(("yes", "no")), frozenset(("correct", "incorrect")))
_HOLDING = ("true", "yes", "correct")
_ASKED_TRUTH = re.compile(r"\(?\b(?:true or false|is (?:this|that) (?:true|correct)|t/f)\b\)?\s*[?:.]?", re.IGNORECASE)
_NONE = re.compile(r"^\W*(?:none|neither)\b.{0,40}$", re.IGNORECASE)
_GAP = re.compile(r"_{3,}")
_LONGEST = 3_000
"""Characters of a stem or an answer, beyond which it says more than one thing."""
WRONG = (ClaimStanding.MISTAKEN, ClaimStanding.OUTDATED)
_TURNED = {
    ClaimStanding.HOLDS: ClaimStanding.MISTAKEN,
    ClaimStanding.MISTAKEN: ClaimStanding.HOLDS,
    ClaimStanding.OUTDATED: ClaimStanding.HOLDS,
}


class Keys:
    """The facts in force, ready to be asked about keys."""

    def __init__(self, pack: Pack, facts: Mapping[str, Fact], behaviours: Mapping[str, BehaviourFact]) -> None:
        self._readings = Readings(pack, facts, behaviours)

    def judge(self, given: Given) -> Judged:
        """What the facts say of the key of a question."""
        texts, right = _answers(given)
        asked = _ASKED_TRUTH.sub(" ", given.stem)
        if max(map(len, (asked, *texts))) > _LONGEST:
            return _open(given)
        if _NEGATED.search(asked) or self._readings.strange(asked):
            return _open(given)
        found = self._found(given, texts)
        answers = tuple("" if one is None else one.says for one in found)
        facts = tuple(dict.fromkeys(one.fact for one in found if one is not None))
        key = [one for one, is_key in zip(found, right, strict=True) if is_key]
        others = [one for one, is_key in zip(found, right, strict=True) if not is_key]
        problem = _contradiction(texts, right, found)
        if problem is not None:
            at, words = problem
            decider = found[at]
            assert decider is not None
            return Judged(given, Verdict.CONTRADICTED, words, (decider.fact,), answers)
        if key and all(_stands(one, ClaimStanding.HOLDS) for one in key):
            if all(_stands(one, *WRONG) for one in others):
                reasons = dict.fromkeys(one.says for one in key if one is not None)
                return Judged(given, Verdict.PROVED, " ".join(reasons), facts, answers)
            return _open(given, "The key holds, but no fact speaks of every other answer.", facts, answers)
        return _open(given, "", facts, answers)

    def _found(self, given: Given, texts: Sequence[str]) -> Sequence[Finding | None]:
        """What the facts say of each answer."""
        response, readings, about = given.response, self._readings, given.category
        lower = frozenset(text.casefold().strip(" .") for text in texts)
        if isinstance(response, Choices) and lower in _TRUTH:
            stem = _ASKED_TRUTH.sub(" ", given.stem).strip()
            said = None if stem.endswith("?") else readings.sentence(stem, about)
            return [said if text.casefold().strip(" .") in _HOLDING else _turned(said) for text in texts]
        if not isinstance(response, (Choices, Typed, Words)):
            pairs = [(pair.text, response.choices[pair.match]) for pair in response.pairs]
            return [readings.labelled(text, choice, given.stem, about) for text, choice in pairs]
        if len(_GAP.findall(given.stem)) == 1:
            filled = [text.join(_GAP.split(given.stem)) for text in texts]
            return readings.sentences(_GAP.sub(" ", given.stem), filled, about)
        return readings.answers(given.stem, texts, about)


def _answers(given: Given) -> tuple[tuple[str, ...], tuple[bool, ...]]:
    """The texts that can be answered, and which of them are marked right."""
    response = given.response
    if isinstance(response, Choices):
        return tuple(one.text for one in response.options), tuple(one.right for one in response.options)
    if isinstance(response, Words):
        return response.accepted, (True,) * len(response.accepted)
    if isinstance(response, Typed):
        slips = tuple(str(slip.quantity) for slip in response.slips)
        return (str(response.quantity), *slips), (True, *(False for _ in slips))
    return tuple(pair.text for pair in response.pairs), (True,) * len(response.pairs)


def _contradiction(
    texts: Sequence[str], right: Sequence[bool], found: Sequence[Finding | None]
) -> tuple[int, str] | None:
    """The answer that shows that the key is wrong, and in what words; None when none does."""
    for at, one in enumerate(found):
        if right[at] and one is not None and one.standing in WRONG:
            return at, one.says
    keyed = {one.fact for one, is_key in zip(found, right, strict=True) if is_key and one is not None}
    none = [text for text, is_key in zip(texts, right, strict=True) if is_key and _NONE.match(text)]
    for at, one in enumerate(found):
        if right[at] or one is None or one.standing is not ClaimStanding.HOLDS:
            continue
        if none:
            return at, f"The key says that no answer holds, but {_letter(at)} does: {one.says}"
        if one.fact in keyed and one.alone:
            return at, f"{_letter(at)} is marked wrong, but it says the same as the key: {one.says}"
    return None


def _letter(at: int) -> str:
    return LETTERS[at]


def _stands(one: Finding | None, *standings: ClaimStanding) -> bool:
    return one is not None and one.standing in standings


def _turned(one: Finding | None) -> Finding | None:
    """What it says of the opposite."""
    standing = _TURNED.get(one.standing) if one is not None else None
    return None if one is None or standing is None else Finding(standing, one.fact, one.says, alone=one.alone)


def _open(given: Given, why: str = "", facts: tuple[str, ...] = (), answers: tuple[str, ...] = ()) -> Judged:
    reason = f"From {given.place}; nobody proved it."
    return Judged(given, Verdict.NOT_DECIDED, f"{why} {reason}".strip(), facts, answers)
