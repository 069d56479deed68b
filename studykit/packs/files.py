"""The files that a pack is made of, without reading them."""

from __future__ import annotations

from pathlib import Path

MAX_BYTES = 5_000_000
"""A larger file is left out."""
_SHEETS = ("pack.yaml", "attributes.yaml", "behaviours.yaml", "blueprint.yaml")


def pack_files(folder: Path) -> tuple[Path, ...]:
    """Every file of a pack but its notes, in a fixed order: what a cache depends on."""
    files = [folder / name for name in _SHEETS if (folder / name).is_file()]
    return (*files, *blueprint_files(folder), *domain_files(folder), *quiz_files(folder))


def pack_content(path: Path) -> bytes:
    """What a cache depends on in a file: all of it, as far as it is ever read."""
    with path.open("rb") as file:
        return file.read(MAX_BYTES + 1)


def domain_files(folder: Path) -> tuple[Path, ...]:
    """The domain files of a pack, sorted."""
    return tuple(sorted((folder / "domains").glob("*.yaml")))


def blueprint_files(folder: Path) -> tuple[Path, ...]:
    """The files of exams beside the pack's own, sorted."""
    return tuple(sorted((folder / "blueprints").glob("*.yaml")))


def quiz_files(folder: Path) -> tuple[Path, ...]:
    """The files of given questions of a pack, sorted."""
    return tuple(sorted((folder / "quizzes").glob("*.yaml")))
