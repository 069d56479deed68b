"""Files of questions that somebody else wrote → judged questions, and a pack's quizzes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path

from studykit.core.diagnostic import Diagnostic
from studykit.core.errors import UsageError, nearest
from studykit.core.given import Given, Judged, Verdict
from studykit.workflows.given import judge_given
from studykit.workflows.library import Library
from studykit.workflows.places import Places

FORMATS = ("gift", "aiken", "markdown")
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


@dataclass(frozen=True, slots=True)
class Written:
    """What an import did to a pack."""

    path: Path
    new: int
    updated: int
    unchanged: int
    removed: int


def read_bank(path: Path, form: str = "") -> Bank:
    """The questions of a file in the given form, or the one that its name and content tell.

    Raises UsageError when there is no such file.
    """
    from studykit.exchange.plain_text import MAX_BYTES, decoded

    if not path.is_file():
        raise UsageError(f"There is no file '{path}'.")
    with path.open("rb") as file:
        raw = file.read(MAX_BYTES + 1)
    text, refused = decoded(raw, path.name)
    if refused is not None:
        return Bank(path, (), (refused,))
    given, diagnostics = _readers()[form or form_of(path, text)](text, path.name)
    return Bank(path, given, diagnostics)


def form_of(path: Path, text: str) -> str:
    """The form of a file by its extension; of a plain text file, by what it holds."""
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

    return {"gift": read_gift, "aiken": read_aiken, "markdown": read_checkboxes}


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
    from studykit.exchange.whole_file import write_whole
    from studykit.packs.quizzes import read_quizzes, write_quiz

    there, problems = read_quizzes(folder)
    path = folder / "quizzes" / f"{_slug(bank.path.stem) or 'questions'}.yaml"
    broken = [one for one in problems if one.file.endswith(f"/{path.name}")]
    if broken:
        raise UsageError(f"{broken[0]} Correct it first, or delete the file.")
    before = [one for one in there if one.file == bank.path.name]
    if path.is_file() and not before and _source(path) != bank.path.name:
        raise UsageError(f"'{path}' came from another file. Rename '{bank.path.name}' and import it again.")
    taken = {one.id for one in there if one.file != bank.path.name}
    after = tuple(_named(judged, before, taken))
    if not dry_run:
        path.parent.mkdir(exist_ok=True)
        write_whole(path, write_quiz(after, bank.path.name).encode())
    known = {one.id: one for one in before}
    kept = [one for one in after if one.id in known]
    same = sum(1 for one in kept if known[one.id] == one)
    return Written(path, len(after) - len(kept), len(kept) - same, same, len(before) - len(kept))


def _source(path: Path) -> str:
    from studykit.packs.yaml_file import read_tree

    tree, _ = read_tree(path)
    return tree.get("from").text if tree is not None else ""


def _named(judged: Sequence[Judged], before: Sequence[Given], taken: set[str]) -> Iterable[Given]:
    """The questions with their ids: the one that the same stem (or else the same title) had, or a new one."""
    by_stem: dict[str, list[str]] = {}
    for known in before:
        by_stem.setdefault(known.stem, []).append(known.id)
    stems = {one.given.stem for one in judged}
    by_title = {known.title: known.id for known in before if known.title and known.stem not in stems}
    ids: list[str] = []
    for one in judged:
        same = by_stem.get(one.given.stem, [])
        ids.append(same.pop(0) if same else by_title.pop(one.given.title, ""))
        taken.add(ids[-1])
    for one, name in zip(judged, ids, strict=True):
        made = name or _minted(one.given.stem, taken)
        taken.add(made)
        held = one.reason if one.verdict is Verdict.CONTRADICTED else ""
        yield replace(one.given, id=made, held=held)


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
