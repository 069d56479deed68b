"""Printing: JSON Lines, wrapped text and aligned columns."""

from __future__ import annotations

import json
import shutil
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from studykit.core.text import printable, shortened

if TYPE_CHECKING:
    from studykit.core.claim import Limit
    from studykit.core.diagnostic import Diagnostic
    from studykit.core.fact import ClaimStanding
    from studykit.core.relation import Relation, Statement

_NARROWEST, _WIDEST = 40, 100


def json_line(record: Mapping[str, Any]) -> None:
    """Prints one record on one line."""
    print(json.dumps(record, ensure_ascii=False))


def line(text: str = "", indent: str = "", hang: str | None = None) -> None:
    """Prints text wrapped to the terminal's width; ``hang`` indents the lines after the first."""
    rest = indent if hang is None else hang
    wrapped = textwrap.wrap(
        printable(text), width(), initial_indent=indent, subsequent_indent=rest, break_on_hyphens=False
    )
    print("\n".join(wrapped) if wrapped else "")


def width() -> int:
    """Columns to write in: those of the terminal, within what reads well."""
    return max(_NARROWEST, min(shutil.get_terminal_size((80, 24)).columns, _WIDEST))


def table(rows: Iterable[Sequence[str]], indent: str = "  ") -> None:
    """Prints rows in aligned columns; the last column is cut to the terminal's width."""
    cells = [[printable(cell) for cell in row] for row in rows]
    if not cells:
        return
    widths = [max(len(row[at]) for row in cells) for at in range(len(cells[0]) - 1)]
    for row in cells:
        start = indent + "".join(f"{cell:<{size}}  " for cell, size in zip(row, widths, strict=False))
        room = max(width() - len(start), 12)
        last = row[-1] if len(row[-1]) <= room else row[-1][: room - 1] + "…"
        print(f"{start}{last}".rstrip())


def pairs(rows: Iterable[tuple[str, str]]) -> None:
    """Prints names with what they are beside them, wrapped; the names take two thirds of the width at most."""
    said = list(rows)
    widest = min(max((len(name) for name, _ in said), default=0), width() * 2 // 3)
    for name, text in said:
        if len(name) > widest:
            line(name, "  ", "    ")
            line(text, " " * (widest + 4))
        else:
            line(f"{name:<{widest}}  {text}", "  ", " " * (widest + 4))


def claims(rows: Iterable[tuple[Limit | Statement | Relation, ClaimStanding]], indent: str = "    ") -> None:
    """Prints each claim with its line, value (of a limit) and standing, and its words below, whole."""
    from studykit.core.claim import Limit

    shown = [(said, standing, str(said.quantity) if isinstance(said, Limit) else "") for said, standing in rows]
    places = max((len(str(said.span)) for said, _, _ in shown), default=0)
    values = max((len(value) for _, _, value in shown), default=0)
    for said, standing, value in shown:
        valued = f"{value:<{values}}  " if values else ""
        print(f"{indent}{printable(f'{said.span!s:<{places}}  {valued}{standing}')}")
        line(f'"{shortened(said.claim.text, 300)}"', indent + "  ")


def diagnostic(one: Diagnostic) -> dict[str, object]:
    """A diagnostic for JSON."""
    return {
        "file": one.file,
        "line": one.line,
        "column": one.column,
        "severity": str(one.severity),
        "message": one.message,
    }
