"""A note → claims: definitions, answers and behaviours, each with its lines and context."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from studykit.core.claim import Claim, ClaimKind, Context
from studykit.core.diagnostic import Diagnostic, warning
from studykit.core.formula import spans
from studykit.core.script import two_writings, weight, word_count
from studykit.core.source import SourceSpan
from studykit.notes.blocks import Block, read_blocks

_SENTENCE_END = re.compile(
    r"(?<=[.!?;؟۔।])[\"')\]]*\s+(?=[\"'(\[¿¡«]?[^\W_]|[`$/])|(?<=[。！？｡])(?![」』）”’)])\s*(?=\S)"
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|approx|max|min|incl|excl|ca|no|fig|sec|cf|dr|prof|mrs?|bzw|vgl|ggf|inkl|ff)|\b[A-Z])\.$",
    re.IGNORECASE,
)
_BEFORE_NUMBER = re.compile(r"\b(?:abs|art|nr|abb|kap|ziff|lit|tab|vol|pp|eq|ch|rn)\.$", re.IGNORECASE)
"""Words that are cut short only before a number: ``Art. 3``."""
_BRACKET = 300
"""Letters within which a bracket closes, or it was left open by mistake."""
_QUESTION = re.compile(
    r"^(?:(?:Q(?:uestion)?|[問问])\s*\d*\s*[:：.)-]\s*)?(?P<asks>[^?？؟]{3,300}(?:[?؟](?=\s|$)|？))"
    r"\s*(?:[-–—:>=→]+\s*)?(?P<says>\S.*)?$",
    re.IGNORECASE,
)
_ANSWER = re.compile(r"^(?:A(?:nswer)?\s*\d*\s*(?:[:.)-]\s+|：\s*)|答\s*[:：]\s*)(?P<says>\S.*)$", re.IGNORECASE)
_DEFINITION = re.compile(
    r"^(?P<term>[^\W_][^:：=–—]{0,60}?)"
    r"(?:\s*::?\s+|\s*：\s*|\s+[-–—]\s+|\s*——\s*|\s*とは[、，,]?\s*|是指|指的是|\s+is (?:a|an|the) )(?P<means>\S.*)$"
)
_NO_TERM = re.compile(
    r"^(?:it|this|that|there|these|those|they|he|she|we|you|one|note|nb|tip|e\.?g|example|warning|which|what|if|when|but|and"
    r"|hinweis|beispiel|achtung|wichtig|merke|frage|antwort|z\. ?b|nota|ejemplo|importante|atención|pregunta|respuesta"
    r"|exemple|remarque|attention|réponse|esempio|attenzione|domanda|risposta|exemplo|pergunta|resposta"
    r"|например|пример|важно|примечание|вопрос|ответ|внимание|مثال|ملاحظة|سؤال|جواب|הערה|דוגמה|שאלה|תשובה)\b"
    r"|^(?:例|例えば|例如|比如|注|注意|備考|备注|重要|补充|補足|問|答|問題|问题|答案|解答|참고|예|주의|질문|답)(?:\W|$)"
    r"|[.!?。！？、，；]",
    re.IGNORECASE,
)
_ABBREVIATED = 10
"""Letters before a full stop that are looked at."""
_MOST = 20_000
"""Claims of one note beyond which it is a log or a table of data, and would hold everything up."""
_TERM_WORDS = 6
_MEANS_WORDS = 3
_TERM_LETTERS, _MEANS_LETTERS = 62, 9


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
        question = None if block.cell else _QUESTION.match(_hidden(block.text, block.code))
        asks = block.text[question.start("asks") : question.end("asks")] if question else ""
        if asked and answers:
            claims += _sentences(block, name, answers.start("says"), asked)
            continue
        if question and question["says"]:
            claims += _sentences(block, name, question.start("says"), asks)
            asked = ""
        elif question:
            asked = asks
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
        code = tuple((begins - first, ends - first) for begins, ends in block.code if first <= begins and ends <= last)
        kind, about = _kind(text, block, asked, code)
        yield Claim(kind, text, SourceSpan(name, begin, numbers[-1]), block.context, about, offsets, code)


def _spans(block: Block, start: int) -> Iterator[tuple[int, int]]:
    if block.cell:
        yield start, len(block.text)
        return
    first = start
    within = [*block.code, *spans(block.text)]
    for end in _SENTENCE_END.finditer(block.text, start):
        if end.start() <= first or any(begins < end.start() < ends for begins, ends in within):
            continue
        if _begins_small(block.text, end) or _cut_short(block.text, first, end) or _in_brackets(block.text, first, end):
            continue
        yield first, end.start()
        first = end.end()
    if first < len(block.text):
        yield first, len(block.text)


def _begins_small(text: str, end: re.Match[str]) -> bool:
    """Whether what follows a full stop goes on with a small letter; many writings know neither small nor large ones."""
    return next((letter.islower() for letter in text[end.end() : end.end() + 2] if letter.isalnum()), False)


def _cut_short(text: str, first: int, end: re.Match[str]) -> bool:
    """Whether the full stop is that of an abbreviation."""
    start = max(first, end.start() - _ABBREVIATED)
    if _ABBREVIATION.search(text, start, end.start()):
        return True
    return text[end.end()].isdigit() and _BEFORE_NUMBER.search(text, start, end.start()) is not None


def _in_brackets(text: str, first: int, end: re.Match[str]) -> bool:
    """Whether a bracket is open there that closes soon: what stands in it goes with the sentence around it."""
    said = text[first : end.start()] + end[0].strip()
    return any(
        said.count(opens) > said.count(closes) and closes in text[end.end() : end.end() + _BRACKET].partition(opens)[0]
        for opens, closes in ("()", "（）", "「」", "『』")
    )


def _kind(text: str, block: Block, asked: str, code: Sequence[tuple[int, int]]) -> tuple[ClaimKind, str]:
    if block.term:
        return ClaimKind.DEFINITION, block.term
    if asked:
        return ClaimKind.ANSWER, asked
    found = None if block.cell else _DEFINITION.match(_hidden(text, code))
    if found:
        term, means = text[: found.end("term")].strip(), text[found.start("means") :]
        if _is_term(found["term"].strip()) and _is_meaning(term, means):
            return ClaimKind.DEFINITION, term
    return ClaimKind.BEHAVIOUR, _above(block.context)


def _hidden(text: str, code: Sequence[tuple[int, int]]) -> str:
    """The text with letters in place of code and formulas, whose colons and dashes part nothing."""
    for first, last in (*code, *spans(text)):
        text = f"{text[:first]}{'x' * (last - first)}{text[last:]}"
    return text


def _is_term(term: str) -> bool:
    return len(term.split()) <= _TERM_WORDS and not _NO_TERM.search(term) and 1 < weight(term) <= _TERM_LETTERS


def _is_meaning(term: str, means: str) -> bool:
    """Whether so much stands behind a term that it may be its meaning; a translation may be one word."""
    if two_writings(term, means):
        return not any(letter.isdigit() for letter in means)
    return weight(means) >= _MEANS_LETTERS and word_count(means) >= _MEANS_WORDS


def _above(context: Context) -> str:
    nearest = context.label or (context.parents or context.headings or ("",))[-1]
    return nearest.rstrip(": ")
