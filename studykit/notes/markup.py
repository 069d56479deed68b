"""One line of Markdown → its words."""

from __future__ import annotations

import re

from studykit.core.text import unescaped

_STEPS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"!\[[^\]\n]{0,300}\]\([^)\n]{0,1000}\)"), " "),  # images say nothing
    (re.compile(r"\[([^\]\n]{1,300})\]\([^)\n]{0,1000}\)"), r"\1"),
    (re.compile(r"\[([^\]\n]{1,300})\]\[[^\]\n]{0,100}\]"), r"\1"),
    (re.compile(r"<https?://[^>\s]{1,2000}>|\bhttps?://[^\s)\]>]{1,2000}"), " "),
    (re.compile(r"~~[^~\n]{1,500}~~"), " "),  # struck out: the writer no longer says it
    (re.compile(r"\s*<br\s*/?>\s*", re.IGNORECASE), "; "),
    (re.compile(r"</?[a-zA-Z][^<>\n]{0,300}>"), ""),
    (re.compile(r"``?([^`\n]{1,500})``?"), r"\1"),
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
_MARKED = re.compile(r"[*_`\[\]<>~!\\&]|https?:")
"""What a line without any markup lacks."""
_SPACES = re.compile(r"\s+")


def plain(line: str) -> str:
    """The words of one line, without inline markup, links' targets, images and HTML tags."""
    line = line[:_LONGEST]
    if _MARKED.search(line):
        for pattern, words in _STEPS:
            line = pattern.sub(words, line)
        line = unescaped(line)
    return _SPACES.sub(" ", line).strip()


def bold_line(text: str) -> str:
    """The words of a paragraph that is bold as a whole (people use it as a heading), or nothing."""
    found = _BOLD_LINE.match(text.strip())
    return found[1].strip() if found else ""
