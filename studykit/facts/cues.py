"""Word groups of packs, found in what people write: in order, with other words between, misspelt or not.

A cue is a row of words. ``|`` parts words that mean the same, ``*`` at the end stands for any ending, and
``above:`` or ``here:`` in front says where to look: in headings, parents and labels, or in the sentence itself.
The words stand in this order, with at most four others between two of them. A cue that has no
"not" of its own is not found where one stands before it ("can't use the console").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from studykit.facts.vocabulary import singular

_WORD = re.compile(r"\$?[a-z0-9]+(?:['’][a-z]+)?|[|✓✔✅✗✘❌]")
_BETWEEN = 4
"""Words that may stand between two words of a cue."""
_NEGATED = 4
"""A "not" reaches this many words."""
_NOT = frozenset(
    (
        *("not", "no", "never", "cannot", "can't", "cant", "don't", "dont", "doesn't", "doesnt", "isn't", "isnt"),
        *("aren't", "won't", "wont", "without", "nor", "neither", "nobody", "instead", "unlike", "unable", "didn't"),
    )
)
_LONG = 7
"""Shorter words are not taken for misspelt ones."""
_SIMILAR = 84
END = "|"
"""Stands between texts, so that no cue is found across them."""


@lru_cache(maxsize=50_000)
def cue_words(text: str) -> tuple[str, ...]:
    """The words of a text as cues compare them: lower case, singular; ``$LATEST`` keeps its sign."""
    return tuple(singular(word.replace("’", "'")) for word in _WORD.findall(text.lower()))


@dataclass(frozen=True, slots=True)
class Words:
    """Words that cues are looked for in."""

    words: tuple[str, ...]
    starts: frozenset[str]
    """The first two letters of each: most cues are ruled out by them."""


@lru_cache(maxsize=20_000)
def joined(texts: tuple[str, ...]) -> Words:
    """The words of several texts with an end after each."""
    words = tuple(word for text in texts for word in (*cue_words(text), END))
    return Words(words, frozenset(word[:2] for word in words))


@dataclass(frozen=True, slots=True)
class Cue:
    """A word group in compared form."""

    place: str
    """``above``, ``here`` or, when the cue does not say it, empty."""
    words: tuple[tuple[str, ...], ...]
    """For each word, the spellings that mean it; an ending star stays."""
    negative: bool
    """True when it has a "not" of its own."""
    starts: tuple[frozenset[str], ...]
    """For each word, the first two letters that a text must have."""

    @property
    def first(self) -> tuple[str, ...]:
        """Beginnings by which a text that may hold it is found."""
        return tuple(word.rstrip("*")[:KEY] for word in self.words[0])


PLACES = ("above", "here")
KEY = 4
"""Letters of a word by which cues are filed."""


@lru_cache(maxsize=20_000)
def read_cue(text: str) -> Cue:
    """The cue that a pack writes."""
    place, _, rest = text.partition(":")
    place = place.strip() if place.strip() in PLACES else ""
    words = tuple(
        tuple(_spelling(word) for word in group.split("|") if word)
        for group in (rest if place else text).lower().split()
    )
    words = tuple(word for word in words if word)
    starts = tuple(frozenset(one.rstrip("*")[:2] for one in word) for word in words)
    return Cue(place, words, any(set(word) & _NOT for word in words), starts)


def _spelling(word: str) -> str:
    return word if word.endswith("*") else singular(word)


def find(cue: Cue, among: Words, *, denied: bool = False) -> Iterator[tuple[int, int]]:
    """First and last position of each place where a cue stands in some words.

    ``denied``: places where a "not" stands before it count, too.
    """
    for wanted in cue.starts:
        if among.starts.isdisjoint(wanted):
            return
    words = among.words
    for at, word in enumerate(words):
        if not _is(word, cue.words[0]):
            continue
        end = _rest(cue, words, at, denied=denied)
        if end is not None and (denied or cue.negative or not _negated(words, at)):
            yield at, end


def stands(cue: Cue, among: Words, *, denied: bool = False) -> bool:
    """True when a cue stands somewhere in some words."""
    starts = among.starts
    for wanted in cue.starts:  # most cues are ruled out here, so nothing is made before
        if starts.isdisjoint(wanted):
            return False
    return next(find(cue, among, denied=denied), None) is not None


def mentions(cues: Iterable[Cue], here: Words, above: Words) -> bool:
    """True when one of the cues stands where it is looked for, denied or not."""
    for cue in cues:
        if cue.place != "above" and stands(cue, here, denied=True):
            return True
        if cue.place != "here" and stands(cue, above, denied=True):
            return True
    return False


def _rest(cue: Cue, words: Sequence[str], at: int, *, denied: bool) -> int | None:
    for wanted in cue.words[1:]:
        for later in range(at + 1, min(at + 2 + _BETWEEN, len(words))):
            if words[later] == END or (words[later] in _NOT and not denied and not cue.negative):
                return None
            if _is(words[later], wanted):
                at = later
                break
        else:
            return None
    return at


def _negated(words: Sequence[str], at: int) -> bool:
    for before in range(at - 1, max(at - _NEGATED, 0) - 1, -1):
        if words[before] == END:
            return False
        if words[before] in _NOT:
            return words[before + 1] not in ("only", "just")
    return False


@lru_cache(maxsize=200_000)
def _is(word: str, spellings: tuple[str, ...]) -> bool:
    return any(_spelt(word, spelling) for spelling in spellings)


def _spelt(word: str, spelling: str) -> bool:
    if spelling.endswith("*"):
        stem = spelling[:-1]
        if word.startswith(stem) or word == singular(stem):
            return True
        return len(stem) >= _LONG and _slip(word[: len(stem)], stem)
    return word == spelling or _slip(word, spelling)


def _slip(word: str, meant: str) -> bool:
    """True for a slip of the pen; "unpublished" is none of "published", nor "asynchronous" of "synchronous"."""
    if min(len(word), len(meant)) < _LONG or word[0] != meant[0] or abs(len(word) - len(meant)) > 1:
        return False
    from rapidfuzz import fuzz

    return fuzz.ratio(word, meant) >= _SIMILAR


def keys_of(words: Iterable[str]) -> Iterator[str]:
    """The keys under which cues that begin with one of the words are filed."""
    for word in words:
        for size in range(1, KEY + 1):
            yield word[:size]
