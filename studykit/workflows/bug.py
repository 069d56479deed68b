"""A mistake of the program: kept as a report in a file, never shown as a traceback."""

from __future__ import annotations

import os
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path

from studykit.workflows.places import find_places


def keep_report(bug: BaseException) -> Path | None:
    """Appends what is known of it to the log and gives its path; None when it could not be written."""
    log = find_places(os.environ).log
    told = "".join(traceback.format_exception(bug))
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("a", encoding="utf-8") as file:
            file.write(f"{datetime.now(UTC).isoformat()} {' '.join(sys.argv[1:])}\n{told}\n")
    except OSError:
        return None
    return log
