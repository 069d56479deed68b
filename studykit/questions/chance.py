"""Draws by name: each depends on the seed and its own name only, on any machine and any Python.

A draw does not use up anything, so one more candidate or one more draw elsewhere changes no other draw. That is why a
changed fact changes the questions that cite it and no others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from hashlib import blake2b
from typing import TypeVar

T = TypeVar("T")
_SPAN = 1 << 64


class Chance:
    """Everything that is drawn for one question or quiz."""

    __slots__ = ("_seed",)

    def __init__(self, seed: str) -> None:
        self._seed = blake2b(seed.encode("utf-8", "surrogatepass"), digest_size=8)

    def number(self, name: str) -> int:
        """A whole number below 2**64."""
        found = self._seed.copy()
        found.update(name.encode("utf-8", "surrogatepass"))
        return int.from_bytes(found.digest(), "big")

    def share(self, name: str) -> float:
        """A figure from 0 up to 1."""
        return self.number(name) / _SPAN

    def below(self, name: str, end: int) -> int:
        """A whole number from 0 to ``end`` - 1."""
        return self.number(name) * end >> 64

    def pick(self, name: str, among: Sequence[T]) -> T:
        """One of some values. Raises IndexError when there is none."""
        return among[self.below(name, len(among))]

    def numbers(self, name: str) -> Callable[[str], int]:
        """``number`` for several draws whose names begin alike."""
        start = self._seed.copy()
        start.update(name.encode("utf-8", "surrogatepass"))

        def number(rest: str) -> int:
            found = start.copy()
            found.update(rest.encode("utf-8", "surrogatepass"))
            return int.from_bytes(found.digest(), "big")

        return number

    def order(self, name: str, among: Iterable[T], key: Callable[[T], str] = str) -> list[T]:
        """Values in an order by chance; the order of any two depends on them alone."""
        start = self._seed.copy()
        start.update(f"{name}/".encode("utf-8", "surrogatepass"))

        def place(one: T) -> tuple[bytes, str]:
            words = key(one)
            found = start.copy()
            found.update(words.encode("utf-8", "surrogatepass"))
            return found.digest(), words

        return sorted(among, key=place)

    def weighted(self, name: str, weights: Sequence[int]) -> int:
        """A position, drawn as often as its weight says."""
        point = self.below(name, sum(weights))
        for at, weight in enumerate(weights):
            point -= weight
            if point < 0:
                return at
        raise IndexError(name)
