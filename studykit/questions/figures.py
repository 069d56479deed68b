"""The figures of a set of questions: what no single one shows, such as where the key stands and how long it is."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from studykit.core.question import Question
from studykit.questions.lint import SCENARIO_KINDS, WORDS, absolute, flaws
from studykit.questions.together import ASKED_BEFORE, CARD_AGAIN, GIVES_AWAY, NEAR_DUPLICATE, SAME_IDEA, Set
from studykit.questions.wording import amount

KEY_LONGEST = 0.30
"""At most this share of the keys may be the longest option."""
POSITIONS = 0.01
"""Positions of keys that are less likely by chance than this are no chance."""
MULTIPLE = (0.12, 0.15)
"""Share of questions with several answers in an exam."""
ABSOLUTES = 2.0
"""Words such as always may stand in keys so many times as often as in wrong options, and the other way round."""
_EDGE = 10
"""The end of a round may be anywhere in its last tenth."""
_APART = 40
"""A value may be asked for again after so many questions ..."""
_PART = 5
"""... or this part of the cards, where they are few. In an exam it may not."""
ENOUGH = 50
"""Of fewer questions, a share says nothing."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What is measured of a set. Shares are of 1."""

    count: int
    kinds: tuple[tuple[str, int], ...]
    """How many of each kind, by name."""
    flaws: tuple[tuple[str, int], ...]
    """How many have each flaw, by name."""
    choices: int
    """Questions with one right option."""
    key_longest: float
    """Share of them in which the key is longer than every other option."""
    positions: tuple[tuple[int, tuple[int, ...]], ...]
    """For each number of options: how often a key stands first, second …"""
    positions_chance: float
    """How likely positions as uneven as these, or more so, are by chance."""
    multiple: float
    """Share of questions with several right options."""
    absolutes: tuple[float, float]
    """Share of keys, and of wrong options, with a word such as always or never."""
    worded: int
    """Keys that are no quantities, which the shares above are of."""
    clashes: tuple[tuple[str, int], ...]
    """Questions that clash with an earlier one of their round, by what is wrong."""
    rounds: int
    """A round ends where a card comes again."""
    cards: int
    facts: int
    words: tuple[int, float, int]
    """Least, median and most words in the stems of scenarios."""


def figures(questions: Sequence[Question], *, exam: bool = False) -> Figures:
    """Measures a set of questions."""
    cards = len({one.id for one in questions})
    clashes, rounds = _clashes(questions, 0 if exam else max(1, min(_APART, cards // _PART)))
    single = [one for one in questions if len(one.key) == 1]
    worded = [one for one in questions if one.options and not all(amount(option.text) for option in one.options)]
    positions = _positions(questions)
    lengths = sorted(len(one.stem.split()) for one in questions if one.kind in SCENARIO_KINDS)
    return Figures(
        count=len(questions),
        kinds=_counted(one.kind for one in questions),
        flaws=_counted(flaw for one in questions for flaw in flaws(one)),
        choices=len(single),
        key_longest=_share(map(_longest, single)),
        positions=tuple((options, tuple(counts)) for (options, _), counts in sorted(positions.items())),
        positions_chance=_positions_chance(positions),
        multiple=_share(len(one.key) > 1 for one in questions),
        absolutes=(_absolutes(worded, right=True), _absolutes(worded, right=False)),
        worded=len(worded),
        clashes=clashes,
        rounds=rounds,
        cards=cards,
        facts=len({fact for one in questions for fact in one.facts}),
        words=(lengths[0], median(lengths), lengths[-1]) if lengths else (0, 0, 0),
    )


def bad(found: Figures, *, exam: bool = False) -> tuple[str, ...]:
    """What is outside its bounds, in words; shares count from 50 questions on."""
    said = [f"{count} with the flaw '{name}'" for name, count in found.flaws]
    said += [f"{count} {_CLASHES[name]}" for name, count in found.clashes]
    if found.choices >= ENOUGH and found.key_longest > KEY_LONGEST:
        said.append(f"the key is the longest option in {found.key_longest:.0%}, more than {KEY_LONGEST:.0%}")
    if found.choices >= ENOUGH and found.positions_chance < POSITIONS:
        said.append(f"the key's positions are uneven (p = {found.positions_chance:.4f})")
    low, high = sorted(found.absolutes)
    if found.worded >= ENOUGH and high > ABSOLUTES * low:
        said.append(
            f"words such as always stand in {found.absolutes[0]:.0%} of keys, {found.absolutes[1]:.0%} of others"
        )
    if found.words[2] and not WORDS[0] <= found.words[0] <= found.words[2] <= WORDS[1]:
        said.append(f"stems of scenarios have {found.words[0]} to {found.words[2]} words, not {WORDS[0]} to {WORDS[1]}")
    if exam and found.count >= ENOUGH and not MULTIPLE[0] <= found.multiple <= MULTIPLE[1]:
        said.append(f"{found.multiple:.1%} have several answers, not {MULTIPLE[0]:.0%} to {MULTIPLE[1]:.0%}")
    return tuple(said)


_CLASHES = {
    ASKED_BEFORE: "with the stem and answers of an earlier one",
    NEAR_DUPLICATE: "that differ from an earlier one in figures only",
    SAME_IDEA: "that ask for a value that an earlier one asks for",
    GIVES_AWAY: "that give another away",
}


def _counted(names: Iterable[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(Counter(names).items()))


def _absolutes(worded: Iterable[Question], *, right: bool) -> float:
    """The share of right, or of wrong, options with a word such as always or never."""
    return _share(absolute(option.text) for one in worded for option in one.options if option.right is right)


def _share(holds: Iterable[bool]) -> float:
    every = list(holds)
    return sum(every) / len(every) if every else 0.0


def _longest(question: Question) -> bool:
    """True when the key is longer than every other option."""
    key = next(len(option.text) for option in question.options if option.right)
    return all(option.right or len(option.text) < key for option in question.options)


def _clashes(questions: Sequence[Question], apart: int) -> tuple[tuple[tuple[str, int], ...], int]:
    """Clashes within rounds, and how many rounds there are."""
    together, found, rounds, start = Set(apart), Counter[str](), 1, 0
    clashes: list[tuple[int, str]] = []
    for at, question in enumerate(questions):
        clash = together.clash(question)
        if clash == CARD_AGAIN:
            # where one round ends cannot be seen to the question: the next one may have begun a little before
            edge = at - (at - start) // _EDGE
            found.update(name for place, name in clashes if place < edge or name == ASKED_BEFORE)
            together.begin()
            rounds, start, clashes, clash = rounds + 1, at, [], together.clash(question)
        if clash:
            clashes.append((at, clash))
        together.add(question)
    found.update(name for _, name in clashes)
    return tuple(sorted(found.items())), rounds


def _positions(questions: Sequence[Question]) -> dict[tuple[int, int], list[int]]:
    """How often a key stands first, second and so on, by the number of options and of right ones."""
    found: dict[tuple[int, int], list[int]] = {}
    for question in questions:
        options = len(question.options)
        if options:
            counts = found.setdefault((options, len(question.key)), [0] * options)
            for at in question.key:
                counts[at] += 1
    return found


def _positions_chance(positions: dict[tuple[int, int], list[int]]) -> float:
    """How likely it is that keys drawn evenly lie at least as unevenly."""
    statistic, freedom = 0.0, 0
    for (options, right), counts in sorted(positions.items()):
        even = sum(counts) / options
        spread = sum((count - even) ** 2 for count in counts) / even
        # several keys of one question never share a position, so their counts vary less
        statistic += spread * (options - 1) / (options - right)
        freedom += options - 1
    return upper_share(statistic, freedom)


def upper_share(statistic: float, freedom: int) -> float:
    """The chance that a chi-square figure is at least so large: the upper incomplete gamma function, regularised."""
    shape, point = freedom / 2, statistic / 2
    if freedom == 0 or point <= 0:
        return 1.0
    scale = math.exp(shape * math.log(point) - point - math.lgamma(shape))
    if point < shape + 1:  # the series of the lower part ends soonest here
        term = total = 1 / shape
        for step in range(1, 500):
            term *= point / (shape + step)
            total += term
        return max(0.0, 1 - scale * total)
    tail = 0.0
    for step in range(500, 0, -1):  # the continued fraction of the upper part, from its end
        tail = -step * (step - shape) / (point + 2 * step + 1 - shape + tail)
    return scale / (point + 1 - shape + tail)
