"""Finding the cards of edited notes again: by their words first, then by how alike they are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from studykit.core.identity import Anchor, Matching, Unsure

_SURE = 80.0
"""How alike, of 100, two cards must be to be taken for one without asking."""
_MAYBE = 62.0
"""Below this a card is new; between the two the learner is asked."""
_APART = 4.0
"""By how much the best must be better than the second best."""
_SAME_NOTE = 3.0
"""What standing in the same note adds."""
_LONG = 24
"""Characters of a text of which a part is worth finding in another."""
_PART = 94
_CANDIDATES = 40
"""Known cards that a fresh one is compared with: those that share most words."""
_SHOWN = 3
_WORD = re.compile(r"\w{3,}")
Key = Callable[[Anchor], tuple[str, ...]]


@dataclass(slots=True)
class _Open:
    """What is not matched yet."""

    fresh: list[Anchor]
    known: list[Anchor]
    kept: dict[str, str] = field(default_factory=dict)

    def pair(self, one: Anchor, other: Anchor) -> None:
        """Takes two anchors for the same card."""
        self.kept[one.card] = other.card

    def close(self) -> None:
        """Leaves out what was matched."""
        taken = set(self.kept.values())
        self.fresh = [one for one in self.fresh if one.card not in self.kept]
        self.known = [one for one in self.known if one.card not in taken]


def match(fresh: Iterable[Anchor], known: Iterable[Anchor]) -> Matching:
    """Which known card each card that was just read is; each known card is found at most once."""
    left = _Open(list(fresh), list(known))
    for key in (_all, _words, _asked):
        _by_key(left, key)
    unsure = _by_likeness(left)
    asked = {one.fresh.card for one in unsure}
    return Matching(left.kept, unsure, tuple(one for one in left.fresh if one.card not in asked), tuple(left.known))


def _all(anchor: Anchor) -> tuple[str, ...]:
    return (anchor.kind, _plain(anchor.about), _plain(anchor.text), anchor.note)


def _words(anchor: Anchor) -> tuple[str, ...]:
    return (anchor.kind, _plain(anchor.about), _plain(anchor.text))


def _asked(anchor: Anchor) -> tuple[str, ...]:
    return (anchor.kind, _plain(anchor.about))


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def _by_key(left: _Open, key: Key) -> None:
    """Pairs what has the same key, in the order of the notes; a key that one side has more often is left open."""
    fresh, known = _filed(left.fresh, key), _filed(left.known, key)
    for name, ones in fresh.items():
        others = known.get(name, [])
        if len(ones) == len(others):
            for one, other in zip(ones, others, strict=True):
                left.pair(one, other)
    left.close()


def _filed(anchors: Sequence[Anchor], key: Key) -> dict[tuple[str, ...], list[Anchor]]:
    filed: dict[tuple[str, ...], list[Anchor]] = {}
    for anchor in anchors:
        filed.setdefault(key(anchor), []).append(anchor)
    return filed


def _by_likeness(left: _Open) -> tuple[Unsure, ...]:
    """Pairs the likest first; what has two good partners, or one that is only rather like it, is unsure."""
    index = _Index(left.known)
    scores = [
        (score, one, other)
        for one in left.fresh
        for other in index.near(one)
        if (score := likeness(one, other)) >= _MAYBE
    ]
    scores.sort(key=lambda row: (-row[0], row[1].card, row[2].card))
    of_fresh: dict[str, list[tuple[float, Anchor]]] = {}
    of_known: dict[str, list[float]] = {}
    for score, one, other in scores:
        of_fresh.setdefault(one.card, []).append((score, other))
        of_known.setdefault(other.card, []).append(score)
    taken: set[str] = set()
    for score, one, other in scores:
        if one.card in left.kept or other.card in taken or score < _SURE:
            continue
        rivals = [
            rival for rival, known in of_fresh[one.card] if known.card not in taken and _rivals(one, other, known)
        ]
        if not rivals or score - max(rivals) >= _APART:
            left.pair(one, other)
            taken.add(other.card)
    left.close()
    free = {one.card for one in left.known}
    asked = []
    for one in left.fresh:
        partners = tuple(other for _, other in of_fresh.get(one.card, ()) if other.card in free)[:_SHOWN]
        if partners:
            asked.append(Unsure(one, partners))
    return tuple(asked)


def _rivals(one: Anchor, other: Anchor, third: Anchor) -> bool:
    """Whether ``one`` may as well be ``third`` as ``other``.

    Two figures of one sentence ask nearly the same; under a renamed heading, what they answer tells them apart.
    """
    said = _plain(one.text)
    return third.card != other.card and not (said == _plain(other.text) != _plain(third.text))


class _Index:
    """Known cards by their words, so that a fresh one is not compared with all."""

    def __init__(self, known: Sequence[Anchor]) -> None:
        self._known = known
        self._by_word: dict[str, list[int]] = {}
        for at, anchor in enumerate(known):
            for word in _bag(anchor):
                self._by_word.setdefault(word, []).append(at)

    def near(self, anchor: Anchor) -> list[Anchor]:
        """Known cards of the same form that share most words; rare words first."""
        shared: dict[int, float] = {}
        for word in _bag(anchor):
            places = self._by_word.get(word, ())
            for at in places:
                if self._known[at].kind == anchor.kind:
                    shared[at] = shared.get(at, 0.0) + 1.0 / len(places)
        best = sorted(shared, key=lambda at: (-shared[at], at))[:_CANDIDATES]
        return [self._known[at] for at in best]


def _bag(anchor: Anchor) -> set[str]:
    return {word[:5] for word in _WORD.findall(f"{anchor.about} {anchor.text}".lower())}


def likeness(one: Anchor, other: Anchor) -> float:
    """How alike two cards are, 0 to 100: what they ask counts as much as what they answer."""
    from rapidfuzz import fuzz

    about = fuzz.ratio(_plain(one.about), _plain(other.about))
    text = _alike(_plain(one.text), _plain(other.text))
    same = _SAME_NOTE if one.note == other.note else 0.0
    return min(0.5 * about + 0.5 * text + same, 100.0)


def _alike(one: str, other: str) -> float:
    """Likeness of two texts; a text that was split or joined is like its part."""
    from rapidfuzz import fuzz

    whole = max(fuzz.ratio(one, other), 0.97 * fuzz.token_sort_ratio(one, other))
    if min(len(one), len(other)) >= _LONG and fuzz.partial_ratio(one, other) >= _PART:
        return max(whole, 85.0)
    return whole
