"""What the answers of a question are worth by another way than the maker's: the traced engine and the pinned values.

Scenarios are read from the shown stem and decided by ``Judge.verdict`` (the generator uses the fast compiler); facts
come from ``data/facts.lock.yaml``. None means that this question has no second way.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import yaml

from studykit.core.errors import UsageError
from studykit.core.quantity import ALIASES, UNITS, Figure, Quantity, parse_quantity
from studykit.core.question import Question
from studykit.core.response import Matching, Ordering, Typed
from studykit.core.verdict import Decision, Value, Verdict
from studykit.questions.ground import Ground
from studykit.questions.scenarios import situation
from studykit.questions.shown import filled_in
from studykit.rules.domain import Template
from studykit.rules.engine import Judge
from studykit.rules.reading import read_worded

LOCK = Path(__file__).resolve().parents[2] / "data" / "facts.lock.yaml"
_SENTENCE_ENDS = re.compile(r"(?<=[.!?:]) ")
_MOMENT = re.compile(
    r"(?P<told>.*) (?:What happens (?P<at>at once|[^?]+ after the beginning)"
    r"|How long after the beginning does this happen: “(?P<says>.*)”)\?",
    re.DOTALL,
)
_SETTING = re.compile(r": a design takes (.+) as the .+\. [^.?]+\?$", re.DOTALL)
_GAP = re.compile(r"\[…\]\s*([A-Za-z%/]*)")
_SERVICE = re.compile(r" \([^()]+\)$")
_BOUNDS = {"maximum": "max", "minimum": "min", "default": "default", "step": "increment"}
_WRITTEN_OUT = {"smallest value that can be set for the ": "min", "default for the ": "default"}
_UP = re.compile(r"from the (?:short|small|low|few|least|near)")
_LARGEST = re.compile(r"\b(?:longest|largest|highest|most|biggest)\b")
_CLAIM = re.compile(r"It is (accepted|refused), because the (\w+) is (.+)\.")
Opinion = Sequence[bool] | None
"""For each option whether it is right."""


class SecondOpinion:
    """Evaluates questions anew."""

    def __init__(self, ground: Ground, lock: Path = LOCK) -> None:
        self._ground = ground
        held = yaml.safe_load(lock.read_text(encoding="utf-8"))
        self._values = {name: parse_quantity(str(one["value"])) for name, one in held["facts"].items()}
        self._says = {name: str(one["says"]) for name, one in held["behaviours"].items() if "says" in one}

    def of(self, question: Question) -> Opinion:
        """Which answers are right; None for a kind without a second way. Raises UsageError for what is unreadable."""
        if question.kind in ("scenario", "choose", "repair", "select", "timeline"):
            return self._scenario(question)
        if question.kind == "boundary":
            return self._boundary(question)
        if question.kind in ("limit", "cloze", "typed"):
            return _of_value(question, self._values[question.facts[0]])
        if question.kind in ("comparison", "sequence", "matching"):
            return self._several(question) if question.facts else None  # steps of a note have no values
        return self._behaviour(question) if question.kind == "behaviour" else None

    def _several(self, question: Question) -> Opinion:
        """Questions over several facts, whose values are looked up by the words that are shown."""
        response = question.response
        if isinstance(response, Matching):
            values = [self._named(pair.text, question) for pair in response.pairs]
            fits = [[_same(choice, value) for choice in response.choices] for value in values]
            return [sum(row) == 1 and row[pair.match] for row, pair in zip(fits, response.pairs, strict=True)]
        if isinstance(response, Ordering):
            placed = sorted(response.lines, key=lambda line: line.place)
            bases = [self._named(line.text, question).base for line in placed]
            up = bool(_UP.search(question.stem))
            return [(one < other) is up and one != other for one, other in pairwise(bases)]
        found = [self._named(option.text, question).base for option in question.options]
        best = max(found) if _LARGEST.search(question.stem.rpartition(": ")[2]) else min(found)
        return [base == best for base in found]

    def _named(self, text: str, question: Question) -> Quantity:
        """The pinned value of what a line names; the bound stands in the line, in the stem, or there is only one."""
        words = _SERVICE.sub("", text)
        first = _BOUNDS.get(words.split()[0], "")
        for prefix, bound in _WRITTEN_OUT.items():
            if words.startswith(prefix):
                words, first = words.removeprefix(prefix), bound
        asked = [first] if first else [short for word, short in _BOUNDS.items() if f" {word}" in question.stem]
        if not asked and _LARGEST.match(words):  # the words of an attribute may say its bound themselves
            asked = ["max"]
        plain = words.removeprefix(f"{words.split()[0]} ") if words.split()[0] in _BOUNDS else words
        means = {name: self._ground.facts[name].attribute.means for name in question.facts}
        same = [name for name, said in means.items() if said in (words, plain)]
        found = {name: self._values[name] for name in same or means if same or _alike(plain, means[name])}
        exact = {name: value for name, value in found.items() if name.rpartition(".")[2] in asked} or found
        services = {
            name: value
            for name, value in exact.items()
            if self._ground.services[self._ground.facts[name].attribute.service] in f"{text} {question.stem}"
        }
        if len(services) != 1:
            raise UsageError(text)
        return next(iter(services.values()))

    def _behaviour(self, question: Question) -> Opinion:
        """An answer is right when the pinned one says the same; it may stand behind a question of its own."""
        asks = {self._ground.behaviours[name].behaviour.asks: name for name in question.facts}
        found = []
        for option in question.options:
            own = next((one for one in asks if option.text.startswith(f"{one} ")), "")
            says = self._says[asks[own] if own else question.facts[0]]
            answer = option.text.removeprefix(own).strip().rstrip(".")
            found.append(f" {answer}. ".casefold() in f" {says} ".casefold())
        return found

    def _boundary(self, question: Question) -> Opinion:
        attribute = question.facts[0].rpartition(".")[0]
        low, high = (self._values.get(f"{attribute}.{bound}") for bound in ("min", "max"))
        setting = _SETTING.search(question.stem)
        if setting is None:
            inside = [(_within(option.text, low, high), option.text) for option in question.options]
            best = max if question.facts[0].endswith(".max") else min
            allowed = [_base(text, low or high) for holds, text in inside if holds]
            return [holds and _base(text, low or high) == best(allowed) for holds, text in inside]
        accepted = _within(setting[1], low, high)
        found = []
        for option in question.options:
            claim = _CLAIM.fullmatch(option.text)
            if claim is None:
                raise UsageError(option.text)
            bound = self._values.get(f"{attribute}.{claim[2][:3]}")
            found.append((claim[1] == "accepted") is accepted and bound is not None and _same(claim[3], bound))
        return found

    def _scenario(self, question: Question) -> Opinion:
        name, _, wanted = question.id.removeprefix("scenario:").partition("/")
        judge = self._ground.judges[name]
        template = next(one for one in judge.domain.templates if one.id == wanted)
        if question.kind == "timeline":
            return _moments(question, judge, template)
        if question.kind in ("repair", "select"):
            settings = _settings(question, judge, template)
            changed = [_changed(option.text, judge, settings) for option in question.options]
            return [_decided(judge, one).outcome == judge.domain.wanted for one in changed]
        settings = _read(template.stem, question.stem, judge, template)
        if template.best is not None:
            return _best(question, judge, template, settings)
        verdict = _decided(judge, settings)
        holds = {verdict.says, *(row.because for row in verdict.rows)}
        return [option.text in holds for option in question.options]


def _of_value(question: Question, value: Quantity) -> Opinion:
    """Which figures are the value; behind a gap stands the unit of all of them."""
    response = question.response
    if isinstance(response, Typed):
        return (_same(response.key, value), *(_same(str(slip.quantity), value) for slip in response.slips))
    gap = _GAP.search(question.stem)
    unit = gap[1] if gap else ""
    return [
        _same(f"{one.text} {unit}" if unit in UNITS or unit in ALIASES else one.text, value) for one in question.options
    ]


def _alike(one: str, other: str) -> bool:
    """True when two phrases have the same last words: the maker may leave out a word such as longest."""
    return one.endswith(other) or other.endswith(one) or one.split()[1:] == other.split()[1:]


def _same(text: str, value: Quantity) -> bool:
    """True when a text can be read as a value; a bare figure is one of what is measured."""
    shown = parse_quantity(text)
    return shown.agrees(value) if shown.dimension is value.dimension else shown.figure == value.figure


def _base(text: str, like: Quantity | None) -> Figure:
    shown = parse_quantity(text)
    return shown.base if like is None or shown.dimension is like.dimension else Quantity(shown.figure, like.unit).base


def _within(text: str, low: Quantity | None, high: Quantity | None) -> bool:
    base = _base(text, low or high)
    return (low is None or base >= low.base) and (high is None or base <= high.base)


def _read(pattern: str, text: str, judge: Judge, template: Template) -> dict[str, Value]:
    read = filled_in(pattern, text, judge)
    if read is None:
        raise UsageError(text)
    return {**template.given, **read}


def _settings(question: Question, judge: Judge, template: Template) -> dict[str, Value]:
    """The settings that a question about a remedy starts from."""
    if template.kind == "repair" and filled_in(template.stem, question.stem, judge) is not None:
        return _read(template.stem, question.stem, judge, template)
    told = situation(template.stem)
    for end in reversed([found.start() for found in _SENTENCE_ENDS.finditer(question.stem)]):
        if filled_in(told, question.stem[:end], judge) is not None:
            return _read(told, question.stem[:end], judge, template)
    raise UsageError(question.stem)


def _changed(text: str, judge: Judge, settings: Mapping[str, Value]) -> dict[str, Value]:
    """The settings with the one change that an option writes."""
    found = []
    for name, one in judge.domain.inputs.items():
        now = settings.get(name, judge.defaults.get(name))
        start = f"{one.title[:1].upper()}{one.title[1:]}: "
        ending = f" instead of {one.worded(now)}" if now is not None else "\0"
        if text.startswith(start) and text.endswith(ending):
            found.append({**settings, name: read_worded(text[len(start) : -len(ending)], one)})
    if len(found) != 1:
        raise UsageError(text)
    return found[0]


def _decided(judge: Judge, settings: Mapping[str, Value]) -> Verdict:
    verdict = judge.verdict(settings)
    if verdict.decision is not Decision.DECIDED:
        raise UsageError(verdict.says)
    return verdict


def _moments(question: Question, judge: Judge, template: Template) -> Opinion:
    asked = _MOMENT.fullmatch(question.stem)
    if asked is None:
        raise UsageError(question.stem)
    verdict = _decided(judge, _read(situation(template.stem), asked["told"], judge, template))
    moments = {(one.at, one.says.removesuffix(".")) for one in verdict.timeline}
    if asked["says"] is not None:
        return [(parse_quantity(one.text).base, asked["says"]) in moments for one in question.options]
    at = 0 if asked["at"] == "at once" else parse_quantity(asked["at"].removesuffix(" after the beginning")).base
    return [(at, option.text.removesuffix(".")) in moments for option in question.options]


def _best(question: Question, judge: Judge, template: Template, settings: Mapping[str, Value]) -> Opinion:
    best = template.best
    if best is None:
        return None
    one = judge.domain.inputs[best.among]
    figures = []
    for option in question.options:
        then = {**settings, best.among: read_worded(option.text, one)}
        verdict, figure = _decided(judge, then), judge.environment(then)[best.of]
        if isinstance(figure, bool) or not isinstance(figure, int | Fraction):
            raise UsageError(option.text)
        if best.outcomes and verdict.outcome not in best.outcomes:
            raise UsageError(verdict.says)
        figures.append(figure)
    right = min(figures) if best.lowest else max(figures)
    return [figure == right for figure in figures]


def marked(question: Question) -> Opinion:
    """Which answers the question itself calls right; for a typed one that the key is and its slips are not."""
    response = question.response
    if isinstance(response, Typed):
        return (True, *(False for _ in response.slips))
    if isinstance(response, Ordering):
        return [True] * (len(response.lines) - 1)
    if isinstance(response, Matching):
        return [True] * len(response.pairs)
    return [option.right for option in response.options]
