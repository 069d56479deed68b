"""Note types of somebody's that ask to choose, with a field for each option and one for the key → choices."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from studykit.core.given import fault
from studykit.core.response import LETTERS, Choices, Option

if TYPE_CHECKING:
    from studykit.exchange.anki.reader import AnkiNote, TheirType

_OPTION = re.compile(r"(?P<name>|option|opt|choice|answer|ans|possible answer|q)[ _.:-]*(?P<label>[a-j]|[1-9]|10)")
_KEYS = (
    "correct answer", "correct answers", "correct option", "correct options", "correct choice", "correct choices",
    "correct", "right answer", "right answers", "right", "answer key", "key", "solution", "answer", "answers",
)  # fmt: skip
"""Names of the field that says which options are right; the first that is there counts."""
_ASKED = re.compile(r"\{\{[#^/]?(?:[^{}:]{0,60}:){0,5}\s{0,9}([^{}:]{1,200}?)\s{0,9}\}\}")
"""A field that a template asks for."""
_LABEL_LINE = re.compile(r"(?=.*[.):|•])[\s•|]*+\(?(?:[A-Ja-j]|\d{1,2})?[\s.):|•]*+")
"""What a template says before an option, without the option."""
_KEY_LINE = re.compile(
    r"\s*(?:the )?(?:correct |right )?(?:(?:answer|option|choice)(?:s|\(s\))?|correct|right)?(?: is| are)?\s*[:=]?\s*",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"(?:the )?(?:correct |right )?(?:answer|option|choice|correct)(?:s|\(s\))?(?: is| are)?\s*[:=]?\s+(?=\S)",
    re.IGNORECASE,
)
"""What a key says before the letters."""
_APART = re.compile(r"\s*(?:[,;/&+\s]|\b(?:and|und)\b)\s*", re.IGNORECASE)
_LABELLED = re.compile(r"\(?([A-Ja-j]|\d{1,2})\s?[.):-]\s*(\S.*)", re.DOTALL)
_OF_OTHERS = re.compile(
    r"(?i:\b(?:all|none|both|neither|either|any)\s+of\s+(?:(?:the|these)\s+)?"
    r"(?:above|below|these|others?|options|answers)\b)"
    r"|(?i:\b(?:options?|answers?|choices?)(?:\s+(?:is|are))?)\s*+[:=]?\s*+\(?(?:[A-Ja-j]\)|[A-J]\b|[1-9]\b)"
    r"|\b[A-J]\s*(?:,|/|&|\band\b|\bor\b)\s*\(?[A-J]\b"
)
_BY_LETTER = re.compile(
    r"\b[A-HJ]\s+(?:is|are|was|were)\b|\([A-J]\)|(?:^|[\s:;,])[A-J][):](?=\s)|^[ \t•*-]*+[A-J]\.\s", re.MULTILINE
)
"""Texts that name options by their letters or places, which change at each showing."""
_LONGEST_KEY = 60
"""Letters of a key that names options by theirs."""
_LONGEST_WORDS = 2_000
"""Letters of a key, as it is written, that may name options by letters at all."""
_LONGEST_LINE = 80
"""Letters of a line that only leads to an option or a key."""
_TWO = 2


@dataclass(frozen=True, slots=True)
class Asked:
    """A note type that asks to choose: the places of its fields."""

    options: tuple[int, ...]
    key: int
    counts: bool
    """Whether a number in the key surely counts from 1."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A note whose key is plain."""

    response: Choices
    blank: tuple[int, ...]
    """Places of the fields that the response says."""


def asking(kind: TheirType, notes: Sequence[AnkiNote]) -> Asked | None:
    """How a note type asks to choose; None for one that does not, or whose keys count from 0.

    ``notes`` are those of the type.
    """
    if kind.cloze or len(kind.templates) != 1:
        return None
    used = {found[1] for found in _ASKED.finditer(kind.templates[0].front)}
    names = [" ".join(name.lower().replace("_", " ").split()) for name in kind.fields]
    options = _options(names)
    key = next((names.index(one) for one in _KEYS if one in names), -1)
    if not options or key < 0 or key in options or not all(kind.fields[at] in used for at in options):
        return None
    keys = [(_parts(note.fields[key]), sum(1 for at in options if note.fields[at])) for note in notes]
    if any("0" in parts and not _is_mask(parts) for parts, _ in keys):
        return None
    counted = names[options[0]][-1].isdecimal() or any(str(count) in parts for parts, count in keys)
    return Asked(options, key, counted)


def _options(names: Sequence[str]) -> tuple[int, ...]:
    """The places of the fields that hold options: of one name, labelled from the first on."""
    known: dict[str, dict[str, int]] = {}
    for at, name in enumerate(names):
        found = _OPTION.fullmatch(name)
        if found is not None:
            known.setdefault(found["name"], {})[found["label"]] = at
    for places in known.values():
        for labels in (LETTERS.lower(), [str(number) for number in range(1, len(LETTERS) + 1)]):
            there = [label for label in labels if label in places]
            if len(there) >= _TWO and there == list(labels[: len(there)]):
                return tuple(places[label] for label in there)
    return ()


def _parts(key: str) -> list[str]:
    """What a key consists of, if it names options by letters or numbers."""
    from studykit.exchange.anki.html import text_of

    plain = text_of(key) if len(key) <= _LONGEST_WORDS else ""
    return [one for one in _APART.split(plain) if one] if len(plain) <= _LONGEST_KEY else []


def _is_mask(parts: Sequence[str]) -> bool:
    """Whether a key says of each option whether it is right: ``1 0 0 1``."""
    return len(parts) >= _TWO and set(parts) <= {"0", "1"}


def chosen(asked: Asked, texts: Mapping[int, str]) -> Chosen | None:
    """What a note asks to choose, where its key says plainly which options are right. ``texts``: place → its text."""
    filled = [(place, texts[place]) for place in asked.options if texts[place]]
    own = _unlabelled([text for _, text in filled])
    labels = [asked.options.index(place) for place, _ in filled]
    right = _right(texts[asked.key], own, labels, counts=asked.counts)
    if right is None:
        return None
    response = Choices(tuple(Option(text, at in right, "") for at, text in enumerate(own)))
    return None if fault(response) else Chosen(response, (*asked.options, asked.key))


def speaks_of_places(response: Choices, below: str) -> bool:
    """Whether an option or what is said below names options by their places: then they must stand in their order."""
    return _names_places(below) or any(_names_places(option.text) for option in response.options)


def _names_places(text: str) -> bool:
    return _OF_OTHERS.search(text) is not None or _BY_LETTER.search(text) is not None


def _unlabelled(texts: list[str]) -> list[str]:
    """Options without the letters that their author wrote before each of them."""
    found = [_LABELLED.fullmatch(text) for text in texts]
    labels = [one[1].upper() if one is not None else "" for one in found]
    numbers = [str(number) for number in range(1, len(texts) + 1)]
    if labels in (list(LETTERS[: len(texts)]), numbers):
        return [one[2] for one in found if one is not None]
    return texts


def _right(key: str, texts: Sequence[str], labels: Sequence[int], *, counts: bool) -> frozenset[int] | None:
    """Places of the options that a key names, by their letters or by their words; None where that is not plain.

    ``labels`` says at which place among all options of the note type each of them stands; ``counts``, whether a number
    surely counts from 1.
    """
    if len(key) > _LONGEST_WORDS:
        return _by_words(key, texts) or None
    plain = _BEFORE.sub("", key, count=1).strip() if _BEFORE.match(key) else key.strip()
    letters = _by_letters(plain, labels)
    if not counts and not _is_mask(_APART.split(plain)) and any(letter.isdecimal() for letter in plain):
        letters = frozenset()
    said = {found for found in (letters, _by_words(key, texts), _by_words(plain, texts)) if found}
    said = said or {found for found in (_by_both(plain, texts, labels),) if found}
    return said.pop() if len(said) == 1 else None


def _by_letters(key: str, labels: Sequence[int]) -> frozenset[int]:
    """``A``, ``a, c``, ``AC``, ``1 3`` or ``1 0 1``."""
    if len(key) > _LONGEST_KEY:
        return frozenset()
    parts = [one for one in (part.strip("().") for part in _APART.split(key)) if one]
    if _is_mask(parts) and len(parts) > max(labels, default=0):
        return frozenset(at for at, label in enumerate(labels) if parts[label] == "1")
    if len(parts) == 1 and parts[0].isupper():
        parts = list(parts[0])
    return _places([part.upper() for part in parts], labels)


def _places(parts: Sequence[str], labels: Sequence[int]) -> frozenset[int]:
    numbers = [_label(one) for one in parts]
    if not numbers or len(set(numbers)) < len(numbers) or not set(numbers) <= set(labels):
        return frozenset()
    return frozenset(labels.index(number) for number in numbers)


def _label(text: str) -> int:
    """The place that a letter or a number from 1 names; -1 for none."""
    if text.isdecimal() and text.isascii():
        return int(text[:4]) - 1
    return LETTERS.find(text) if len(text) == 1 else -1


def _by_words(key: str, texts: Sequence[str]) -> frozenset[int]:
    """Options that a key repeats, one a line or all of it one."""
    known = {_folded(text): at for at, text in enumerate(texts)}
    if len(known) < len(texts):
        return frozenset()
    whole = _folded(key)
    if whole in known:
        return frozenset((known[whole],))
    lines = [_folded(line) for line in re.split(r"[\n;]", key) if line.strip()]
    return frozenset(known[line] for line in lines) if lines and all(line in known for line in lines) else frozenset()


def _by_both(key: str, texts: Sequence[str], labels: Sequence[int]) -> frozenset[int]:
    """``B. two``, one a line: letter and words must name the same."""
    found: set[int] = set()
    for line in filter(str.strip, key.split("\n")):
        named = _LABELLED.fullmatch(line.strip())
        places = _places([named[1].upper()], labels) if named is not None else frozenset[int]()
        if named is None or not places or _folded(texts[min(places)]) != _folded(named[2]):
            return frozenset()
        found |= places
    return frozenset(found)


def _folded(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(" .")


def without_labels(text: str) -> str:
    """A side of a card from which options and key were taken, without the lines that only led to them."""
    kept = [line for line in text.split("\n") if not line or not _leads(line)]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()


def _leads(line: str) -> bool:
    if len(line) > _LONGEST_LINE:
        return False
    return _LABEL_LINE.fullmatch(line) is not None or _KEY_LINE.fullmatch(line) is not None
