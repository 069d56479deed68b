from __future__ import annotations

import pytest

from studykit.core.behaviour import Behaviour, Choice, Turn
from studykit.core.fact import Cause, ClaimStanding, Status
from studykit.facts.behaviours import behaviour_conflicts, settle_behaviours
from studykit.facts.cues import cue_words, find, joined, read_cue
from studykit.facts.statements import Questions
from studykit.notes.reader import read_note
from tests.golden import Golden, read_golden


def cat(name: str, right: str) -> Behaviour:
    choices = (Choice("daily", "Daily.", ("daily", "every day")), Choice("weekly", "Weekly.", ("weekly",)))
    return Behaviour(
        "cat", f"fed_by.{name}", f"How often does {name} feed?", ("fe*",), (), choices, (right,), subject=(name,)
    )


SWITCH = Behaviour(
    "lamp",
    "switch",
    "What switches the lamp?",
    ("lamp*",),
    ("street",),
    (
        Choice("clock", "The clock.", ("switched clock", "automatic* clock")),
        Choice("hand", "A hand.", ("here: hand", "switched hand")),
    ),
    ("clock",),
    source="a page",
    turns=(Turn("hand", until="2020"),),
)
TARGET = Behaviour(
    "lamp",
    "target",
    "Where does it point?",
    ("lamp",),
    (),
    (Choice("wall", "At the wall.", ("point* wall",)), Choice("behind", "Behind.", ("point* wall behind chair",))),
    (),
)
BEHAVIOURS = (SWITCH, TARGET, cat("anna", "daily"), cat("ben", "daily"), cat("carla", "weekly"))


@pytest.mark.parametrize("example", read_golden("statements.md"), ids=lambda example: example.title)
def test_claims_are_read_as_answers(example: Golden) -> None:
    claims, _ = read_note(example.given, "note")
    made = Questions(BEHAVIOURS).read(claims)
    assert "\n".join(f"{one.span.line} {one.behaviour} = {one.choice}" for one in made) == example.expected


@pytest.mark.parametrize(
    ("cue", "text", "there"),
    [
        ("delet* message", "It deletes the old messages", True),
        ("delet* message", "A message is deleted", False),
        ("latest version", "the latest of all the published versions", True),
        ("latest version", "the latest of all of the many published versions", False),
        ("published", "an unpublished copy", False),
        ("synchronous", "an asynchronous call", False),
        ("$latest", "What is $LATEST?", True),
        ("alias*", "Aliases move", True),
        ("console", "can't use the console", False),
        ("not console", "It is not in the console", True),
    ],
)
def test_a_cue_is_found_in_order_near_and_not_denied(cue: str, text: str, there: bool) -> None:
    assert bool(list(find(read_cue(cue), joined((text,))))) is there


def test_no_cue_is_found_across_two_texts() -> None:
    assert not list(find(read_cue("latest version"), joined(("the latest", "version"))))
    assert cue_words("Can’t") == ("can't",)


def settled(**notes: str):  # type: ignore[no-untyped-def]
    claims = [claim for name, text in notes.items() for claim in read_note(text, name)[0]]
    return {fact.id: fact for fact in settle_behaviours(Questions(BEHAVIOURS).read(claims), BEHAVIOURS, {})}


def test_an_earlier_answer_is_outdated_and_the_conflict_shows_both_lines() -> None:
    facts = settled(a="- The lamp is switched by the clock", b="\n- The lamp is switched by hand")
    assert facts["lamp.switch"].status is Status.OUTDATED_CLAIM
    (conflict,) = behaviour_conflicts(facts.values())
    assert conflict.cause is Cause.CHANGED
    assert [[str(claim.span) for claim in side.claims] for side in conflict.sides] == [["a:1"], ["b:2"]]
    assert '"A hand." held until 2020.' in conflict.reason


def test_what_only_the_pack_says_is_a_side_without_lines() -> None:
    (conflict,) = behaviour_conflicts(settled(b="- The lamp is switched by hand").values())
    assert [(side.says, len(side.claims), side.standing) for side in conflict.sides] == [
        ("The clock.", 0, ClaimStanding.HOLDS),
        ("A hand.", 1, ClaimStanding.OUTDATED),
    ]


def test_without_a_right_answer_the_notes_settle_it_or_nothing_does() -> None:
    facts = settled(
        a="- A lamp points at the wall",
        b="- A lamp points at the wall",
        c="- A lamp points at the wall behind the chair",
    )
    assert facts["lamp.target"].choices == ("wall",)
    open_one = settled(a="- A lamp points at the wall", c="- A lamp points at the wall behind the chair")["lamp.target"]
    assert open_one.status is Status.CONFLICT
    assert not open_one.settled
