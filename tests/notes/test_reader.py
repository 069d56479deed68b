"""Any text is read; claims keep their words, lines and what stands above them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studykit.core.claim import Claim
from studykit.notes.reader import read_note
from tests.golden import Golden, read_golden

_PIECES = st.sampled_from(
    ["- ", "  ", "\n", "|", "---", "`", "```", "# ", "5 s", "?", "**", "Q: ", "A: ", "[", "](", "x", "<!--"]
)


def shown(claim: Claim) -> str:
    span, context = claim.span, claim.context
    place = str(span.line) if span.line == span.end else f"{span.line}-{span.end}"
    asked = f" [{claim.about}]" if claim.kind != "behaviour" else ""
    above = " > ".join((*context.headings, *context.parents))
    cell = f" {{ {context.label} | {context.column} }}" if context.header else ""
    return f"{place} {claim.kind} {claim.text}{asked}{f' < {above}' if above else ''}{cell}"


@pytest.mark.parametrize("example", read_golden("claims.md"), ids=lambda example: example.title)
def test_notes_are_read_as_people_mean_them(example: Golden) -> None:
    claims, _ = read_note(example.given, "note.md")
    assert "\n".join(map(shown, claims)) == example.expected


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=400), st.lists(_PIECES, max_size=60).map("".join)))
def test_no_text_breaks_the_reader_and_every_claim_lies_in_the_note(text: str) -> None:
    claims, _ = read_note(text, "note.md")
    last = text.count("\n") + text.count("\r") + 1
    for claim in claims:
        assert claim.text.strip()
        assert 1 <= claim.span.line <= claim.span.end <= last
        assert claim.lines[0] == 0
        assert list(claim.lines) == sorted(claim.lines)
        assert claim.line_at(len(claim.text)) <= claim.span.end


@pytest.mark.parametrize("piece", ["a. B ", "e.g. 5 s; ", "*a ", "[[", "<!-- ", "> ", "|a"])
def test_reading_stays_fast_on_text_that_no_person_wrote(piece: str) -> None:
    read_note(piece * (100_000 // len(piece)), "note.md")


def test_a_figure_finds_its_line_in_a_wrapped_bullet() -> None:
    (claim,), _ = read_note("- The limit is\n  about\n  900 seconds", "note.md")
    assert claim.line_at(claim.text.index("900")) == 3


def test_a_bold_paragraph_heads_what_follows() -> None:
    claims, _ = read_note("# Queues\n\n**Limits**\n\n- 5 s", "note.md")
    assert claims[-1].context.headings == ("Queues", "Limits")


@pytest.mark.parametrize(
    "sentence",
    [
        "Capacity is the power to act with effect (§§ 104 ff. BGB).",
        "An offer binds whoever makes it, see Art. 14 and Abs. 2 of it.",
        "A loaf is done when it sounds hollow (Knock on it. Then listen.) and smells good.",
        "The rule goes back to Dr. Gram and Mrs. Stain.",
    ],
)
def test_a_sentence_ends_where_it_ends(sentence: str) -> None:
    claims, _ = read_note(f"- {sentence} Another one follows.", "note.md")
    assert [claim.text for claim in claims] == [sentence, "Another one follows."]


def test_a_bracket_that_nobody_closes_holds_nothing() -> None:
    claims, _ = read_note("- It has a (small hole. Another one follows.", "note.md")
    assert len(claims) == 2


def test_the_title_of_a_callout_stands_by_itself() -> None:
    claims, _ = read_note("> [!tip]+ State\n> **State**: what maps the resources in code to real ones.\n", "note.md")
    assert [(claim.about, claim.text) for claim in claims] == [
        ("", "State"),
        ("State", "State: what maps the resources in code to real ones."),
    ]
    claims, _ = read_note("> [!question] What is drift?\n> A difference that nobody planned.\n", "note.md")
    assert [(claim.about, claim.text) for claim in claims] == [("What is drift?", "A difference that nobody planned.")]
    claims, _ = read_note("> [!note]\n> The native VLAN is VLAN 1.\n", "note.md")
    assert [(claim.text, claim.span.line) for claim in claims] == [("The native VLAN is VLAN 1.", 2)]
