"""Five real note files, annotated by hand, that lie beside the project while it is developed.

They are not part of the project; without them this file is left out, aloud.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

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
    assert overall["lenient"]["f1"] >= 0.95
    assert overall["strict"]["f1"] >= 0.90


def test_the_annotated_contradictions_are_found_with_both_lines(home: Path) -> None:
    shown = studykit("conflicts", "--notes", SEEDS, "--format", "json", home=home)
    found = {}
    for line in shown.stdout.splitlines():
        record = json.loads(line)
        found[record["id"].rsplit(".", 1)[0] if record["id"].count(".") > 1 else record["id"]] = {
            f"{claim['note'][:3]}:{claim['line']}" for side in record["sides"] for claim in side["claims"]
        }
    assert found["lambda.async_retries"] >= {"002:108", "004:57", "001:75", "003:67"}
    assert found["lambda.container_image_size"] >= {"001:260", "002:175"}
    assert found["lambda.memory_per_vcpu"] >= {"000:17", "001:200"}
    assert found["lambda.ephemeral_storage"] >= {"001:291", "002:199", "001:207"}


def test_the_notes_are_studied_and_not_written_to(home: Path) -> None:
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in SEEDS.iterdir()}
    answered = studykit("review", "--notes", SEEDS, "--count", "3", home=home, text="A\n\n3\n" * 9)
    assert "3 cards answered" in answered.stdout
    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in SEEDS.iterdir()} == before
