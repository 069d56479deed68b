"""What an exam's sheet says is checked key by key; what cannot be trusted is left out and said once, with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from studykit.core.diagnostic import Diagnostic
from studykit.core.pack import Blueprint, Draws, ResponseForm
from studykit.packs.files import pack_files
from studykit.packs.reader import read_pack

ATTRIBUTES = """\
services:
  oven: {name: Oven}
  pan: {name: Pan}
attributes:
  oven.heat_time: {means: heating, dimension: time, unit: min, area: baking}
  oven.price_small: {means: a price, dimension: money, unit: USD, area: baking}
"""
OWN = """\
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
OTHER = """\
exam: CHEF-2
title: Chef
areas:
  - {key: heat, title: Heat, weight: 70, draws: {areas: [baking, frying], topics: [oven.heat_time, bake]}}
  - {key: cost, title: Cost, weight: 30, draws: {topics: ["oven.price*"]}}
questions: 20
scored: 20
minutes: 40
passing: 750
responses: [choice, multiple, ordering]
multiple: {least: 12, most: 15, source: from memory}
source: guide
as_of: "2026"
remark: The weights are from memory.
"""


def read(folder: Path, own: str = OWN, other: str = OTHER) -> tuple[tuple[Blueprint, ...], tuple[Diagnostic, ...]]:
    (folder / "domains").mkdir()
    (folder / "blueprints").mkdir()
    (folder / "pack.yaml").write_text("pack: oven\ntitle: Ovens\n")
    (folder / "attributes.yaml").write_text(ATTRIBUTES)
    (folder / "domains" / "bake.yaml").write_text("domain: bake\n")
    (folder / "blueprint.yaml").write_text(own)
    (folder / "blueprints" / "chef.yaml").write_text(other)
    pack, problems = read_pack(folder)
    assert pack.blueprint == (pack.blueprints[0] if pack.blueprints else None)
    return pack.blueprints, problems


def test_the_packs_own_exam_comes_first_and_others_say_what_they_draw(tmp_path: Path) -> None:
    (own, other), problems = read(tmp_path)
    assert problems == ()
    assert (own.exam, other.exam) == ("COOK-1", "CHEF-2")
    assert own.areas[0].draws == Draws(areas=("baking",))
    assert other.areas[0].draws == Draws(("baking", "frying"), ("oven.heat_time", "bake"))
    assert other.responses == (ResponseForm.CHOICE, ResponseForm.MULTIPLE, ResponseForm.ORDERING)
    assert other.multiple is not None
    assert (other.multiple.least, other.multiple.most, other.multiple.source) == (12, 15, "from memory")
    assert own.multiple is None
    assert other.remark == "The weights are from memory."


@pytest.mark.parametrize(
    ("old", "new", "message", "line"),
    [
        ("weight: 70", "weight: 71", "The weights of the areas must add up to 100.", 4),
        ("weight: 70", "weight: most", "'weight' must be a whole number, not 'most'.", 4),
        ("key: cost", "key: heat", "There are two areas 'heat'.", 4),
        ("[baking, frying]", "[bakin]", "Unknown area of the pack's own exam 'bakin'. Did you mean 'baking'?", 4),
        (
            "oven.heat_time, bake",
            "ovn.heat_time",
            "No service, domain or attribute of the pack begins with 'ovn.heat_time'. Did you mean 'oven.heat_time'?",
            4,
        ),
        ('["oven.price*"]', '["pan.price*"]', "No service, domain or attribute of the pack begins with", 5),
        ('["oven.price*"]', "oven", "'topics' must be a list.", 5),
        ('{topics: ["oven.price*"]}', "oven", "'draws' must hold 'areas' or 'topics', each a list.", 5),
        ("topics: [oven.heat_time", "topic: [oven.heat_time", "Unknown key 'topic'. Did you mean 'topics'?", 4),
        ("minutes: 40", "minutes: 0", "'minutes' must be 1 to 1,440, not 0.", 8),
        ("minutes: 40\n", "", "'minutes' is missing.", 1),
        ("questions: 20", "questions: 19", "There are fewer questions than scored ones.", 7),
        ("passing: 750", "passing: 75", "'passing' must be 100 to 1,000, not 75.", 9),
        ("multiple, ordering", "multiple, order", "Unknown form of answer 'order'. Did you mean 'ordering'?", 10),
        ("responses: [choice, multiple, ordering]", "responses: choice", "'responses' must be a list.", 10),
        ("least: 12", "least: 16", "'least' is more than 'most'.", 11),
        ("most: 15", "most: 101", "'most' must be 0 to 100, not 101.", 11),
        ("remark:", "remarks:", "Unknown key 'remarks'. Did you mean 'remark'?", 14),
        ("CHEF-2", "COOK-1", "There are two exams 'COOK-1'.", 1),
    ],
)
def test_what_is_wrong_leaves_the_exam_out_with_one_diagnostic_at_its_line(
    tmp_path: Path, old: str, new: str, message: str, line: int
) -> None:
    assert old in OTHER
    blueprints, problems = read(tmp_path, other=OTHER.replace(old, new))
    assert [blueprint.exam for blueprint in blueprints] == ["COOK-1"]
    told = [one for one in problems if one.message.startswith(message)]
    assert [(one.file, one.line) for one in told] == [(f"{tmp_path.name}/blueprints/chef.yaml", line)]
    assert len(problems) <= 2  # a wrong weight is also a wrong sum


def test_a_card_is_meant_most_closely_by_the_longest_topic() -> None:
    draws = Draws(areas=("baking",), topics=("oven", "oven.price*"))
    assert draws.match(("pan",), "") == 0
    assert draws.match(("pan",), "baking") == 1
    service, price = draws.match(("oven.heat_time.max",), "baking"), draws.match(("oven", "oven.price_small.exact"), "")
    assert 1 < service < price
    assert draws.match(("ovens",), "") == 0


@pytest.mark.parametrize("text", ["", "- a\n", "exam: [", "just text"])
def test_a_sheet_that_is_none_is_one_diagnostic(tmp_path: Path, text: str) -> None:
    blueprints, problems = read(tmp_path, other=text)
    assert [blueprint.exam for blueprint in blueprints] == ["COOK-1"]
    assert len(problems) == 1


def test_a_cache_depends_on_every_exam(tmp_path: Path) -> None:
    read(tmp_path)
    assert {"blueprint.yaml", "chef.yaml"} <= {path.name for path in pack_files(tmp_path)}
