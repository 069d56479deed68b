"""A pack's own files → its domains and every problem in them, without reading notes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from studykit.core.diagnostic import Diagnostic, Severity
from studykit.core.errors import UsageError, nearest
from studykit.core.quantity import Quantity
from studykit.workflows.authority import open_extracts
from studykit.workflows.judges import load_judge
from studykit.workflows.places import Places

if TYPE_CHECKING:
    from studykit.core.pack import Pack
    from studykit.rules.engine import Judge


@dataclass(frozen=True, slots=True)
class PackRules:
    """The domains of a pack over the values that the pack itself cites."""

    pack: Pack
    judges: tuple[tuple[str, Judge], ...]
    """File and rules of each domain that loads."""
    diagnostics: tuple[Diagnostic, ...]


def read_rules(folder: Path, domain: str = "") -> PackRules:
    """The domains of a pack, or one of them. Raises UsageError when there is no such domain."""
    from studykit.packs.reader import read_pack

    pack, problems = read_pack(folder)
    names = [source.tree.get("domain").text for source in pack.domains]
    if domain and domain not in names:
        raise UsageError(f"There is no domain '{domain}' in '{folder}'.{nearest(domain, names)}")
    values, found = cited_values(pack), list(problems)
    judges = []
    for name, source in zip(names, pack.domains, strict=True):
        if domain in ("", name):
            judge, wrong = load_judge(pack, source, values)
            found += wrong
            if judge is not None:
                judges.append((source.file, judge))
    return PackRules(pack, tuple(judges), tuple(found))


def cited_values(pack: Pack) -> dict[str, Quantity]:
    """The values that the pack cites, as they are in force."""
    from studykit.facts.base import Said, settle_attributes

    settled = settle_attributes(Said(), pack.attributes, {})
    return {fact.id: fact.quantity for facts, _ in settled for fact in facts if fact.settled}


def check_rules(places: Places, folder: Path, domain: str = "") -> tuple[PackRules, tuple[Diagnostic, ...]]:
    """Everything that is wrong with a pack's files: what does not load, examples that fail, rows that never decide."""
    from studykit.facts.authority import check_pack
    from studykit.rules.check import check_domain

    rules = read_rules(folder, domain)
    found = list(rules.diagnostics)
    if not domain:
        pinned, problems = open_extracts(places)
        against = check_pack(rules.pack.attributes, pinned, f"{folder.name}/attributes.yaml")
        found += [*problems, *(one for one in against if one.severity is Severity.ERROR)]
    for file, judge in rules.judges:
        found += check_domain(judge, file)
    return rules, tuple(found)
