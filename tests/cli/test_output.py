"""What each verb prints, for people and for programs."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from studykit.cli.main import main

NOTE = """\
# Lambda
- Timeout: default 3 seconds, maximum 900 seconds
- Container images can be up to 50 GB
- 1 vCPU at 1,792 MB
- Layer: a zip archive with libraries
"""
QUEUE = ["lambda.queue_source", "function_timeout=60s"]


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    (tmp_path / "mine.md").write_text(NOTE)
    return tmp_path


def said(capsys: pytest.CaptureFixture[str], *words: str | Path, code: int = 0) -> str:
    assert main([str(word) for word in words]) == code
    return capsys.readouterr().out


def lines(capsys: pytest.CaptureFixture[str], *words: str | Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in said(capsys, *words, "--format", "json").splitlines()]


def test_facts_lists_and_searches(capsys: pytest.CaptureFixture[str]) -> None:
    assert "lambda.timeout.max" in said(capsys, "facts")
    assert "lambda.timeout.max" in said(capsys, "facts", "900 s").split()
    assert "sqs.visibility_timeout.max" in said(capsys, "facts", "visiblity timeout")
    assert {"id", "value", "unit", "status", "claims"} <= lines(capsys, "facts", "retention")[0].keys()
    assert main(["facts", "xyzzyxyzzy"]) == 2


def test_a_fact_shows_every_claim_with_its_line(capsys: pytest.CaptureFixture[str], notes: Path) -> None:
    shown = said(capsys, "fact", "lambda.timeout", "--notes", notes)
    assert "lambda.timeout.max = 900 s   verified" in shown
    assert "mine.md:2" in shown
    assert "lambda-limits.md:17" in shown
    assert "Was         5 min until 2018-10" in shown
    assert "Authority   900 s: botocore" in shown
    (record,) = lines(capsys, "fact", "lambda.timeout.max", "--notes", notes)
    assert [(claim["note"], claim["line"], claim["standing"]) for claim in record["claims"]][-1] == (
        "mine.md",
        2,
        "holds",
    )
    assert record["authority"]["as_of"]
    assert record["history"][0]["value"] == 5


def test_conflicts_show_both_sides(capsys: pytest.CaptureFixture[str], notes: Path) -> None:
    shown = said(capsys, "conflicts", "--notes", notes)
    assert "lambda.container_image_size.max: 10 GB or 50 GB   (mistake)" in shown
    assert "lambda.memory_per_vcpu.exact: 1,769 MB or 1,792 MB   (changed)" in shown
    assert "mine.md:3" in shown
    record = next(one for one in lines(capsys, "conflicts", "--notes", notes) if "image" in one["id"])
    assert [side["standing"] for side in record["sides"]] == ["holds", "mistaken"]
    assert "No conflicts" in said(capsys, "conflicts")


def test_claims_keep_the_published_format(capsys: pytest.CaptureFixture[str], notes: Path) -> None:
    records = lines(capsys, "claims", notes)
    limit = next(one for one in records if one["kind"] == "limit" and one["bound"] == "max")
    assert limit == {
        "note": "mine.md",
        "line": 2,
        "kind": "limit",
        "service": "lambda",
        "attribute": "timeout",
        "bound": "max",
        "value": 900,
        "unit": "s",
        "text": "Timeout: default 3 seconds, maximum 900 seconds",
    }
    assert {one["kind"] for one in records} >= {"limit", "definition"}
    assert "lambda.timeout.max = 900 s" in said(capsys, "claims", notes, "--kind", "limit")
    assert all(one["kind"] == "limit" for one in lines(capsys, "claims", "--kind", "limit"))


def test_domains_list_and_show(capsys: pytest.CaptureFixture[str]) -> None:
    assert "lambda.queue_source" in said(capsys, "domains")
    shown = said(capsys, "domains", "lambda.queue_source")
    assert "1 s to 900 s (lambda.timeout.max)" in shown
    assert "duplicates_likely" in shown
    assert lines(capsys, "domains")[0]["inputs"]


def test_ask_decides_says_why_and_what_would_have_to_change(capsys: pytest.CaptureFixture[str]) -> None:
    shown = said(capsys, "ask", *QUEUE, "visibility_timeout=60s")
    assert shown.startswith("duplicates_likely:")
    assert "rule visibility-too-short" in shown
    assert "sqs.visibility_timeout_factor.min = 6x" in shown
    assert "sqs.md:" in shown
    assert "visibility_timeout 60 s → 360 s" in shown
    (record,) = lines(capsys, "ask", *QUEUE, "visibility_timeout=60s")
    assert record["outcome"] == "duplicates_likely"
    assert record["status"] == "decided"
    assert record["facts"][0]["lines"]
    assert {"because", "rules", "missing", "timeline", "fix"} <= record.keys()


def test_ask_says_what_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    assert "visibility_timeout" in said(capsys, "ask", *QUEUE)
    (record,) = lines(capsys, "ask", *QUEUE)
    assert (record["status"], record["outcome"], record["missing"]) == ("unknown", "", ["visibility_timeout"])


def test_ask_names_every_violated_limit(capsys: pytest.CaptureFixture[str]) -> None:
    (record,) = lines(capsys, "ask", "lambda.function", "memory=10241MB", "timeout=901s", "layers=6")
    assert record["outcome"] == "rejected"
    assert {fact["id"] for fact in record["facts"]} >= {"lambda.memory.max", "lambda.timeout.max", "lambda.layers.max"}
    assert "vCPUs that the memory buys" in said(capsys, "ask", "lambda.function", "memory=1769MB")


def test_ask_goes_for_a_wanted_outcome_and_traces(capsys: pytest.CaptureFixture[str]) -> None:
    shown = said(capsys, "ask", *QUEUE, "visibility_timeout=360s", "--want", "duplicates_likely", "--trace")
    assert "To get duplicates_likely" in shown
    (record,) = lines(capsys, "ask", *QUEUE, "visibility_timeout=360s", "--want", "processed_once_or_more")
    assert record["fix"] == []
    traced = said(capsys, "ask", *QUEUE, "visibility_timeout=60s", "--trace")
    assert "(setting)" in traced
    assert "(fact)" in traced


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["visibility_timeout"], "Write it like name=value."),
        (["visibility_timeout=1s", "visibility_timeout=2s"], "is set twice"),
        (["visibility_timeout=30", "function_timeout=60s"], "Did you mean 30 s?"),
        (["batch_size=-1"], "-1 is below zero"),
        (["queue=fifoo"], "Did you mean 'fifo'?"),
        (["--want", "fien"], "has no outcome 'fien'"),
    ],
)
def test_ask_suggests_what_is_right(capsys: pytest.CaptureFixture[str], words: list[str], message: str) -> None:
    assert main(["ask", "lambda.queue_source", *words]) == 2
    assert message in capsys.readouterr().err


def test_a_quiz_is_the_same_for_the_same_seed(capsys: pytest.CaptureFixture[str]) -> None:
    first = said(capsys, "quiz", "--count", "4", "--seed", "7")
    assert first == said(capsys, "quiz", "--count", "4", "--seed", "7")
    assert first != said(capsys, "quiz", "--count", "4", "--seed", "8")
    assert "Answers" in first
    records = lines(capsys, "quiz", "--count", "4", "--seed", "7")
    assert [record["stem"][:20] for record in records] == [
        line.partition(". ")[2][:20] for line in first.split("Answers")[0].splitlines() if line[:1].isdigit()
    ]
    for record in lines(capsys, "quiz", "--count", "4", "--seed", "7", "--kind", "limit"):
        (right,) = [option for option in record["options"] if option["right"]]
        assert right["letter"] == record["key"]
        assert all(option["reason"] for option in record["options"])
        assert record["facts"]


def test_a_quiz_in_markdown_hides_the_answers_and_escapes(capsys: pytest.CaptureFixture[str]) -> None:
    shown = said(capsys, "quiz", "--count", "2", "--format", "md")
    assert shown.count("<details>") == 2
    assert "\\_" in said(capsys, "quiz", "--count", "40", "--kind", "scenario", "--format", "md")


def test_a_quiz_keeps_to_its_topic(capsys: pytest.CaptureFixture[str]) -> None:
    assert {record["topic"] for record in lines(capsys, "quiz", "--topic", "sqs", "--kind", "limit")} == {"sqs"}
    assert main(["quiz", "--topic", "cooking"]) == 2
    assert "about 'cooking'" in capsys.readouterr().err


def test_the_cards_go_to_anki_twice(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    package = tmp_path / "deck.apkg"
    assert " 0 updated, 0 unchanged." in said(capsys, "export", "anki", package)
    written = package.read_bytes()
    assert ": 0 new, 0 updated, " in said(capsys, "export", "anki", package)
    assert package.read_bytes() == written
    assert "Wrote" in said(capsys, "export", "anki", package, "--topic", "sqs", "--deck", "Queues")


def test_check_counts_and_finds_nothing_in_the_built_in_pack(capsys: pytest.CaptureFixture[str]) -> None:
    assert "0 errors, 0 warnings." in said(capsys, "check")
    assert lines(capsys, "check") == []


def test_check_lists_every_problem(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "junk.md").write_bytes(b"\x00\x01")
    (tmp_path / "good.md").write_text("# Lambda\n\x1b[1mtimeout\x1b[0m 3 s\n")
    shown = said(capsys, "check", "--notes", tmp_path, code=2)
    assert "junk.md: error:" in shown
    assert "good.md:2: warning:" in shown


def test_without_a_terminal_today_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    shown = said(capsys)
    assert "0 cards due and 12 new today" in shown
    assert "studykit review" in shown


def feed(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(text))


def test_review_line_by_line(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    feed(monkeypatch, "nonsense\n?\na\nA\n\n9\n3\nB\nq\n")
    shown = said(capsys, "review", "--count", "4")
    assert "Card 1 of 12." in shown
    assert "Type a letter from A to D." in shown
    assert shown.count("Saved as ") >= 3
    assert "answered" in shown
    feed(monkeypatch, "")
    assert "0 cards answered" in said(capsys, "review")


@pytest.mark.usefixtures("at_noon")
def test_when_all_is_done_the_next_day_is_named(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    said(capsys, "settings", "new_a_day", "1")
    feed(monkeypatch, "?\n")
    said(capsys, "review", "--count", "1")
    assert "Next: 1 card later today" in said(capsys) or "1 card due" in said(capsys)


def test_many_problems_are_cut_with_a_way_to_see_all(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    for number in range(25):
        (tmp_path / f"{number:02}.md").write_bytes(b"\x00")
    (tmp_path / "good.md").write_text("# Lambda\n- timeout 3 s\n")
    assert main(["facts", "--notes", str(tmp_path)]) == 2
    assert "… and 5 more problems. 'studykit check' lists all." in capsys.readouterr().err


def test_a_behaviour_shows_its_question_and_every_claim(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    note = tmp_path / "mine.md"
    note.write_text("# Lambda\n- $LATEST is the last published version\n")
    shown = said(capsys, "fact", "lambda.latest_version", "--notes", note)
    assert "What does $LATEST stand for?" in shown
    assert "mine.md:2" in shown
    (record,) = lines(capsys, "fact", "lambda.latest_version", "--notes", note)
    assert record["choices"] == ["working_copy"]
    assert {"note": "mine.md", "line": 2, "choice": "latest_published", "standing": "mistaken"}.items() <= record[
        "claims"
    ][-1].items()


def test_a_verdict_tells_step_by_step_what_happens_and_what_it_assumed(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["ask", "lambda.async", "results=error,error,error", "on_failure=sqs"]
    shown = said(capsys, *words)
    assert "Step by step" in shown
    assert "1 min  The handler runs" in shown
    assert "Not set, so taken as" in shown
    (record,) = lines(capsys, *words)
    assert (record["outcome"], record["status"]) == ("sent_to_destination", "decided")
    assert [one["at"] for one in record["timeline"]] == [0, 0, 60, 180, 180]
    assert record["assumed"]["maximum_retry_attempts"] == "2"
    assert {"lambda.async_retry_delay_1.exact", "lambda.async_retries.default"} <= {
        one["id"] for one in record["facts"]
    }


def test_an_unknown_verdict_names_what_is_missing_and_a_scope_says_where_it_ends(
    capsys: pytest.CaptureFixture[str],
) -> None:
    (record,) = lines(capsys, "ask", "lambda.async")
    assert (record["status"], record["outcome"], record["missing"]) == ("unknown", "", ["results"])
    assert "Not set: results" in said(capsys, "ask", "lambda.async")
