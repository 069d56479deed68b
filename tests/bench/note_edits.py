"""Random edits of notes, as people make them; each line keeps the numbers of the lines that it came from."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a note with the numbers of the original lines that it came from."""

    text: str
    origins: frozenset[int]


Notes = dict[str, list[Line]]
Edited = tuple[Notes, frozenset[int]]
"""Notes after an edit, and the original lines whose cards it may have changed."""
Edit = Callable[[Notes, random.Random], Edited | None]


def _pick(notes: Notes, chance: random.Random, wanted: Callable[[str], bool]) -> tuple[str, int] | None:
    """A line, four times in five one that a card stands on."""
    places = [(name, at) for name, lines in notes.items() for at, line in enumerate(lines) if wanted(line.text)]
    telling = [(name, at) for name, at in places if notes[name][at].origins & CARDED]
    return chance.choice(telling if telling and chance.random() < 0.8 else places) if places else None


CARDED: set[int] = set()
"""Original lines on which a card stands."""


def _changed(notes: Notes, name: str, lines: Iterable[Line], *touched: Line) -> Edited:
    return {**notes, name: list(lines)}, frozenset(number for line in touched for number in line.origins)


def _statement(text: str) -> bool:
    plain = text.strip()
    return len(plain) > 25 and not plain.startswith(("#", "|", "---", "!", "`"))


def _typo(notes: Notes, chance: random.Random) -> Edited | None:
    """Swaps, drops or doubles a letter of a word."""
    place = _pick(notes, chance, _statement)
    if place is None:
        return None
    name, at = place
    line = notes[name][at]
    letters = [i for i in range(3, len(line.text) - 2) if line.text[i].isalpha() and line.text[i + 1].isalpha()]
    if not letters:
        return None
    i, text = chance.choice(letters), line.text
    made = chance.choice(
        (text[:i] + text[i + 1] + text[i] + text[i + 2 :], text[:i] + text[i + 1 :], text[:i] + text[i] + text[i:])
    )
    return _changed(notes, name, [*notes[name][:at], replace(line, text=made), *notes[name][at + 1 :]], line)


def _reorder(notes: Notes, chance: random.Random) -> Edited | None:
    """Exchanges two bullets of one list."""
    place = _pick(notes, chance, lambda text: text.startswith(("- ", "* ")))
    if place is None:
        return None
    name, at = place
    lines = list(notes[name])
    near = [
        i for i in range(max(at - 6, 0), min(at + 7, len(lines))) if i != at and lines[i].text.startswith(("- ", "* "))
    ]
    near = [i for i in near if all(lines[j].text.startswith(("- ", "* ")) for j in range(min(i, at), max(i, at) + 1))]
    if not near:
        return None
    other = chance.choice(near)
    lines[at], lines[other] = lines[other], lines[at]
    return _changed(notes, name, lines, lines[at], lines[other])


def _split(notes: Notes, chance: random.Random) -> Edited | None:
    """Parts a bullet at a comma, semicolon or "and"."""
    place = _pick(
        notes,
        chance,
        lambda text: text.startswith(("- ", "* ")) and (", " in text or " and " in text) and len(text) > 60,
    )
    if place is None:
        return None
    name, at = place
    line = notes[name][at]
    joint = next(j for j in ("; ", ", ", " and ") if j in line.text)
    first, second = line.text.split(joint, 1)
    made = [replace(line, text=first), replace(line, text=f"{line.text[:2]}{second}")]
    return _changed(notes, name, [*notes[name][:at], *made, *notes[name][at + 1 :]], line)


def _merge(notes: Notes, chance: random.Random) -> Edited | None:
    """Joins a bullet with the one below."""

    def bullet(text: str) -> bool:
        return text.startswith(("- ", "* "))

    places = [
        (name, at)
        for name, lines in notes.items()
        for at in range(len(lines) - 1)
        if bullet(lines[at].text) and bullet(lines[at + 1].text)
    ]
    if not places:
        return None
    name, at = chance.choice(places)
    one, other = notes[name][at : at + 2]
    joined = Line(f"{one.text.rstrip('.')}. {other.text[2:]}", one.origins | other.origins)
    return _changed(notes, name, [*notes[name][:at], joined, *notes[name][at + 2 :]], joined)


def _heading(notes: Notes, chance: random.Random) -> Edited | None:
    """Renames a heading."""
    place = _pick(notes, chance, lambda text: text.startswith("#"))
    if place is None:
        return None
    name, at = place
    line = notes[name][at]
    signs, _, words = line.text.partition(" ")
    made = chance.choice(
        (
            f"{signs} More on {words.lower()}",
            f"{signs} {words} (notes)",
            f"{signs} {words.split(':')[-1].strip()}",
            f"{signs} Things to know",
        )
    )
    return _changed(
        notes, name, [*notes[name][:at], replace(line, text=made), *notes[name][at + 1 :]], *_under(notes[name], at)
    )


def _under(lines: list[Line], at: int) -> list[Line]:
    """The lines of a section."""
    end = next((i for i in range(at + 1, len(lines)) if lines[i].text.startswith("#")), len(lines))
    return lines[at:end]


def _rename(notes: Notes, chance: random.Random) -> Edited | None:
    """Renames a file."""
    name = chance.choice(list(notes))
    number = chance.randrange(99)
    made = {(f"renamed/{number}-{other}" if other == name else other): lines for other, lines in notes.items()}
    return made, frozenset(number for line in notes[name] for number in line.origins)


def _move(notes: Notes, chance: random.Random) -> Edited | None:
    """Moves a section to a file of its own: a note is split in two."""
    place = _pick(notes, chance, lambda text: text.startswith("## "))
    if place is None:
        return None
    name, at = place
    lines = notes[name]
    end = next(
        (i for i in range(at + 1, len(lines)) if lines[i].text.startswith("# ") or lines[i].text.startswith("## ")),
        len(lines),
    )
    moved = frozenset(number for line in lines[at:end] for number in line.origins)
    return {**notes, name: [*lines[:at], *lines[end:]], f"split-{name}": lines[at:end]}, moved


def _reword(notes: Notes, chance: random.Random) -> Edited | None:
    """Exchanges, drops or adds some words."""
    place = _pick(notes, chance, _statement)
    if place is None:
        return None
    name, at = place
    line = notes[name][at]
    words = line.text.split(" ")
    for _ in range(chance.randint(1, max(len(words) // 6, 1))):
        i = chance.randrange(1, len(words)) if len(words) > 1 else 0
        kind = chance.randrange(3)
        if kind == 0 and len(words) > 4:
            del words[i]
        elif kind == 1:
            words.insert(i, chance.choice(("usually", "really", "always", "also", "here", "then", "service", "simply")))
        else:
            words[i] = chance.choice(("thing", "part", "usually", "can", "request", words[i].upper(), words[i]))
    return _changed(notes, name, [*notes[name][:at], replace(line, text=" ".join(words)), *notes[name][at + 1 :]], line)


def _replace(notes: Notes, chance: random.Random) -> Edited | None:
    """Deletes a bullet and writes another, unrelated one that resembles a line elsewhere."""
    place = _pick(notes, chance, lambda text: text.startswith(("- ", "* ", "**")) and len(text) > 30)
    other = _pick(notes, chance, lambda text: text.startswith(("- ", "* ", "**")) and len(text) > 30)
    if place is None or other is None:
        return None
    name, at = place
    words = notes[other[0]][other[1]].text.split(" ")
    made = Line(
        " ".join([*words[: len(words) // 2], "gizmos", "frobnicate", "the", "widget", "pipeline", "nightly"]),
        frozenset(),
    )
    return _changed(notes, name, [*notes[name][:at], made, *notes[name][at + 1 :]])


EDITS: dict[str, Edit] = {
    "typo": _typo,
    "reorder": _reorder,
    "heading renamed": _heading,
    "file renamed": _rename,
    "bullet split": _split,
    "bullets merged": _merge,
    "section moved": _move,
    "reworded": _reword,
    "replaced": _replace,
}
FIRM = ("typo", "reorder", "heading renamed", "file renamed")
"""Edits after which every card must be known again."""
