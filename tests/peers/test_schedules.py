"""Two libraries for the service's cron expressions, and cfn-lint, take and refuse what we do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest

from studykit.rules.kernels.schedule import schedule

validating = pytest.importorskip(
    "aws_cron_expression_validator.validator",
    reason="aws-cron-expression-validator is not installed: the peer test is left out",
)
counting = pytest.importorskip("aws_croniter", reason="aws-croniter is not installed: the peer test is left out")

SETTINGS: dict[str, Any] = {"length_max": 256, "year_min": 1970, "year_max": 2199, "kind": "rule"}
ROUNDS = 3000
NAMES = {"month": ["JAN", "JUL", "DEC"], "day": ["SUN", "WED", "SAT"]}


def ours(expression: str, start: datetime | None = None, times: int = 5) -> dict[str, Any]:
    begin = None if start is None else start.isoformat()
    return dict(schedule(expression=f"cron({expression})", start=begin, times=times, **SETTINGS).gives)


def valid_there(expression: str) -> bool:
    try:
        validating.AWSCronExpressionValidator.validate(expression)
    except ValueError:
        return False
    return True


def next_there(expression: str, start: datetime, times: int) -> list[datetime]:
    found: list[datetime] = []
    at: datetime | None = start
    while at is not None and len(found) < times:
        at = counting.AwsCroniter(expression).occurrence(at).next()
        if at is not None:
            found.append(at)
    return found


def some_values(chance: Random, low: int, high: int, names: list[str] | None = None, *, steps: bool = True) -> str:
    def one() -> str:
        return chance.choice(names) if names and chance.random() < 0.3 else str(chance.randint(low, high))

    first, second = sorted(chance.sample(range(low, high + 1), 2))
    return chance.choice([
        "*",
        one(),
        f"{one()},{one()}",
        f"{first}-{second}",
        f"{first}-{second},{one()}",
        *([f"*/{chance.randint(1, 5)}", f"{first}/{chance.randint(1, 5)}", f"{first}-{second}/2"] if steps else []),
    ])  # fmt: skip


def some_days(chance: Random) -> tuple[str, str]:
    """Day of the month and day of the week."""
    if chance.random() < 0.5:
        special = ["L", f"{chance.randint(1, 31)}W"]
        return (chance.choice([some_values(chance, 1, 31), chance.choice(special)]), "?")
    day = chance.choice([*NAMES["day"], str(chance.randint(1, 7))])
    special = [f"{chance.randint(1, 7)}L", f"{chance.randint(1, 7)}#{chance.randint(1, 5)}", day]
    return ("?", chance.choice([some_values(chance, 1, 7, NAMES["day"], steps=False), chance.choice(special)]))


def some_expression(chance: Random) -> str:
    day_of_month, day_of_week = some_days(chance)
    return " ".join((
        some_values(chance, 0, 59),
        some_values(chance, 0, 23),
        day_of_month,
        some_values(chance, 1, 12, NAMES["month"]),
        day_of_week,
        chance.choice(["*", "2026-2040", "2030", "2027,2029"]),
    ))  # fmt: skip


def test_both_libraries_take_what_we_take() -> None:
    chance = Random(3)
    for _ in range(ROUNDS):
        expression = some_expression(chance)
        assert ours(expression)["valid"], expression
        assert valid_there(expression), expression


def test_the_next_times_are_the_same() -> None:
    chance = Random(5)
    compared = 0
    for _ in range(ROUNDS // 3):
        expression = some_expression(chance)
        start = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=chance.randrange(60 * 24 * 365))
        theirs = next_there(expression, start, 5)
        mine = [datetime.fromisoformat(text) for text in ours(expression, start)["next_times"]]
        # It gives up after ten fruitless months, so it may know fewer times than there are.
        assert mine[: len(theirs)] == theirs, (expression, start)
        compared += bool(theirs)
    assert compared > ROUNDS / 4


BROKEN = ["x", "60", "-1", "1-", "5,", "1//2", "?", "**", "1.5", "L1", "MON", "2W3", "#2", ""]


def test_both_refuse_a_broken_field() -> None:
    chance = Random(9)
    for _ in range(ROUNDS):
        fields = some_expression(chance).split()
        place = chance.choice([0, 1, 3, 5])
        fields[place] = chance.choice(BROKEN)
        expression = " ".join(fields)
        assert not ours(expression)["valid"], expression
        assert not valid_there(expression), expression


@pytest.mark.parametrize(
    ("expression", "right"),
    [
        ("*-5 0 * * ? *", False),
        ("5-* 0 * * ? *", False),
        ("0/99 0 * * ? *", False),
        ("0 0 ? * L-3 *", False),
    ],
)
def test_the_validator_takes_more_than_the_service(expression: str, right: bool) -> None:
    assert ours(expression)["valid"] is right
    assert valid_there(expression)


def test_the_counter_refuses_steps_of_years_that_the_validator_takes() -> None:
    expression = "0 0 1 1 ? 2026/4"
    assert ours(expression)["valid"]
    assert valid_there(expression)
    with pytest.raises(counting.aws_croniter.AwsCroniterExpressionYearError):
        counting.AwsCroniter(expression)


def test_the_validator_does_not_know_a_day_counted_from_the_end() -> None:
    assert ours("0 0 L-3 * ? *")["valid"]
    assert not valid_there("0 0 L-3 * ? *")
    start = datetime(2026, 1, 1, tzinfo=UTC)
    assert next_there("0 0 L-3 * ? *", start, 1) == [datetime(2026, 1, 28, tzinfo=UTC)]
    assert ours("0 0 L-3 * ? *", start)["next"] == "2026-01-28T00:00Z"


def test_l_alone_is_saturday_for_the_service_and_never_for_the_counter() -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    assert ours("0 0 ? * L *", start)["next"] == "2026-01-03T00:00Z"
    assert next_there("0 0 ? * L *", start, 1) == []


LINTED = [
    ("rate(1 minute)", True),
    ("rate(5 minutes)", True),
    ("rate(1 minutes)", False),
    ("rate(5 minute)", False),
    ("rate(0 minutes)", False),
    ("rate(5)", False),
    ("rate(x minutes)", False),
    ("rate()", False),
    ("cron(0 12 * * ? *)", True),
    ("cron(0 12 * * *)", False),
    ("cron(0 12 1 * MON *)", False),
    ("every day", False),
]


@pytest.mark.parametrize(("expression", "right"), LINTED)
def test_cfn_lint_says_the_same(expression: str, right: bool) -> None:
    linting = pytest.importorskip(
        "cfnlint.rules.resources.events.RuleScheduleExpression",
        reason="cfn-lint is not installed: this part of the peer test is left out",
    )
    rule = linting.RuleScheduleExpression()
    check = rule._check_rate if expression.startswith("rate(") else rule._check_cron
    taken = expression.startswith(("rate(", "cron(")) and not list(check(expression))
    assert taken is right
    assert schedule(expression=expression, **SETTINGS).gives["valid"] is right
