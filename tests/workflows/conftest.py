"""What tests of one learner's devices share."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.workflows.synced_devices import Device, devices


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Device, Device]:
    """Two devices that share one folder."""
    one, other = devices(tmp_path, 2)
    return one, Device(other.home, one.folder, skew=3)
