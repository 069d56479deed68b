"""Markdown → blocks: one paragraph, bullet or table cell each, with its lines and what stands above it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from studykit.core.claim import Context
from studykit.notes.display import formulas_in_one
from studykit.notes.markup import bold_line, plain, words_and_code
from studykit.notes.word_lists import is_word_list

_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_FRONT_MATTER = re.compile(r"\A(---|\+\+\+)[ \t]*\n.{0,20000}?\n(?:\1|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_TITLE = re.compile(r"^title\s*[:=]\s*[\"']?(?P<title>[^\n\"']{1,200})", re.MULTILINE)
_TAG = re.compile(r"^(#{1,6})([A-Za-z][\w-]{0,40})[ \t]*$", re.MULTILINE)
"""A heading without a space after its signs, alone on its line."""
_CALLOUT = re.compile(r"\[![a-zA-Z-]{1,30}\]")
"""Begins a note that stands out, in Obsidian and on GitHub; its title stands behind it."""
_ROW = re.compile(
    r"^[ \t]*(?:[-*+•–][ \t]+)?"
    r"(?:(?:\*\*|__)[^*_]{1,60}(?:\*\*|__)"
    r"|[^:：=?|]{1,60}?(?:::|:(?=\s)|：|\s=\s|\s->\s|\s→\s|\?(?=\s))"
    r"|<(?:li|p|div|td|dt|dd)\b|[^\w\s(\[<'\"`*_$#./&-])"
)
"""A line that says something by itself: a label, an equation, a question, a leading emoji."""
_FIGURE_ROW = re.compile(r"(?<![\d.,])\d")
_DENSE = 3
"""So many figures in a line were not written as prose."""
_MOSTLY = 0.6
_WRAPPED = 64
"""Hard-wrapped prose has longer lines than a list of figures."""
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
    code: tuple[tuple[int, int], ...] = ()
    """Where code begins and ends in ``text``."""
    term: str = ""
    """What a cell says the meaning of; empty outside lists of terms."""


@cache
def _parser() -> MarkdownIt:
    # indented text in notes is a deep bullet or a wrapped line far more often than it is code
    return MarkdownIt("commonmark", {"maxNesting": 40}).enable("table").disable(["code", "html_block", "reference"])


def read_blocks(text: str) -> Iterator[Block]:
    """The blocks of a note in order. Lines are counted in the whole text, front matter included."""
    source = _FRONT_MATTER.sub(_blank, text, count=1)
    title = _TITLE.search(text[: len(text) - len(source.lstrip("\n"))])
    if "#" in source:
        source = _TAG.sub(r"\1 \2", source)
    if "<!--" in source:
        source = _COMMENT.sub(_blank, source)
    if "$$" in source or "\\[" in source:
        source = "\n".join(formulas_in_one(source.split("\n")))
    tokens: list[Token] = []
    _parser().block.parse(source, _parser(), {}, tokens)
    yield from _Walk(tokens, plain(title["title"]) if title else "").blocks()


def _blank(found: re.Match[str]) -> str:
    return "\n" * found[0].count("\n")


class _Walk:
    """Goes through the tokens and keeps what stands above: headings, parent bullets, table header."""

    def __init__(self, tokens: Sequence[Token], title: str) -> None:
        self._tokens = tokens
        self._headings: list[tuple[int, str]] = [(0, title)] if title else []
        self._parents: list[str] = []
        self._items: list[bool] = []
        """For each open bullet: whether its own words were read already."""
        self._steps: list[int] = []
        """For each open list: the number of its present bullet; 0 in lists without numbers."""
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
                self._steps.append(int(token.attrGet("start") or 1) - 1 if token.type[0] == "o" else -1)
                self._lead = ""
            elif token.type in ("bullet_list_close", "ordered_list_close"):
                self._parents.pop()
                self._steps.pop()
            elif token.type == "list_item_open":
                self._steps[-1] += self._steps[-1] >= 0
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
        rows = _rows_of(token)
        if len(rows) > 1:
            for text, starts, lines, code in rows:
                if text:
                    parents = self._parents if not in_item or self._items[-1] else self._parents[:-1]
                    context = self._context(parents)
                    yield Block(text, starts, lines, context, in_item, cell=False, leads=False, code=code)
            if in_item and not self._items[-1]:
                self._items[-1], self._parents[-1] = True, rows[0][0]
            return
        text, starts, lines, code = rows[0]
        if not text:
            return
        first = in_item and not self._items[-1]
        parents = self._parents[:-1] if first else self._parents
        leads = self._leads(at, text)
        step = max(self._steps[-1], 0) if first else 0
        context = self._context(parents, step=step)
        yield Block(text, starts, lines, context, in_item, cell=False, leads=leads, code=code)
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
        asked = is_word_list(header, [[plain(cell.content) for cell in row] for row in rows[1:]])
        for row in rows[1:]:
            label = plain(row[0].content) if row else ""
            for column, cell in enumerate(row[:_WIDEST]):
                words = plain(cell.content)
                if not words or (column == 0 and len(row) > 1):
                    continue
                line = cell.map[0] + 1 if cell.map else 1
                name = header[column] if column < len(header) else ""
                others = (plain(other.content) for other in row[1:column])
                context = self._context(
                    [*self._parents, self._lead],
                    row=tuple(words for words in others if words and not _FIGURE_ROW.search(words)),
                    column=name,
                    label="" if column == 0 else label,
                    header=header,
                )
                term = label if asked else ""
                yield Block(words, (0,), (line,), context, bullet=False, cell=True, leads=False, term=term)


_Row = tuple[str, tuple[int, ...], tuple[int, ...], tuple[tuple[int, int], ...]]
"""Words, the offset at which each source line begins, the numbers of these lines, and where code is in the words."""


def _rows_of(token: Token) -> list[_Row]:
    """The words of a paragraph in one row; a row each where most of its lines say something by themselves.

    The title of a callout is a row of its own.
    """
    first = (token.map[0] if token.map else 0) + 1
    lines = token.content.split("\n")
    if len(lines) > 1 and _CALLOUT.match(lines[0]):
        return [_joined(lines[:1], first), *_rows_in(lines[1:], first + 1)]
    return _rows_in(lines, first)


def _rows_in(lines: list[str], first: int) -> list[_Row]:
    starts = [at for at, line in enumerate(lines) if _ROW.match(line)]
    if len(starts) < _MOSTLY * len(lines) and len(lines) > 2 and max(map(len, lines)) < _WRAPPED:  # noqa: PLR2004 - a list
        starts = _all_if_most(lines, 1)
    elif len(starts) < _MOSTLY * len(lines):
        starts = _all_if_most(lines, _DENSE)
    if len(starts) < 2 or starts[0] != 0 or len(starts) < _MOSTLY * len(lines):  # noqa: PLR2004 - two rows make a list
        return [_joined(lines, first)]
    ends = [*starts[1:], len(lines)]
    return [_joined(lines[start:end], first + start) for start, end in zip(starts, ends, strict=True)]


def _all_if_most(lines: Sequence[str], figures: int) -> list[int]:
    """Every line, when most of them hold so many figures; else none."""
    rich = sum(len(_FIGURE_ROW.findall(line)) >= figures for line in lines)
    return list(range(len(lines))) if rich >= _MOSTLY * len(lines) else []


def _joined(parts: Sequence[str], first: int) -> _Row:
    text, starts, lines, code = "", [], [], list[tuple[int, int]]()
    for number, line in enumerate(parts, first):
        words, spans = words_and_code(line)
        if not words:
            continue
        text += " " if text else ""
        starts.append(len(text))
        lines.append(number)
        code += [(len(text) + begin, len(text) + end) for begin, end in spans]
        text += words
    return text, tuple(starts), tuple(lines), tuple(code)
