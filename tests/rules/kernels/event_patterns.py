"""Event patterns to be asked about, and what the kernel says of them."""

from __future__ import annotations

import json
from typing import Any

from studykit.rules.kernels.event_pattern import KERNEL, event_pattern

LIMITS: dict[str, Any] = {
    "pattern_length_max": 4096,
    "event_size_max": 1024 * 1024,
    "number_max": 5_000_000_000,
    "combinations_max": 1000,
    "complexity_max": 10,
}


def ask(pattern: Any, event: Any = None, **changed: Any) -> dict[str, Any]:
    written = {
        "pattern": pattern if isinstance(pattern, str) else json.dumps(pattern),
        "event": event if event is None or isinstance(event, str) else json.dumps(event),
    }
    found = event_pattern(**{**LIMITS, **written, **changed})
    assert set(found.gives) == set(KERNEL.gives)
    return dict(found.gives)


def matches(pattern: Any, event: Any) -> Any:
    found = ask(pattern, event)
    assert found["valid"], found["problem"]
    return found["matches"]


def one(test: Any, value: Any) -> Any:
    """Match a single field."""
    return matches({"a": [test]}, {"a": value})
