"""JSON that a stranger wrote: read unless it was made to fill the memory."""

from __future__ import annotations

import json
from typing import Any

_MOST_PARTS = 500_000
"""Lists and objects: two characters of text become more than fifty bytes of memory."""


def json_object(written: str, longest: int) -> dict[str, Any]:
    """The object that a text is. Raises ValueError for anything else and for a text that is too long."""
    if len(written) > longest or written.count("[") + written.count("{") > _MOST_PARTS:
        raise ValueError("Too much JSON")
    try:
        read = json.loads(written)
    except RecursionError as problem:
        raise ValueError("JSON that is nested too deep") from problem
    if not isinstance(read, dict):
        raise ValueError("No object")  # noqa: TRY004 -- for the caller it is a wrong text, as any other
    return read
