"""GIFT → given questions, with one diagnostic for each that cannot be read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from studykit.core.diagnostic import Diagnostic, error
from studykit.core.given import Given
from studykit.core.text import unescaped
from studykit.exchange.gift_answers import Refused, read_answers
from studykit.exchange.plain_text import readable

GAP = "_____"
"""Stands where answers in the middle of a sentence were."""
_MEANING = "\\~=#{}:n[]"
_HIDDEN = dict(zip(_MEANING, "\x01\x02\x03\x04\x05\x06\x07\x08\x0e\x0f", strict=True))
"""Escaped characters are hidden behind control characters, of which the text has none."""
_SHOWN = str.maketrans({code: "\n" if letter == "n" else letter for letter, code in _HIDDEN.items()})
_ESCAPE = re.compile(r"\\([\\~=#{}:n\[\]])")
_CATEGORY = re.compile(r"^\s*\$CATEGORY:\s*(.*)$", re.IGNORECASE)
_COMMENT = re.compile(r"^\s*//")
_TITLE = re.compile(r"^::(.*?)::", re.DOTALL)
_FORMAT = re.compile(r"^\[(html|markdown|plain|moodle)\]\s*")
_BREAK = re.compile(r"<br\s*/?>|</(?:p|li|div|h\d)>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,2000}>")
_PICTURE = re.compile(r"<img\b|<object\b|<svg\b|@@PLUGINFILE@@", re.IGNORECASE)
_NEAR = 30
"""Lines of a question before its answers."""
_LINES = 400
"""Lines of one question, beyond which it is none."""


@dataclass(slots=True)
class _Block:
    """The lines of one question."""

    line: int
    lines: list[str]
    category: str
    depth: int = 0
    """Braces that are open."""

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    @property
    def open(self) -> bool:
        """True while its answers have begun and not ended."""
        return self.depth > 0

    def add(self, line: str) -> None:
        """Takes another line."""
        self.lines.append(line)
        self.depth += line.count("{") - line.count("}")


def read_gift(text: str, file: str) -> tuple[tuple[Given, ...], tuple[Diagnostic, ...]]:
    """The questions of a GIFT file in order; what is no question with a key is left out and said."""
    plain, refused = readable(text, file)
    if refused is not None:
        return (), (refused,)
    found: list[Given] = []
    problems: list[Diagnostic] = []
    for block in _blocks(_ESCAPE.sub(lambda escape: _HIDDEN[escape[1]], plain)):
        try:
            found.append(_question(block, file))
        except Refused as problem:
            problems.append(error(str(problem), file, block.line))
    return tuple(found), tuple(problems)


def _blocks(text: str) -> Iterator[_Block]:
    """The lines of each question: up to a blank line outside its answers, or up to the next answers."""
    category, block = "", _Block(0, [], "")
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        named = _CATEGORY.match(line)
        if _COMMENT.match(line):
            block.lines += [""] if block.lines else []
            continue
        ends = named is not None or (not line.strip() and not _goes_on(block, lines, number))
        ends = ends or len(block.lines) >= _LINES
        if block.lines and (ends or _next_begins(block, lines, number - 1)):
            yield block
            block = _Block(0, [], "")
        if named is not None:
            category = named[1].translate(_SHOWN).strip()
        elif line.strip() or block.lines:
            if not block.lines:
                block = _Block(number, [], category)
            block.add(line)
    if block.lines:
        yield block


def _goes_on(block: _Block, lines: list[str], at: int) -> bool:
    """True when the answers of a block end behind a blank line, before any others begin."""
    if not block.lines or not block.open:
        return False
    for line in lines[at : at + _LINES]:
        closes, opens = line.find("}"), line.find("{")
        if closes >= 0 or opens >= 0:
            return closes >= 0 and (opens < 0 or closes < opens)
    return False


def _next_begins(block: _Block, lines: list[str], at: int) -> bool:
    """True when a question without a blank line before it begins: the one above is closed, and this has answers."""
    if "}" not in block.lines[-1] or block.open or not lines[at].strip():
        return False
    for after in lines[at : at + _NEAR]:
        if "{" in after:
            return True
        if not after.strip():
            return False
    return False


def _question(block: _Block, file: str) -> Given:
    """Raises Refused when it has no answers with a key."""
    text = block.text.strip()
    name = _TITLE.match(text)
    title = name[1].translate(_SHOWN).strip() if name else ""
    text = text[name.end() :].strip() if name else text
    before, opening, rest = text.partition("{")
    inside, closing, after = rest.partition("}")
    if not opening:
        raise Refused("This has no answers in braces, so it asks nothing.")
    if not closing or "{" in inside:
        raise Refused("The answers of this question do not end: a '}' is missing, or '{' must be written as \\{.")
    if "{" in after or "}" in after:
        raise Refused("This question has more than one set of answers. Put an empty line between questions.")
    form = _FORMAT.match(before.strip())
    written = form[1] if form else ""
    gap = f"{GAP}{after}" if after.strip() else ""
    stem = shown(f"{before}{gap}", "")
    if not stem:
        raise Refused("This question has no text before its answers.")
    response, feedback = read_answers(inside, lambda part: shown(part, written))
    end = block.line + len("\n".join(block.lines).rstrip().split("\n")) - 1
    return Given(stem, response, file, block.line, end, feedback, title, block.category)


def shown(text: str, form: str) -> str:
    """A part of a question as people read it. Raises Refused when it shows a picture."""
    marked = _FORMAT.match(text.strip())
    if marked:
        text, form = text.strip()[marked.end() :], marked[1]
    joined = re.sub(r"[ ]*\n\s*", " ", text.strip()).translate(_SHOWN)
    if form == "html":
        if _PICTURE.search(joined):
            raise Refused("This question shows a picture, which is not read.")
        joined = unescaped(_TAG.sub("", _BREAK.sub("\n", joined)))
        joined = re.sub(r"\s*\n\s*", "\n", joined)
    return joined.strip()
