"""Finding facts by id, words, value or status: each letter typed asks once more, so all is filed beforehand."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from studykit.core.errors import UsageError
from studykit.core.fact import FactBase, Status
from studykit.core.quantity import ALIASES, FIGURE, UNITS, parse_quantity
from studykit.facts.rows import FactRow, reading_keys, words_of

_LEAST = 80
"""How alike, of 100, the least alike word of a query must be to some word of the fact."""
_SUGGEST = 60
"""How alike a word must be to be suggested in its place."""
_MEANINGS = 20
"""Known words that a misspelt one may mean."""
_INSIDE = 3
"""Letters from which on a word is found inside others."""
_WHOLE, _BEGINS, _WITHIN, _SLIP = 0, 20, 40, 60
"""How far a word that was found is from the one that was typed."""
_ELSEWHERE, _EARLIER, _PHRASE = 10, 30, 5
"""Farther: not in the name of the fact; a value that it had or that some note claims. Nearer: the words in a row."""
_LONG = 8
_AMOUNT = re.compile(rf"(?<![\w.,])({FIGURE.pattern})\s*([^\W\d_]+|%|/[a-z]+)?(?:/[a-z]+)?", re.IGNORECASE)
_FILTER = re.compile(r"(?<!\S)(status|service|note):(\S*)", re.IGNORECASE)
_FAR = 1_000_000
_UNITS = {name.lower(): name for name in (*ALIASES, *UNITS) if name}


@dataclass(frozen=True, slots=True)
class Found:
    """What a query found."""

    rows: tuple[FactRow, ...]
    """Best match first, then by service and id."""
    meant: str = ""
    """The query as it was understood, where nothing is written as it was typed."""
    instead: str = ""
    """When nothing is found: the query with the nearest known words, if they find something."""


_Near = Callable[[str], Iterator[tuple[str, int]]]
"""A word → known words that it may stand for, each with how far it is."""


@dataclass(frozen=True, slots=True)
class _Term:
    """One word of a query, or a figure with its unit."""

    words: tuple[str, ...]
    readings: tuple[str, ...] = ()


class Index:
    """The facts filed under their words, parts of words, and values."""

    def __init__(self, rows: Iterable[FactRow]) -> None:
        self.rows = tuple(sorted(rows, key=lambda row: (row.service, row.id)))
        self._at = range(len(self.rows))
        self._notes = {note for row in self.rows for note in row.notes}
        having: dict[str, dict[int, int]] = {}
        measured: dict[str, dict[int, int]] = {}
        for at, row in enumerate(self.rows):
            for word in dict.fromkeys(row.text.split()):
                having.setdefault(word, {})[at] = _ELSEWHERE
            for word in words_of(row.id):
                having.setdefault(word, {})[at] = 0
            for key in row.others:
                measured.setdefault(key, {})[at] = _EARLIER
            for key in row.readings:
                measured.setdefault(key, {})[at] = 0
        self._having, self._measured = having, measured
        self._long = [min(len(words_of(row.id)), _LONG) for row in self.rows]
        """A name with few words beside those that were typed is nearer."""
        self._words = sorted(having)
        self._all_words = "\n".join(["", *self._words, ""])

    def find(self, query: str, most: int | None = None) -> Found:
        """The facts in which every word of a query is found; all of them for an empty one.

        Words may stand in any order, unfinished or misspelt; a value is found by what it comes to. ``status:``,
        ``service:`` and ``note:`` leave only the facts that have them.
        """
        filters = [(name.lower(), wanted.lower()) for name, wanted in _FILTER.findall(query) if wanted]
        within = self._within(filters)
        terms = _terms(_FILTER.sub(" ", query))
        if not terms:
            rows = tuple(self.rows[at] for at in within)
            return Found(rows[:most], instead="" if rows else _known_status(query, filters))
        allowed = set(within) if filters else None
        found = self._matching(terms, self._as_written, allowed)
        meant = ""
        if not found:
            found = self._matching(terms, self._misspelt, allowed)
            meant = self._read_as(query, terms, _LEAST) if found else ""
        if not found:
            return Found((), instead=self._instead(query, terms, filters))
        return Found(tuple(self.rows[at] for at in self._ranked(found, terms)[:most]), meant)

    def _within(self, filters: Sequence[tuple[str, str]]) -> Sequence[int]:
        """The facts that pass the filters."""
        if not filters:
            return self._at
        tests = [self._test(name, wanted) for name, wanted in filters]
        return [at for at in self._at if all(test(self.rows[at]) for test in tests)]

    def _test(self, name: str, wanted: str) -> Callable[[FactRow], bool]:
        if name == "status":
            return lambda row: row.status.startswith(wanted)
        if name == "service":
            return lambda row: row.service.lower().startswith(wanted)
        notes = {note for note in self._notes if wanted in note.lower()}
        return lambda row: not notes.isdisjoint(row.notes)

    def _matching(self, terms: Sequence[_Term], near: _Near, allowed: set[int] | None) -> dict[int, int]:
        """Position → distance of the facts that have every term."""
        found: dict[int, int] | None = None
        for term in terms:
            having = self._having_all(term.words, near)
            for key in term.readings:
                for at, far in self._measured.get(key, {}).items():
                    having[at] = min(far, having.get(at, far))
            kept = allowed if found is None else found.keys()
            if kept is not None:
                having = {at: far for at, far in having.items() if at in kept}
            found = having if found is None else {at: found[at] + far for at, far in having.items()}
            if not found:
                break
        return found or {}

    def _having_all(self, words: Sequence[str], near: _Near) -> dict[int, int]:
        found: dict[int, int] | None = None
        for word in words:
            best: dict[int, int] = {}
            for known, far in near(word):  # nearest first
                for at, further in self._having[known].items():
                    if far + further < best.get(at, _FAR):
                        best[at] = far + further
            found = best if found is None else {at: found[at] + far for at, far in best.items() if at in found}
        return found or {}

    def _as_written(self, word: str) -> Iterator[tuple[str, int]]:
        """Known words that are a word, begin with it or hold it."""
        begin = bisect_left(self._words, word)
        for known in self._words[begin:]:
            if not known.startswith(word):
                break
            yield known, _WHOLE if known == word else _BEGINS
        if len(word) >= _INSIDE:
            for found in re.finditer(rf"\n(.+{re.escape(word)}.*)(?=\n)", self._all_words):
                yield found[1], _WITHIN

    def _misspelt(self, word: str) -> Iterator[tuple[str, int]]:
        """Known words that differ from a word by a slip."""
        from rapidfuzz import fuzz, process

        yield from self._as_written(word)
        if word.isdigit():
            return  # another figure is no slip
        for known, score, _ in process.extract(
            word, self._words, scorer=fuzz.ratio, score_cutoff=_LEAST, limit=_MEANINGS
        ):
            yield known, _SLIP + round(100 - score)

    def _ranked(self, found: Mapping[int, int], terms: Sequence[_Term]) -> list[int]:
        phrase = f" {' '.join(word for term in terms for word in term.words)} "
        several = len(terms) > 1

        def distance(at: int) -> int:
            in_a_row = several and phrase in self.rows[at].text
            return found[at] + self._long[at] - _PHRASE * in_a_row

        return sorted(sorted(found), key=distance)  # in order of position where two are as near

    def _instead(self, query: str, terms: Sequence[_Term], filters: Sequence[tuple[str, str]]) -> str:
        known = _known_status(query, filters)
        if known:
            return known
        other = self._read_as(query, terms, _SUGGEST)
        if other and self._matching(_terms(_FILTER.sub(" ", other)), self._as_written, set(self._within(filters))):
            return other
        return ""

    def _read_as(self, query: str, terms: Sequence[_Term], least: int) -> str:
        """The query with each unknown word as the known one nearest to it; empty when it stays as it is."""
        from rapidfuzz import fuzz, process

        other = query
        for word in (word for term in terms for word in term.words if not word.isdigit()):
            if not any(True for _ in self._as_written(word)):
                near = process.extractOne(word, self._words, scorer=fuzz.ratio, score_cutoff=least)
                if near is not None:
                    other = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", near[0], other, flags=re.IGNORECASE)
        return other if other != query else ""


def nearest_fact(base: FactBase, name: str) -> str:
    """`` Did you mean 'x'?`` for the fact or attribute nearest to a name, or an empty string."""
    from rapidfuzz import fuzz, process

    names = sorted({one.rpartition(".")[0] for one in base.facts} | set(base.facts) | set(base.behaviours))
    found = process.extractOne(name.lower(), names, scorer=fuzz.ratio, score_cutoff=55)
    return f" Did you mean '{found[0]}'?" if found else ""


def _terms(query: str) -> list[_Term]:
    """The words of a query in order; a figure and the unit behind it are one term."""
    terms: list[_Term] = []
    done = 0
    for amount in _AMOUNT.finditer(query):
        unit = _UNITS.get(query[amount.end(1) : amount.end()].strip().lower())
        if unit is not None:
            terms += [_Term((word,)) for word in words_of(query[done : amount.start()])]
            terms.append(_Term(tuple(words_of(amount[0])), _readings(f"{amount[1]} {unit}")))
            done = amount.end()
    return terms + [_Term((word,)) for word in words_of(query[done:])]


def _readings(amount: str) -> tuple[str, ...]:
    try:
        return reading_keys(parse_quantity(amount))
    except UsageError:
        return ()


def _known_status(query: str, filters: Sequence[tuple[str, str]]) -> str:
    """The query with the status that a wrong one may mean; empty when there is none."""
    from rapidfuzz import fuzz, process

    names = [status.partition(" ")[0] for status in Status]
    for name, wanted in filters:
        if name == "status" and not any(status.startswith(wanted) for status in Status):
            near = process.extractOne(wanted, names, scorer=fuzz.ratio, score_cutoff=_SUGGEST)
            if near is not None:
                return re.sub(rf"(status:){re.escape(wanted)}", rf"\g<1>{near[0]}", query, flags=re.IGNORECASE)
    return ""
