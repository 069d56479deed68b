"""A question about a configuration → its rules and settings, read back from its stem."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from studykit.core.errors import UsageError
from studykit.core.question import Question
from studykit.core.verdict import Value
from studykit.questions.ground import Ground
from studykit.questions.kinds.choose import NAME as CHOOSE
from studykit.questions.kinds.repair import NAME as REPAIR
from studykit.questions.kinds.repair import repair_stem
from studykit.questions.kinds.select import NAME as SELECT
from studykit.questions.kinds.select import select_stem
from studykit.questions.kinds.timeline import NAME as TIMELINE
from studykit.questions.kinds.timeline import told_in
from studykit.questions.scenarios import situation, template_named
from studykit.questions.shown import filled_in
from studykit.rules.domain import Template
from studykit.rules.engine import Judge
from studykit.rules.reading import read_worded


@dataclass(frozen=True, slots=True)
class Situated:
    """The rules that a question is about, and what is set in it."""

    judge: Judge
    settings: Mapping[str, Value]


def situated(question: Question, ground: Ground) -> Situated | None:
    """None for a question about no configuration, or one whose template is gone."""
    found = template_named(question.id, ground) if question.id.startswith("scenario:") else None
    if found is None:
        return None
    read = _read(question, *found)
    return None if read is None else Situated(found[0], {**found[1].given, **read, **_chosen(question, *found)})


def _chosen(question: Question, judge: Judge, template: Template) -> Mapping[str, Value]:
    """What the right answer sets, where answers are values of a setting."""
    if question.kind != CHOOSE or template.best is None:
        return {}
    name = template.best.among
    right = next((option.text for option in question.options if option.right), "")
    try:
        return {name: read_worded(right, judge.domain.inputs[name])}
    except UsageError:
        return {}


def _read(question: Question, judge: Judge, template: Template) -> Mapping[str, Value] | None:
    """The settings by the stem that the kind of question fills."""
    if question.kind == TIMELINE:
        told = told_in(question.stem)
        return None if told is None else filled_in(situation(template.stem), told, judge)
    of = {REPAIR: partial(repair_stem, template, judge.domain), SELECT: partial(select_stem, template, judge.domain)}
    stem = of[question.kind]() if question.kind in of else template.stem
    return filled_in(stem, question.stem, judge)
