"""Extracts of authorities ↔ YAML files that people review as diffs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from studykit.core.authority import Extract, Member
from studykit.core.diagnostic import Diagnostic, error
from studykit.core.errors import UsageError
from studykit.core.quantity import Figure, parse_figure
from studykit.core.tree import Tree
from studykit.packs.fields import Fields
from studykit.packs.yaml_file import read_tree

_HEAD = "# Written by 'studykit authority'; what the cited members of a dated authority say. Not edited by hand.\n"
_KEYS = ("source", "version", "date", "licence", "members")
_FIGURES = ("low", "high", "default", "step", "status")
_MEMBER_KEYS = (*_FIGURES, "options", "says")
_WIDE = 10_000
"""Columns of a line: a sentence is never folded, so that a changed one is one changed line."""


def extract_path(folder: Path, extract: Extract) -> Path:
    """The file of an extract: ``<source>-<version>.yaml``."""
    return folder / f"{extract.source}-{extract.version}.yaml"


def write_extract(path: Path, extract: Extract) -> None:
    """Writes an extract; the same extract gives the same bytes. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".tmp")
    fresh.write_text(extract_text(extract), "utf-8")
    fresh.replace(path)


def extract_text(extract: Extract) -> str:
    """The YAML text of an extract, members in the order of their names."""
    sheet = {
        "source": extract.source,
        "version": extract.version,
        "date": extract.date,
        "licence": extract.licence,
        "members": {name: _plain(extract.members[name]) for name in sorted(extract.members)},
    }
    return _HEAD + yaml.safe_dump(sheet, sort_keys=False, allow_unicode=True, width=_WIDE)


def _plain(member: Member) -> dict[str, Any]:
    told: dict[str, Any] = {key: _written(getattr(member, key)) for key in _FIGURES}
    told |= {"options": list(member.options), "says": list(member.says)}
    return {key: value for key, value in told.items() if value not in (None, [])}


def _written(figure: Figure | None) -> int | str | None:
    return figure if figure is None or isinstance(figure, int) else f"{figure.numerator}/{figure.denominator}"


def read_extracts(folder: Path) -> tuple[tuple[Extract, ...], tuple[Diagnostic, ...]]:
    """The newest extract of each source in a folder, by source; broken ones are left out and said."""
    newest: dict[str, Extract] = {}
    found: list[Diagnostic] = []
    for path in sorted(folder.glob("*.yaml")):
        extract, problems = read_extract(path)
        found += problems
        if extract is not None:
            known = newest.get(extract.source)
            if known is None or _order(extract.version) > _order(known.version):
                newest[extract.source] = extract
    return tuple(newest[source] for source in sorted(newest)), tuple(found)


def _order(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())


def read_extract(path: Path) -> tuple[Extract | None, tuple[Diagnostic, ...]]:
    """The extract in a file, or None when it has no readable head; broken members are left out and said."""
    name = f"{path.parent.name}/{path.name}"
    tree, problems = read_tree(path, name)
    if tree is None:
        return None, problems
    fields = Fields(name)
    fields.known(tree, _KEYS)
    head = Extract(fields.text(tree, "source"), fields.text(tree, "version"), tree.get("date").text, "")
    if not head.source or not head.version:
        return None, tuple(fields.found)
    members: dict[str, Member] = {}
    for key, told in tree.get("members").fields.items():
        if key.partition(" ")[0] == head.source:
            members[key] = _member(fields, key, told)
        else:
            fields.found.append(error(f"'{key}' is no member of {head.source}.", name, told.line, told.column))
    return replace(head, licence=tree.get("licence").text, members=members), tuple(fields.found)


def _member(fields: Fields, name: str, told: Tree) -> Member:
    fields.known(told, _MEMBER_KEYS)
    figures: Mapping[str, Figure | None] = {key: _figure(fields, told.get(key)) for key in _FIGURES}
    status = figures["status"]
    return Member(
        name,
        low=figures["low"],
        high=figures["high"],
        options=tuple(one.text for one in told.get("options").items),
        status=status if isinstance(status, int) else None,
        default=figures["default"],
        step=figures["step"],
        says=tuple(one.text for one in told.get("says").items),
    )


def _figure(fields: Fields, at: Tree) -> Figure | None:
    if not at.text:
        return None
    try:
        return parse_figure(at.text)
    except UsageError as problem:
        fields.wrong(str(problem), at)
        return None
