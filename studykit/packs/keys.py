"""``keys.yaml``: which keys a learner wants, by the name of what they do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from studykit.core.diagnostic import Diagnostic, error
from studykit.core.tree import Tree
from studykit.packs.yaml_file import read_tree


@dataclass(frozen=True, slots=True)
class OwnKeys:
    """Keys for one binding."""

    keys: str
    """Comma-separated, as the app calls them: ``n,down``."""
    line: int


def read_keys(path: Path) -> tuple[Mapping[str, OwnKeys], tuple[Diagnostic, ...]]:
    """Binding → its keys, from a mapping of names to a key or a list of keys; what is not understood is left out."""
    tree, problems = read_tree(path, path.name)
    if tree is None:
        return {}, problems
    if not tree.fields:
        return {}, (error("Write one binding a line, such as: rows.move.1: [n, down]", path.name, tree.line),)
    found: dict[str, OwnKeys] = {}
    wrong: list[Diagnostic] = []
    for name, value in tree.fields.items():
        keys = ",".join(_keys(value))
        if keys:
            found[name] = OwnKeys(keys, value.line)
        else:
            wrong.append(error(f"{name} names no key. Write a key, or a list: [n, down].", path.name, value.line))
    return found, tuple(wrong)


def _keys(value: Tree) -> Iterator[str]:
    for one in value.items or (value,):
        text = one.text.strip()
        if text and text.isprintable() and "," not in text:
            yield text
