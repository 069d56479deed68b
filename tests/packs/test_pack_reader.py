from __future__ import annotations

from pathlib import Path

import pytest

from studykit.core.attribute import Bound
from studykit.core.errors import ContentError
from studykit.packs.reader import read_pack

SHEET = """\
services:
  oven: {name: Oven, aliases: [Stove]}
attributes:
  oven.heat_time:
    means: longest time that the oven heats up
    dimension: time
    unit: min
    aliases: [warm up]
    values:
      max: {value: 12 min, source: handbook p. 3, as_of: "2026"}
    history:
      - {bound: max, value: 15 min, until: "2020", source: old handbook}
"""
BLUEPRINT = """\
exam: COOK-1
title: Cook
areas:
  - {key: baking, title: Baking, weight: 60}
  - {key: frying, title: Frying, weight: 40}
questions: 10
scored: 8
minutes: 20
passing: 700
source: guide
as_of: "2026"
"""


def write(folder: Path, **files: str) -> Path:
    (folder / "domains").mkdir(exist_ok=True)
    (folder / "pack.yaml").write_text("pack: oven\ntitle: Ovens\n")
    for name, text in files.items():
        (folder / f"{name.replace('__', '/')}.yaml").write_text(text)
    return folder


def test_a_pack_gives_its_attributes_with_values_and_history(tmp_path: Path) -> None:
    pack, problems = read_pack(write(tmp_path, attributes=SHEET, blueprint=BLUEPRINT, domains__bake="domain: bake\n"))
    assert problems == ()
    (attribute,) = pack.attributes
    assert attribute.id == "oven.heat_time"
    assert attribute.aliases == ("warm up",)
    assert pack.services[0].aliases == ("stove",)
    (cited,) = attribute.cited
    assert (cited.bound, str(cited.quantity), cited.as_of) == (Bound.MAX, "12 min", "2026")
    (past,) = attribute.history
    assert (str(past.quantity), past.until) == ("15 min", "2020")
    assert pack.blueprint is not None
    assert [area.weight for area in pack.blueprint.areas] == [60, 40]
    assert [source.tree.get("domain").text for source in pack.domains] == ["bake"]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("oven.heat_time:", "heat_time:", "'heat_time' must be written as service.attribute"),
        (
            "oven.heat_time:",
            "ovn.heat_time:",
            "Unknown service 'ovn' of 'ovn.heat_time'. Did you mean 'oven'?",
        ),
        ("dimension: time", "dimension: tyme", "'tyme' is not a dimension. Did you mean 'time'?"),
        ("unit: min", "unit: minn", "Unknown unit 'minn'. Did you mean 'min'?"),
        ("unit: min", "unit: MB", "The unit 'MB' does not measure time."),
        ("value: 12 min", "value: 12 MB", "12 MB is size, not time."),
        ("value: 12 min", "value: twelve", "'twelve' is not a quantity"),
        ("value: 12 min, ", "", "'value' is missing."),
        ("source: handbook p. 3, ", "", "'source' is missing."),
        ("max: {value", "most: {value", "Unknown bound 'most'."),
        ("bound: max, ", "bound: maxx, ", "'maxx' is not a bound. Did you mean 'max'?"),
        (
            "history:\n      - {",
            "history:\n      - x\n      - {",
            "Each of 'history' must hold keys and values.",
        ),
        ("    aliases: [warm", "    alias: [warm", "Unknown key 'alias'. Did you mean 'aliases'?"),
    ],
)
def test_what_is_wrong_in_a_sheet_is_said_with_its_place(tmp_path: Path, old: str, new: str, message: str) -> None:
    _, problems = read_pack(write(tmp_path, attributes=SHEET.replace(old, new)))
    shown = [str(problem) for problem in problems]
    assert any(message in one for one in shown), shown
    assert all(f"{tmp_path.name}/attributes.yaml:" in one for one in shown)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("weight: 40", "weight: 30", "must add up to 100"),
        ("minutes: 20", "minutes: soon", "'minutes' must be a whole number, not 'soon'."),
        ("passing: 700\n", "", "'passing' is missing."),
    ],
)
def test_a_blueprint_that_cannot_be_trusted_is_left_out(tmp_path: Path, old: str, new: str, message: str) -> None:
    pack, problems = read_pack(write(tmp_path, blueprint=BLUEPRINT.replace(old, new)))
    assert pack.blueprint is None
    assert any(message in str(problem) for problem in problems)


def test_a_broken_domain_file_is_left_out_and_the_others_stay(tmp_path: Path) -> None:
    pack, (problem,) = read_pack(write(tmp_path, domains__a="domain: a\n", domains__b="x: [\n"))
    assert [source.tree.get("domain").text for source in pack.domains] == ["a"]
    assert f"{tmp_path.name}/domains/b.yaml:2" in str(problem)


def test_a_sheet_that_is_a_list_is_said(tmp_path: Path) -> None:
    _, problems = read_pack(write(tmp_path, attributes="- a\n"))
    assert "must hold keys and values" in str(problems[0])


def test_a_folder_without_a_pack_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"pack\.yaml is missing"):
        read_pack(tmp_path)
    with pytest.raises(ContentError, match="not a folder"):
        read_pack(tmp_path / "gone")
