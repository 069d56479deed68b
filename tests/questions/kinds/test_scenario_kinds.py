"""Questions about scenarios: what each kind promises, decided by the traced rules, which the proofs do not use."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from studykit.core.card import Card
from studykit.core.quantity import parse_quantity
from studykit.core.question import Question
from studykit.core.response import Choices
from studykit.core.verdict import Decision, Value, Verdict
from studykit.questions.cards import scenario_cards
from studykit.questions.ground import Ground
from studykit.questions.kinds import KINDS
from studykit.questions.kinds.repair import repair_stem
from studykit.questions.quiz import Maker, kinds_named
from studykit.questions.scenarios import situation, template_named
from studykit.questions.shown import filled_in
from studykit.questions.verify import proved
from studykit.rules.engine import Judge
from studykit.workflows.library import Library
from tests.rules.tables import oven

SCENARIO_KINDS = ("scenario", "repair", "select", "timeline", "choose")
EACH = 60


@pytest.fixture(scope="module")
def made(library: Library) -> dict[str, list[Question]]:
    """Some questions of each kind, from all domains in turn."""
    return {kind: list(_some(library, kind)) for kind in SCENARIO_KINDS}


def _some(library: Library, kind: str) -> Iterator[Question]:
    maker = Maker(library.ground(), kinds_named(kind))
    found = 0
    for variant in range(2):
        for card in library.cards:
            question = maker.question(card, variant) if maker.fitting(card) and found < EACH else None
            if question is not None:
                found += 1
                yield question


@pytest.mark.parametrize("kind", SCENARIO_KINDS)
def test_there_are_enough_and_moving_the_key_is_never_proved(
    kind: str, made: dict[str, list[Question]], library: Library
) -> None:
    ground = library.ground()
    assert len(made[kind]) >= 12
    for question in made[kind]:
        assert proved(question, ground)
        options = question.options
        for shift in range(1, len(options)):
            rights = [options[at - shift].right for at in range(len(options))]
            if rights == [option.right for option in options]:
                continue
            moved = tuple(replace(option, right=right) for option, right in zip(options, rights, strict=True))
            assert not proved(replace(question, response=Choices(moved)), ground), question


@pytest.mark.parametrize("kind", SCENARIO_KINDS)
def test_another_stem_is_never_proved(kind: str, made: dict[str, list[Question]], library: Library) -> None:
    ground = library.ground()
    for question in made[kind]:
        assert not proved(replace(question, stem=f"{question.stem} x"), ground)
        assert not proved(replace(question, id="scenario:gone/x"), ground)


def _settings(question: Question, ground: Ground) -> tuple[Judge, dict[str, Value]]:
    found = template_named(question.id, ground)
    assert found is not None
    judge, template = found
    whole = repair_stem(template, judge.domain) if question.kind == "repair" else template.stem
    shown = question.stem
    if question.kind in ("select", "timeline"):
        whole = situation(template.stem)
        shown = next(shown[:at] for at in range(len(shown), 0, -1) if filled_in(whole, shown[:at], judge) is not None)
    read = filled_in(whole, shown, judge)
    assert read is not None
    return judge, {**template.given, **read}


def test_scenarios_agree_with_the_traced_rules(made: dict[str, list[Question]], library: Library) -> None:
    for question in made["scenario"]:
        judge, settings = _settings(question, library.ground())
        verdict = judge.verdict(settings)
        assert verdict.decision is Decision.DECIDED
        (key,) = [option.text for option in question.options if option.right]
        assert key in (verdict.says, verdict.rows[0].because)
        assert set(verdict.facts) <= set(question.facts)


@pytest.mark.parametrize("kind", ["repair", "select"])
def test_just_the_right_changes_lead_to_what_is_wanted(
    kind: str, made: dict[str, list[Question]], library: Library
) -> None:
    for question in made[kind]:
        judge, settings = _settings(question, library.ground())
        wanted = judge.domain.wanted
        assert judge.verdict(settings).outcome != wanted
        for option in question.options:
            assert (_changed(judge, settings, option.text).outcome == wanted) is option.right, (question, option)


def _changed(judge: Judge, settings: dict[str, Value], text: str) -> Verdict:
    """What comes of a change, by trying every setting whose words it could be."""
    from studykit.questions.edits import edit_text, editable
    from studykit.rules.boundaries import candidates_for

    for name, one in judge.domain.inputs.items():
        now = settings.get(name, judge.defaults.get(name))
        if now is None or not editable(one):
            continue
        for value in candidates_for(judge, name, settings):
            for spelled in {value, parse_quantity(str(value)) if not isinstance(value, (str, bool, tuple)) else value}:
                if edit_text(one, now, spelled) == text:
                    return judge.verdict({**settings, name: spelled})
    start = text.partition(":")[0]
    name = next(key for key, one in judge.domain.inputs.items() if one.title.casefold() == start.casefold())
    return judge.verdict({**settings, name: parse_quantity(text.partition(": ")[2].partition(" instead of ")[0])})


def test_the_time_line_says_what_the_key_says(made: dict[str, list[Question]], library: Library) -> None:
    for question in made["timeline"]:
        judge, settings = _settings(question, library.ground())
        line = judge.verdict(settings).timeline
        (key,) = [option.text for option in question.options if option.right]
        wrong = [option.text for option in question.options if not option.right]
        if "How long after" in question.stem:
            quoted = question.stem.split("“")[1].split("”")[0]
            (at,) = [one.at for one in line if one.says.removesuffix(".") == quoted and one.at is not None]
            assert parse_quantity(key).base == at
            assert all(parse_quantity(text).base != at for text in wrong)
        else:
            asked = _asked_time(question.stem)
            assert asked in {one.at for one in line if one.says == key}
            assert not {one.says for one in line if one.at == asked} & set(wrong)


def _asked_time(stem: str) -> object:
    asked = stem.rsplit("What happens ", 1)[1].removesuffix("?")
    return 0 if asked == "at once" else parse_quantity(asked.removesuffix(" after the beginning")).base


def test_a_pack_that_nobody_has_seen_gets_repairs(tmp_path: Path) -> None:
    long = (
        "A baker of a small village shop makes a simple white loaf for the market and lets the dough rest {rest_time} "
        "in a warm corner of the kitchen. After that the loaf bakes {heat_time} on one tray. What comes out?"
    )
    judge = oven(tmp_path, ("stem: Dough rests {rest_time} and bakes {heat_time}. What comes out?", f"stem: {long}"))
    ground = Ground({}, {"oven.bake": judge}, {})
    (card,) = scenario_cards(ground, "Ovens")
    keys = {_key(card, ground, variant) for variant in range(30)} - {""}
    assert keys
    assert all(key.startswith(("Rest time", "Time in the oven")) for key in keys), keys


def _key(card: Card, ground: Ground, variant: int) -> str:
    question = Maker(ground, (KINDS["repair"],), lambda _: ()).question(card, variant)
    if question is None:
        return ""
    assert proved(question, ground)
    return next(option.text for option in question.options if option.right)
