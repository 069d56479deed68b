"""The small oven domain, loaded afresh."""

from __future__ import annotations

from pathlib import Path

import pytest

from studykit.rules.engine import Judge
from tests.rules.tables import oven


@pytest.fixture
def judge(tmp_path: Path) -> Judge:
    return oven(tmp_path)
