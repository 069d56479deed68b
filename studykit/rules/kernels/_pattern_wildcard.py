"""Wildcard texts of event patterns: read, matched without going back, and measured."""

from __future__ import annotations

from dataclasses import dataclass

STAR = -1
"""Stands for the star among the characters of a wildcard text."""

_MOST_SETS = 3_000  # sets of places looked at before a text counts as too involved


class WildcardProblemError(ValueError):
    """The text is no wildcard; the message says why."""


@dataclass(frozen=True, slots=True)
class Wildcard:
    """Literal parts with a star between each two."""

    parts: tuple[str, ...]

    def matches(self, text: str) -> bool:
        """True when the text is the parts in order with anything in place of the stars. Takes linear time."""
        first, *rest = self.parts
        if not rest:
            return text == first
        *middle, last = rest
        if not text.startswith(first):
            return False
        at = len(first)
        for part in middle:
            found = text.find(part, at)
            if found < 0:
                return False
            at = found + len(part)
        return len(text) - len(last) >= at and text.endswith(last)

    @property
    def marks(self) -> tuple[int, ...]:
        """The characters and stars, between the quotes that the service matches with them."""
        found = [ord('"')]
        for number, part in enumerate(self.parts):
            found += [STAR] * bool(number) + [ord(letter) for letter in part]
        return (*found, ord('"'))


def read_wildcard(text: str) -> Wildcard:
    r"""The wildcard that a text writes; ``\*`` is a star and ``\\`` a backslash. Raises WildcardProblemError."""
    parts, at = [""], 0
    while at < len(text):
        letter = text[at]
        if letter == "*":
            if text[at + 1 : at + 2] == "*":
                raise WildcardProblemError(f"two stars in a row at character {at + 1}")
            parts.append("")
        elif letter == "\\":
            at += 1
            if text[at : at + 1] not in ("*", "\\"):
                raise WildcardProblemError(f"a backslash at character {at} before something other than * or \\")
            parts[-1] += text[at]
        else:
            parts[-1] += letter
        at += 1
    return Wildcard(tuple(parts))


def complexity(wildcards: list[Wildcard], most: int) -> int:
    """How many beginnings of these wildcards one text can match at a time, counted up to one more than ``most``.

    A place (wildcard, number of marks passed) is a beginning; the sets of places that texts lead to are walked.
    """
    shown = [wildcard.marks for wildcard in wildcards]
    letters = {mark for marks in shown for mark in marks if mark != STAR} | {0}
    start = frozenset((number, 0) for number in range(len(shown)))
    waiting, seen, largest = [start], {start}, 0
    while waiting:
        places = waiting.pop()
        for letter in letters:
            after = _after(places, letter, shown)
            largest = max(largest, len(after))
            if largest > most or len(seen) > _MOST_SETS:
                return most + 1
            if after and after not in seen:
                seen.add(after)
                waiting.append(after)
    return largest


def _after(places: frozenset[tuple[int, int]], letter: int, shown: list[tuple[int, ...]]) -> frozenset[tuple[int, int]]:
    """Where one more character leads from these places; a star takes any character, or none at all."""
    found = set()
    for number, at in places:
        marks = shown[number]
        if at and marks[at - 1] == STAR:
            found.add((number, at))
        if at < len(marks) and marks[at] == letter:
            found.add((number, at + 1))
            if at + 1 < len(marks) and marks[at + 1] == STAR:
                found.add((number, at + 2))
    return frozenset(found)
