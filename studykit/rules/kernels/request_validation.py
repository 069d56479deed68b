"""Check a request's parameters and body before the back end is called."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from studykit.core.errors import UsageError
from studykit.core.verdict import Moment
from studykit.rules.kernel import Kernel, Run
from studykit.rules.kernels._json_schema import Check, ModelError, NotHandledError
from studykit.rules.types import TEXT, TRUTH, many

_LONGEST = 50_000
_MOST = 100
_USUAL_TYPE = "application/json"


def run(
    *,
    checks_parameters: bool,
    checks_body: bool,
    required: Sequence[str] | None,
    parameters: Sequence[str] | None,
    body: str | None,
    content_type: str | None,
    model: str | None,
    model_content_type: str | None,
) -> Run:
    """Whether parameters and body pass, and what is missing or wrong."""
    missing = _missing(required or (), parameters or ()) if checks_parameters else ()
    kind = _kind(content_type)
    applies = checks_body and model is not None and kind == _kind(model_content_type)
    valid_model, handled, problem = True, True, ""
    if checks_body and model is not None:
        schema, problem = _schema(model)
        valid_model = schema is not None
        if schema is not None and applies:
            valid_model, handled, problem = _checked(schema, body)
    passes = handled and not problem
    shown = problem or (f"The required {', '.join(missing)[:200]} is missing or blank." if missing else "")
    gives = {
        "parameters_pass": not missing,
        "body_pass": (passes if valid_model else None) if handled else None,
        "body_checked": applies,
        "model_valid": valid_model,
        "handled": handled,
        "missing": ", ".join(missing)[:200] or "nothing",
        "problem": shown or "Nothing is wrong.",
    }
    return Run(gives=gives, moments=_moments(gives, kind, checks_parameters=checks_parameters))


def _moments(gives: dict[str, Any], kind: str, *, checks_parameters: bool) -> tuple[Moment, ...]:
    told = []
    if checks_parameters:
        told.append(Moment(None, f"Required parameters are looked at; missing or blank: {gives['missing']}."))
    if gives["body_checked"]:
        told.append(Moment(None, f"The body is held against the model for {kind[:60]}: {gives['problem']}"))
    return tuple(told)


def _missing(required: Sequence[str], parameters: Sequence[str]) -> tuple[str, ...]:
    """Names that are not there or blank. Names of headers are compared without regard to case."""
    given: dict[str, str] = {}
    for parameter in parameters[:_MOST]:
        sign = min((place for place in (parameter.find("="), parameter.find(":")) if place >= 0), default=-1)
        name, value = (parameter[:sign], parameter[sign + 1 :]) if sign >= 0 else (parameter, "")
        given[name.strip()] = value.strip()
    folded = {name.casefold(): value for name, value in given.items()}
    lacking = []
    for full in required[:_MOST]:
        name = full.strip().rpartition(".")[2] if full.strip().startswith("method.request.") else full.strip()
        is_header = ".header." in full or "-" in name
        if not (folded.get(name.casefold()) if is_header else given.get(name)):
            lacking.append(name)
    return tuple(lacking)


def _kind(content_type: str | None) -> str:
    """The media type without its parameters; a request that names none counts as JSON."""
    return (content_type or _USUAL_TYPE).partition(";")[0].strip().casefold()


def _schema(model: str) -> tuple[dict[str, Any] | None, str]:
    try:
        found = _json(model)
    except ValueError:
        return None, "The model is no JSON."
    return (found, "") if isinstance(found, dict) else (None, "The model is no JSON object.")


def _checked(schema: dict[str, Any], body: str | None) -> tuple[bool, bool, str]:
    """Is the model valid, is everything handled, and what is wrong with the body."""
    try:
        found = _json(body or "")
    except ValueError:
        return True, True, "The body is no JSON."
    try:
        return True, True, Check(schema).problem(found)
    except ModelError as problem:
        return False, True, str(problem)
    except NotHandledError as problem:
        return True, False, str(problem)


def _json(text: str) -> Any:
    if len(text) > _LONGEST:
        raise UsageError(f"A body or model of more than {_LONGEST:,} characters is not looked at.")
    try:
        return json.loads(text, parse_constant=_no_constant)
    except RecursionError as problem:
        raise UsageError("The JSON is nested too deeply to be looked at.") from problem


def _no_constant(word: str) -> Any:
    raise ValueError(f"{word} is no JSON")


KERNEL = Kernel(
    run=run,
    takes={
        "checks_parameters": TRUTH,
        "checks_body": TRUTH,
        "required": many(TEXT),
        "parameters": many(TEXT),
        "body": TEXT,
        "content_type": TEXT,
        "model": TEXT,
        "model_content_type": TEXT,
    },
    gives={
        "parameters_pass": TRUTH,
        "body_pass": TRUTH,
        "body_checked": TRUTH,
        "model_valid": TRUTH,
        "handled": TRUTH,
        "missing": TEXT,
        "problem": TEXT,
    },
    optional=("required", "parameters", "body", "content_type", "model", "model_content_type"),
)
