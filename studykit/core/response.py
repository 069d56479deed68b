"""How a question is answered: by letters, by an order, by pairs or by a quantity; an answer is a line of text.

Every response reads what somebody types into one spelling (``BD``, ``CABD``, ``A2 B1 C3``, ``900 s``), says whether it
is right, and has the right answer in the same spelling. So the app, plain mode, exams and the log share one form.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from studykit.core.errors import UsageError
from studykit.core.quantity import Dimension, Figure, Quantity, parse_quantity
from studykit.core.source import SourceSpan

LETTERS = "ABCDEFGHIJ"
_NUMBERS = {1: "ONE", 2: "TWO", 3: "THREE", 4: "FOUR", 5: "FIVE"}
_APART = re.compile(r"[\s,;.)]+|\band\b", re.IGNORECASE)
_PAIR = re.compile(r"([A-J])[^A-J0-9]*?(\d{1,2})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to choose, with the proof that it is right or wrong."""

    text: str
    right: bool
    reason: str
    """Which rule or fact decides, and what belief would make a wrong one right."""
    sources: tuple[SourceSpan, ...] = ()
    """Lines of notes that say this (a claim found wrong or outdated), for wrong options."""


@dataclass(frozen=True, slots=True)
class Choices:
    """One or more options are right; all or nothing."""

    options: tuple[Option, ...]

    @property
    def positions(self) -> tuple[int, ...]:
        """Positions of the right options, from 0."""
        return tuple(at for at, option in enumerate(self.options) if option.right)

    @property
    def key(self) -> str:
        """The right letters: ``B`` or ``AD``."""
        return "".join(LETTERS[at] for at in self.positions)

    @property
    def shown(self) -> str:
        """The right answer for people."""
        return self.key

    @property
    def asks(self) -> str:
        """What to type."""
        last = LETTERS[len(self.options) - 1]
        wanted = len(self.positions)
        return f"A to {last}" if wanted == 1 else f"{number_word(wanted)} letters, A to {last}"

    def read(self, typed: str) -> str:
        """The letters in order. Raises UsageError that says what is missing."""
        letters = _APART.sub("", typed).upper()
        known = LETTERS[: len(self.options)]
        wanted = len(self.positions)
        if not letters or any(letter not in known for letter in letters):
            raise UsageError(f"Type {'a letter' if wanted == 1 else 'letters'} from A to {known[-1]}.")
        chosen = "".join(letter for letter in known if letter in letters)
        if len(chosen) != wanted:
            have = {1: "one is", 2: "two are"}.get(len(chosen), f"{len(chosen)} are")
            raise UsageError(f"Choose {number_word(wanted)}: {have} chosen.")
        return chosen

    def right(self, answer: str) -> bool:
        """True when exactly the right options were chosen."""
        return answer == self.key


@dataclass(frozen=True, slots=True)
class Placed:
    """A line of an ordering."""

    text: str
    place: int
    """Where it belongs, from 1; lines that are equal may share a place."""
    reason: str
    sources: tuple[SourceSpan, ...] = ()


@dataclass(frozen=True, slots=True)
class Ordering:
    """Lines to be put in order; they are shown in another one."""

    lines: tuple[Placed, ...]

    @property
    def key(self) -> str:
        """The letters of the lines as shown, in the right order: ``CABD``."""
        order = sorted(range(len(self.lines)), key=lambda at: self.lines[at].place)
        return "".join(LETTERS[at] for at in order)

    @property
    def shown(self) -> str:
        """The right answer for people."""
        return " ".join(self.key)

    @property
    def asks(self) -> str:
        """What to type."""
        return f"the {len(self.lines)} letters in the right order, such as {' '.join(LETTERS[: len(self.lines)][::-1])}"

    def read(self, typed: str) -> str:
        """The letters as typed. Raises UsageError when one is missing or typed twice."""
        letters = _APART.sub("", typed).upper()
        known = LETTERS[: len(self.lines)]
        if not letters or any(letter not in known for letter in letters):
            raise UsageError(f"Type letters from A to {known[-1]}.")
        for letter in known:
            if letters.count(letter) > 1:
                raise UsageError(f"{letter} is there twice.")
            if letter not in letters:
                raise UsageError(f"{letter} is missing.")
        return letters

    def right(self, answer: str) -> bool:
        """True when the lines stand in order of their places."""
        places = [self.lines[LETTERS.index(letter)].place for letter in answer if letter in LETTERS[: len(self.lines)]]
        return len(places) == len(self.lines) and places == sorted(places)


@dataclass(frozen=True, slots=True)
class Pair:
    """A line of a matching."""

    text: str
    match: int
    """Position of its choice, from 0."""
    reason: str
    sources: tuple[SourceSpan, ...] = ()


@dataclass(frozen=True, slots=True)
class Matching:
    """Lines to be matched with choices; a choice may be used never, once or more often."""

    pairs: tuple[Pair, ...]
    choices: tuple[str, ...]

    @property
    def key(self) -> str:
        """Each line's letter with the number of its choice: ``A2 B1 C3``."""
        return " ".join(f"{LETTERS[at]}{pair.match + 1}" for at, pair in enumerate(self.pairs))

    @property
    def shown(self) -> str:
        """The right answer for people."""
        return self.key

    @property
    def asks(self) -> str:
        """What to type."""
        return f"a number for each letter, such as {' '.join(f'{LETTERS[at]}1' for at in range(len(self.pairs)))}"

    def read(self, typed: str) -> str:
        """``A2 B1 C3`` from ``a2,b1,c3`` or just ``2 1 3``. Raises UsageError for anything incomplete."""
        known = LETTERS[: len(self.pairs)]
        numbers = _APART.sub(" ", typed).split()
        if len(numbers) == len(known) and all(number.isascii() and number.isdigit() for number in numbers):
            found = list(zip(known, map(int, numbers), strict=True))
        else:
            found = [(letter.upper(), int(number)) for letter, number in _PAIR.findall(typed)]
        chosen: dict[str, int] = {}
        for letter, number in found:
            if letter not in known:
                raise UsageError(f"There is no line {letter}; lines go from A to {known[-1]}.")
            if letter in chosen:
                raise UsageError(f"{letter} is there twice.")
            if not 1 <= number <= len(self.choices):
                raise UsageError(f"Choices go from 1 to {len(self.choices)}, not {number}.")
            chosen[letter] = number
        for letter in known:
            if letter not in chosen:
                raise UsageError(f"{letter} has no number yet.")
        return " ".join(f"{letter}{chosen[letter]}" for letter in known)

    def right(self, answer: str) -> bool:
        """True when every line has its choice."""
        return answer == self.key


@dataclass(frozen=True, slots=True)
class Slip:
    """A wrong quantity that somebody may well type, and why it is wrong."""

    quantity: Quantity
    reason: str


@dataclass(frozen=True, slots=True)
class Typed:
    """A quantity to be typed, in any unit of its dimension."""

    quantity: Quantity
    tolerance: Figure
    """How far off may be, as a share of the value (1/100: one per cent); 0: exactly."""
    reason: str
    slips: tuple[Slip, ...] = ()

    @property
    def key(self) -> str:
        """The value as people write it."""
        return str(self.quantity)

    @property
    def shown(self) -> str:
        """The right answer for people."""
        near = f" (within {Fraction(self.tolerance) * 100} %)" if self.tolerance else ""
        return f"{self.key}{near}"

    @property
    def asks(self) -> str:
        """What to type."""
        return f"a number and a unit, such as 1 {self.quantity.unit.name}" if self._needs_unit else "a number"

    @property
    def _needs_unit(self) -> bool:
        return bool(self.quantity.unit.name) and self.quantity.dimension is not Dimension.CODE

    def read(self, typed: str) -> str:
        """The quantity as typed. Raises UsageError for what is no quantity, has no unit or another dimension."""
        found = parse_quantity(typed)
        if found.dimension is self.quantity.dimension:
            return str(found)
        if found.unit.name:
            raise UsageError(f"'{found}' is no {self.quantity.dimension}, as is asked for here.")
        if self._needs_unit:
            raise UsageError(f"'{found}' has no unit. Write it with one, such as {self.quantity.unit.name}.")
        return str(Quantity(found.figure, self.quantity.unit))

    def measured(self, answer: str) -> Quantity:
        """An answer that ``read`` gave, as a quantity of this dimension. Raises UsageError."""
        found = parse_quantity(answer)
        return found if found.dimension is self.quantity.dimension else Quantity(found.figure, self.quantity.unit)

    def right(self, answer: str) -> bool:
        """True when the answer can be read as the value, or is within the tolerance of it."""
        if not answer:
            return False
        try:
            given = self.measured(answer)
        except UsageError:
            return False
        return self.accepts(given)

    def accepts(self, given: Quantity) -> bool:
        """True for a quantity that can be read as the value, or is within the tolerance of it."""
        if given.agrees(self.quantity):
            return True
        if not self.tolerance or given.dimension is not self.quantity.dimension:
            return False
        off = abs(Fraction(given.base) - Fraction(self.quantity.base))
        return off <= abs(Fraction(self.quantity.base)) * Fraction(self.tolerance)

    def slip(self, answer: str) -> str:
        """Why an answer is wrong, when it is one of the foreseen slips; else empty."""
        try:
            given = self.measured(answer)
        except UsageError:
            return ""
        return next((one.reason for one in self.slips if one.quantity.agrees(given)), "")


Response = Choices | Ordering | Matching | Typed


def number_word(number: int) -> str:
    """``TWO``: numbers of options stand in capitals in a stem."""
    return _NUMBERS.get(number, str(number))
