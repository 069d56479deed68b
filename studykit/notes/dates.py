"""When a note was written: what its front matter or its name says."""

from __future__ import annotations

import re

_FRONT = re.compile(r"\A(?:---|\+\+\+)[ \t]*\n(?P<head>.{0,5000}?)\n(?:---|\+\+\+|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FIELD = re.compile(
    r"^(?P<name>updated|modified|lastmod|last_modified(?:_at)?|date|created)\s*[:=]\s*[\"']?(?P<date>\d{4}-\d{2}(?:-\d{2})?)",
    re.IGNORECASE | re.MULTILINE,
)
_NAME = re.compile(r"(?:^|/)(\d{4}-\d{2}-\d{2})\b[^/]*$")
_LATEST = ("updated", "modified", "lastmod", "last_modified", "last_modified_at", "date", "created")


def note_date(text: str, name: str) -> str:
    """ISO date of a note, or its beginning (``2021-04``); empty when neither front matter nor name tells it.

    The date of the last change counts before that of the first.
    """
    front = _FRONT.match(text)
    fields = {found["name"].lower(): found["date"] for found in _FIELD.finditer(front["head"])} if front else {}
    for field in _LATEST:
        if field in fields:
            return fields[field]
    named = _NAME.search(name)
    return named[1] if named else ""
