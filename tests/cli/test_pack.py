from __future__ import annotations

import json
from pathlib import Path

import pytest

from studykit.cli.main import main
from studykit.rules.mutants import mutants, survives
from studykit.workflows.pack import read_rules
from tests.bench.mutation import step_of

GUIDE = Path(__file__).parents[2] / "docs" / "pack-authoring.md"


@pytest.fixture
def oven(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    folder = tmp_path / "my-pack"
    assert main(["pack", "new", str(folder)]) == 0
    assert f"Next: studykit pack check {folder}" in capsys.readouterr().out
    return folder


def said(capsys: pytest.CaptureFixture[str], *words: str | Path, code: int = 0) -> str:
    assert main([str(word) for word in words]) == code
    return capsys.readouterr().out


def test_a_new_pack_is_sound_and_asks_questions(oven: Path, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "pack", "check", oven) == "1 domain, 3 rules, 8 examples: 0 errors, 0 warnings.\n"
    shown = said(capsys, "ask", "oven.bake", "rest_time=20min", "heat_time=10min", "--pack", oven)
    assert shown.startswith("doughy: ")
    assert "rest_time 20 min → 30 min" in shown
    assert said(capsys, "quiz", "--pack", oven, "--count", "3").count("right:") == 3
    assert "0 errors, 0 warnings" in said(capsys, "check", "--pack", oven)


def test_a_new_pack_notices_every_wrong_limit(oven: Path) -> None:
    rules = read_rules(oven)
    attributes = {one.id: one for one in rules.pack.attributes}
    ((_, judge),) = rules.judges
    made = list(mutants(judge, lambda name: step_of(name, attributes)))
    assert [mutant.says for mutant in made if survives(mutant)] == []


def test_a_folder_that_holds_something_is_left_alone(oven: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (oven / "pack.yaml").write_text("mine")
    assert main(["pack", "new", str(oven)]) == 2
    assert "is there already" in capsys.readouterr().err
    assert (oven / "pack.yaml").read_text() == "mine"


def test_every_problem_is_told_at_once_with_line_and_column(oven: Path, capsys: pytest.CaptureFixture[str]) -> None:
    domain = oven / "domains" / "oven.bake.yaml"
    text = domain.read_text()
    text = text.replace("rest_time < oven", "rest_tim < oven").replace("outcome: baked\n", "outcome: bakd\n")
    domain.write_text(text.replace("{rest_time: 90 min}", "{rest_time: 90 MB}"))
    shown = said(capsys, "pack", "check", oven, code=2)
    for told in (":15:11: error: Unknown name 'rest_tim'.", "Unknown outcome 'bakd'.", "'90 MB' is a size"):
        assert told in shown
    records = [
        json.loads(line) for line in said(capsys, "pack", "check", oven, "--format", "json", code=2).splitlines()
    ]
    assert {"file", "line", "column", "severity", "message"} == set(records[0])
    assert len(records) >= 3


def test_one_domain_is_checked_for_itself(oven: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "1 domain" in said(capsys, "pack", "check", oven, "--domain", "oven.bake")
    assert main(["pack", "check", str(oven), "--domain", "oven.bkae"]) == 2
    assert "Did you mean 'oven.bake'?" in capsys.readouterr().err


def test_the_guide_shows_what_works(tmp_path: Path, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    blocks = [block.partition("```")[0] for block in GUIDE.read_text("utf-8").split("```yaml\n")[1:]]
    (tmp_path / "domains").mkdir()
    (tmp_path / "pack.yaml").write_text("pack: bikes\ntitle: Bikes\n")
    (tmp_path / "attributes.yaml").write_text(blocks[0])
    (tmp_path / "domains" / "brakes.check.yaml").write_text(blocks[1])
    assert "0 errors, 0 warnings" in said(capsys, "pack", "check", tmp_path)
    before, examples = blocks[1].partition("questions:")[0], blocks[1].partition("examples:")[2]
    (tmp_path / "domains" / "brakes.check.yaml").write_text(f"{before}{blocks[2]}examples:{examples}")
    (tmp_path / "blueprint.yaml").write_text(blocks[3])
    assert "0 errors, 0 warnings" in said(capsys, "pack", "check", tmp_path)
    assert "Which reason decides" in said(capsys, "quiz", "--pack", tmp_path, "--kind", "scenario", "--count", "3")
    moved = said(capsys, "ask", "brakes.check", "cable=whole", "pad=0x..3x", "--pack", tmp_path)
    assert moved.splitlines()[1].split() == ["0x", "to", "0.9x", "fails", "rule", "thin"]
    chosen = said(capsys, "ask", "brakes.check", "pad=2x", "cable=*", "--pack", tmp_path, "--format", "json")
    assert [one["outcome"] for one in json.loads(chosen)["stretches"]] == ["passes", "fails"]


def test_what_if_moves_one_input_and_one_only(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["ask", "lambda.queue_source", "function_timeout=60s"]
    shown = said(capsys, *words, "visibility_timeout=10s..600s")
    assert [line.split()[0:5] for line in shown.splitlines()[1:4]] == [
        ["10", "s", "to", "59", "s"],
        ["60", "s", "to", "359", "s"],
        ["360", "s", "to", "600", "s"],
    ]
    assert main([*words, "visibility_timeout=10s..600s", "queue=*"]) == 2
    assert "Only one input is moved at a time" in capsys.readouterr().err
    assert main([*words, "visibility_timeout=600s..10s"]) == 2
    assert "a range goes up" in capsys.readouterr().err


def test_a_text_is_read_from_a_file(tmp_path: Path, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "event.json").write_text('{"source": "shop"}')
    words = ["ask", "eventbridge.pattern", 'pattern={"source": ["shop"]}']
    assert said(capsys, *words, f"event=@{tmp_path / 'event.json'}").startswith("match")
    assert main([*words, f"event=@{tmp_path / 'none.json'}"]) == 2
    assert "there is no file" in capsys.readouterr().err
    (tmp_path / "junk").write_bytes(b"\xff\xfe\x00")
    assert main([*words, f"event=@{tmp_path / 'junk'}"]) == 2
    assert "is not UTF-8 text" in capsys.readouterr().err
