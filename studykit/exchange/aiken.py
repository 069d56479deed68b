"""Aiken, the plainest text form of question banks → given questions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from studykit.core.diagnostic import Diagnostic, error
from studykit.core.given import Given
from studykit.core.response import LETTERS, Choices, Option
from studykit.exchange.gift_answers import Refused, checked
from studykit.exchange.plain_text import readable

_OPTION = re.compile(r"^\s*\(?([A-Za-z])\s*[.):]\s*(\S.*)$")
_ANSWER = re.compile(
    r"^\s*(?:correct\s+)?answers?\s*(?:is|are)?\s*[:=]\s*\(?((?:[A-Z]\b[\s,;&.)]*(?:and\s+)?)+)\s*$", re.IGNORECASE
)
_NO_ANSWER = re.compile(r"^\s*(?:correct\s+)?answers?\s*[:=]", re.IGNORECASE)
_REASON = re.compile(r"^\s*(?:feedback|explanation|reason)\s*[:=]\s*(.*)$", re.IGNORECASE)
_LONGEST = 2_000
"""Characters of one answer, beyond which nothing is added to it."""
_NEAR = 6
"""Lines below an explanation in which the answers of the next question would begin."""
_NUMBERED = re.compile(r"^\s*(?:q(?:uestion)?\s*)?\d{1,4}\s*[.):]\s+", re.IGNORECASE)


@dataclass(slots=True)
class _Block:
    """A question while its lines are read."""

    line: int
    stem: list[str] = field(default_factory=list)
    options: list[str] = field(default_factory=list)
    key: str | None = None
    """The letters behind ANSWER; None before that line."""
    reason: list[str] = field(default_factory=list)
    end: int = 0
    apart: bool = False
    """True when an empty line was read last."""


def read_aiken(text: str, file: str) -> tuple[tuple[Given, ...], tuple[Diagnostic, ...]]:
    """The questions of an Aiken file in order; what is no question with a key is left out and said."""
    plain, refused = readable(text, file)
    if refused is not None:
        return (), (refused,)
    found: list[Given] = []
    problems: list[Diagnostic] = []
    for block in _blocks(plain):
        try:
            found.append(_question(block, file))
        except Refused as problem:
            problems.append(error(str(problem), file, block.line))
    return tuple(found), tuple(problems)


def _blocks(text: str) -> Iterator[_Block]:
    block: _Block | None = None
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        if not line.strip():
            if block is not None:
                block.apart = True
            continue
        if block is not None and _begins_another(block, line, lines[number : number + _NEAR]):
            yield block
            block = None
        if block is None:
            block = _Block(number)
        _take(block, line)
        block.end, block.apart = number, False
    if block is not None:
        yield block


def _begins_another(block: _Block, line: str, below: list[str]) -> bool:
    """True when a line cannot belong to the question above it."""
    if block.key is not None:
        if _REASON.match(line) or block.apart or not block.reason:
            return not _REASON.match(line)
        close = below[: below.index("")] if "" in below else below
        return any((found := _OPTION.match(one)) is not None and found[1] in "Aa" for one in close)
    if not block.apart or _option(block, line) or _NO_ANSWER.match(line):
        return False
    asked = bool(block.stem) and block.stem[-1].rstrip().endswith("?")
    return bool(block.options) or asked  # a paragraph that asks nothing is the situation of the question below


def _option(block: _Block, line: str) -> re.Match[str] | None:
    """The line as the next option."""
    found = _OPTION.match(line)
    due = len(block.options)
    return found if found and block.stem and due < len(LETTERS) and found[1].upper() == LETTERS[due] else None


def _take(block: _Block, line: str) -> None:
    option, key, reason = _option(block, line), _ANSWER.match(line), _REASON.match(line)
    if block.key is not None:
        block.reason.append(reason[1] if reason else line.strip())
    elif _NO_ANSWER.match(line) and block.stem:
        block.key = "".join(re.findall(r"\b[A-Z]\b", re.sub(r"\band\b", " ", key[1].upper(), flags=2))) if key else ""
    elif option:
        block.options.append(option[2].strip())
    elif block.options:
        if len(block.options[-1]) < _LONGEST:
            block.options[-1] += f" {line.strip()}"
    else:
        block.stem.append(line.strip())


def _question(block: _Block, file: str) -> Given:
    if not block.options:
        raise Refused("There are no answers below this: they are written as 'A) text' or 'A. text'.")
    if block.key is None:
        raise Refused("The line 'ANSWER: letter' is missing below the answers.")
    if not block.key:
        raise Refused("The line 'ANSWER:' names no letter.")
    unknown = [letter for letter in block.key if letter not in LETTERS[: len(block.options)]]
    if unknown:
        raise Refused(f"ANSWER names {unknown[0]}, but the answers go from A to {LETTERS[len(block.options) - 1]}.")
    options = tuple(
        Option(text, right=letter in block.key, reason="") for letter, text in zip(LETTERS, block.options, strict=False)
    )
    stem = _NUMBERED.sub("", " ".join(block.stem), count=1)
    return Given(stem, checked(Choices(options)), file, block.line, block.end, " ".join(block.reason).strip())
