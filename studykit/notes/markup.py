"""One line of Markdown → its words."""

from __future__ import annotations

import re

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
_AS_IT_IS = re.compile(
    r"(?<![\\`])(`{1,2})(?!`)([^\n]{1,500}?)(?<!`)\1(?!`)"
    r"|(?<![\\$\w])(\$\$?)(?=[^\s$])([^$\n]{1,500}?)(?<=[^\s\\])\3(?![$\w])"
)
"""Code and formulas: signs in them are no markup."""
_HELD = re.compile("[\U00100000-\U0010fffd]")
"""Signs of nobody's: each stands for one of them meanwhile."""
_FIRST_HELD = 0x100000


def plain(line: str) -> str:
    """The words of one line, without inline markup, links' targets, images and HTML tags."""
    line = line[:_LONGEST]
    if _MARKED.search(line):
        held: list[str] = []
        line = _AS_IT_IS.sub(lambda found: _hold(found, held), _HELD.sub(" ", line))
        for pattern, words in _STEPS:
            line = pattern.sub(words, line)
        line = _HELD.sub(lambda found: held[ord(found[0]) - _FIRST_HELD], unescaped(line))
    return _SPACES.sub(" ", line).strip()


def _hold(found: re.Match[str], held: list[str]) -> str:
    """The sign that stands for a piece of code, without its ticks, or for a formula, until the line is plain."""
    held.append(found[2] or found[0])
    return chr(_FIRST_HELD + len(held) - 1)


def bold_line(text: str) -> str:
    """The words of a paragraph that is bold as a whole (people use it as a heading), or nothing."""
    found = _BOLD_LINE.match(text.strip())
    return found[1].strip() if found else ""
