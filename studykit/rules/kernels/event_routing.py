"""What the target of a rule receives of an event: all of it, a part, a constant, or a filled template."""

from __future__ import annotations

from dataclasses import dataclass

from studykit.core.quantity import Figure
from studykit.core.text import listed, shortened
from studykit.core.verdict import Moment
from studykit.rules.kernel import Kernel, Run
from studykit.rules.kernels._event_input import (
    MISSING,
    InputProblemError,
    Template,
    fill,
    part,
    read_path,
    read_template,
    written,
)
from studykit.rules.kernels._pattern_json import JsonProblemError, read_json
from studykit.rules.kernels.event_pattern import read_event
from studykit.rules.types import COUNT, TEXT, TRUTH, choice

_FORMS = ("whole_event", "part", "constant", "transformed")
_LONGEST = 2_000  # characters of a payload that are shown


@dataclass(frozen=True, slots=True)
class _Limits:
    """What the service allows."""

    input_length: int
    path_length: int
    variables: int


@dataclass(frozen=True, slots=True)
class _Setting:
    """The one way in which a target's input is set."""

    form: str
    constant: str = ""
    path: str = ""
    template: Template | None = None


def event_routing(
    *,
    input_length_max: Figure,
    path_length_max: Figure,
    variables_max: Figure,
    event: str | None = None,
    constant: str | None = None,
    input_path: str | None = None,
    input_paths_map: str | None = None,
    input_template: str | None = None,
) -> Run:
    """Check how a target's input is set, and work out what the target receives of an event.

    Raises UsageError for an event that is no JSON object.
    """
    limits = _Limits(int(input_length_max), int(path_length_max), int(variables_max))
    read = None if event is None else read_event(event)
    try:
        setting = _setting(constant, input_path, (input_paths_map, input_template), limits)
    except InputProblemError as problem:
        return Run({**dict.fromkeys(_GIVES), "valid": False, "problem": str(problem)}, (Moment(None, str(problem)),))
    payload, missing = (None, ()) if read is None and setting.form != "constant" else _payload(setting, read or {})
    moments = [] if payload is None else [Moment(None, f"The target receives {shortened(payload, 300)}")]
    if missing:
        moments.append(Moment(None, f"The event has no value for {listed(missing)}, which stays out of the text."))
    return Run(
        {
            "valid": True,
            "problem": None,
            "form": setting.form,
            "payload": None if payload is None else payload[:_LONGEST],
            "missing": None if payload is None else len(missing),
        },
        tuple(moments),
    )


def _setting(
    constant: str | None, path: str | None, transformer: tuple[str | None, str | None], limits: _Limits
) -> _Setting:
    """Only one of Input, InputPath and InputTransformer may be set."""
    paths, template = transformer
    ways = (constant, path, template if template is not None else paths)
    if sum(way is not None for way in ways) > 1:
        raise InputProblemError("Only one of Input, InputPath and InputTransformer can be set.")
    if constant is not None:
        return _Setting("constant", constant=_constant(constant, limits))
    if path is not None:
        read = read_path(path, limits.path_length)
        return _Setting("whole_event" if read == "$" else "part", path=read)
    if template is not None:
        lengths = {"path_length": limits.path_length, "variables": limits.variables, "length": limits.input_length}
        return _Setting("transformed", template=read_template(template, paths, **lengths))
    if paths is not None:
        raise InputProblemError("An input transformer needs a template.")
    return _Setting("whole_event", path="$")


def _constant(text: str, limits: _Limits) -> str:
    if len(text) > limits.input_length:
        raise InputProblemError(f"Input has at most {limits.input_length:,} characters, and this has {len(text):,}.")
    try:
        read_json(text, repeated_keys=True)
    except JsonProblemError as problem:
        raise InputProblemError(f"Input is valid JSON. {problem}") from None
    return text


def _payload(setting: _Setting, event: dict[str, object]) -> tuple[str, tuple[str, ...]]:
    """What the target receives, and what was missing."""
    if setting.form == "constant":
        return setting.constant, ()
    if setting.template is not None:
        return fill(setting.template, event)
    found = part(event, setting.path)
    return (written(None), (setting.path,)) if found is MISSING else (written(found), ())


_GIVES = {"valid": TRUTH, "problem": TEXT, "form": choice(*_FORMS), "payload": TEXT, "missing": COUNT}

KERNEL = Kernel(
    run=event_routing,
    takes={
        "event": TEXT,
        "constant": TEXT,
        "input_path": TEXT,
        "input_paths_map": TEXT,
        "input_template": TEXT,
        "input_length_max": COUNT,
        "path_length_max": COUNT,
        "variables_max": COUNT,
    },
    gives=_GIVES,
    optional=("event", "constant", "input_path", "input_paths_map", "input_template"),
)
