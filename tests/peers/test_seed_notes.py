"""Five real note files, annotated by hand, that lie beside the project while it is developed.

They are not part of the project; without them this file is left out, aloud.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.program import studykit

SHARED = Path(__file__).resolve().parents[3] / "shared"
SEEDS, GOLD = SHARED / "seeds", SHARED / "gold"

pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason="the annotated seed notes are not beside this checkout")


def test_limits_are_read_as_the_annotators_read_them(home: Path, tmp_path: Path) -> None:
    claims = studykit("claims", SEEDS, "--format", "json", home=home)
    assert claims.returncode == 0, claims.stderr
    read = tmp_path / "claims.jsonl"
    limits = [line for line in claims.stdout.splitlines() if json.loads(line)["kind"] == "limit"]
    read.write_text("\n".join(limits), "utf-8")
    scorer = [sys.executable, GOLD / "score_limits.py", read, "--gold", GOLD / "gold_limits_seeds.yaml", "--json"]
    scored = subprocess.run(list(map(str, scorer)), capture_output=True, text=True, check=True)
    overall = json.loads(scored.stdout)["overall"]
    assert overall["lenient"]["f1"] >= 0.99
    assert overall["strict"]["f1"] >= 0.98


FIGURES = {
    "lambda.async_retries.max": ({"002:108", "004:57"}, {"001:75", "003:67"}, "mistake"),
    "lambda.container_image_size.max": ({"001:260"}, {"002:175"}, "mistake"),
    "lambda.memory_per_vcpu.exact": ({"000:17"}, {"001:200"}, "changed"),
    "lambda.ephemeral_storage": ({"001:207", "001:291"}, {"002:199"}, "bounds"),
}
BEHAVIOURS = {
    "lambda.invoked_by.sqs": ({"001:112", "001:126", "000:51", "004:43"}, {"002:32"}, "mistake"),
    "lambda.latest_version": ({"000:62", "003:154"}, {"002:121", "002:122"}, "mistake"),
    "lambda.alias_target": ({"000:63", "000:64", "001:268", "002:126"}, {"003:155"}, "mistake"),
    "lambda.container_images": ({"001:27", "001:28", "001:260", "002:175"}, {"000:15"}, "scope"),
    "lambda.resource_policy_edit": ({"002:80"}, {"000:36", "004:67"}, "changed"),
    "lambda.network_interfaces": ({"001:190"}, {"000:30"}, "changed"),
    "lambda.throttled_async": ({"001:231"}, {"001:228"}, "mistake"),
    "lambda.queue_deletion": ({"002:455"}, {"001:133", "002:457"}, "mistake"),
    "lambda.queue_dead_letter": ({"001:130"}, {"000:55"}, "scope"),
    "lambda.async_retries:001_f42ae083902c4e7a.txt:75": ({"001:75"}, {"001:75"}, "mistake"),
    "apigateway.http_api_authorizers": (set(), {"002:428"}, "changed"),
}
"""What holds, what does not, and why: the annotators' own lines of ``conflicts_seeds.yaml``."""


@pytest.fixture(scope="module")
def conflicts(read_once: Path) -> dict[str, dict[str, Any]]:
    shown = studykit("conflicts", "--notes", SEEDS, "--format", "json", home=read_once)
    return {record["id"]: record for record in map(json.loads, shown.stdout.splitlines())}


@pytest.mark.parametrize("name", [*FIGURES, *BEHAVIOURS])
def test_the_annotated_contradictions_are_found_and_settled(conflicts: dict[str, dict[str, Any]], name: str) -> None:
    right, wrong, cause = {**FIGURES, **BEHAVIOURS}[name]
    found = conflicts[name]
    holding, others = set(), set()
    for side in found["sides"]:
        lines = {f"{claim['note'][:3]}:{claim['line']}" for claim in side["claims"]}
        if side["standing"] == "holds":
            holding |= lines
        else:
            others |= lines
    assert right <= holding
    assert wrong <= (others if cause != "bounds" else holding)
    assert found["cause"] == cause
    assert found["reason"]


def test_nothing_that_agrees_is_called_a_contradiction(conflicts: dict[str, dict[str, Any]]) -> None:
    # besides the annotated ones only what every seed note has out of date: batches of 10, 60 more pollers
    assert set(conflicts) - set(FIGURES) - set(BEHAVIOURS) == {
        "lambda.sqs_batch_size.max",
        "lambda.esm_scaling_rate.max",
    }


def test_the_notes_are_studied_and_not_written_to(home: Path) -> None:
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in SEEDS.iterdir()}
    answered = studykit("review", "--notes", SEEDS, "--count", "3", home=home, text="A\n\n3\n" * 9)
    assert "3 cards answered" in answered.stdout
    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in SEEDS.iterdir()} == before
