"""Run a mapping template on the body and parameters of a request."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from studykit.core.quantity import Figure
from studykit.core.verdict import Moment
from studykit.rules.kernel import Kernel, Run
from studykit.rules.types import COUNT, SIZE, TEXT, TRUTH

_LONGEST = 20_000
"""Characters up to which a template is run here."""
_SHOWN = 4_000
_MISSING = 'Running mapping templates needs the extra "templates": pip install "studykit[templates]".'


def run(
    *,
    template: str,
    body: str | None,
    parameters: str | None,
    context: str | None,
    stage_variables: str | None,
    longest: Figure,
    rounds: Figure,
) -> Run:
    """What the template writes; unknown without the template engine, and a problem where it cannot be run."""
    from studykit.rules.kernels._template_engine import is_installed

    if len(template.encode(errors="replace")) > longest:
        return _told(runs=False, problem="The template is larger than the service allows.")
    if not is_installed():
        return _told(runs=None, problem=_MISSING)
    if len(template) > _LONGEST:
        return _told(runs=None, problem=f"Only templates of up to {_LONGEST:,} characters are run here.")
    return _merged(template, body or "", (parameters, context, stage_variables), int(rounds))


@lru_cache(maxsize=64)
def _merged(template: str, body: str, more: tuple[str | None, ...], rounds: int) -> Run:
    # Kept, since a search for the smallest change asks for the same template many times.
    from studykit.core.errors import UsageError
    from studykit.rules.kernels._template_budget import Budget, TemplateRefusedError
    from studykit.rules.kernels._template_engine import merged
    from studykit.rules.kernels._template_input import LONGEST, names_of, read_json

    if len(body) > LONGEST:
        raise UsageError(f"The body has more than {LONGEST:,} characters.")
    budget = Budget()
    parameters, context, stage_variables = (
        read_json(text, name) for text, name in zip(more, ("parameters", "context", "stage variables"), strict=True)
    )
    names = names_of(body, parameters=parameters, context=context, stage_variables=stage_variables, budget=budget)
    try:
        output = merged(template, names, budget, rounds)
    except TemplateRefusedError as problem:
        return _told(runs=False, problem=str(problem))
    return _told(runs=True, output=output, overrides=names["context"]["requestOverride"])


def _told(
    *, runs: bool | None, output: str | None = None, problem: str = "", overrides: Mapping[str, Any] | None = None
) -> Run:
    shown = None if output is None else output[:_SHOWN]
    changed = sorted(f"{place}.{name}" for place, names in (overrides or {}).items() for name in names or ())
    gives = {
        "runs": runs,
        "output": shown,
        "size": None if output is None else len(output.encode(errors="replace")),
        "overrides": ", ".join(changed)[:200] or "nothing",
        "problem": problem or "Nothing is wrong.",
    }
    if shown is None:
        return Run(gives=gives, moments=(Moment(None, problem),))
    told = " ".join(shown.split())[:300]
    return Run(gives=gives, moments=(Moment(None, f"The template writes: {told or 'nothing'}"),))


KERNEL = Kernel(
    run=run,
    takes={
        "template": TEXT,
        "body": TEXT,
        "parameters": TEXT,
        "context": TEXT,
        "stage_variables": TEXT,
        "longest": SIZE,
        "rounds": COUNT,
    },
    gives={"runs": TRUTH, "output": TEXT, "size": SIZE, "overrides": TEXT, "problem": TEXT},
    optional=("body", "parameters", "context", "stage_variables"),
)
