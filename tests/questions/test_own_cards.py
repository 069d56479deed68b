"""Cards in the notes' own words."""

from __future__ import annotations

import pytest

from studykit.notes.reader import read_note
from studykit.questions.cards import own_card, own_id


@pytest.mark.parametrize(
    ("means", "back"),
    [
        ("a list of all that is there", "A list of all that is there"),
        ("äußere Kruste eines Brotes aus dem Ofen", "Äußere Kruste eines Brotes aus dem Ofen"),
        ("well-known port of a server process", "Well-known port of a server process"),
        ("`web[0].id` names the first of them", "web[0].id names the first of them"),
        ("iam:PassRole hands a role to a service", "iam:PassRole hands a role to a service"),
        ("for_each takes a map or a set", "for_each takes a map or a set"),
    ],
)
def test_a_definition_begins_with_a_large_letter_and_a_name_in_code_with_its_own(means: str, back: str) -> None:
    (claim,), _ = read_note(f"- **Splat**: {means}", "note.md")
    assert own_card(own_id(claim, has_limits=False), [claim], "deck").back == back
