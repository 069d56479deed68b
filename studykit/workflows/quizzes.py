"""Files of questions that somebody else wrote → judged questions, and a pack's quizzes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from hashlib import blake2b
from pathlib import Path

from studykit.core.diagnostic import Diagnostic
from studykit.core.errors import UsageError, nearest
from studykit.core.given import Given, Judged, Verdict
from studykit.workflows.card_formats import CARD_FORMATS, FORMS, Read, card_form, text_of
from studykit.workflows.given import judge_given
from studykit.workflows.library import Library
from studykit.workflows.places import Places

FORMATS = ("gift", "aiken", "markdown", "cards-csv", "cards-json", "cards-markdown")
_SUFFIXES = {".gift": "gift", ".aiken": "aiken", ".md": "markdown", ".markdown": "markdown"}
_BOX = re.compile(r"^\s*(?:[-*+]|\d{1,3}[.)])\s+\[[ xX✓✔]?\]\s", re.MULTILINE)
_AIKEN = re.compile(r"^\s*(?:correct\s+)?answers?\s*[:=]\s*\(?[A-J]\b", re.MULTILINE | re.IGNORECASE)
_WORDS, _LETTERS = 9, 64
"""Of a stem, as many as an id is made of."""


@dataclass(frozen=True, slots=True)
class Bank:
    """What one file holds."""

    path: Path
    given: tuple[Given, ...]
    diagnostics: tuple[Diagnostic, ...]
    titled: bool = False
    """Whether titles say which question is which, whatever it asks and wherever it stands."""


@dataclass(frozen=True, slots=True)
class Written:
    """What an import did to a pack."""

    path: Path
    new: int
    updated: int
    unchanged: int
    removed: int
    given: tuple[Given, ...] = ()
    """The questions with their ids."""


def read_bank(path: Path, form: str = "") -> Bank:
    """The questions of a file in the given form, or the one that its name and content tell.

    Raises UsageError when there is no such file.
    """
    if not path.is_file():
        raise UsageError(f"There is no file '{path}'.")
    text, refused = text_of(path, form)
    if refused is not None:
        return Bank(path, (), (refused,))
    known = form or form_of(path, text)
    given, diagnostics = _readers()[known](text, path.name)
    return Bank(path, given, diagnostics, titled=known in FORMS)


def form_of(path: Path, text: str) -> str:
    """The form of a file by its extension; of a plain text file, by what it holds."""
    cards = card_form(path.suffix, text)
    if cards:
        return cards
    named = _SUFFIXES.get(path.suffix.lower())
    if named:
        return named
    if _AIKEN.search(text):
        return "aiken"
    return "markdown" if _BOX.search(text) and "{" not in text else "gift"


Reader = Callable[[str, str], tuple[tuple[Given, ...], tuple[Diagnostic, ...]]]


def _readers() -> Mapping[str, Reader]:
    from studykit.exchange.aiken import read_aiken
    from studykit.exchange.checkbox import read_checkboxes
    from studykit.exchange.gift import read_gift

    cards = {name: partial(_asked, CARD_FORMATS[form].read) for name, form in FORMS.items()}
    return {"gift": read_gift, "aiken": read_aiken, "markdown": read_checkboxes, **cards}


def _asked(read: Read, text: str, file: str) -> tuple[tuple[Given, ...], tuple[Diagnostic, ...]]:
    """The questions that the cards of a file ask."""
    from studykit.workflows.their_cards import given_of

    cards, problems = read(text, file)
    given, left_out = given_of(cards, file)
    return given, (*problems, *left_out)


def judge(library: Library, given: Iterable[Given]) -> tuple[Judged, ...]:
    """What the facts of a library say of the key of each question."""
    return tuple(judge_given(library.pack, library.built.declared, library.base.behaviours, given))


def own_folder(places: Places, pack: str) -> Path:
    """The folder of a pack of the learner's own. Raises UsageError for a built-in one or one that is not there."""
    folder = Path(pack)
    built_in = [path for path in places.content.glob("*") if (path / "pack.yaml").is_file()]
    how = "Make one of your own: studykit pack new my-pack/"
    if pack in {path.name for path in built_in} or folder.resolve() in {path.resolve() for path in built_in}:
        raise UsageError(f"'{pack}' is built in, and questions are read into packs of your own only. {how}")
    if not (folder / "pack.yaml").is_file():
        raise UsageError(f"There is no pack in '{pack}'.{nearest(pack, [path.name for path in built_in])} {how}")
    return folder


def write_bank(folder: Path, bank: Bank, judged: Sequence[Judged], *, dry_run: bool = False) -> Written:
    """Puts the questions of a file into the pack's ``quizzes``; those that came from it before are updated.

    What the facts contradict is written with the reason for which it is held back. Raises UsageError when the file of
    that name in the pack came from elsewhere or is broken, StudykitError when it cannot be written.
    """
    from studykit.packs.quizzes import read_quizzes
    from studykit.workflows.quiz_files import part_files, put

    there, problems = read_quizzes(folder)
    path = folder / "quizzes" / f"{_slug(bank.path.stem) or 'questions'}.yaml"
    parts = {one.name for one in part_files(path, bank.path.name)}
    broken = [one for one in problems if one.file.rpartition("/")[2] in parts]
    if broken:
        raise UsageError(f"{broken[0]} Correct it first, or delete the file.")
    before = [one for one in there if one.file == bank.path.name]
    taken = {one.id for one in there if one.file != bank.path.name}
    after = tuple(_named(judged, before, taken, titled=bank.titled))
    put(path, after, bank.path.name, dry_run=dry_run)
    known = {one.id: one for one in before}
    kept = [one for one in after if one.id in known]
    same = sum(1 for one in kept if known[one.id] == (_placed(one, known[one.id]) if bank.titled else one))
    return Written(path, len(after) - len(kept), len(kept) - same, same, len(before) - len(kept), after)


def _placed(one: Given, where: Given) -> Given:
    return replace(one, line=where.line, end=where.end)


def _named(judged: Sequence[Judged], before: Sequence[Given], taken: set[str], *, titled: bool) -> Iterable[Given]:
    """The questions with their ids: the one that the same stem (or else the same title) had, or a new one.

    With ``titled``, the title comes first.
    """
    first, second = (_title, _stem) if titled else (_stem, _title)
    ids = [""] * len(judged)
    left = list(before)
    for told in (first, second):
        known: dict[str, list[str]] = {}
        for there in left:
            known.setdefault(told(there), []).append(there.id)
        for at, one in enumerate(judged):
            name = told(one.given)
            if not ids[at] and name and known.get(name):
                ids[at] = known[name].pop(0)
        found = set(ids)
        left = [there for there in left if there.id not in found]
    taken.update(ids)
    for one, name in zip(judged, ids, strict=True):
        made = name or _minted(one.given.stem, taken)
        taken.add(made)
        held = one.reason if one.verdict is Verdict.CONTRADICTED else ""
        yield replace(one.given, id=made, held=held)


def _stem(given: Given) -> str:
    return given.stem


def _title(given: Given) -> str:
    return given.title


def _minted(stem: str, taken: set[str]) -> str:
    """An id from the first words of a stem that no other question has."""
    base = _slug(stem) or blake2b(stem.encode(), digest_size=6).hexdigest()
    number = 1
    while (name := f"given:{base}" if number == 1 else f"given:{base}-{number}") in taken:
        number += 1
    return name


def _slug(text: str) -> str:
    words = re.findall(r"[a-z0-9]+", text.lower())[:_WORDS]
    return "-".join(words)[:_LETTERS].strip("-")
