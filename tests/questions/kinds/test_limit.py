"""The value of a fact among wrong ones."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from studykit.core.attribute import Bound, Cited
from studykit.core.quantity import parse_quantity
from studykit.core.response import Choices
from studykit.facts.base import Said, build_facts
from studykit.questions.ground import Ground
from studykit.questions.verify import proved
from tests.facts.small_pack import attribute
from tests.questions.kinds.fact_grounds import asked, ground_of, small


def test_what_notes_believe_is_offered_first_and_with_its_line() -> None:
    found = {option.text: option for one in asked(small(), "limit", 12, "kiln.drying.max") for option in one.options}
    assert "right until 2018" in found["45 min"].reason
    assert [str(span) for span in found["45 min"].sources] == ["mine.md:3"]
    wrong = {option.text: option for one in asked(small(), "limit", 12, "kiln.cooling.max") for option in one.options}
    assert 'mine.md:4 says: "The cooling time of a kiln is at most 500 seconds."' in wrong["500 s"].reason
    assert "mistaken" in wrong["500 s"].reason
    assert not wrong["500 s"].right


def test_a_wrong_value_that_another_fact_supplied_names_that_fact() -> None:
    for question in asked(small(), "limit", 8, "kiln.firing.max"):
        for option in question.options:
            supplied = [name for name in small().facts if f"({name})" in option.reason and name != "kiln.firing.max"]
            assert set(supplied) <= set(question.facts)


def test_a_second_right_value_in_another_unit_is_not_proved() -> None:
    (question, *_) = asked(small(), "limit", 1, "kiln.firing.max")
    wrong = next(at for at, option in enumerate(question.options) if not option.right)
    options = list(question.options)
    options[wrong] = replace(options[wrong], text="15 min")
    assert proved(question, small())
    assert not proved(replace(question, response=Choices(tuple(options))), small())
    options[wrong] = replace(options[wrong], text="a quarter of an hour")
    assert not proved(replace(question, response=Choices(tuple(options))), small())


def test_a_question_is_proved_under_the_facts_in_force_only() -> None:
    for question in asked(small(), "limit", 3, "kiln.firing.max"):
        assert not proved(question, ground_of({"kiln.firing.max": "1,000 s"}))


def test_a_value_that_holds_in_another_mode_is_no_wrong_answer() -> None:
    plain = attribute("kiln.firing", "s", cited=(("max", "900 s"),))
    large = Cited(Bound.MAX, parse_quantity("1,800 s"), "a page", "2026", scope="large kilns")
    facts = build_facts(Said([]), (replace(plain, cited=(*plain.cited, large)),)).facts
    ground, before = (Ground(known, {}, {"kiln": "Kilns"}) for known in (facts, build_facts(Said([]), (plain,)).facts))
    texts = {option.text for one in asked(ground, "limit", 60) for option in one.options}
    assert "2,700 s" in texts
    assert "1,800 s" not in texts
    offering = [one for one in asked(before, "limit", 60) if "1,800 s" in {option.text for option in one.options}]
    assert offering
    assert not any(proved(question, ground) for question in offering)


def test_draws_differ_and_their_likeliest_wrong_values_come_often() -> None:
    texts = Counter(
        option.text
        for one in asked(small(), "limit", 40, "kiln.drying.max")
        for option in one.options
        if not option.right
    )
    assert len(texts) > 6
    assert texts.most_common(1)[0][0] in {"45 min", "1 min"}
