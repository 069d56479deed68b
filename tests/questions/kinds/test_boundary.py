"""What a limit still lets through."""

from __future__ import annotations

from dataclasses import replace

from studykit.core.attribute import Bound
from studykit.core.quantity import parse_quantity
from studykit.core.question import Question
from studykit.core.response import Choices
from studykit.facts.base import Said, build_facts
from studykit.questions.cards import make_cards
from studykit.questions.ground import Ground
from studykit.questions.kinds import boundary
from studykit.questions.verify import proved
from tests.facts.small_pack import attribute
from tests.questions.kinds.fact_grounds import asked, ground_of, small

ENDING = "Does that work?"


def settings(fact: str) -> list[Question]:
    return [one for one in asked(small(), "boundary", 30, fact) if one.stem.endswith(ENDING)]


def which(fact: str) -> list[Question]:
    return [one for one in asked(small(), "boundary", 30, fact) if not one.stem.endswith(ENDING)]


def test_both_forms_are_asked() -> None:
    assert len(settings("kiln.firing.max")) >= 5
    assert len(which("kiln.firing.max")) >= 5


def test_the_outermost_value_within_the_limit_is_right_and_it_need_not_be_the_limit() -> None:
    keys = set()
    for question in which("kiln.firing.max"):
        amounts = [parse_quantity(option.text).base for option in question.options]
        (key,) = question.key
        assert amounts[key] == max(base for base in amounts if base <= 900)
        keys.add(amounts[key])
    assert 900 in keys
    assert keys - {900}


def test_what_is_called_allowed_keeps_to_the_other_bound_and_to_the_steps() -> None:
    seen = 0
    for question in which("kiln.chamber.max"):
        assert {"kiln.chamber.min", "kiln.chamber.increment"} <= set(question.facts)
        for option in question.options:
            base = parse_quantity(option.text).base
            assert base % (64 * 1024**2) == 0
            assert base >= 64 * 1024**2
            seen += 1
    assert seen


def test_nothing_below_the_minimum_is_called_allowed() -> None:
    narrow = ground_of({"kiln.firing.min": "500 s"})
    for question in asked(narrow, "boundary", 30, "kiln.firing.max"):
        if not question.stem.endswith(ENDING):
            assert all(parse_quantity(option.text).base >= 500 for option in question.options)
    below = [one for one in which("kiln.firing.max") if parse_quantity(one.options[one.key[0]].text).base < 900]
    assert below
    for question in below:
        assert not proved(question, ground_of({"kiln.firing.min": "899,999 ms", "kiln.firing.default": "900 s"}))


def test_a_setting_is_accepted_or_refused_with_the_limit_as_reason() -> None:
    verdicts = set()
    for question in settings("kiln.firing.max"):
        setting = parse_quantity(question.stem.partition(" takes ")[2].partition(" as ")[0]).base
        (key,) = question.key
        verdict = "accepted" if setting <= 900 else "refused"
        assert question.options[key].text == f"It is {verdict}, because the maximum is 900 s."
        assert {option.text.split(",")[0] for option in question.options} == {"It is accepted", "It is refused"}
        verdicts.add(verdict)
    assert verdicts == {"accepted", "refused"}


def test_no_option_repeats_the_figure_of_the_stem() -> None:
    for question in settings("kiln.firing.max"):
        setting = question.stem.partition(" takes ")[2].partition(" as ")[0]
        assert not any(f" is {setting}." in option.text for option in question.options)


def test_the_same_reason_in_another_unit_makes_a_second_right_option() -> None:
    question = settings("kiln.firing.max")[0]
    (key,) = question.key
    at = (key + 1) % len(question.options)
    options = list(question.options)
    options[at] = replace(options[at], text=options[key].text.replace("900 s", "15 min"))
    assert proved(question, small())
    assert not proved(replace(question, response=Choices(tuple(options))), small())


def test_a_moved_limit_disproves_the_question() -> None:
    for question in which("kiln.firing.max"):
        bases = [parse_quantity(option.text).base for option in question.options]
        (key,) = question.key
        moved = ground_of({"kiln.firing.max": f"{bases[key] - 1} s" if bases[key] > 2 else "1 s"})
        assert not proved(question, moved)


def test_advice_promises_and_codes_refuse_nothing() -> None:
    attributes = (
        replace(attribute("kiln.a", "s", cited=(("max", "60 s"),)), means="time that is usually taken"),
        replace(attribute("kiln.b", "/s", cited=(("min", "3,500/s"),)), means="writes a second"),
        attribute("kiln.c", "code", cited=(("max", "429 code"),)),
        attribute("kiln.d", "", cited=(("min", "20"), ("max", "600"))),
    )
    ground = Ground(build_facts(Said([]), attributes).facts, {}, {"kiln": "Kilns"})
    fitting = [card.facts[0] for card in make_cards(ground, [], "Deck") if boundary.fits(card, ground)]
    assert fitting == ["kiln.d.min", "kiln.d.max"]
    assert ground.facts["kiln.d.min"].bound is Bound.MIN
