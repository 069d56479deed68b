"""A small pack that works: the start of a teacher's own."""

from __future__ import annotations

from pathlib import Path

from studykit.core.errors import ContentError

_PACK = """\
pack: {name}
title: My exam
"""

_ATTRIBUTES = """\
# What can be limited, in which words people say it, and the values in force with their source.
services:
  oven: {name: The school oven, aliases: [oven, baking oven]}
attributes:
  oven.heat_time:
    means: time that a bread may stay in the oven
    dimension: time
    unit: min
    aliases: [baking time, time in the oven, heat time]
    area: baking
    values:
      max: {value: 90 min, source: "Handbook of the school oven, page 4", as_of: "2026"}
      default: {value: 30 min, source: "Handbook of the school oven, page 4", as_of: "2026"}
  oven.rest_factor:
    means: how much longer dough rests than it bakes
    dimension: ratio
    unit: x
    aliases: [rest factor, resting factor]
    area: baking
    values:
      min: {value: 3x, source: "Handbook of the school oven, page 7", as_of: "2026"}
"""

_BLUEPRINT = """\
exam: BREAD-1
title: First exam in bread
areas:
  - {key: baking, title: Baking, weight: 100}
questions: 20
scored: 20
minutes: 30
passing: 700
source: The school's own rules
as_of: "2026"
"""

_NOTE = """\
# The school oven

- The baking time of a bread in the oven is at most 90 minutes.
- When nothing is set, the oven's baking time is 30 minutes.
- In the oven's handbook the rest factor is at least 3 times.
"""

_DOMAIN = """\
domain: oven.bake
title: Bread in the school oven
area: baking
wanted: baked
outside: refused
outcomes:
  refused: The oven does not start with these settings.
  doughy: The bread comes out doughy, because it did not rest for long enough.
  baked: The bread comes out well baked.
inputs:
  heat_time: {duration: [0 min, oven.heat_time.max], default: oven.heat_time.default, step: 1 min, title: baking time}
  rest_time: {duration: , step: 1 min, title: resting time}
rules:
  - id: too-little-rest
    when: rest_time < oven.rest_factor.min * heat_time
    outcome: doughy
    because: Dough has to rest for much longer than it bakes, or the yeast has no time to work.
  - id: fine
    outcome: baked
    because: The dough rested for long enough and the oven takes the baking time.
misconceptions:
  - id: rest-as-long
    says: Dough rests as long as it bakes.
    change: {oven.rest_factor.min: 1x}
  - id: rest-does-not-matter
    says: Only the baking time matters.
    drop: [too-little-rest]
  - id: two-hours
    says: The oven bakes for two hours when you ask it to.
    change: {oven.heat_time.max: 120 min}
questions:
  - id: rest
    kind: outcome
    stem: >-
      A pupil lets the dough of a loaf rest for {rest_time} in a warm place beside the school oven. Then the pupil
      sets the oven to a baking time of {heat_time} and starts it without changing anything else. The recipe is an
      ordinary one for white bread. What happens to this loaf?
    vary: [rest_time, heat_time]
  - id: reason
    kind: because
    stem: >-
      Two pupils argue about a loaf of white bread. Its dough rested for {rest_time}, and somebody set the school
      oven to a baking time of {heat_time} before the lesson began. Nothing else about the loaf or the oven is
      unusual today. Which reason decides what happens to it?
    vary: [rest_time, heat_time]
examples:          # what must hold: a step below every limit, the limit, a step above
  - {given: {rest_time: 89 min}, outcome: doughy}
  - {given: {rest_time: 90 min}, outcome: baked}
  - {given: {rest_time: 91 min}, outcome: baked}
  - {given: {rest_time: 30 min, heat_time: 10 min}, outcome: baked, rule: fine}
  - {given: {rest_time: 29 min, heat_time: 10 min}, outcome: doughy}
  - {given: {rest_time: 300 min, heat_time: 90 min}, outcome: baked}
  - {given: {rest_time: 300 min, heat_time: 91 min}, outcome: refused, rule: heat_time-above}
  - {given: {heat_time: 10 min}, outcome: unknown}
"""


def write_pack(folder: Path) -> tuple[Path, ...]:
    """Writes the files of a small pack into a new or empty folder. Raises ContentError when it is not empty."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ContentError(f"'{folder}' is there already. Name a folder that is new or empty.")
    files = {
        "pack.yaml": _PACK.format(name=folder.resolve().name),
        "attributes.yaml": _ATTRIBUTES,
        "blueprint.yaml": _BLUEPRINT,
        "notes/oven.md": _NOTE,
        "domains/oven.bake.yaml": _DOMAIN,
    }
    paths = []
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        paths.append(path)
    return tuple(paths)
