from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from studykit.cli.main import main
from studykit.workflows.lock import lock_path, make_lock
from studykit.workflows.places import Places, find_places

ROOT = Path(__file__).resolve().parents[2]


def test_the_lock_under_review_is_up_to_date(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lock", "--check"]) == 0, "run: studykit lock, and read the diff of data/facts.lock.yaml"
    assert "up to date" in capsys.readouterr().out


def test_a_changed_value_is_a_changed_line(home: Path, tmp_path: Path) -> None:
    places = Places(tmp_path / "content", home)
    shutil.copytree(ROOT / "content", places.content)
    shutil.copytree(ROOT / "data", tmp_path / "data")
    sheet = places.content / "aws-serverless" / "attributes.yaml"
    sheet.write_text(sheet.read_text().replace("max: {value: 900 s,", "max: {value: 901 s,", 1))
    before = (ROOT / "data" / "facts.lock.yaml").read_text().splitlines()
    after = make_lock(places, "aws-serverless").splitlines()
    changed = [line.strip() for line in after if line not in before]
    assert "value: 901 s" in changed
    assert lock_path(places) == tmp_path / "data" / "facts.lock.yaml"
    assert make_lock(find_places({"STUDYKIT_HOME": str(home)}), "aws-serverless").splitlines() == before
