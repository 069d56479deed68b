from __future__ import annotations

import json
from pathlib import Path

import pytest

from studykit.cli import authority, drift, options
from studykit.core.errors import ContentError
from studykit.workflows.authority import authority_folder, check_authorities, find_drift, open_extracts
from studykit.workflows.places import Places, find_places
from tests.authority.installed import install_botocore, install_cfn_lint

SHEET = """\
services:
  oven: {name: Oven}
attributes:
  oven.timeout:
    means: time that the oven heats
    dimension: time
    unit: s
    values:
      max: {value: 15 min, from: [botocore oven BakeRequest.TimeoutInSeconds]}
    scoped:
      - {bound: max, value: "5,400 s", scope: industrial, from: [botocore oven Timeout]}
  oven.delay:
    means: time that the oven waits
    dimension: time
    unit: s
    values:
      max: {value: 900 s, from: [cfn-lint AWS::Oven::Oven Delay]}
"""


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Places:
    pack = tmp_path / "content" / "oven"
    pack.mkdir(parents=True)
    (pack / "pack.yaml").write_text("pack: oven\ntitle: Ovens\n")
    (pack / "attributes.yaml").write_text(SHEET)
    made = Places(tmp_path / "content", tmp_path / "home")
    monkeypatch.setattr(options, "places", lambda: made)
    return made


@pytest.fixture
def libraries(tmp_path: Path) -> Path:
    return install_cfn_lint(install_botocore(tmp_path / "libraries"))


def run(verb: str, libraries: Path, *more: str) -> int:
    words = ["--pack", "oven", "--from", str(libraries), *more]
    return authority.run(words) if verb == "authority" else drift.run(words)


def test_what_is_cited_is_written_and_nothing_else(places: Places, libraries: Path) -> None:
    assert run("authority", libraries) == 0
    assert sorted(path.name for path in authority_folder(places).iterdir()) == [
        "botocore-1.2.3.yaml",
        "cfn-lint-4.5.6.yaml",
    ]
    known, problems = open_extracts(places)
    assert problems == ()
    assert sorted(known) == [
        "botocore oven BakeRequest.TimeoutInSeconds",
        "botocore oven Timeout",
        "cfn-lint AWS::Oven::Oven Delay",
    ]
    assert check_authorities(places, "oven") == ()


def test_writing_again_changes_no_byte(places: Places, libraries: Path) -> None:
    run("authority", libraries)
    before = {path: path.read_bytes() for path in authority_folder(places).iterdir()}
    run("authority", libraries)
    assert {path: path.read_bytes() for path in authority_folder(places).iterdir()} == before


def test_nothing_moved_is_said(places: Places, libraries: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("authority", libraries)
    capsys.readouterr()
    assert run("drift", libraries) == 0
    assert "Nothing moved." in capsys.readouterr().out


def test_a_moved_maximum_is_listed_and_the_value_that_it_contradicts(
    places: Places, libraries: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("authority", libraries)
    newer = install_cfn_lint(install_botocore(tmp_path / "newer", "1.3.0", high=7200))
    capsys.readouterr()
    assert run("drift", newer) == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert "botocore: pinned 1.2.3, installed 1.3.0" in shown
    assert "botocore oven Timeout: maximum 5,400 → 7,200" in shown
    assert "oven/attributes.yaml:11: error: oven.timeout max: the pack says 5,400 s, botocore 1.3.0" in shown
    assert "oven.timeout max: the pack says 15 min" not in shown


def test_records_say_the_same(
    places: Places, libraries: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("authority", libraries)
    newer = install_cfn_lint(install_botocore(tmp_path / "newer"), longest=600)
    capsys.readouterr()
    assert run("drift", newer, "--format", "json") == 0
    records = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {
        "kind": "change",
        "member": "cfn-lint AWS::Oven::Oven Delay",
        "what": "maximum",
        "before": "900",
        "after": "600",
    } in records
    assert [one["line"] for one in records if one["kind"] == "contradiction"] == [17]


def test_a_member_that_is_gone_is_listed(places: Places, libraries: Path, tmp_path: Path) -> None:
    run("authority", libraries)
    sheet = SHEET.replace("botocore oven Timeout", "botocore oven Later")
    newer = install_cfn_lint(install_botocore(tmp_path / "newer", shapes={"Later": {"type": "integer", "max": 5400}}))
    (places.content / "oven" / "attributes.yaml").write_text(sheet)
    run("authority", newer)
    found = find_drift(places, "oven", within=libraries)
    assert [(one.member, one.what) for one in found.changes] == [("botocore oven Later", "gone")]


def test_a_contradicted_value_fails_the_writing_with_file_and_line(
    places: Places, libraries: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (places.content / "oven" / "attributes.yaml").write_text(SHEET.replace("value: 900 s", "value: 901 s"))
    assert run("authority", libraries) == 2
    shown = capsys.readouterr().err
    assert "oven/attributes.yaml:17: error: oven.delay max: the pack says 901 s" in shown
    assert "cfn-lint 4.5.6 AWS::Oven::Oven Delay says maximum 900" in shown


def test_without_a_library_nothing_is_written_and_it_is_said(places: Places, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(ContentError, match="botocore is not installed"):
        run("authority", tmp_path / "empty")
    assert not authority_folder(places).exists()


def test_without_extracts_there_is_nothing_to_compare(places: Places, libraries: Path) -> None:
    with pytest.raises(ContentError, match="studykit authority"):
        run("drift", libraries)


def test_the_built_in_pack_agrees_with_its_pinned_extracts(home: Path) -> None:
    places = find_places({"STUDYKIT_HOME": str(home)})
    assert [str(one) for one in check_authorities(places, "aws-serverless")] == []
