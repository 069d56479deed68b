"""The files of a pack's ``quizzes`` that hold the questions of one source: one, or several where there are many."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from studykit.core.errors import StudykitError, UsageError
from studykit.core.given import Given, Words
from studykit.core.response import Choices

_LARGEST = 2_000_000
"""Bytes that a file has, about: one more than twice as large would not be read."""
_HEAD = 4_000
"""Bytes in which a file of ours says where it came from."""
_FRAME = 300
"""Bytes of a question beside its texts."""


def part_files(path: Path, source: str) -> tuple[Path, ...]:
    """``path``, and the files beside it that are named as parts of it and hold this source: ``deck-2.yaml``."""
    name = re.compile(rf"{re.escape(path.stem)}-[1-9][0-9]*\.yaml")
    beside = (one for one in sorted(path.parent.glob("*.yaml")) if name.fullmatch(one.name))
    return (path, *(one for one in beside if _source(one) == source))


def holds(path: Path, source: str) -> bool:
    """Whether what came from a source stands in ``path`` and its parts, and nowhere else beside them."""
    if not path.is_file():
        return False
    parts = part_files(path, source)
    return all((one in parts) == (_source(one) == source) for one in path.parent.glob("*.yaml"))


def put(path: Path, questions: Sequence[Given], source: str, *, dry_run: bool) -> None:
    """Writes the questions of a source to ``path`` and to as many files beside it as it takes.

    Raises UsageError when one of them came from elsewhere, StudykitError when it cannot be written.
    """
    from studykit.exchange.whole_file import write_whole
    from studykit.packs.quizzes import write_quiz

    parts = tuple(_parts(questions))
    files = [path, *(path.with_name(f"{path.stem}-{number}{path.suffix}") for number in range(2, len(parts) + 1))]
    there = part_files(path, source)
    for one in files:
        if one.is_file() and _source(one) != source:
            raise UsageError(f"'{one}' came from another file. Rename '{source}' and import it again.")
    if dry_run:
        return
    try:
        path.parent.mkdir(exist_ok=True)
        for file, part in zip(files, parts, strict=True):
            write_whole(file, write_quiz(part, source).encode())
        for one in there:
            if one not in files:
                one.unlink()
    except OSError as problem:
        raise StudykitError(f"'{path.parent}' cannot be written: {problem.strerror}.") from problem


def _parts(questions: Sequence[Given]) -> Iterator[tuple[Given, ...]]:
    part: list[Given] = []
    size = 0
    for one in questions:
        more = _FRAME + sum(len(text.encode(errors="replace")) for text in _texts(one))
        if part and size + more > _LARGEST:
            yield tuple(part)
            part, size = [], 0
        part.append(one)
        size += more
    yield tuple(part)


def _texts(given: Given) -> tuple[str, ...]:
    response = given.response
    texts = (given.stem, given.feedback, given.title, given.category, given.held)
    if isinstance(response, Words):
        return (*texts, *response.accepted)
    if isinstance(response, Choices):
        return (*texts, *(text for option in response.options for text in (option.text, option.reason)))
    return texts


def _source(path: Path) -> str:
    """Where the questions of a file came from; empty when it does not say. Only its head is read, as we write it."""
    from studykit.packs.yaml_file import parse_tree, read_tree

    with path.open("rb") as file:
        head, begun, _ = file.read(_HEAD).partition(b"\nquestions:")
    tree, _ = parse_tree(head.decode(errors="replace"), path.name) if begun else read_tree(path)
    return tree.get("from").text if tree is not None else ""
