"""The fact base as text that people review: facts.lock.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

_HEAD = (
    "# Written by 'studykit lock': every fact of the pack, what settles it and which notes state it. Review the diff.\n"
)


def lock_text(record: Mapping[str, Any]) -> str:
    """The text of a lock; the same record always gives the same bytes."""
    import yaml

    class Dumper(yaml.SafeDumper):
        """Writes every mapping out, without anchors."""

    Dumper.ignore_aliases = lambda _self, _value: True  # type: ignore[method-assign, assignment] # every value is said again
    body: str = yaml.dump(dict(record), Dumper=Dumper, sort_keys=False, allow_unicode=True, width=10_000)
    return _HEAD + body


def read_lock(path: Path) -> str:
    """The text of a lock as it was written last; empty when there is none."""
    return path.read_text("utf-8") if path.is_file() else ""
