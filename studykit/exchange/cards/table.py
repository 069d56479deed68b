"""Text of a table of cards → its rows: separators, the headers of Anki's importer, and which column holds what."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from studykit.core.errors import UsageError
from studykit.core.text import count, listed, printable, shortened

_HEADER = re.compile(r'"?#([a-z][a-z ]{1,30}):([^\n]*)(?:\n|\Z)', re.IGNORECASE)
_NUMBER = re.compile(r"[1-9][0-9]{0,3}")
_NAMED = {"comma": ",", "tab": "\t", "semicolon": ";", "space": " ", "pipe": "|", "colon": ":", "\\t": "\t"}
_TRIED = "\t;,|"
_LONGEST_CELL = 64_000_000
_ROLES: Mapping[str, Sequence[str]] = {
    "guid": ("guid",),
    "uuid": ("uuid",),
    "id": ("id",),
    "notetype": ("notetype", "note type"),
    "deck": ("deck", "category"),
    "tags": ("tags", "tag"),
    "media": ("media",),
    "exact": ("exact",),
}
_FRONTS = ("front", "question", "term", "prompt", "word", "text")
_BACKS = ("back", "answer", "definition", "meaning", "translation", "back extra")
_QUESTIONS = {"stem", "key", "option_a"}
_TWO = 2
_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Row:
    """What one row says."""

    line: int
    fields: tuple[str, ...]
    html: bool
    roles: Mapping[str, str]
    """``guid``, ``uuid``, ``id``, ``notetype``, ``deck``, ``tags``, ``media``, ``exact`` → cell, of those there are."""
    doubt: str = ""
    """What is odd about it, in a sentence."""

    def __getitem__(self, role: str) -> str:
        """The cell of a role, or nothing."""
        return self.roles.get(role, "")


@dataclass(slots=True)
class _Columns:
    """Which column holds what, from 0."""

    roles: dict[str, int] = field(default_factory=dict)
    fields: list[int] | None = None
    """None: all others, in order."""
    named: int = 0
    """How many have a name; 0 where none has."""


def read_table(text: str, file: str) -> Iterator[Row]:
    """The rows that hold anything. Raises UsageError for what is no table of cards."""
    headers, body, line = _headed(text.removeprefix("\ufeff"))
    separator = _separator(headers, body, file)
    labels = headers.get("columns", "").split(separator) if "columns" in headers else []
    columns = _labelled([label.strip().strip('"') for label in labels])
    for name in _ROLES:
        number = headers.get(f"{name} column", "").strip()
        if number.isascii() and number.isdigit() and int(number[:4]) > 0:
            columns.roles[name] = int(number[:4]) - 1
    given = {name: headers[name].strip() for name in ("notetype", "deck", "tags") if headers.get(name)}
    html = headers.get("html", "").strip().lower() == "true"
    for begins, cells in _rows(body, separator, line):
        if begins < 0:
            columns = _heading(cells, columns)
            continue
        roles = given | {name: cells[at] for name, at in columns.roles.items() if at < len(cells)}
        yield Row(begins, tuple(_fields(cells, columns)), html, roles, _doubt(cells, columns))


def _headed(text: str) -> tuple[dict[str, str], str, int]:
    """Headers, what comes below them, and the line where that begins."""
    headers: dict[str, str] = {}
    begins, line = 0, 1
    while found := _HEADER.match(text, begins):
        name, value = found[1].lower(), found[2].rstrip("\r")
        # a spreadsheet that wrote the file again adds empty cells
        headers[name] = value if name in ("columns", "separator") else value.rstrip(',;\t" ')
        begins = found.end()
        line += 1
    return headers, text[begins:], line


def _separator(headers: Mapping[str, str], body: str, file: str) -> str:
    named = headers.get("separator")
    if named:
        word = named.strip().strip('"').rstrip(",;\t").lower()
        if len(word) > 1 and word not in _NAMED:
            known = listed([name.capitalize() for name in _NAMED if name.isalpha()], "or")
            raise UsageError(f"'#separator:{shortened(printable(word), _SHOWN)}' names no separator. Write {known}.")
        return _NAMED.get(word) or named[0]
    if file.lower().endswith(".tsv"):
        return "\t"
    first = headers.get("columns") or body.partition("\n")[0]
    return max(_TRIED, key=first.count)


def _rows(body: str, separator: str, line: int) -> Iterator[tuple[int, list[str]]]:
    """Rows with their lines in the file, the first of each; the heading of a table without headers has none (-1)."""
    csv.field_size_limit(_LONGEST_CELL)
    table = csv.reader(io.StringIO(body, newline=""), delimiter=separator)
    begins = line
    first = True
    while True:
        try:
            cells = next(table)
        except StopIteration:
            return
        except csv.Error as problem:
            raise UsageError(f"This table cannot be read from line {begins} on: {problem}.") from None
        if any(cell.strip() for cell in cells):
            yield (-1 if first and _is_heading(cells) else begins), cells
            first = False
        begins = line + table.line_num


def _is_heading(cells: Iterable[str]) -> bool:
    words = {_word(cell) for cell in cells}
    if words >= _QUESTIONS:
        raise UsageError("This is a table of quiz questions, not of cards.")
    return bool(words & set(_FRONTS)) and bool(words & set(_BACKS))


def _heading(cells: Sequence[str], columns: _Columns) -> _Columns:
    found = _labelled(cells)
    return _Columns(found.roles | columns.roles, found.fields, found.named)


def _labelled(labels: Sequence[str]) -> _Columns:
    """Columns by their names; a front and a back come first where there are some."""
    words = [_word(label) for label in labels]
    roles = {role: words.index(name) for role, names in _ROLES.items() for name in names[::-1] if name in words}
    front = next((words.index(name) for name in _FRONTS if name in words), None)
    back = next((words.index(name) for name in _BACKS if name in words), None)
    fields = None if front is None or back is None else [front, back]
    return _Columns(roles, fields, len(words) if any(words) else 0)


def _word(label: str) -> str:
    return shortened(printable(label), _SHOWN).lower()


def _doubt(cells: Sequence[str], columns: _Columns) -> str:
    """That a row holds more than its columns have names; a spreadsheet fills rows up with empty cells."""
    if not columns.named or not any(cell.strip() for cell in cells[columns.named :]):
        return ""
    says = f"This row has {count(len(cells), 'column')}, and only {columns.named:,} have a name."
    return says if columns.fields is None else f"{says} What is in the others is left out."


def _fields(cells: Sequence[str], columns: _Columns) -> Iterator[str]:
    if columns.fields is not None:
        yield from (cells[at] if at < len(cells) else "" for at in columns.fields)
        return
    taken = set(columns.roles.values())
    yield from (cell for at, cell in enumerate(cells) if at not in taken)
