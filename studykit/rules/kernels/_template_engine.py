"""The template engine ``airspeed``, held on a short lead.

A copy of the library's module is loaded for this room alone, and the few places where a template could reach
Python's own attributes, repeat without end or grow without bound are replaced in that copy.
"""

from __future__ import annotations

from contextvars import ContextVar
from functools import cache
from importlib.util import find_spec, module_from_spec
from typing import Any

from studykit.rules.kernels._template_budget import Budget, TemplateRefusedError
from studykit.rules.kernels._template_values import TemplateObject, found_in, method_of, text_of

_PARTS = 60_000
"""Tries to read a part of a template; a long honest template needs far fewer."""
_NESTED = 80
"""Parts of a template within each other; far beyond that Python's own stack would end."""
_TOO_OFTEN = "A loop of the template runs more often than the service allows."
_budget: ContextVar[Budget] = ContextVar("template_budget")
_rounds: ContextVar[int] = ContextVar("template_rounds")


def is_installed() -> bool:
    """True when the extra that brings the template engine is installed."""
    return find_spec("airspeed") is not None


def merged(template: str, names: dict[str, Any], budget: Budget, rounds: int) -> str:
    """The template filled in; a loop runs ``rounds`` times at most. Raises TemplateRefusedError."""
    engine = _engine()
    _budget.set(budget)
    _rounds.set(rounds)
    try:
        return str(engine.Template(template).merge(names))
    except RecursionError as problem:
        raise TemplateRefusedError("The template is nested too deeply.") from problem
    except Exception as problem:
        raise _refusal(problem) from problem


def _refusal(problem: BaseException) -> TemplateRefusedError:
    """The reason behind what the library raised around it."""
    if isinstance(problem, TemplateRefusedError):
        return problem
    if problem.__cause__ is not None:
        return _refusal(problem.__cause__)
    said = " ".join(str(problem).split())[:160]
    return TemplateRefusedError(f"The template cannot be run: {said or type(problem).__name__}.")


@cache
def _engine() -> Any:
    spec = find_spec("airspeed")
    assert spec is not None
    assert spec.loader is not None
    engine = module_from_spec(spec)
    spec.loader.exec_module(engine)
    _bound_reading(engine)
    _bound_values(engine)
    _bound_running(engine)
    return engine


def _bound_reading(engine: Any) -> None:
    """Reading a template ends: its parts are counted, and how deep they stand within each other."""
    read = engine._Element.__init__  # noqa: SLF001 - there is no other hook

    def counted(self: Any, filename: str, text: str, start: int = 0) -> None:
        budget = _budget.get()
        budget.parts += 1
        budget.deep += 1
        try:
            if budget.parts > _PARTS or budget.deep > _NESTED:
                raise TemplateRefusedError("The template is too long or nested too deeply to be run here.")
            read(self, filename, text, start)
        finally:
            budget.deep -= 1

    engine._Element.__init__ = counted  # noqa: SLF001
    for name in ("MacroDefinition", "DefineDefinition", "IncludeDirective", "ParseDirective", "EvaluateDirective"):
        getattr(engine, name).evaluate_raw = _refuses(name)
    engine.MacroCall.evaluate_raw = _refuses("MacroCall")


def _refuses(name: str) -> Any:
    word = name.removesuffix("Definition").removesuffix("Directive").lower()
    said = "calls a macro" if name == "MacroCall" else f"uses #{word}"

    def refuse(*_: Any) -> None:
        raise TemplateRefusedError(f"The template {said}, which mapping templates do not have.")

    return refuse


def _bound_values(engine: Any) -> None:
    """Names and methods come from fixed tables, and whatever is made keeps a size."""

    def calculate(self: Any, current: Any, _loader: Any, top: Any) -> Any:
        budget = _budget.get()
        budget.step()
        if isinstance(current, engine.LocalNamespace):
            found = _variable(current, self.name)
        elif self.parameters is None:
            found = found_in(current, self.name)
        else:
            found = method_of(current, self.name, budget)
        if self.parameters is not None:
            if not callable(found):
                return None
            return found(*self.parameters.calculate(top, _loader))
        return _at(found, self.index.calculate(top, _loader)) if self.index is not None else found

    engine.NameOrCall.calculate = calculate
    plain = engine.Value.calculate

    def value(self: Any, namespace: Any, loader: Any) -> Any:
        _budget.get().step()
        return _budget.get().checked(plain(self, namespace, loader))

    engine.Value.calculate = value
    signs = {sign: _guarded(sign, work) for sign, work in engine.BinaryOperator.OPERATORS.items()}
    engine.BinaryOperator.OPERATORS = signs


def _variable(names: Any, name: str) -> Any:
    try:
        return names[name]
    except KeyError:
        return None


def _at(found: Any, place: Any) -> Any:
    try:
        return found[place] if isinstance(found, (str, list, dict)) else None
    except (LookupError, TypeError):
        return None


def _guarded(sign: str, work: Any) -> Any:
    def apply(one: Any, other: Any) -> Any:
        budget = _budget.get()
        budget.weigh(one)
        budget.weigh(other)
        if isinstance(one, TemplateObject) or isinstance(other, TemplateObject):
            raise TemplateRefusedError("The template computes with an object of the gateway.")
        if sign == "+" and (isinstance(one, str) or isinstance(other, str)):
            return budget.made(text_of(one, budget) + text_of(other, budget))
        if sign in ("+", "-", "*", "/", "%") and not (_is_number(one) and _is_number(other)):
            raise TemplateRefusedError(f"The template uses {sign} on what is no number.")
        return budget.checked(work(one, other))

    return apply


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _bound_running(engine: Any) -> None:
    """Each step counts, each written text counts, and a loop runs a bounded number of times."""
    plain = engine._Element.evaluate  # noqa: SLF001

    def evaluate(self: Any, stream: Any, namespace: Any, loader: Any) -> Any:
        _budget.get().step()
        return plain(self, stream, namespace, loader)

    def written(self: Any, text: str) -> None:
        _budget.get().write(text)
        if not self.stop:
            super(engine.StoppableStream, self).write(text)

    engine._Element.evaluate = evaluate  # noqa: SLF001
    engine.StoppableStream.write = written
    engine.FormalReference.evaluate_raw = _reference
    engine.Range.calculate = _ranged
    engine.ForeachDirective.evaluate_raw = _loop(engine.ForeachDirective.evaluate_raw)


def _reference(self: Any, stream: Any, namespace: Any, loader: Any) -> None:
    """Write a reference; one that leads nowhere stands as it was written."""
    value = self.expression.calculate(namespace, loader) if self.expression is not None else None
    if value is None and self.alternate is not None:
        value = self.alternate.calculate(namespace, loader)
    if value is None:
        stream.write("" if self.silent and self.expression is not None else self.my_text())
    else:
        stream.write(text_of(value, _budget.get()))


def _ranged(self: Any, namespace: Any, loader: Any) -> list[int]:
    first, last = self.value1.calculate(namespace, loader), self.value2.calculate(namespace, loader)
    if not (isinstance(first, int) and isinstance(last, int)):
        raise TemplateRefusedError("A range in the template goes from number to number.")
    if abs(last - first) >= _rounds.get():
        raise TemplateRefusedError(_TOO_OFTEN)
    _budget.get().step(abs(last - first) + 1)
    return list(range(first, last + 1)) if last >= first else list(range(first, last - 1, -1))


def _loop(plain: Any) -> Any:
    def loop(self: Any, stream: Any, namespace: Any, loader: Any) -> None:
        items = self.value.calculate(namespace, loader)
        if isinstance(items, dict):
            # A loop over a map gives its values.
            items = list(items.values())
        if not isinstance(items, list):
            return
        if len(items) > _rounds.get():
            raise TemplateRefusedError(_TOO_OFTEN)
        held = self.value
        self.value = _Held(items)
        try:
            plain(self, stream, namespace, loader)
        finally:
            self.value = held

    return loop


class _Held:
    """A value that is known already."""

    def __init__(self, items: Any) -> None:
        self.items = list(items)

    def calculate(self, *_: Any) -> Any:
        """The value."""
        return self.items
