"""Other programs that npm brings, in a folder of their own; where it cannot, the tests that ask them are left out."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest


def needed(programs: Sequence[str], left_out: str) -> None:
    """Leaves the tests out where a program is not installed."""
    for program in programs:
        if not shutil.which(program):
            pytest.skip(f"{program} is not installed: {left_out} is left out")


def install(folder: Path, *packages: str, left_out: str, modules: bool = True) -> None:
    """Puts packages into a folder; ``modules``: programs in it are written as modules."""
    needed(("node", "npm"), left_out)
    told = {"private": True, **({"type": "module"} if modules else {})}
    (folder / "package.json").write_text(json.dumps(told), encoding="utf-8")
    fetch(folder, "install", "--no-audit", "--no-fund", "--ignore-scripts", packages=packages, left_out=left_out)


def fetch(folder: Path, *words: str, packages: Sequence[str], left_out: str) -> None:
    """Lets npm fetch packages into a folder."""
    needed(("npm",), left_out)
    command = ("npm", *words, "--fetch-retries=1", *packages)
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=240, check=False)
    except subprocess.TimeoutExpired:
        pytest.skip(f"npm did not come to an end: {left_out} is left out")
    if done.returncode:
        pytest.skip(f"npm cannot fetch {' and '.join(packages)}: {left_out} is left out")
