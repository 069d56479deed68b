"""One file a kind of question; the table says which there are."""

from __future__ import annotations

from collections.abc import Mapping

from studykit.questions.kind import Kind
from studykit.questions.kinds import (
    behaviour,
    boundary,
    choose,
    cloze,
    comparison,
    conflict,
    definition,
    given,
    limit,
    matching,
    membership,
    repair,
    scenario,
    select,
    sequence,
    term,
    timeline,
    typed,
)

KINDS: Mapping[str, Kind] = {
    one.name: one
    for one in (
        limit.KIND,
        scenario.KIND,
        repair.KIND,
        select.KIND,
        timeline.KIND,
        choose.KIND,
        given.KIND,
        boundary.KIND,
        typed.KIND,
        cloze.KIND,
        comparison.KIND,
        sequence.KIND,
        matching.KIND,
        definition.KIND,
        term.KIND,
        membership.KIND,
        behaviour.KIND,
        conflict.KIND,
    )
}
"""Kind → how it is asked and proved. A new kind is one file and one row."""
