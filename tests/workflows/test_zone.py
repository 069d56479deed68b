from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from studykit.workflows import zone
from studykit.workflows.zone import local_clock, local_zone


def test_the_named_zone_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", ":Europe/Berlin")
    assert local_zone() == ZoneInfo("Europe/Berlin")
    assert local_clock().tzinfo == ZoneInfo("Europe/Berlin")


def test_else_that_of_the_system(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("TZ", raising=False)
    link = tmp_path / "localtime"
    link.symlink_to("/usr/share/zoneinfo/Asia/Kolkata")
    monkeypatch.setattr(zone, "_LINK", link)
    assert local_zone() == ZoneInfo("Asia/Kolkata")


@pytest.mark.parametrize("name", ["Nowhere/Land", "../../etc/passwd", ""])
def test_else_the_present_offset(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str) -> None:
    monkeypatch.setenv("TZ", name)
    monkeypatch.setattr(zone, "_LINK", tmp_path / "none")
    assert local_clock().utcoffset() is not None
