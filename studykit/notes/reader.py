"""A note → claims: definitions, answers and behaviours, each with its lines and context."""

from __future__ import annotations

import re
from collections.abc import Iterator

from studykit.core.claim import Claim, ClaimKind, Context
from studykit.core.diagnostic import Diagnostic, warning
from studykit.core.source import SourceSpan
from studykit.notes.blocks import Block, read_blocks

_SENTENCE_END = re.compile(r"(?<=[.!?;])[\"')\]]*\s+(?=[\"'(\[]?[A-Z0-9`$/])")
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|approx|max|min|incl|excl|ca|no|fig|sec|cf|dr|prof|mrs?|bzw|vgl|ggf|inkl|ff)|\b[A-Z])\.$",
    re.IGNORECASE,
)
_BEFORE_NUMBER = re.compile(r"\b(?:abs|art|nr|abb|kap|ziff|lit|tab|vol|pp|eq|ch|rn)\.$", re.IGNORECASE)
"""Words that are cut short only before a number: ``Art. 3``."""
_BRACKET = 300
"""Letters within which a bracket closes, or it was left open by mistake."""
_QUESTION = re.compile(
    r"^(?:Q(?:uestion)?\s*\d*\s*[:.)-]\s*)?(?P<asks>[^?]{3,300}\?)(?=\s|$)\s*(?:[-–—:>=→]+\s*)?(?P<says>\S.*)?$",
    re.IGNORECASE,
)
_ANSWER = re.compile(r"^A(?:nswer)?\s*\d*\s*[:.)-]\s+(?P<says>\S.*)$", re.IGNORECASE)
_DEFINITION = re.compile(
    r"^(?P<term>[^\W_][^:=–—]{1,60}?)(?:\s*::?\s+|\s+[-–—]\s+|\s+is (?:a|an|the) )(?P<means>\S.{8,})$"
)
_NO_TERM = re.compile(
    r"^(?:it|this|that|there|these|those|they|he|she|we|you|one|note|nb|tip|e\.?g|example|warning|which|what|if|when|but|and)\b|[.!?]",
    re.IGNORECASE,
)
_ABBREVIATED = 10
"""Letters before a full stop that are looked at."""
_MOST = 20_000
"""Claims of one note beyond which it is a log or a table of data, and would hold everything up."""
_TERM_WORDS = 6
_MEANS_WORDS = 3


def read_note(text: str, name: str) -> tuple[tuple[Claim, ...], tuple[Diagnostic, ...]]:
    """The claims of a note in order. Any text can be read; what is no claim is left out silently."""
    claims: list[Claim] = []
    asked = ""
    headings: tuple[str, ...] = ()
    for block in read_blocks(text):
        if len(claims) >= _MOST:
            words = f"This note says more than {_MOST:,} things; what follows is not read. Part it into several notes."
            return tuple(claims), (warning(words, name, block.lines[0]),)
        if block.context.headings != headings:  # a question is not answered under another heading
            asked, headings = "", block.context.headings
        answers = _ANSWER.match(block.text)
        question = None if block.cell else _QUESTION.match(block.text)
        if asked and answers:
            claims += _sentences(block, name, answers.start("says"), asked)
            continue
        if question and question["says"]:
            claims += _sentences(block, name, question.start("says"), question["asks"])
            asked = ""
        elif question:
            asked = question["asks"]
        else:
            claims += _sentences(block, name, 0, _asked_above(block, asked))
            asked = asked if block.bullet else ""
    return tuple(claims), ()


def _asked_above(block: Block, asked: str) -> str:
    """The question that a block answers: that of its parent bullet, or the line just above it."""
    for parent in block.context.parents[-1:]:
        question = _QUESTION.match(parent)
        if question and (not question["says"] or question["says"].startswith("(")):
            return question["asks"]
    return "" if block.context.parents or block.cell else asked


def _sentences(block: Block, name: str, start: int, asked: str) -> Iterator[Claim]:
    """A claim for each sentence of a block from offset ``start`` on."""
    for first, last in _spans(block, start):
        text = block.text[first:last]
        lines = tuple(max(at - first, 0) for at in block.starts if first <= at < last)
        numbers = [line for at, line in zip(block.starts, block.lines, strict=True) if at < last]
        begin = [line for at, line in zip(block.starts, block.lines, strict=True) if at <= first][-1]
        offsets = lines if lines and lines[0] == 0 else (0, *lines)
        kind, about = _kind(text, block, asked)
        yield Claim(kind, text, SourceSpan(name, begin, numbers[-1]), block.context, about, offsets)


def _spans(block: Block, start: int) -> Iterator[tuple[int, int]]:
    if block.cell:
        yield start, len(block.text)
        return
    first = start
    for end in _SENTENCE_END.finditer(block.text, start):
        if _cut_short(block.text, first, end) or _in_brackets(block.text, first, end):
            continue
        yield first, end.start()
        first = end.end()
    if first < len(block.text):
        yield first, len(block.text)


def _cut_short(text: str, first: int, end: re.Match[str]) -> bool:
    """Whether the full stop is that of an abbreviation."""
    start = max(first, end.start() - _ABBREVIATED)
    if _ABBREVIATION.search(text, start, end.start()):
        return True
    return text[end.end()].isdigit() and _BEFORE_NUMBER.search(text, start, end.start()) is not None


def _in_brackets(text: str, first: int, end: re.Match[str]) -> bool:
    """Whether a bracket is open there that closes soon: what stands in it goes with the sentence around it."""
    said = text[first : end.start()] + end[0].strip()
    return said.count("(") > said.count(")") and ")" in text[end.end() : end.end() + _BRACKET].partition("(")[0]


def _kind(text: str, block: Block, asked: str) -> tuple[ClaimKind, str]:
    if asked:
        return ClaimKind.ANSWER, asked
    found = None if block.cell else _DEFINITION.match(text)
    if found:
        term, means = found["term"].strip(), found["means"]
        few = len(term.split()) <= _TERM_WORDS and len(means.split()) >= _MEANS_WORDS
        if few and not _NO_TERM.search(term):
            return ClaimKind.DEFINITION, term
    return ClaimKind.BEHAVIOUR, _above(block.context)


def _above(context: Context) -> str:
    nearest = context.label or (context.parents or context.headings or ("",))[-1]
    return nearest.rstrip(": ")
