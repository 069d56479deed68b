from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from studykit.core.attribute import Bound
from studykit.core.authority import Extract, Member
from studykit.packs.extracts import extract_path, extract_text, read_extract, read_extracts, write_extract
from studykit.packs.reader import read_pack

MEMBERS = (
    Member("botocore oven B.Timeout", 1, 5400, says=("The default is 3: \"three\" – or 'so'.", "#2, not 1.50.")),
    Member("botocore oven Alpha", Fraction(-1, 3), Fraction(1, 2), options=("0.5", "yes", "007"), default=0, step=1),
    Member("botocore oven error:TooHot", status=429),
)
EXTRACT = Extract("botocore", "1.2.10", "2020-02-02", "Apache-2.0", {one.name: one for one in MEMBERS})


def test_an_extract_is_the_same_after_a_file(tmp_path: Path) -> None:
    path = extract_path(tmp_path / "authority", EXTRACT)
    write_extract(path, EXTRACT)
    assert path.name == "botocore-1.2.10.yaml"
    again, problems = read_extract(path)
    assert problems == ()
    assert again == EXTRACT
    assert not list(path.parent.glob("*.tmp"))


def test_the_order_in_which_members_were_found_leaves_no_trace() -> None:
    turned = Extract("botocore", "1.2.10", "2020-02-02", "Apache-2.0", {one.name: one for one in reversed(MEMBERS)})
    assert extract_text(turned) == extract_text(EXTRACT)


def test_a_moved_figure_is_one_changed_line() -> None:
    moved = {**EXTRACT.members, MEMBERS[0].name: Member(MEMBERS[0].name, 1, 900, says=MEMBERS[0].says)}
    before = extract_text(EXTRACT).splitlines()
    after = extract_text(Extract("botocore", "1.2.10", "2020-02-02", "Apache-2.0", moved)).splitlines()
    assert [pair for pair in zip(before, after, strict=True) if pair[0] != pair[1]] == [
        ("    high: 5400", "    high: 900")
    ]


def test_of_two_versions_the_newer_is_read(tmp_path: Path) -> None:
    for version in ("1.2.9", "1.2.10"):
        write_extract(tmp_path / f"botocore-{version}.yaml", Extract("botocore", version, "", ""))
    extracts, problems = read_extracts(tmp_path)
    assert problems == ()
    assert [one.version for one in extracts] == ["1.2.10"]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("high: 5400", "high: many", "authority/x.yaml:18:11: error: 'many' is not a number"),
        ("low: 1\n", "lo: 1\n", "Unknown key 'lo'. Did you mean 'low'?"),
        ("botocore oven error", "cfn-lint oven error", "'cfn-lint oven error:TooHot' is no member of botocore."),
        ("version: 1.2.10", "version: ''", "'version' is missing."),
    ],
)
def test_a_broken_extract_is_said_with_its_place(tmp_path: Path, old: str, new: str, message: str) -> None:
    path = tmp_path / "authority" / "x.yaml"
    path.parent.mkdir()
    text = extract_text(EXTRACT)
    assert old in text
    path.write_text(text.replace(old, new))
    _, problems = read_extract(path)
    assert any(message in str(one) for one in problems), [str(one) for one in problems]


SHEET = """\
authorities:
  botocore: {version: 1.2.10, as_of: "2026-11"}
services:
  oven: {name: Oven}
attributes:
  oven.timeout:
    means: time that the oven heats
    dimension: time
    unit: s
    values:
      max: {value: 900 s, from: [botocore oven B.Timeout], exam: 300 s, remark: "industrial ovens, more"}
      default: {value: 3 s, source: handbook, why: no model has it, as_of: "2026"}
    scoped:
      - {bound: max, value: "5,400 s", scope: industrial, from: [botocore oven B.Timeout], as_of: "2025"}
"""


def pack_of(folder: Path, sheet: str) -> Path:
    folder.mkdir()
    (folder / "pack.yaml").write_text("pack: oven\ntitle: Ovens\n")
    (folder / "attributes.yaml").write_text(sheet)
    return folder


def test_a_value_names_its_authority_or_says_why_there_is_none(tmp_path: Path) -> None:
    pack, problems = read_pack(pack_of(tmp_path / "oven", SHEET))
    assert problems == ()
    most, default, industrial = pack.attributes[0].cited
    assert most.members == ("botocore oven B.Timeout",)
    assert (most.source, most.as_of, most.authority) == ("botocore 1.2.10 oven B.Timeout", "2026-11", True)
    assert (str(most.exam), most.remark, most.line) == ("300 s", "industrial ovens, more", 11)
    assert (default.members, default.why, default.authority) == ((), "no model has it", False)
    assert (industrial.bound, industrial.scope, industrial.as_of) == (Bound.MAX, "industrial", "2025")
    assert str(industrial.quantity) == "5,400 s"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("scope: industrial, ", "", "'scope' is missing."),
        ("bound: max, ", "bound: mox, ", "'mox' is not a bound. Did you mean 'max'?"),
        ("exam: 300 s", "exam: 3 MB", "3 MB is size, not time."),
        ("from: [botocore oven B.Timeout], exam", "form: [x], exam", "Unknown key 'form'. Did you mean 'from'?"),
        ("source: handbook, ", "", "'source' is missing."),
    ],
)
def test_what_is_wrong_with_a_value_is_said(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert old in SHEET
    _, problems = read_pack(pack_of(tmp_path / "oven", SHEET.replace(old, new)))
    assert any(message in str(one) for one in problems), [str(one) for one in problems]
