"""Where an installed package lies, which version it is and under which licence."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import Distribution, DistributionFinder, MetadataPathFinder
from pathlib import Path

from studykit.core.errors import ContentError

_INSTALL = "pip install 'studykit[authority]'"


@dataclass(frozen=True, slots=True)
class Package:
    """An installed package; nothing of it is imported."""

    folder: Path
    version: str
    licence: str


def find_package(name: str, module: str, within: Path | None = None) -> Package:
    """The package ``name`` whose code is in the folder ``module``. Raises ContentError when it is not installed.

    ``within`` is the folder that packages were installed into; None: where Python looks for them.
    """
    places = sys.path if within is None else [str(within)]
    for found in _distributions(name, places):
        folder = Path(str(found.locate_file(module)))
        if folder.is_dir():
            told = found.metadata
            licence = next((told[key] for key in ("License-Expression", "License") if key in told), "")
            return Package(folder, found.version, licence)
    raise ContentError(f"{name} is not installed. Install it with: {_INSTALL}")


def _distributions(name: str, places: Sequence[str]) -> Sequence[Distribution]:
    context = DistributionFinder.Context(name=name, path=list(places))
    return tuple(MetadataPathFinder.find_distributions(context))
