"""The pinned extracts are what the libraries of their versions say; left out, aloud, without these libraries."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest

from studykit.packs.extracts import read_extracts
from studykit.workflows.authority import authority_folder, write_extracts
from studykit.workflows.places import find_places

PLACES = find_places({"STUDYKIT_HOME": "unused"})
PINNED = {one.source: one.version for one in read_extracts(authority_folder(PLACES))[0]}


def installed(source: str) -> str:
    try:
        return version(source)
    except PackageNotFoundError:
        return ""


@pytest.mark.skipif(
    {source: installed(source) for source in PINNED} != PINNED,
    reason="the pinned libraries are not installed",
)
def test_the_pinned_extracts_are_what_the_libraries_say(tmp_path: Path) -> None:
    written = write_extracts(PLACES, "aws-serverless", to=tmp_path)
    assert written.diagnostics == ()
    assert {path.name: path.read_text("utf-8") for path in tmp_path.iterdir()} == {
        path.name: path.read_text("utf-8") for path in authority_folder(PLACES).iterdir()
    }


def test_both_authorities_are_pinned() -> None:
    assert set(PINNED) == {"botocore", "cfn-lint"}
