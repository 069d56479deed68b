"""One line of Markdown → its words."""

from __future__ import annotations

import re

from studykit.core.formula import MAYBE, is_formula
from studykit.core.text import unescaped

_TARGET = r"\((?:[^()\n]|\([^()\n]{0,300}\)){0,1000}\)"
"""Where a link leads; brackets in it come in pairs."""
_STEPS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"%%[^%\n]{0,1000}%%|!\[\[[^\]\n]{1,300}\]\]"), " "),  # a comment or something embedded, in Obsidian
    (re.compile(r"(?<![\w\]])\[\[(?:[^\]|\n]{1,300}\|)?#*([^\]|#\n]{1,300})(?:#[^\]|\n]{0,300})?\]\]"), r"\1"),
    (re.compile(r"^\s*\[\^[^\]\s]{1,50}\]:\s*|(?<=\S)\[\^[^\]\s]{1,50}\]"), ""),  # a footnote and its mark
    (re.compile(r"^\s*\[![a-zA-Z-]{1,30}\][+-]?\s*"), ""),  # the kind of a callout
    (re.compile(r"\s\^[a-zA-Z0-9-]{4,50}\s*$"), ""),  # the name of a paragraph, for links to it
    (re.compile(r"(?<![\w=])==(?=[^\s=])([^=\n]{1,500})(?<=\S)==(?![\w=])"), r"\1"),
    (re.compile(rf"!\[[^\]\n]{{0,300}}\](?:{_TARGET}|\([^)\n]{{0,1000}}\))"), " "),  # images say nothing
    (re.compile(rf"\[([^\]\n]{{1,300}})\](?:{_TARGET}|\([^)\n]{{0,1000}}\))"), r"\1"),
    (re.compile(r"\[([^\]\n]{1,300})\]\[[^\]\n]{0,100}\]"), r"\1"),
    (re.compile(r"<https?://[^>\s]{1,2000}>|\bhttps?://[^\s)\]>]{1,2000}"), " "),
    (re.compile(r"~~[^~\n]{1,500}~~"), " "),  # struck out: the writer no longer says it
    (re.compile(r"\s*<br\s*/?>\s*", re.IGNORECASE), "; "),
    (re.compile(r"</?[a-zA-Z][^<>\n]{0,300}>"), ""),
    (re.compile(r"(\*\*|__)(?=\S)(.{1,2000}?\S|\S)\1"), r"\2"),
    (re.compile(r"(?<![\w*])\*(?=[^\s*])([^*\n]{1,500})(?<=[^\s*])\*(?![\w*])"), r"\1"),
    (re.compile(r"(?<![\w_])_(?=[^\s_])([^_\n]{1,500})(?<=[^\s_])_(?![\w_])"), r"\1"),
    (re.compile(r"\*\*|(?<!\w)__|__(?!\w)"), ""),  # bold that runs over a line break
    (re.compile(r"^\s*\[[ xX]\]\s+"), ""),  # a task's box
    (re.compile(r"\\([\\`*_{}\[\]()#+\-.!|~<>])"), r"\1"),
)
_BOLD_LINE = re.compile(r"^(?:\*\*|__)([^*_]{2,80})(?:\*\*|__):?$")
_LONGEST = 20_000
"""Characters of a line that are read; a longer one was not written by a person."""
_MARKED = re.compile(r"[*_`\[\]<>~!\\&^%=]|https?:")
"""What a line without any markup lacks."""
_SPACES = re.compile(r"\s+")
_AS_IT_IS = re.compile(rf"(?<![\\`])(?P<ticks>`{{1,2}})(?!`)(?P<code>[^\n]{{1,500}}?)(?<!`)(?P=ticks)(?!`)|{MAYBE}")
"""Code and what may be a formula: signs in them are no markup."""
_HELD = re.compile("[\U00100000-\U0010fffd]")
"""Signs of nobody's: each stands for one of them meanwhile."""
_FIRST_HELD = 0x100000


def plain(line: str) -> str:
    """The words of one line, without inline markup, links' targets, images and HTML tags."""
    return words_and_code(line)[0]


def words_and_code(line: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The words of one line, and where code begins and ends in them."""
    line = line[:_LONGEST]
    if not _MARKED.search(line):
        return _SPACES.sub(" ", line).strip(), ()
    held: list[tuple[str, bool]] = []
    line = _AS_IT_IS.sub(lambda found: _hold(found, held), _HELD.sub(" ", line))
    for pattern, words in _STEPS:
        line = pattern.sub(words, line)
    return _let_go(_SPACES.sub(" ", unescaped(line)).strip(), held)


def _hold(found: re.Match[str], held: list[tuple[str, bool]]) -> str:
    """The sign that stands for a piece of code, without its ticks, or for a formula, until the line is plain."""
    code = found["code"]
    if code is None and not is_formula(found[0]):
        return found[0]
    held.append((_SPACES.sub(" ", code or found[0]), code is not None))
    return chr(_FIRST_HELD + len(held) - 1)


def _let_go(line: str, held: list[tuple[str, bool]]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The line with what was held in its place, and where code is in it."""
    made, end, spans = "", 0, []
    for found in _HELD.finditer(line):
        text, code = held[ord(found[0]) - _FIRST_HELD]
        made += line[end : found.start()]
        if code:
            spans.append((len(made), len(made) + len(text)))
        made, end = made + text, found.end()
    made += line[end:]
    lead = len(made) - len(made.lstrip())
    words = made.strip()
    return words, tuple((max(first - lead, 0), min(last - lead, len(words))) for first, last in spans)


def bold_line(text: str) -> str:
    """The words of a paragraph that is bold as a whole (people use it as a heading), or nothing."""
    found = _BOLD_LINE.match(text.strip())
    return found[1].strip() if found else ""
