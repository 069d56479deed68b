"""One rule, many configurations: our compilers beside a CEL engine in Rust, in one run.

The rule is the one of the peers' comparison: a limit and a factor, both facts. Every engine must agree with
plain Python on all configurations. Domains: how long all of a pack's take to load, from files and from the cache.
"""

from __future__ import annotations

import importlib.util
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from studykit.core.quantity import parse_quantity
from studykit.rules.expression import read_expression
from studykit.rules.fast import compile_careful, compile_fast
from studykit.rules.kernel import Base
from studykit.rules.traced import compile_traced
from studykit.rules.types import Type

RULE = "timeout <= lambda.timeout.max && !(visibility < sqs.factor.min * timeout)"
FACTS = {"lambda.timeout.max": parse_quantity("900 s"), "sqs.factor.min": parse_quantity("6x")}
TYPES = {
    "timeout": Type(parse_quantity("1 s").dimension),
    "visibility": Type(parse_quantity("1 s").dimension),
    **{name: Type(value.dimension) for name, value in FACTS.items()},
}
ROUNDS = 7
REPEATS = 50
Row = Mapping[str, int]


def rate(decide: Callable[[Row], object], rows: list[Row]) -> float:
    """Decisions a second, the best of one round's repeats."""
    started = time.perf_counter()
    for _ in range(REPEATS):
        for row in rows:
            decide(row)
    return REPEATS * len(rows) / (time.perf_counter() - started)


def engines() -> dict[str, Callable[[Row], object]]:
    """Name → a function that decides one configuration."""
    expression = read_expression(RULE, TYPES)
    facts = {name: value.base for name, value in FACTS.items()}
    traced = compile_traced(expression.node, facts)
    limit, factor = facts.values()

    def with_trace(row: Row) -> Base:
        values: list[Base] = []
        return traced(row, values)

    found: dict[str, Callable[[Row], object]] = {
        "plain Python": lambda row: row["timeout"] <= limit and not row["visibility"] < factor * row["timeout"],
        "studykit, fast": compile_fast(expression.node, facts),
        "studykit, fast with unknowns": compile_careful(expression.node, facts),
        "studykit, every node traced": with_trace,
    }
    if importlib.util.find_spec("cel"):
        import cel

        program = cel.compile("timeout <= limit && !(visibility < factor * timeout)")
        found["common-expression-language"] = lambda row: program.execute({**row, "limit": limit, "factor": factor})
    return found


def main() -> None:
    """Prints a row an engine, then the time to load all domains."""
    chance = random.Random(1)
    rows: list[Row] = [
        {"timeout": chance.randrange(1, 1200), "visibility": chance.randrange(7200)} for _ in range(1000)
    ]
    named = engines()
    wanted = [bool(named["plain Python"](row)) for row in rows]
    for name, decide in named.items():
        if [bool(decide(row)) for row in rows] != wanted:
            raise SystemExit(f"{name} decides otherwise")
    rounds = [{name: rate(decide, rows) for name, decide in named.items()} for _ in range(ROUNDS)]
    median = {name: statistics.median(row[name] for row in rounds) for name in named}
    peer = median.get("common-expression-language")
    print(f"{'one rule, 1,000 configurations':<34}{'decisions/s':>12}{'× CEL':>8}   (median of {ROUNDS} rounds)")
    for name, figure in median.items():
        print(f"{name:<34}{figure:>12,.0f}" + (f"{figure / peer:>8.1f}" if peer else ""))
    if not peer:
        print("common-expression-language is not installed, so it was left out")
    loading()


def loading() -> None:
    """Prints how long all domains take to load, cold and from the cache."""
    from studykit.workflows.open_library import open_library
    from studykit.workflows.pack import read_rules
    from studykit.workflows.places import find_places

    with tempfile.TemporaryDirectory() as home:
        places = find_places({**os.environ, "STUDYKIT_HOME": home})
        folder = Path(places.content) / "aws-serverless"
        read_rules(folder)
        cold = min(_took(lambda: read_rules(folder)) for _ in range(5))
        open_library(places, "aws-serverless", ())
        warm = min(_took(lambda: len(open_library(places, "aws-serverless", ()).judges())) for _ in range(5))
        every = min(_took(lambda: list(open_library(places, "aws-serverless", ()).judges().values())) for _ in range(5))
    print(f"all domains from their files, with facts  {cold * 1000:6.0f} ms")
    print(f"the cache opened, all domains at hand     {warm * 1000:6.0f} ms")
    print(f"the same, and every one decoded           {every * 1000:6.0f} ms")


def _took(action: Callable[[], object]) -> float:
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
