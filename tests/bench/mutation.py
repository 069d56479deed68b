"""Mutation score: which wrong limits and comparisons the examples of the domains notice.

python -m tests.bench.mutation [--pack FOLDER] [DOMAIN …]
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

from studykit.core.attribute import Attribute, Bound
from studykit.core.quantity import Quantity
from studykit.rules.engine import Judge
from studykit.rules.mutants import mutants, survives
from studykit.workflows.pack import read_rules

CONTENT = Path(__file__).resolve().parents[2] / "content"


EQUIVALENT = {
    "choice.messaging": {
        "rule stream-for-less: < is <= in 'kinesis_month < fifo_month'": "the two costs are equal at no whole rate",
    },
    "lambda.function": {
        "lambda.memory.default = 129 MB": "only the unrounded share of a processor changes, and it is shown rounded",
        "lambda.timeout.default = 4 s": "every default within the range is accepted alike",
        "lambda.timeout.default = 2 s": "every default within the range is accepted alike",
    },
}
"""Mutants that survive because they change no decision, and why."""


def step_of(name: str, attributes: Mapping[str, Attribute]) -> Quantity:
    """One step of a fact: its increment, or one of the unit that its value is written in."""
    attribute = attributes[name.rpartition(".")[0]]
    stated = {one.bound: one.quantity for one in attribute.cited if not one.scope}
    if Bound.INCREMENT in stated and name != f"{attribute.id}.increment":
        return stated[Bound.INCREMENT]
    value = next((quantity for bound, quantity in stated.items() if name == f"{attribute.id}.{bound}"), None)
    unit = value.unit if value else attribute.unit
    return Quantity(Fraction(value.figure, 10) if value and isinstance(value.figure, Fraction) else 1, unit)


def surviving(judge: Judge, attributes: Mapping[str, Attribute]) -> tuple[list[str], int]:
    """What survives, and of how many."""
    made = list(mutants(judge, lambda name: step_of(name, attributes)))
    return [mutant.says for mutant in made if survives(mutant)], len(made)


def main() -> None:
    """Prints the share that is caught for each domain, and what survives."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pack", type=Path, default=CONTENT / "aws-serverless")
    parser.add_argument("domains", nargs="*")
    arguments = parser.parse_args()
    names = arguments.domains or [""]
    caught = total = 0
    for name in names:
        rules = read_rules(arguments.pack, name)
        attributes = {one.id: one for one in rules.pack.attributes}
        for problem in rules.diagnostics:
            print(problem)
        for _, judge in rules.judges:
            left, made = surviving(judge, attributes)
            caught, total = caught + made - len(left), total + made
            print(f"{judge.domain.id:<28} {made - len(left):>4} of {made:>4} caught")
            for says in left:
                reason = EQUIVALENT.get(judge.domain.id, {}).get(says, "NO REASON KNOWN: an example is missing")
                print(f"    survives: {says}   ({reason})")
    print(f"mutation score {caught / total:.1%} ({caught} of {total})" if total else "no mutants")


if __name__ == "__main__":
    main()
