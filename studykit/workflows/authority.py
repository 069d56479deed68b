"""Extracts of authorities: written from the installed libraries, read with the pack, compared with newer ones."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from studykit.core.attribute import Attribute
from studykit.core.authority import Change, Extract, Reference, changes, references
from studykit.core.diagnostic import Diagnostic, Severity, warning
from studykit.core.errors import ContentError, nearest
from studykit.workflows.places import Places, pack_folder

Extractor = Callable[[Iterable[str], Path | None], tuple[Extract, tuple[Diagnostic, ...]]]
_SHEET = "attributes.yaml"


@dataclass(frozen=True, slots=True)
class Written:
    """What was written, and what was wrong with it or with the pack beside it."""

    paths: tuple[Path, ...]
    extracts: tuple[Extract, ...]
    diagnostics: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Drift:
    """How the installed libraries differ from the pinned extracts and from the pack."""

    versions: tuple[tuple[str, str, str], ...]
    """Source, pinned version, installed version."""
    changes: tuple[Change, ...]
    contradictions: tuple[Diagnostic, ...]
    """Values of the pack that the installed libraries contradict."""
    missing: tuple[Diagnostic, ...]
    """Cited members that no extract has, and extracts that cannot be read."""


def authority_folder(places: Places) -> Path:
    """Where the pinned extracts are: beside the content."""
    return places.content.parent / "data" / "authority"


def authority_files(places: Places) -> tuple[Path, ...]:
    """The pinned extracts, sorted; none when nothing is pinned."""
    return tuple(sorted(authority_folder(places).glob("*.yaml")))


def open_extracts(places: Places) -> tuple[dict[str, Reference], tuple[Diagnostic, ...]]:
    """Every pinned member by name; none at all when nothing is pinned."""
    from studykit.packs.extracts import read_extracts

    extracts, problems = read_extracts(authority_folder(places))
    return references(extracts), problems


def check_authorities(places: Places, pack: str) -> tuple[Diagnostic, ...]:
    """What the pinned extracts say against the values of a pack. Raises ContentError for no pack."""
    pinned, problems = open_extracts(places)
    return (*problems, *_checked(pack_folder(places, pack), pinned))


def write_extracts(places: Places, pack: str, *, within: Path | None = None, to: Path | None = None) -> Written:
    """Writes an extract of each installed authority that the pack or a built-in one cites.

    Raises ContentError when there is no such pack, or a cited library is not installed.
    """
    from studykit.packs.extracts import extract_path, write_extract

    wanted, problems = _wanted(_attributes(places, pack))
    made = [_extractors()[source](names, within) for source, names in sorted(wanted.items())]
    paths = []
    for extract, _ in made:
        path = extract_path(to or authority_folder(places), extract)
        write_extract(path, extract)
        paths.append(path)
    extracts = tuple(extract for extract, _ in made)
    found = [*problems, *(one for _, missing in made for one in missing)]
    found += _checked(pack_folder(places, pack), references(extracts))
    return Written(tuple(paths), extracts, tuple(found))


def find_drift(places: Places, pack: str, *, within: Path | None = None) -> Drift:
    """What the installed libraries say differently from the pinned extracts.

    Raises ContentError when there is no such pack, nothing is pinned, or a pinned library is not installed.
    """
    from studykit.packs.extracts import read_extracts

    pinned, problems = read_extracts(authority_folder(places))
    if not pinned:
        raise ContentError("No extract of an authority is pinned yet. Write them with: studykit authority")
    extractors = _extractors()
    versions: list[tuple[str, str, str]] = []
    moved: list[Change] = []
    fresh: list[Extract] = []
    for extract in pinned:
        if extract.source not in extractors:
            continue
        try:
            installed, _ = extractors[extract.source](extract.members, within)
        except OSError as problem:
            place = f"{extract.source}-{extract.version}.yaml"
            words = f"The installed {extract.source} keeps its files elsewhere and is not compared: {problem.strerror}."
            problems = (*problems, warning(words, place))
            continue
        versions.append((extract.source, extract.version, installed.version))
        moved += changes(extract, installed)
        fresh.append(installed)
    checked = _checked(pack_folder(places, pack), references(fresh))
    against = tuple(one for one in checked if one.severity is Severity.ERROR)
    unpinned = _checked(pack_folder(places, pack), references(pinned))
    missing = tuple(one for one in unpinned if one.severity is Severity.WARNING)
    return Drift(tuple(versions), tuple(moved), against, (*problems, *missing))


def _extractors() -> dict[str, Extractor]:
    from studykit.authority import botocore_models, cfn_lint_schemas

    return {one.SOURCE: one.extract for one in (botocore_models, cfn_lint_schemas)}


def _attributes(places: Places, pack: str) -> tuple[Attribute, ...]:
    """The attributes of a pack and of every built-in one: an extract serves them all."""
    from studykit.packs.reader import read_pack

    built_in = sorted(path.parent for path in places.content.glob("*/pack.yaml"))
    folders = dict.fromkeys(folder.resolve() for folder in (pack_folder(places, pack), *built_in))
    return tuple(attribute for folder in folders for attribute in read_pack(folder)[0].attributes)


def _wanted(attributes: Sequence[Attribute]) -> tuple[dict[str, list[str]], list[Diagnostic]]:
    """Source → names of the members that are cited, and those of sources that nobody reads."""
    known, wanted, found = tuple(_extractors()), dict[str, list[str]](), []
    for attribute in attributes:
        for cited in attribute.cited:
            for name in cited.members:
                source = name.partition(" ")[0]
                if source in known:
                    wanted.setdefault(source, []).append(name)
                else:
                    words = f"{attribute.id}: nothing reads the authority '{source}'.{nearest(source, known)}"
                    found.append(warning(words, _SHEET, cited.line))
    return wanted, found


def _checked(folder: Path, known: dict[str, Reference]) -> tuple[Diagnostic, ...]:
    from studykit.facts.authority import check_pack
    from studykit.packs.reader import read_pack

    return check_pack(read_pack(folder)[0].attributes, known, f"{folder.name}/{_SHEET}")
