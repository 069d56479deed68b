"""The drawing of a verdict shows what kernels saw, of every scenario that packs give as examples."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from studykit.core.sight import Bucket, Loads, Parts, Pools
from studykit.core.verdict import Value
from studykit.drawing.lines import columns
from studykit.facts.base import Said, build_facts
from studykit.packs.reader import read_pack
from studykit.rules.engine import Judge
from studykit.rules.load import load_domain
from studykit.rules.settings import read_settings
from studykit.workflows.drawn_scenario import Draw, drawing_of, tells_steps

CONTENT = Path(__file__).parents[2] / "content"


@pytest.fixture(scope="module")
def judges() -> Mapping[str, Judge]:
    found: dict[str, Judge] = {}
    for folder in sorted(one.parent for one in CONTENT.glob("*/domains")):
        pack, _ = read_pack(folder)
        assert pack is not None
        facts = build_facts(Said(), pack.attributes).facts
        values = {name: fact.quantity for name, fact in facts.items() if fact.settled}
        loaded = [load_domain(source, pack.attributes, values)[0] for source in pack.domains]
        found.update({domain.id: Judge(domain, values) for domain in loaded if domain is not None})
    return found


def examples(judges: Mapping[str, Judge]) -> Iterator[tuple[Judge, Mapping[str, Value]]]:
    """All scenarios that domains give as examples."""
    for judge in judges.values():
        for one in judge.domain.examples:
            yield judge, one.given


def drawn(judges: Mapping[str, Judge], domain: str, **said: str) -> Draw | None:
    """The drawing of settings as somebody writes them."""
    judge = judges[domain]
    settings = read_settings(judge.domain, said)
    return drawing_of(judge, settings, judge.verdict(settings))


def text(draw: Draw | None, width: int = 76, *, plain: bool = False) -> str:
    """The rows of a drawing that there is."""
    assert draw is not None
    return "\n".join(draw(width, plain).rows)


def test_every_example_is_drawn_within_its_width_and_spoken_in_full(judges: Mapping[str, Judge]) -> None:
    many = 0
    for judge, settings in examples(judges):
        verdict = judge.verdict(settings)
        draw = drawing_of(judge, settings, verdict)
        if draw is None:
            continue
        many += 1
        for width, plain in ((20, False), (33, True), (40, False), (76, True), (116, False), (200, False)):
            drawing = draw(width, plain)
            assert drawing.rows
            assert all(columns(row) <= width for row in drawing.rows), (judge.domain.id, settings, width)
            spoken = " ".join(drawing.spoken)
            assert all(" ".join(one.says.split()) in spoken for one in verdict.timeline), (judge.domain.id, settings)
    assert many > 500


def test_what_is_side_by_side_adds_up(judges: Mapping[str, Judge]) -> None:
    for judge, settings in examples(judges):
        shown = drawing_of(judge, settings, judge.verdict(settings)) is not None
        for sight in judge.sights(settings) if shown else ():
            match sight:
                case Pools():
                    for pool in sight.rows:
                        assert 0 <= pool.used <= pool.holds
                        assert pool.refused >= 0
                case Bucket():
                    for turn in sight.turns:
                        assert 0 <= turn.tokens <= sight.holds
                        assert turn.passed + turn.refused == turn.arrive
                        assert turn.passed >= 0 <= turn.refused
                case Loads():
                    assert all(len(load.counts) == len(sight.kinds) for load in sight.rows)
                case Parts():
                    assert not sight.most or all(0 <= part.figure <= sight.most for part in sight.rows)


def test_a_bucket_lets_as_many_pass_as_the_verdict_says(judges: Mapping[str, Judge]) -> None:
    judge = judges["apigateway.throttling"]
    found = 0
    for one in judge.domain.examples:
        known = judge.environment(one.given)
        (sight,) = judge.sights(one.given) or (None,)
        if not isinstance(sight, Bucket) or known["run.limited_by"] == "nothing":
            continue
        found += 1
        refused = sum(turn.refused for turn in sight.turns)
        assert 0 < refused <= known["run.sent"] - known["run.passed"] + 1
    assert found > 10


def test_a_domain_without_a_course_of_events_has_no_drawing(judges: Mapping[str, Judge]) -> None:
    assert drawn(judges, "lambda.function", memory="128 MB") is None


@pytest.mark.parametrize(
    ("domain", "said"),
    [
        ("lambda.async", {"results": "error", "maximum_retry_attempts": "3"}),
        ("apigateway.throttling", {"api_key_required": "true", "api_key": "missing", "concurrent_requests": "1"}),
        ("lambda.queue_source", {"function_timeout": "60s", "visibility_timeout": "30s"}),
    ],
)
def test_what_is_refused_before_anything_happens_has_no_drawing(
    judges: Mapping[str, Judge], domain: str, said: dict[str, str]
) -> None:
    assert drawn(judges, domain, **said) is None


def test_attempts_stand_at_their_times(judges: Mapping[str, Judge]) -> None:
    rows = text(drawn(judges, "lambda.async", results="error")).splitlines()
    assert rows[0].split() == ["0:00", "1:00", "3:00"]
    columns_of_marks = [at for at, letter in enumerate(rows[1]) if letter == "●"]
    assert columns_of_marks == [rows[0].index(one) for one in ("0:00", "1:00", "3:00")]
    assert "2 min" in rows[1]


def test_a_hidden_message_is_a_span(judges: Mapping[str, Judge]) -> None:
    shown = text(drawn(judges, "lambda.queue_source", function_timeout="60s", visibility_timeout="6min",
                       results="timeout, success"))  # fmt: skip
    assert "├" in shown
    assert "hidden" in shown
    assert "receive 2" in shown


def test_the_way_of_a_call_says_where_it_ends(judges: Mapping[str, Judge]) -> None:
    draw = drawn(judges, "lambda.network", subnet="public", target="internet")
    shown = text(draw)
    assert "✗ internet gateway" in shown
    assert "◀ ends here" in shown
    assert "· internet" in shown
    assert "──▶ ✗ internet gateway" in text(draw, 116)
    assert "x internet gateway" in text(draw, plain=True)


def test_policies_are_side_by_side(judges: Mapping[str, Judge]) -> None:
    shown = text(
        drawn(
            judges,
            "iam.policy",
            principal="arn:aws:iam::222222222222:role/worker",
            action="sqs:SendMessage",
            resource="arn:aws:sqs:eu-west-1:111111111111:orders",
            identity_policy='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}',
        )
    )
    assert "✓ identity policy  Allow, statement 1" in shown
    assert "✗ resource policy  none is set (needed)" in shown
    assert "= It is denied implicitly" in shown


def test_a_drawing_that_says_all_steps_is_known(judges: Mapping[str, Judge]) -> None:
    judge = judges["lambda.network"]
    settings = read_settings(judge.domain, {"subnet": "public", "target": "internet"})
    verdict = judge.verdict(settings)
    draw = drawing_of(judge, settings, verdict)
    assert draw is not None
    for width, plain, all_told in ((76, False, True), (76, True, True), (116, False, False)):
        assert tells_steps(draw(width, plain), verdict, plain=plain) is all_told
