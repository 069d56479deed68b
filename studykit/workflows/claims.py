"""Notes → claims, with the vocabulary of a pack but without its facts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from studykit.core.attribute import Attribute, Service
from studykit.core.claim import Claim, Limit
from studykit.core.diagnostic import Diagnostic
from studykit.workflows.build import read_claims
from studykit.workflows.places import Places, pack_folder


@dataclass(frozen=True, slots=True)
class Read:
    """What notes say."""

    notes: tuple[str, ...]
    claims: tuple[Claim, ...]
    limits: tuple[Limit, ...]
    services: tuple[Service, ...]
    attributes: tuple[Attribute, ...]
    diagnostics: tuple[Diagnostic, ...]


def read_paths(places: Places, pack: str, paths: Sequence[Path]) -> Read:
    """The claims of the notes in ``paths`` (of the pack's own notes when empty).

    Raises ContentError when there is nothing to read.
    """
    from studykit.notes.files import find_notes
    from studykit.packs.reader import read_pack

    folder = pack_folder(places, pack)
    opened, problems = read_pack(folder)
    notes, found = find_notes(paths or (folder / "notes",))
    diagnostics = [*found, *problems]
    claims, limits = read_claims(opened, notes, diagnostics)
    return Read(
        tuple(note.name for note in notes),
        claims,
        limits,
        opened.services,
        opened.attributes,
        tuple(diagnostics),
    )


def claim_records(read: Read) -> Iterator[dict[str, Any]]:
    """The claims in order of note and line, in the published claims format.

    A claim that holds figures is followed by its limits; a behaviour that is nothing but its limits
    is not said twice.
    """
    from studykit.facts.record import claim_record, limit_record
    from studykit.facts.subject import service_of
    from studykit.facts.vocabulary import Vocabulary

    vocabulary = Vocabulary(read.services, read.attributes)
    of_claim: dict[int, list[Limit]] = {}
    for limit in read.limits:
        of_claim.setdefault(id(limit.claim), []).append(limit)
    for claim in read.claims:
        limits = of_claim.get(id(claim), [])
        yield from (limit_record(limit) for limit in limits)
        if not limits or claim.kind != "behaviour":
            yield claim_record(claim, service_of(claim, vocabulary))
