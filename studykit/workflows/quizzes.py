"""Files of questions that somebody else wrote → judged questions, and a pack's quizzes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from studykit.core.diagnostic import Diagnostic, error
from studykit.core.errors import UsageError, nearest
from studykit.core.given import Given, Judged
from studykit.workflows.card_formats import CARD_FORMATS, FORMS, Read, card_form, text_of
from studykit.workflows.given import judge_given
from studykit.workflows.known_questions import edit, elsewhere, named, placed, slug
from studykit.workflows.library import Library
from studykit.workflows.places import Places

FORMATS = ("gift", "aiken", "markdown", "cards-csv", "cards-json", "cards-markdown")
_SUFFIXES = {".gift": "gift", ".aiken": "aiken", ".md": "markdown", ".markdown": "markdown"}
_BOX = re.compile(r"^\s*(?:[-*+]|\d{1,3}[.)])\s+\[[ xX✓✔]?\]\s", re.MULTILINE)
_AIKEN = re.compile(r"^\s*(?:correct\s+)?answers?\s*[:=]\s*\(?[A-J]\b", re.MULTILINE | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Bank:
    """What one file holds."""

    path: Path
    given: tuple[Given, ...]
    diagnostics: tuple[Diagnostic, ...]
    titled: bool = False
    """Whether titles say which question is which, whatever it asks and wherever it stands."""
    ours: tuple[str, ...] = ()
    """Ids of its cards that are made of notes or facts here, and so no questions of somebody."""


@dataclass(frozen=True, slots=True)
class Written:
    """What an import did to a pack."""

    path: Path
    new: int
    updated: int
    unchanged: int
    removed: int
    given: tuple[Given, ...] = ()
    """The questions with their ids, in the order of the file."""
    problems: tuple[Diagnostic, ...] = ()
    """What was edited in the file and cannot be taken over."""


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
    given, left_out = given_of(cards, file, lasting=True)
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
    from studykit.workflows.quiz_files import put

    there, problems = read_quizzes(folder)
    source = bank.path.name
    path = _quiz_file(folder, source)
    broken = _broken(path, source, problems)
    if broken:
        raise UsageError(f"{broken[0]} Correct it first, or delete the file.")
    before = [one for one in there if one.file == source]
    known = elsewhere([one.given for one in judged], before, there) if bank.titled else {}
    taken = {one.id for one in there if one.file != source}
    own = [one for at, one in enumerate(judged) if at not in known]
    after = tuple(named(own, before, taken, titled=bank.titled))
    if before or after:
        put(path, after, source, dry_run=dry_run)
    elif known:
        path = _quiz_file(folder, next(iter(known.values())).file)
    edited = {at: edit(judged[at], one) for at, one in known.items()}
    told = _updated(folder, there, problems, {at: one.given for at, one in edited.items()}, dry_run=dry_run)
    waiting = iter(after)
    given = tuple(told[at] if at in told else next(waiting) for at in range(len(judged)))
    counted = _counted(path, (*before, *known.values()), given, titled=bank.titled)
    refused = (error(one.refused, source, judged[at].given.line) for at, one in edited.items() if one.refused)
    return replace(counted, problems=tuple(refused))


def _counted(path: Path, before: Sequence[Given], after: tuple[Given, ...], *, titled: bool) -> Written:
    known = {one.id: one for one in before}
    kept = [one for one in after if one.id in known]
    same = sum(1 for one in kept if known[one.id] == (placed(one, known[one.id]) if titled else one))
    return Written(path, len(after) - len(kept), len(kept) - same, same, len(before) - len(kept), after)


def _quiz_file(folder: Path, source: str) -> Path:
    return folder / "quizzes" / f"{slug(Path(source).stem) or 'questions'}.yaml"


def _broken(path: Path, source: str, problems: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The problems of the files that hold what came from a source."""
    from studykit.workflows.quiz_files import part_files

    parts = {one.name for one in part_files(path, source)}
    return [one for one in problems if one.file.rpartition("/")[2] in parts]


def _updated(
    folder: Path, there: Sequence[Given], problems: Sequence[Diagnostic], told: Mapping[int, Given], *, dry_run: bool
) -> dict[int, Given]:
    """Updates cards where they stand, and says how they stand then. A file that was changed by hand stays as it is."""
    from studykit.workflows.quiz_files import holds, put

    known = {one.id: one for one in there}
    done = dict(told)
    for source in {one.file for one in told.values() if one != known[one.id]}:
        path = _quiz_file(folder, source)
        fresh = {one.id: one for one in told.values() if one.file == source}
        if holds(path, source) and not _broken(path, source, problems):
            put(path, [fresh.get(one.id, one) for one in there if one.file == source], source, dry_run=dry_run)
        else:
            done |= {at: known[one.id] for at, one in told.items() if one.file == source}
    return done
