"""The whole program on PostgreSQL: tests that keep answers, once more with their homes on a server.

A selection that costs CI little; ``make test-postgres`` runs all, and tests/store is always on both.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.store.postgres import MISSING, program

_TESTS = Path(__file__).parents[1]
_FILES = (
    "cli/test_review.py",
    "cli/test_log.py",
    "cli/test_cohort.py",
)


@pytest.mark.timeout(600)
@pytest.mark.skipif(program("initdb") is None, reason=MISSING)
def test_the_same_tests_pass_on_a_server() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *(str(_TESTS / name) for name in _FILES)],
        env={**os.environ, "STUDYKIT_TEST_DATABASE": "postgresql"},
        cwd=_TESTS.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-2000:]
    assert "homes on PostgreSQL" in done.stdout
