"""A small domain for tests of the rules, with facts of its own."""

from __future__ import annotations

import textwrap
from pathlib import Path

from studykit.core.diagnostic import Diagnostic
from studykit.core.pack import DomainSource
from studykit.core.quantity import Quantity, parse_quantity
from studykit.core.tree import Tree
from studykit.packs.yaml_file import read_tree
from studykit.rules.domain import Domain
from studykit.rules.engine import Judge
from studykit.rules.load import load_domain

FACTS: dict[str, Quantity] = {
    "oven.heat_time.max": parse_quantity("90 min"),
    "oven.rest_factor.min": parse_quantity("3x"),
    "oven.trays.max": parse_quantity("4"),
    "oven.tray_weight.max": parse_quantity("2 MB"),
}

OVEN = """\
domain: oven.bake
title: Bread in an oven
area: baking
wanted: baked
outcomes:
  refused: The oven refuses.
  doughy: The dough did not rest.
  baked: The bread is good.
inputs:
  bread: {choice: [white, rye], usual: white}
  heat_time: {duration: [1 min, oven.heat_time.max], step: 1 min, title: time in the oven}
  rest_time: {duration: , step: 1 min}
  trays: {count: [1, 100]}
  glazed: {truth: }
derived:
  ratio: {is: rest_time / heat_time, title: rest for each minute of heat}
rules:
  - id: too-many-trays
    when: has(trays) && trays > oven.trays.max
    outcome: refused
    because: It has room for fewer.
  - id: glazed-rye
    when: has(bread) && bread == 'rye' && has(glazed) && glazed
    outcome: refused
    because: Rye is not glazed.
  - id: too-little-rest
    when: rest_time < oven.rest_factor.min * heat_time
    outcome: doughy
    because: Dough rests longer than it bakes.
  - id: fine
    outcome: baked
    because: Everything was in time.
misconceptions:
  - id: no-more-rest
    says: Rest as long as you bake.
    change: {oven.rest_factor.min: 1x}
  - id: any-trays
    says: Any number of trays fits.
    drop: [too-many-trays]
questions:
  - id: rest
    kind: outcome
    stem: Dough rests {rest_time} and bakes {heat_time}. What comes out?
    vary: [rest_time, heat_time]
examples:
  - {given: {rest_time: 30 min, heat_time: 10 min}, outcome: baked}
  - {given: {rest_time: 29 min, heat_time: 10 min}, outcome: doughy}
  - {given: {trays: 5}, outcome: refused}
"""


UNCITED = ("change: {oven.rest_factor.min: 1x}", "drop: [glazed-rye]")
"""A change for tables that no longer cite the factor."""


def tree_of(text: str, folder: Path) -> Tree:
    """The tree of a YAML text."""
    path = folder / "domain.yaml"
    path.write_text(textwrap.dedent(text), encoding="utf-8")
    tree, problems = read_tree(path)
    assert tree is not None, problems
    return tree


def load(text: str, folder: Path) -> tuple[Domain | None, tuple[Diagnostic, ...]]:
    """A domain's text, loaded over the facts of the oven."""
    return load_domain(DomainSource("domain.yaml", tree_of(text, folder)), (), FACTS)


def oven(folder: Path, *changes: tuple[str, str]) -> Judge:
    """The judge of the oven, some of its text changed; the text must be without problems."""
    text = OVEN
    for before, after in changes:
        assert before in text, before
        text = text.replace(before, after)
    domain, problems = load(text, folder)
    assert domain is not None, problems
    return Judge(domain, FACTS)


def settings(**words: str | bool) -> dict[str, Quantity | str | bool]:
    """``heat_time="10 min"`` as settings."""
    return {
        name: parse_quantity(value) if isinstance(value, str) and value[0].isdigit() else value
        for name, value in words.items()
    }
