"""Why an answer holds: its tree, its fixes, and where each row leads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from studykit.core.card import CardKind
from studykit.core.quantity import parse_quantity
from studykit.core.source import SourceSpan
from studykit.core.verdict import Value
from studykit.questions.situated import situated
from studykit.tui.screens.why import WhyTree
from studykit.workflows.explanation import explain
from studykit.workflows.why import Branch, Why, why, why_of
from tests.tui.alone import Alone, press
from tests.tui.golden import compare
from tests.tui.looking import rows, text
from tests.tui.stage import library, rested

SPAN = SourceSpan("sqs.md", 31, 31)
SETTINGS: Mapping[str, Value] = {"visibility_timeout": parse_quantity("60 s")}
FOUND = Why(
    "duplicates_likely",
    "It comes back into view [b]while[/b] it is still being worked on.",
    (
        Branch((), "rule visibility-too-short", "", ""),
        Branch((True,), "visibility_timeout < factor × function_timeout", "true", ""),
        Branch((True, False), "visibility_timeout", "60 s", "setting"),
        Branch((True, True), "factor × function_timeout", "360 s", "worked out"),
        Branch((True, True, False), "sqs.visibility_timeout_factor.min", "6", "fact", "sqs.factor.min", SPAN),
        Branch((True, True, True), "function_timeout", "60 s", "setting"),
    ),
    "processed_once_or_more",
    ("visibility_timeout 60 s → 360 s", "function_timeout 60 s → 10 s"),
    "lambda.queue_source",
    SETTINGS,
)


class Shown(Alone):
    """Notes the lab, too."""

    def open_lab(self, domain: str, settings: Mapping[str, Value]) -> None:
        self.asked.append(f"lab {domain} {settings['visibility_timeout']}")


def tree() -> Shown:
    return Shown(lambda: WhyTree(FOUND))


async def test_the_tree_looks_as_it_was_read_last() -> None:
    for size in ((80, 24), (120, 36), (40, 12)):
        shown = tree()
        async with shown.run_test(size=size) as pilot:
            await rested(pilot)
            compare(f"why-{size[0]}x{size[1]}", shown)


async def test_each_row_leads_on_or_says_that_it_does_not() -> None:
    shown = tree()
    async with shown.run_test(size=(80, 24)) as pilot:
        await rested(pilot)
        await press(pilot, "enter", "o", "t")
        assert shown.asked == ["fact sqs.factor.min", "note sqs.md:31", "lab lambda.queue_source 60 s"]
        await press(pilot, "down", "enter")
        assert "! This row is no fact." in text(shown)
        await press(pilot, "y")
        assert "├─ visibility_timeout" in shown.asked[-1]
        await press(pilot, "escape")
        assert not isinstance(shown.screen, WhyTree)


async def test_a_long_sentence_wraps_and_its_rows_lead_to_one_fact() -> None:
    words = "The messages stay hidden long enough, and the service deletes what the function finished."
    found = replace(FOUND, branches=(Branch((), "rule fine", "", ""), Branch((True,), words, "6", "fact", "sqs.max")))
    shown = Shown(lambda: WhyTree(found))
    async with shown.run_test(size=(40, 12)) as pilot:
        await rested(pilot)
        told = " ".join(row.strip(" ▌└─") for row in rows(shown)[2:-3])
        assert all(word in told for word in words.split())
        await press(pilot, "down", "down", "enter")
        assert shown.asked == ["fact sqs.max"]


def test_questions_of_every_scenario_kind_are_read_back_into_settings() -> None:
    content, kinds = library(), set[str]()
    for card in content.cards:
        if card.kind is not CardKind.SCENARIO:
            continue
        for variant in range(3):
            question = content.question(card, variant)
            if question is not None and question.kind not in kinds:
                found = situated(question, content.ground())
                assert found is not None, question.stem
                kinds.add(question.kind)
                assert why_of(content, found.judge, found.settings).branches, question.stem
        if len(kinds) > 3:
            break
    assert {"scenario", "repair"} <= kinds


def test_a_fact_is_explained_by_its_claims() -> None:
    content = library()
    card = next(one for one in content.cards if one.kind is CardKind.LIMIT)
    question = content.question(card, 0)
    assert question is not None
    branches = why(content, question).branches
    assert branches[0].fact == question.facts[0]
    assert any(one.span is not None for one in branches[1:])
    told = explain(content, question)
    assert told.grounds[0].id == question.facts[0]
    assert told.lines[0].span in question.sources
