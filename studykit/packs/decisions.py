"""decisions.yaml → decisions, and the file's text with one more or without one; the other lines stay as they are."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from studykit.core.decision import LONGEST, Decision, one_line
from studykit.core.diagnostic import Diagnostic
from studykit.core.errors import ContentError
from studykit.core.tree import Tree
from studykit.packs.fields import Fields
from studykit.packs.yaml_file import parse_tree

FILE = "decisions.yaml"
_KEYS = ("fact", "holds", "words", "note", "others", "reason", "at")
_MISTAKEN, _ELSEWHERE = "mistaken", "hold of something else"
_START = """\
# Your decisions about notes that disagree. studykit adds and removes them; you may edit or delete any.
decisions:
"""


@dataclass(frozen=True, slots=True)
class Kept:
    """A decision and where it stands in the file."""

    decision: Decision
    line: int
    """1-based."""


def read_decisions(path: Path, raw: bytes) -> tuple[tuple[Kept, ...], tuple[Diagnostic, ...]]:
    """The decisions of a file's bytes, in order; of two about one fact the later one. ``path`` is for diagnostics."""
    fields = Fields(str(path))
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = raw[: problem.start].count(b"\n") + 1
        fields.wrong("This is not UTF-8 text.", Tree("", line, 0))
        return (), tuple(fields.found)
    if not text.strip():
        return (), ()
    sheet, problems = parse_tree(text, str(path))
    if sheet is None:
        return (), problems
    fields.known(sheet, ("decisions",))
    if not sheet.fields or (sheet.get("decisions").fields or sheet.get("decisions").text):
        fields.wrong("'decisions:' and a list of decisions are expected here.", sheet.get("decisions"))
        return (), tuple(fields.found)
    made: dict[str, Kept] = {}
    for tree in sheet.get("decisions").items:
        kept = _decision(fields, tree)
        if kept is not None:
            made.pop(kept.decision.fact, None)
            made[kept.decision.fact] = kept
    return tuple(made.values()), tuple(fields.found)


def _decision(fields: Fields, tree: Tree) -> Kept | None:
    fields.known(tree, _KEYS)
    before = len(fields.found)
    fact, holds, words = (fields.text(tree, key) for key in ("fact", "holds", "words"))
    at = _moment(fields, tree)
    others = fields.choice(tree, "others", (_MISTAKEN, _ELSEWHERE))
    if at is None or len(fields.found) > before or not (fact and holds and words and others):
        return None
    note, reason = one_line(tree.get("note").text), one_line(tree.get("reason").text)[:LONGEST]
    return Kept(Decision(fact, holds, words, note, others == _ELSEWHERE, reason, at), tree.line)


def _moment(fields: Fields, tree: Tree) -> datetime | None:
    text = fields.text(tree, "at")
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        at = None
    if text and (at is None or at.tzinfo is None):
        fields.wrong("'at' must be a moment with its zone, such as 2026-11-21T12:00:00+01:00.", tree.get("at"))
        return None
    return at


def with_decision(text: str, decision: Decision) -> str:
    """The file's text with a decision at its end; one about the same fact goes. Other lines stay as they are.

    Raises ContentError for a text that cannot be read: nothing is written into it.
    """
    return with_changes(text, (), (decision,))


def with_changes(text: str, gone: Iterable[str], added: Sequence[Decision]) -> str:
    """The file's text without the decisions about some facts, and with others at its end, no two about one fact.

    Raises ContentError for a text that cannot be read: nothing is written into it.
    """
    facts = {*gone, *(one.fact for one in added)}
    left = tuple(one for one in _read(text) if one.fact not in facts)
    rest = _cut(text, facts)
    if added:
        rest = rest if rest.strip() else _START
        rest = rest if rest.endswith("\n") else f"{rest}\n"
        rest += "".join(f"  {line}\n" for one in added for line in _lines(one))
    return _checked(rest, (*left, *added))


def without_decision(text: str, fact: str) -> str:
    """The file's text without the decision about a fact. Raises ContentError for a text that cannot be read."""
    return with_changes(text, (fact,), ())


def _read(text: str) -> tuple[Decision, ...]:
    kept, problems = read_decisions(Path(FILE), text.encode("utf-8", "surrogatepass"))
    if problems:
        raise ContentError(str(problems[0]))
    return tuple(one.decision for one in kept)


def _checked(text: str, wanted: tuple[Decision, ...]) -> str:
    """The text when it says what is wanted; else all anew, as for a list that was written by hand in another form."""
    try:
        if _read(text) == wanted:
            return text
    except ContentError:
        pass
    return _START + "".join(f"  {line}\n" for one in wanted for line in _lines(one))


def _cut(text: str, facts: Collection[str]) -> str:
    """The text without the lines of the decisions about some facts."""
    tree, _ = parse_tree(text, FILE)
    members = () if tree is None else tree.get("decisions").items
    lines = text.splitlines(keepends=True)
    gone: set[int] = set()
    for at, member in enumerate(members):
        if member.get("fact").text in facts:
            end = members[at + 1].line - 1 if at + 1 < len(members) else len(lines)
            while end > member.line and lines[end - 1].lstrip()[:1] in ("", "#"):
                end -= 1  # what stands before the next one is about that one
            gone.update(range(member.line - 1, end))
    return "".join(line for at, line in enumerate(lines) if at not in gone)


def _lines(decision: Decision) -> Iterator[str]:
    fields = {
        "fact": decision.fact,
        "holds": decision.says,
        "words": decision.words,
        "note": decision.note,
        "others": _ELSEWHERE if decision.both else _MISTAKEN,
        "reason": decision.reason,
        "at": decision.at.isoformat(timespec="seconds"),
    }
    mark = "- "
    for key, value in fields.items():
        if value:
            yield f"{mark}{key}: {_quoted(value)}"
            mark = "  "


def _quoted(text: str) -> str:
    """A text as YAML has it between double quotes."""
    return json.dumps(one_line(text), ensure_ascii=False)
