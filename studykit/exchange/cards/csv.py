"""Flashcards as a table that spreadsheets and Anki read: CSV or TSV, UTF-8, with the headers of Anki's importer.

Columns: guid, notetype, deck, tags, the texts of the fields in the order of the note type, media, and ``exact``, which
holds the card as JSON where its texts alone would not give it back (control characters, odd links). It holds as long
as the texts are what they were, so what was edited in a spreadsheet counts. No cell runs as a formula; a guid is
letters, digits, ``-`` and ``_``, from which no formula can be made, and stays as it is, so that Anki knows it.
Control characters are seen as their pictures, as on the cards of an Anki package.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from studykit.core.diagnostic import Diagnostic, error, warning
from studykit.core.errors import UsageError
from studykit.core.explained import clean
from studykit.core.flashcard import Flashcard, Form
from studykit.core.text import shortened
from studykit.exchange.anki.guid import guid
from studykit.exchange.anki.notes import plain
from studykit.exchange.anki.rows import REMOVED
from studykit.exchange.anki.types import NOTE_TYPES
from studykit.exchange.cards.cells import FIELDS, body_of, fields_of, links_of
from studykit.exchange.cards.json import card_line, read_card
from studykit.exchange.cards.others import cards_of, ours_of
from studykit.exchange.cards.table import Row, read_table
from studykit.exchange.csv_file import plain_cell, safe_cell

_NAMES = {form: kind.name for form, kind in NOTE_TYPES.items()}
_FORMS = {name: form for form, name in _NAMES.items()}
_SEPARATORS = {",": "Comma", "\t": "Tab"}
_TEXTS = max(FIELDS.values()) + 2
_COLUMNS = ("guid", "notetype", "deck", "tags", *(f"field {at}" for at in range(1, _TEXTS + 1)), "media", "exact")
_NO_DECK = "studykit"
"""Anki would make a deck named ``blank`` for a row without one."""
_SHOWN = 60
_HARMLESS = re.compile(r"[A-Za-z0-9!$%&()*,./:;<>?\[\]^_`{|}~][!-~]{0,99}")
"""A guid of Anki's from which neither a formula nor a header is made."""
_SEEN = {code: 0x2400 + code for code in range(0x20) if chr(code) not in "\t\n\r"} | {0x7F: 0x2421}
"""Control characters in the cells of others → signs that can be seen."""
_BODY = 3
"""Cells before those of the body."""


def write_cards(cards: Iterable[Flashcard], *, separator: str = ",") -> str:
    """Headers and one row a card. Notes that Anki has already stay as they are there."""
    file = io.StringIO()
    headers = (
        f"separator:{_SEPARATORS[separator]}",
        "html:false",
        "guid column:1",
        "notetype column:2",
        "deck column:3",
        "tags column:4",
        "if matches:keep current",
        f"columns:{separator.join(_COLUMNS)}",
    )
    file.writelines(f"#{header}\r\n" for header in headers)
    table = csv.writer(file, delimiter=separator)
    for card in cards:
        cells = _cells(card)
        exact = "" if _is_carried(card, cells) else card_line(card)
        table.writerow([_guid(card), *(safe_cell(plain(cell)) for cell in cells), exact])
    return file.getvalue()


def _guid(card: Flashcard) -> str:
    """The guid of its note; that of somebody's note, where the card lives in Anki, so that it does not come twice."""
    theirs = card.in_anki.rpartition("/")[0]
    return theirs if _HARMLESS.fullmatch(theirs) else guid(card.id)


def read_cards(text: str, file: str) -> tuple[tuple[Flashcard, ...], tuple[Diagnostic, ...]]:
    """The cards of our tables, of Anki's *Notes in Plain Text* and of plain tables of fronts and backs."""
    found: dict[str, Flashcard] = {}
    problems: list[Diagnostic] = []
    try:
        for row in read_table(text, file):
            _gather(replace(row, fields=tuple(cell.translate(_SEEN) for cell in row.fields)), file, found, problems)
    except UsageError as problem:
        problems.append(error(str(problem), file))
    return tuple(found.values()), tuple(problems)


def _gather(row: Row, file: str, found: dict[str, Flashcard], problems: list[Diagnostic]) -> None:
    if row.doubt:
        problems.append(warning(row.doubt, file, row.line))
    try:
        for card in _cards(row):
            if card.id in found:
                problems.append(error(f"A card '{shortened(card.id, _SHOWN)}' is further up already.", file, row.line))
            found.setdefault(card.id, card)
    except UsageError as problem:
        problems.append(error(str(problem), file, row.line))


def _cards(row: Row) -> Iterable[Flashcard]:
    form = _FORMS.get(row["notetype"])
    if form is None:
        return cards_of(row)
    if not row.html:
        return (_ours(form, row),)
    name, body, links = ours_of(form, row)
    return (_tagged(Flashcard(name, body, row["deck"], sources=links), row["tags"]),)


def _ours(form: Form, row: Row) -> Flashcard:
    """The card as its cells say it; what they do not say otherwise is as it was written."""
    fields = (*map(plain_cell, row.fields), *[""] * _TEXTS)[:_TEXTS]
    cells = (row["notetype"], *(plain_cell(row[name]) for name in ("deck", "tags")), *fields, plain_cell(row["media"]))
    try:
        kept = read_card(row["exact"]) if row["exact"] else None
    except UsageError:
        kept = None
    if kept is None or kept.form is not form:
        return _said(form, cells)
    was = tuple(clean(plain(cell)) for cell in _cells(kept))
    return kept if was == cells else _changed(kept, was, cells)


def _changed(kept: Flashcard, was: Sequence[str], cells: Sequence[str]) -> Flashcard:
    """The card with what was changed in its row. Raises UsageError."""
    end = _BODY + FIELDS[kept.form]
    if was[_BODY:end] != cells[_BODY:end]:
        kept = replace(kept, body=body_of(kept.form, cells[_BODY:end]))
    if was[end] != cells[end]:
        kept = replace(kept, sources=links_of(cells[end]))
    if was[end + 1] != cells[end + 1]:
        kept = replace(kept, id=cells[end + 1])
    if was[1] != cells[1]:
        kept = replace(kept, deck=cells[1])
    if was[-1] != cells[-1]:
        kept = replace(kept, media=_names(cells[-1]))
    return _tagged(kept, cells[2])


def _said(form: Form, cells: Sequence[str]) -> Flashcard:
    """What the cells say. Raises UsageError."""
    _, deck, tags, *fields, media = cells
    size = FIELDS[form]
    body, links = body_of(form, fields[:size]), links_of(fields[size])
    return _tagged(Flashcard(fields[size + 1], body, deck, (), links, _names(media)), tags)


def _names(cell: str) -> tuple[str, ...]:
    return tuple(filter(None, cell.split("\n")))


def _tagged(card: Flashcard, tags: str) -> Flashcard:
    """The card with its tags. Raises UsageError when it has no id."""
    if not card.id.strip():
        raise UsageError("The field 'Id' is empty, by which the card is known.")
    words = tags.split()
    return replace(card, tags=tuple(word for word in words if word != REMOVED), gone=REMOVED in words)


def _cells(card: Flashcard) -> tuple[str, ...]:
    """All cells between the guid and the exact one."""
    fields = fields_of(card)
    tags = " ".join((*card.tags, REMOVED) if card.gone else card.tags)
    return (
        _NAMES[card.form],
        card.deck or _NO_DECK,
        tags,
        *fields,
        *[""] * (_TEXTS - len(fields)),
        "\n".join(card.media),
    )


def _is_carried(card: Flashcard, cells: Sequence[str]) -> bool:
    """Whether the cells give the card back."""
    try:
        return _said(card.form, [clean(plain(cell)) for cell in cells]) == card
    except UsageError:
        return False
