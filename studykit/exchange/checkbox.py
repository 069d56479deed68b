"""Markdown with ticked boxes → given questions: a heading, paragraph or numbered line, then ``- [ ]`` and ``- [x]``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from studykit.core.diagnostic import Diagnostic, error
from studykit.core.given import Given
from studykit.core.response import Choices, Option
from studykit.exchange.gift_answers import Refused, checked
from studykit.exchange.inline_marks import BREAK, held, plain
from studykit.exchange.plain_text import readable

_OPTION = re.compile(r"^[ \t]*(?:[-*+]|\d{1,3}[.)])[ \t]+\[([ xX✓✔]?)\](?:[ \t]+(.*))?$")
_HEADING = re.compile(r"^[ \t]{0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*$")
_FENCE = re.compile(r"^[ \t]*(```|~~~)")
_QUOTE = re.compile(r"^[ \t]*>[ \t]?(.*)$")
_BELOW = re.compile(r"^[ \t]*(?:>|[-*+][ \t])[ \t]*(.*)$")
_NUMBERED = re.compile(r"^\s*(?:\*\*)?(?:q(?:uestion)?\.?\s*)?\d{1,4}\s*[.):]\s*(?:\*\*)?\s*", re.IGNORECASE)
_LABEL = re.compile(r"^(?:question|q)?\s*#?\s*\d{0,4}\s*[.:)]?$", re.IGNORECASE)
_REASON = re.compile(
    r"^\W{0,4}(?:explanation|reason|why|feedback|answer|rationale)\b\s*\W{0,4}(?::|\*\*)\W{0,4}", re.IGNORECASE
)
_RULE = re.compile(r"^[ \t]*(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$")
_ONLY_LINK = re.compile(
    r"^\W{0,9}\[[^\[\]]{0,400}\]\([^()]{0,800}\)\W{0,9}$|^\s*</?(?:details|summary|br|p|div)\b[^>]*>(?:[^<]*</summary>)?\s*$"
)
_PICTURE = re.compile(r"!\[[^\[\]]{0,400}\]\(|<img\b", re.IGNORECASE)


@dataclass(slots=True)
class _Part:
    """A heading, a paragraph, a quote or a row of options."""

    kind: str
    line: int
    lines: list[str] = field(default_factory=list)
    end: int = 0


def read_checkboxes(text: str, file: str) -> tuple[tuple[Given, ...], tuple[Diagnostic, ...]]:
    """The questions of a Markdown file in order; rows of boxes without a question or key are left out and said."""
    content, refused = readable(text, file)
    if refused is not None:
        return (), (refused,)
    parts = list(_parts(content))
    rows = [at for at, part in enumerate(parts) if part.kind == "options"]
    found: list[Given] = []
    problems: list[Diagnostic] = []
    last, category = 0, ""
    for number, at in enumerate(rows):
        ends = rows[number + 1] if number + 1 < len(rows) else len(parts)
        reason = _explanation(parts, at + 1, ends, another=number + 1 < len(rows))
        above = parts[last:at]
        try:
            given = _question(above, parts[at], parts[at + 1 : reason], file, category)
            category = given.category
            found.append(given)
        except Refused as problem:
            problems.append(error(str(problem), file, above[-1].line if above else parts[at].line))
        last = reason
    return tuple(found), tuple(problems)


def _parts(text: str) -> Iterator[_Part]:
    part: _Part | None = None
    fence = ""
    for number, written in enumerate(_body(text), 1):
        line = written if fence else held(written)
        kind = "code" if fence else _kind(line, part)
        mark = _FENCE.match(line)
        if mark and (not fence or mark[1] == fence):
            fence = "" if fence else mark[1]
            kind = "code"
        if kind == "blank":
            if part is not None and part.kind != "options":
                yield part
                part = None
            continue
        if part is None or kind not in (part.kind, "more") or kind == "heading":
            if part is not None:
                yield part
            part = _Part("text" if kind == "more" else kind, number)
        part.lines.append(line)
        part.end = number
    if part is not None:
        yield part


def _body(text: str) -> list[str]:
    """The lines, those of front matter blank."""
    lines = text.split("\n")
    if lines[0].strip() == "---" and "---" in [line.strip() for line in lines[1:40]]:
        close = next(at for at, line in enumerate(lines[1:], 1) if line.strip() == "---")
        lines[: close + 1] = [""] * (close + 1)
    return lines


def _kind(line: str, part: _Part | None) -> str:
    if not line.strip() or _RULE.match(line) or _ONLY_LINK.match(line):
        return "blank"
    if _OPTION.match(line):
        return "options"
    if _HEADING.match(line):
        return "heading"
    if part is not None and part.kind == "options" and line[0] in " \t":
        return "more"
    return "quote" if _QUOTE.match(line) else "text"


def _explanation(parts: list[_Part], start: int, ends: int, *, another: bool) -> int:
    """Where the explanation of a question ends that may begin at ``start``."""
    at = start
    while at < ends and (parts[at].kind == "quote" or _is_reason(parts[at])):
        at += 1
    further = at
    while further < ends and parts[further].kind in ("text", "quote", "code"):
        further += 1
    # a plain paragraph explains when no row of boxes follows it as its question
    return further if further < ends or not another else at


def _is_reason(part: _Part) -> bool:
    return part.kind == "text" and bool(_REASON.match(part.lines[0]))


def _question(above: list[_Part], row: _Part, below: list[_Part], file: str, category: str) -> Given:
    headings = [part for part in above if part.kind == "heading"]
    behind = above[above.index(headings[-1]) + 1 :] if headings else above
    title = _heading(headings[-1]) if headings else ""
    asks = bool(title) and not _LABEL.match(title)
    numbered = not asks and any(letter.isdigit() for letter in title)
    asked = behind if not asks else [headings[-1], *behind] if title.endswith("?") or not behind else behind
    category = next((one for one in map(_heading, headings[-2::-1]) if not _LABEL.match(one)), category)
    if asks and asked is behind:
        category = title
    if not asked:
        raise Refused("These boxes have no question above them.")
    if any(_PICTURE.search(line) for part in (*asked, row) for line in part.lines):
        raise Refused("This question shows a picture, which is not read.")
    stem = "\n".join(_heading(part) if part.kind == "heading" else _text(part) for part in asked)
    stem = (stem if numbered else _NUMBERED.sub("", stem, count=1)).strip()
    feedback = " ".join(_REASON.sub("", _text(part), count=1) for part in below).strip()
    end = below[-1].end if below else row.end
    return Given(stem, checked(_choices(row)), file, asked[0].line, end, feedback, "", category)


def _heading(part: _Part) -> str:
    found = _HEADING.match(part.lines[0])
    return plain(found[2]) if found else ""


def _text(part: _Part) -> str:
    quoted = part.kind == "quote"
    lines = [(_QUOTE.match(line) or ["", line])[1] if quoted else line for line in part.lines]
    if part.kind == "code":
        return "\n".join(line for line in lines if not _FENCE.match(line))
    return plain(_joined(lines))


def _joined(lines: Iterable[str]) -> str:
    """Lines of one paragraph: a blank between two, or the break that stands there."""
    return " ".join(line.strip(" \t") for line in lines).replace(f"{BREAK} ", BREAK)


def _choices(row: _Part) -> Choices:
    options: list[tuple[bool, list[str], list[str]]] = []
    for line in row.lines:
        found = _OPTION.match(line)
        if found:
            options.append((bool(found[1].strip()), [found[2] or ""], []))
            continue
        _, text, reason = options[-1]
        below = _BELOW.match(line)
        # what follows a reason goes on with it
        (reason if below or reason else text).append(below[1] if below else line)
    if not any(right for right, _, _ in options):
        raise Refused("None of the boxes is ticked, so there is no key.")
    return Choices(
        tuple(
            Option(plain(_joined(text)), right=right, reason=plain(_joined(reason))) for right, text, reason in options
        )
    )
