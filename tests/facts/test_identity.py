from __future__ import annotations

import pytest

from studykit.core.identity import Anchor
from studykit.facts.identity import match

TEXTS = {
    "queue": ("Dead-letter queue: what is it?", "A queue that takes the messages that nobody could work on."),
    "layer": ("Layer: what is it?", "A zip archive with libraries that several functions share."),
    "alias": ("Alias: what is it?", "A pointer that can be moved from one version to another one."),
    "start": ("Cold start: what is it?", "The first call of a new environment, which has to load the code."),
}


def anchors(texts: dict[str, tuple[str, str]], note: str = "a.md") -> list[Anchor]:
    return [Anchor(f"definition:{name}", "definition", about, text, note) for name, (about, text) in texts.items()]


KNOWN = anchors(TEXTS)


def test_nothing_changes_when_nothing_changed() -> None:
    matching = match(KNOWN, KNOWN)
    assert matching.kept == {one.card: one.card for one in KNOWN}
    assert (matching.unsure, matching.new, matching.gone) == ((), (), ())


@pytest.mark.parametrize(
    "edit",
    [
        lambda about, text: (about, text.replace("that", "which")),
        lambda about, text: (about.replace("what is it", "waht is it"), text),
        lambda about, text: (about.replace(":", " (Lambda):"), text),
        lambda about, text: (about, text + " It costs nothing."),
        lambda about, text: (about, text[: len(text) // 2]),
    ],
)
def test_an_edited_card_is_known_again(edit) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001 - one of the above
    for name, (about, text) in TEXTS.items():
        edited = anchors({**TEXTS, name: edit(about, text)}, "renamed/b.md")
        fresh = [Anchor(f"{one.card}-new", *_rest(one)) if one.card.endswith(name) else one for one in edited]
        assert match(fresh, KNOWN).kept[f"definition:{name}-new"] == f"definition:{name}"


def _rest(one: Anchor) -> tuple[str, str, str, str]:
    return one.kind, one.about, one.text, one.note


def test_another_card_with_similar_words_is_new() -> None:
    other = Anchor("definition:role", "definition", "Execution role: what is it?", "What a function may do.", "a.md")
    matching = match([*KNOWN, other], KNOWN)
    assert [one.card for one in matching.new] == ["definition:role"]


def test_a_card_that_is_like_two_is_unsure_and_taken_for_none() -> None:
    text = "Ten workers at once"
    twins = anchors({"one": ("Limit of the first pool", text), "two": ("Limit of the worst pool", text)})
    fresh = [Anchor("definition:x", "definition", "Limit of the burst pool", text, "a.md")]
    matching = match(fresh, twins)
    assert matching.kept == {}
    assert {one.card for one in matching.unsure[0].candidates} == {"definition:one", "definition:two"}


def test_cards_of_another_form_are_never_the_same() -> None:
    fresh = [Anchor("answer:queue", "answer", *_rest(KNOWN[0])[1:])]
    assert match(fresh, KNOWN).kept == {}


def test_a_card_that_is_gone_is_told() -> None:
    assert [one.card for one in match(KNOWN[1:], KNOWN).gone] == ["definition:queue"]


def test_two_figures_of_one_sentence_are_told_apart_under_a_renamed_heading() -> None:
    said = "A normal resting heart rate is 60 to 100 beats per minute."

    def figures(heading: str) -> list[Anchor]:
        gaps = (("60", said.replace("60", "[…]")), ("100", said.replace("100", "[…]")))
        return [
            Anchor(f"figure:{heading}-{value}", "figure", f"{heading}: {front}", f"{value}\n{said}", "a.md")
            for value, front in gaps
        ]

    matching = match(figures("Heart and circulation"), figures("Heart"))
    assert matching.unsure == ()
    assert matching.kept == {f"figure:Heart and circulation-{value}": f"figure:Heart-{value}" for value in (60, 100)}
