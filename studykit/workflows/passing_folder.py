"""A folder for what cannot be kept."""

from __future__ import annotations

import shutil
import tempfile
import weakref
from pathlib import Path


class _Process:
    """Stands for the process; never made."""


def passing_folder() -> Path:
    """A folder that goes with the process, for what cannot be kept."""
    folder = Path(tempfile.mkdtemp(prefix="studykit-"))
    weakref.finalize(_Process, shutil.rmtree, folder, ignore_errors=True)
    return folder
