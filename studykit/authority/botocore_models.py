"""botocore's service models → what they say of the members that a pack cites.

``lambda Timeout`` is a shape, ``lambda CreateFunctionRequest.Timeout`` a member of one with the shape that
it points at, ``sqs op:ReceiveMessage`` an operation, ``lambda error:TooManyRequestsException`` an error.
``[words]`` after any of them narrows its documentation to the list row or the sentences about the words.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterable, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

from studykit.authority.extracts import extracted
from studykit.authority.packages import find_package
from studykit.authority.sentences import sentences
from studykit.core.authority import Extract, Member
from studykit.core.diagnostic import Diagnostic
from studykit.core.quantity import Figure, whole

SOURCE = "botocore"
_NAME = re.compile(r"botocore (?P<service>[\w-]+) (?P<place>[\w:.]+)(?:\[(?P<about>[^\]]+)\])?")
_MODEL = "service-2.json"
_DATE = re.compile(r"\d{4}-\d\d-\d\d")


def extract(wanted: Iterable[str], within: Path | None = None) -> tuple[Extract, tuple[Diagnostic, ...]]:
    """What the installed botocore says of the wanted members, and a diagnostic for each that it has not.

    Its date is that of the newest service version in it. Raises ContentError when it is not installed.
    """
    package = find_package(SOURCE, SOURCE, within)
    return extracted(SOURCE, package, _Models(package.folder / "data"), wanted)


class _Models:
    """The models of one installation, each read once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._read: dict[str, Mapping[str, Any]] = {}

    def date(self) -> str:
        """The newest date that a service version is named by."""
        dates = (path.name for path in self._folder.glob("*/*") if _DATE.fullmatch(path.name))
        return max(dates, default="")

    def member(self, name: str) -> Member | None:
        """What the model of a service says at a place; None when there is no such place."""
        parts = _NAME.fullmatch(name)
        model = self._model(parts["service"]) if parts else {}
        if parts is None or not model:
            return None
        place, about = parts["place"], parts["about"] or ""
        kind, colon, rest = place.partition(":")
        if kind == "op" and colon:
            operation = model["operations"].get(rest)
            return None if operation is None else Member(name, says=_says(operation, about))
        shapes = model["shapes"]
        if kind == "error" and colon:
            shape = shapes.get(rest)
            status = (shape or {}).get("error", {}).get("httpStatusCode")
            return None if shape is None else Member(name, status=status, says=_says(shape, about))
        return _shape_member(name, place, about, shapes)

    def _model(self, service: str) -> Mapping[str, Any]:
        if service not in self._read:
            versions = sorted(path for path in (self._folder / service).glob("*") if _DATE.fullmatch(path.name))
            self._read[service] = _load(versions[-1]) if versions else {}
        return self._read[service]


def _load(folder: Path) -> Mapping[str, Any]:
    packed = folder / f"{_MODEL}.gz"
    raw = gzip.decompress(packed.read_bytes()) if packed.is_file() else (folder / _MODEL).read_bytes()
    model: Mapping[str, Any] = json.loads(raw)
    return model


def _shape_member(name: str, place: str, about: str, shapes: Mapping[str, Any]) -> Member | None:
    top, dot, part = place.partition(".")
    shape = shapes.get(top)
    if shape is None:
        return None
    documented = shape
    if dot:
        documented = shape.get("members", {}).get(part)
        if documented is None:
            return None
        shape = shapes[documented["shape"]]
    texts = (documented.get("documentation", ""), shape.get("documentation", "") if dot else "")
    said = tuple(dict.fromkeys(one for text in texts for one in sentences(text, about)))
    return Member(name, _exact(shape.get("min")), _exact(shape.get("max")), tuple(shape.get("enum", ())), says=said)


def _says(documented: Mapping[str, Any], about: str) -> tuple[str, ...]:
    return sentences(documented.get("documentation", ""), about)


def _exact(figure: Any) -> Figure | None:
    return None if figure is None else whole(Fraction(str(figure)))
