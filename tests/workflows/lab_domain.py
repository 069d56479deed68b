"""A small domain with every kind of setting, a time line and facts of its own, whatever the built-in pack holds."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import cast

from studykit.core.attribute import Attribute, Bound
from studykit.core.fact import Fact, Status
from studykit.core.pack import DomainSource
from studykit.core.quantity import Quantity, parse_quantity
from studykit.rules.engine import Judge
from studykit.rules.load import load_domain
from studykit.workflows.library import Library
from tests.rules.tables import tree_of

VALUES: Mapping[str, Quantity] = {
    "post.tries.max": parse_quantity("2"),
    "post.tries.default": parse_quantity("2"),
    "post.age.min": parse_quantity("60 s"),
    "post.age.max": parse_quantity("6 h"),
    "post.first_wait.exact": parse_quantity("1 min"),
    "post.second_wait.exact": parse_quantity("2 min"),
}
_STATUS = {"post.tries.max": Status.VERIFIED, "post.age.max": Status.OUTDATED_CLAIM}

POST = """\
domain: post.parcel
title: What happens to a parcel that nobody takes
area: delivery
wanted: delivered
outcomes:
  delivered: The parcel is handed over, and nothing is left to do.
  sent_back: Nobody takes the parcel, so it goes back to whoever sent it.
  lost: Nobody takes the parcel and nobody gets it back.
inputs:
  results: {list: {choice: {success: taken, error: refused}}, title: what happens at each try, fixed: true}
  tries: {count: [0, post.tries.max], default: post.tries.default, title: tries after the first one}
  age: {duration: [post.age.min, post.age.max], default: 6 h, step: 1 s, title: longest age of a parcel}
  weight: {size: , step: 1 KB, title: weight of the parcel}
  sender: {choice: {none: nobody, shop: a shop, friend: a friend}, default: none, title: who gets it back}
  signed: {truth: {true: signed for, false: left at the door}, title: how it is handed over}
  label: {text: json, title: what stands on it}
  stops: {list: {duration: }, title: hours of the day}
derived:
  kept: sender != 'none'
  run:
    kernel: asynchronous_invocation
    with:
      results: results
      retries: tries
      maximum_event_age: age
      first_wait: post.first_wait.exact
      second_wait: post.second_wait.exact
      first_backoff: 1 s
      longest_backoff: 5 min
      on_failure: kept
  attempts: {is: run.attempts, title: tries}
rules:
  - id: handed-over
    when: run.end == 'succeeded'
    outcome: delivered
    because: Somebody took it.
  - id: back
    when: run.end == 'retries_exhausted' && kept
    outcome: sent_back
    because: After the last try the sender gets it.
  - id: gone
    outcome: lost
    because: No try is left, and there is no sender.
misconceptions:
  - {id: one-try, says: There is one try only., change: {post.tries.max: "0"}}
  - {id: no-sender, says: Senders get nothing back., drop: [back]}
questions:
  - id: end
    kind: outcome
    stem: A parcel is tried {tries} times again and {sender} sent it. What happens to the parcel in the end?
    vary: {tries: ["0", "1", "2"], sender: [none, shop]}
    given: {results: [error, success]}
examples:
  - {given: {results: [success]}, outcome: delivered}
  - {given: {results: [error]}, outcome: lost}
  - {given: {results: [error], sender: shop}, outcome: sent_back}
"""


def post(folder: Path) -> Judge:
    """The judge of the parcels."""
    domain, problems = load_domain(DomainSource("post.yaml", tree_of(POST, folder)), (), VALUES)
    assert domain is not None, problems
    return Judge(domain, VALUES)


def facts() -> dict[str, Fact]:
    """The facts of the parcels."""
    found = {}
    for name, quantity in VALUES.items():
        service, key, bound = name.split(".")
        attribute = Attribute(service, key, key, quantity.dimension, quantity.unit)
        found[name] = Fact(attribute, Bound(bound), quantity, _STATUS.get(name, Status.AGREED))
    return found


def library(folder: Path) -> Library:
    """As much of a library as the lab asks for."""
    judge = post(folder)
    found = SimpleNamespace(
        judge=lambda _: judge, judges=lambda: {judge.domain.id: judge}, base=SimpleNamespace(facts=facts())
    )
    return cast("Library", found)
