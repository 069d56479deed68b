"""Measures a function's environment variables, and finds names that the service refuses or keeps to itself."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from itertools import islice

from studykit.core.errors import UsageError
from studykit.core.quantity import Figure, format_figure
from studykit.core.verdict import Moment
from studykit.rules.kernel import Kernel, Run
from studykit.rules.types import COUNT, SIZE, TEXT, TRUTH

RESERVED = frozenset({
    "_HANDLER", "_X_AMZN_TRACE_ID", "AWS_DEFAULT_REGION", "AWS_REGION", "AWS_EXECUTION_ENV",
    "AWS_LAMBDA_FUNCTION_NAME", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "AWS_LAMBDA_FUNCTION_VERSION",
    "AWS_LAMBDA_INITIALIZATION_TYPE", "AWS_LAMBDA_LOG_GROUP_NAME", "AWS_LAMBDA_LOG_STREAM_NAME",
    "AWS_ACCESS_KEY", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN",
    "AWS_LAMBDA_RUNTIME_API", "LAMBDA_TASK_ROOT", "LAMBDA_RUNTIME_DIR",
})  # fmt: skip
"""Names that the runtime sets itself."""

_NAME = re.compile(r"[a-zA-Z][a-zA-Z0-9_]+")
_MOST_SHOWN = 20


def measure_variables(*, variables: str | None, size: Figure | None) -> Run:
    """The size of all variables together, as the service counts it, and names that it refuses.

    ``variables`` holds one ``NAME=value`` a line, or a JSON object; the service measures them as a JSON object.
    ``size`` stands for variables that nobody wrote down, and is taken as it is.
    """
    found = _variables(variables or "")
    measured = (
        len(json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode(errors="surrogatepass")) if found else 0
    )
    reserved = [name for name in found if name in RESERVED]
    invalid = [name for name in found if name not in RESERVED and not _NAME.fullmatch(name)]
    gives = {
        "count": len(found),
        "size": size if size is not None else measured,
        "reserved": bool(reserved),
        "reserved_names": ", ".join(reserved[:_MOST_SHOWN]),
        "invalid": bool(invalid),
        "invalid_names": ", ".join(name[:60] for name in invalid[:_MOST_SHOWN]),
    }
    return Run(gives, tuple(Moment(None, says) for says in _says(found, measured, reserved, invalid)))


def _variables(text: str) -> dict[str, str]:
    return _of_json(text) if text.lstrip().startswith("{") else _of_lines(text)


def _of_json(text: str) -> dict[str, str]:
    try:
        fields = json.loads(text)
    except (ValueError, RecursionError) as problem:
        raise UsageError("The variables are neither NAME=value lines nor a JSON object.") from problem
    wrong = next((name for name, value in fields.items() if not isinstance(value, str)), None)
    if wrong is not None:
        raise UsageError(f"The value of '{wrong[:60]}' is no text; every variable holds a text.")
    return dict(fields)


def _of_lines(text: str) -> dict[str, str]:
    found = {}
    for line in filter(str.strip, text.splitlines()):
        name, equals, value = line.partition("=")
        if not equals:
            raise UsageError(f"'{line.strip()[:60]}' is no variable: write one NAME=value a line.")
        found[name.strip()] = value
    return found


def _says(found: Mapping[str, str], measured: int, reserved: list[str], invalid: list[str]) -> Iterator[str]:
    if found:
        yield f"{format_figure(len(found))} variables take {format_figure(measured)} bytes together."
    for name in islice(reserved, _MOST_SHOWN):
        yield f"{name} is reserved: the runtime sets it."
    for name in islice(invalid, _MOST_SHOWN):
        yield f"'{name[:60]}' is no name: it begins with a letter and goes on with letters, digits and underscores."


KERNEL = Kernel(
    run=measure_variables,
    takes={"variables": TEXT, "size": SIZE},
    gives={
        "count": COUNT,
        "size": SIZE,
        "reserved": TRUTH,
        "reserved_names": TEXT,
        "invalid": TRUTH,
        "invalid_names": TEXT,
    },
    optional=("variables", "size"),
)
