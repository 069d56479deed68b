"""Where an installed package lies, which version it is and under which licence."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import Distribution, DistributionFinder, MetadataPathFinder
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Package:
    """An installed package; nothing of it is imported."""

    folder: Path
    version: str
    licence: str


def find_package(name: str, module: str, within: Path | None = None) -> Package | None:
    """The package ``name`` whose code is in the folder ``module``; None when it is not installed.

    ``within`` is the folder that packages were installed into; None: where Python looks for them.
    """
    places = sys.path if within is None else [str(within)]
    for found in _distributions(name, places):
        folder = Path(str(found.locate_file(module)))
        if folder.is_dir():
            told = found.metadata
            licence = next((told[key] for key in ("License-Expression", "License") if key in told), "")
            return Package(folder, found.version, licence)
    return None


def _distributions(name: str, places: Sequence[str]) -> Sequence[Distribution]:
    context = DistributionFinder.Context(name=name, path=list(places))
    return tuple(MetadataPathFinder.find_distributions(context))
