"""Markdown → blocks: one paragraph, bullet or table cell each, with its lines and what stands above it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from studykit.core.claim import Context
from studykit.notes.markup import bold_line, plain

_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_FRONT_MATTER = re.compile(r"\A(---|\+\+\+)[ \t]*\n.{0,20000}?\n(?:\1|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_WIDEST = 50
"""Columns of a table that are read."""
_BOLD_LEVEL = 7
"""A bold paragraph counts as a heading below all real ones."""


@dataclass(frozen=True, slots=True)
class Block:
    """Words that stand together."""

    text: str
    starts: tuple[int, ...]
    """Offset in ``text`` at which each source line begins."""
    lines: tuple[int, ...]
    """The 1-based source line of each of them."""
    context: Context
    bullet: bool
    cell: bool
    leads: bool
    """True when what follows belongs to it: nested bullets, or a list after a colon or question mark."""


@cache
def _parser() -> MarkdownIt:
    # indented text in notes is a deep bullet or a wrapped line far more often than it is code
    return MarkdownIt("commonmark", {"maxNesting": 40}).enable("table").disable(["code", "html_block", "reference"])


def read_blocks(text: str) -> Iterator[Block]:
    """The blocks of a note in order. Lines are counted in the whole text, front matter included."""
    source = _FRONT_MATTER.sub(_blank, text, count=1)
    if "<!--" in source:
        source = _COMMENT.sub(_blank, source)
    tokens: list[Token] = []
    _parser().block.parse(source, _parser(), {}, tokens)
    yield from _Walk(tokens).blocks()


def _blank(found: re.Match[str]) -> str:
    return "\n" * found[0].count("\n")


class _Walk:
    """Goes through the tokens and keeps what stands above: headings, parent bullets, table header."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = tokens
        self._headings: list[tuple[int, str]] = []
        self._parents: list[str] = []
        self._items: list[bool] = []
        """For each open bullet: whether its own words were read already."""
        self._lead = ""

    def blocks(self) -> Iterator[Block]:
        at = 0
        while at < len(self._tokens):
            token = self._tokens[at]
            if token.type == "heading_open":
                self._heading(int(token.tag[1]), plain(" ".join(self._tokens[at + 1].content.split("\n"))))
                at += 2
            elif token.type == "table_open":
                rows, at = self._rows(at)
                yield from self._cells(rows)
                self._lead = ""
            elif token.type in ("bullet_list_open", "ordered_list_open"):
                self._parents.append(self._lead)
                self._lead = ""
            elif token.type in ("bullet_list_close", "ordered_list_close"):
                self._parents.pop()
            elif token.type == "list_item_open":
                self._parents.append("")
                self._items.append(False)
            elif token.type == "list_item_close":
                self._parents.pop()
                self._items.pop()
            elif token.type == "inline":
                yield from self._paragraph(token, at)
            elif token.type == "fence":
                self._lead = ""
            at += 1

    def _heading(self, level: int, words: str) -> None:
        while self._headings and self._headings[-1][0] >= level:
            self._headings.pop()
        if words:
            self._headings.append((level, words))
        self._lead = ""

    def _paragraph(self, token: Token, at: int) -> Iterator[Block]:
        in_item = bool(self._items)
        title = "" if in_item else bold_line(token.content)
        if title:
            self._heading(_BOLD_LEVEL, title)
            return
        text, starts, lines = _joined(token)
        if not text:
            return
        first = in_item and not self._items[-1]
        parents = self._parents[:-1] if first else self._parents
        leads = self._leads(at, text)
        yield Block(text, starts, lines, self._context(parents), in_item, cell=False, leads=leads)
        if first:
            self._items[-1] = True
            self._parents[-1] = text
        else:
            self._lead = text if leads else ""

    def _leads(self, at: int, text: str) -> bool:
        after = self._tokens[at + 2].type if at + 2 < len(self._tokens) else ""
        return after in ("bullet_list_open", "ordered_list_open") and (
            bool(self._items) or text.endswith((":", "?", "-", "–"))
        )

    def _context(self, parents: Sequence[str], **table: object) -> Context:
        headings = tuple(words for _, words in self._headings)
        return Context(headings, tuple(parent for parent in parents if parent), **table)  # type: ignore[arg-type] # the table's fields are given by name

    def _rows(self, at: int) -> tuple[list[list[Token]], int]:
        rows: list[list[Token]] = []
        while self._tokens[at].type != "table_close":
            if self._tokens[at].type == "tr_open":
                rows.append([])
            elif self._tokens[at].type == "inline":
                rows[-1].append(self._tokens[at])
            at += 1
        return rows, at

    def _cells(self, rows: Sequence[Sequence[Token]]) -> Iterator[Block]:
        if not rows:
            return
        header = tuple(plain(cell.content) for cell in rows[0][:_WIDEST])
        for row in rows[1:]:
            label = plain(row[0].content) if row else ""
            for column, cell in enumerate(row[:_WIDEST]):
                words = plain(cell.content)
                if not words or (column == 0 and len(row) > 1):
                    continue
                line = cell.map[0] + 1 if cell.map else 1
                name = header[column] if column < len(header) else ""
                context = self._context(
                    [*self._parents, self._lead],
                    column=name,
                    label="" if column == 0 else label,
                    header=header,
                )
                yield Block(words, (0,), (line,), context, bullet=False, cell=True, leads=False)


def _joined(token: Token) -> tuple[str, tuple[int, ...], tuple[int, ...]]:
    """The words of a paragraph's lines in one line, with the offset and number of each source line."""
    first = token.map[0] if token.map else 0
    text, starts, lines = "", [], []
    for number, line in enumerate(token.content.split("\n"), first + 1):
        words = plain(line)
        if not words:
            continue
        text += " " if text else ""
        starts.append(len(text))
        lines.append(number)
        text += words
    return text, tuple(starts), tuple(lines)
