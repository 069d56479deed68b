"""Score the blind configurations: agreement per domain, and every disagreement with what was expected and what came.

Run from the repository's root: ``python tests/blind/configurations/score.py [--syntax] [--second] [DOMAIN ...]``
(``--syntax`` only reads the settings and decides nothing). A configuration that the inputs cannot say has
``ask: null`` in asked.yaml and counts as wrong; one whose domain does not load is counted apart.
"""

from __future__ import annotations

import hashlib
import sys
from collections import Counter
from fractions import Fraction
from pathlib import Path
from typing import Any

import yaml

from studykit.core.errors import UsageError
from studykit.core.quantity import Quantity, parse_quantity
from studykit.core.verdict import Verdict
from studykit.rules.domain import Derived
from studykit.rules.engine import Judge
from studykit.rules.settings import read_settings
from studykit.workflows.pack import read_rules

HERE = Path(__file__).parent
_CENT = Fraction(1, 100)
FROZEN = "08ec23280690bed03316d307c20aad207d75265cddaa79f072e7adc599aa45fc"


def agrees(wanted: str, value: object) -> bool:
    """Whether a worked-out value is the expected one (money and shares to the cent or percent)."""
    if isinstance(value, Quantity):
        expected = parse_quantity(wanted)
        gap = Fraction(expected.base) - Fraction(value.base)
        return -_CENT <= gap <= _CENT if "USD" in wanted else gap == 0
    if isinstance(value, bool):
        return wanted == str(value).lower()
    return wanted.lower() in str(value).lower()


def differences(judge: Judge, verdict: Verdict, shows: dict[str, str]) -> list[str]:
    """Worked-out values that are not the expected ones."""
    shown = dict(verdict.worked_out)
    titles = {each.name: each.title for each in judge.domain.derived if isinstance(each, Derived)}
    came = {name: shown.get(name, shown.get(titles.get(name, ""), "nothing")) for name in shows}
    return [f"{name}: wanted {text}, came {came[name]}" for name, text in shows.items() if not agrees(text, came[name])]


def read_rows(*, second: bool) -> tuple[list[dict[str, Any]], dict[str, dict[str, Any]]]:
    """The configurations, and what is asked for each."""
    frozen = (HERE / "configurations.yaml").read_bytes()
    untouched = hashlib.sha256(frozen).hexdigest() == FROZEN
    print("frozen expectations are", "untouched" if untouched else "CHANGED")
    if not second:
        answers = yaml.safe_load((HERE / "asked.yaml").read_text(encoding="utf-8"))
        return yaml.safe_load(frozen), {row["id"]: row for row in answers}
    rows = yaml.safe_load((HERE / "second.yaml").read_text(encoding="utf-8"))
    for one in rows:
        one |= {"words": ", ".join(f"{name}={text}" for name, text in one["ask"].items()), "expect": one["why"]}
    return rows, {row["id"]: row for row in rows}


def main(arguments: list[str]) -> int:
    syntax = "--syntax" in arguments
    only = [one for one in arguments if not one.startswith("--")]
    configurations, asked = read_rows(second="--second" in arguments)
    judges = {judge.domain.id: judge for _, judge in read_rules(HERE.parents[2] / "content" / "aws-serverless").judges}
    right, total, unscored = Counter[str](), Counter[str](), Counter[str]()
    not_said: list[str] = []
    for one in configurations:
        name, domain = one["id"], one["domain"]
        if only and domain not in only:
            continue
        row, judge = asked.get(name), judges.get(domain)
        if judge is None or row is None:
            unscored[domain] += 1
            continue
        total[domain] += 1
        if row["ask"] is None:
            not_said.append(name)
            continue
        wanted = row["outcome"] if isinstance(row["outcome"], list) else [row["outcome"]]
        if unknown := [each for each in wanted if each not in judge.domain.outcomes]:
            print(f"{name}: no outcome {unknown}")
        try:
            settings = read_settings(judge.domain, row["ask"])
            verdict = None if syntax else judge.verdict(settings)
        except UsageError as problem:
            print(f"{name}: INPUT {problem}")
            continue
        if verdict is None:
            continue
        wrong = differences(judge, verdict, row.get("shows", {}))
        if verdict.outcome in wanted and not wrong:
            right[domain] += 1
            continue
        print(f"{name}: {one['words']}\n    expected {' or '.join(wanted)}: {one['expect']}")
        print(f"    came     {verdict.outcome or verdict.decision.name}: {verdict.says} {'; '.join(wrong)}")
        print(f"    because  {verdict.rows[0].because if verdict.rows else ''} {verdict.missing or ''}")
    print()
    for domain in sorted(total | unscored):
        apart = f"   ({unscored[domain]} not scored: no domain or no mapping)" if unscored[domain] else ""
        print(f"{domain:28} {right[domain]:3} of {total[domain]:3}{apart}")
    print(f"{'all':28} {sum(right.values()):3} of {sum(total.values()):3}")
    print(f"cannot be said with the inputs: {', '.join(not_said) or 'none'}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
