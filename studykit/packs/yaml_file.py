"""YAML text → Tree with line and column of every value; safe for a stranger's file."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import yaml

from studykit.core.diagnostic import Diagnostic, error
from studykit.core.tree import Tree
from studykit.packs.files import MAX_BYTES

MAX_DEPTH = 32
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(slots=True)
class _Open:
    """A list or mapping that is still being read."""

    line: int
    column: int
    mapping: bool
    members: list[Tree] = field(default_factory=list)
    fields: dict[str, Tree] = field(default_factory=dict)
    key: Tree | None = None

    def close(self) -> Tree:
        return Tree(self.fields if self.mapping else tuple(self.members), self.line, self.column)


class _Refused(Exception):  # noqa: N818 - never leaves this file
    """The file uses something that content does not need."""

    def __init__(self, message: str, line: int, column: int) -> None:
        super().__init__(message)
        self.message, self.line, self.column = message, line, column


def read_tree(path: Path, name: str = "") -> tuple[Tree | None, tuple[Diagnostic, ...]]:
    """The file's tree, or None and one diagnostic that says where it is broken.

    ``name`` is how diagnostics call the file (its path when empty).
    """
    shown = name or str(path)
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError as problem:
        return None, (error(f"This file cannot be read: {problem.strerror}.", shown),)
    if len(raw) > MAX_BYTES:
        return None, (error(f"This file is larger than {MAX_BYTES:,} bytes and is left out.", shown),)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = raw[: problem.start].count(b"\n") + 1
        return None, (error("This is not UTF-8 text.", shown, line),)
    return parse_tree(text, shown)


def parse_tree(text: str, name: str) -> tuple[Tree | None, tuple[Diagnostic, ...]]:
    """The same for text that is already in memory."""
    try:
        return _build(text), ()
    except _Refused as refused:
        return None, (error(refused.message, name, refused.line, refused.column),)
    except yaml.MarkedYAMLError as broken:
        mark = broken.problem_mark or broken.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        problem = (broken.problem or "it cannot be read").rstrip(".")
        return None, (error(f"Broken YAML: {problem}.", name, line, column),)
    except yaml.YAMLError as broken:
        place = getattr(broken, "position", -1)
        line = text[:place].count("\n") + 1 if isinstance(place, int) and place >= 0 else 0
        return None, (error("Broken YAML: a character that YAML does not allow.", name, line),)


def _build(text: str) -> Tree:
    stack: list[_Open] = []
    root: Tree | None = None
    for event in yaml.parse(text, Loader=_LOADER):
        done: Tree | None = None
        mark = event.start_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        _refuse(event, line, column)
        if isinstance(event, yaml.ScalarEvent):
            done = Tree(event.value, line, column + (1 if event.style in ("'", '"') else 0))
        elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            if len(stack) >= MAX_DEPTH:
                raise _Refused(f"Nested deeper than {MAX_DEPTH} levels.", line, column)
            stack.append(_Open(line, column, isinstance(event, yaml.MappingStartEvent)))
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            done = stack.pop().close()
        if done is None:
            continue
        if stack:
            _place(stack[-1], done)
        elif root is None:
            root = done
        else:
            raise _Refused("More than one document in the file.", line, column)
    return root if root is not None else Tree("", 1, 1)


def _refuse(event: yaml.Event, line: int, column: int) -> None:
    """Raises _Refused for what makes YAML grow or run things."""
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        raise _Refused("Anchors and aliases (& and *) are not used in packs.", line, column)
    if getattr(event, "tag", None):
        raise _Refused("Tags (!name) are not used in packs.", line, column)


def _place(parent: _Open, done: Tree) -> None:
    if not parent.mapping:
        parent.members.append(done)
    elif parent.key is None:
        if not isinstance(done.value, str):
            raise _Refused("A key must be plain text.", done.line, done.column)
        if done.text in parent.fields:
            raise _Refused(f"The key '{done.text}' stands here twice.", done.line, done.column)
        parent.key = done
    else:
        parent.fields[parent.key.text] = done
        parent.key = None
