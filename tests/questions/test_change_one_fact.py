"""A fact that changes in the pack changes the questions that cite it, and no others."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from studykit.core.question import Question
from studykit.workflows.open_library import open_library
from studykit.workflows.places import Places, find_places

PACK = "aws-serverless"
COUNT = 900
SEED = 11


def quiz_of(content: Path, home: Path) -> tuple[Question, ...]:
    library = open_library(Places(content, home), PACK, [])
    return library.quiz(count=COUNT, seed=SEED).questions


def copied(to: Path) -> Path:
    """The built-in pack where it can be changed: without authorities, which would overrule the change, and without the
    examples of the domains, which would refuse it."""
    shutil.copytree(find_places({"STUDYKIT_HOME": str(to)}).content / PACK, to / "content" / PACK)
    for domain in (to / "content" / PACK / "domains").glob("*.yaml"):
        text = domain.read_text(encoding="utf-8")
        domain.write_text(re.sub(r"^examples:\n(?:[ #].*\n|\n)*", "", text, flags=re.MULTILINE), encoding="utf-8")
    return to / "content"


def change(content: Path, fact: str, before: str, after: str) -> None:
    """Writes another value for a fact of ``attributes.yaml``; it is given there once."""
    sheet = content / PACK / "attributes.yaml"
    text = sheet.read_text(encoding="utf-8")
    attribute, _, bound = fact.rpartition(".")
    block = re.search(rf"^  {re.escape(attribute)}:\n(?:    .*\n)+", text, re.MULTILINE)
    assert block
    pattern = rf'^(      {bound}:(?: \{{|\n +)value: "?){re.escape(before)}\b'
    changed, times = re.subn(pattern, rf"\g<1>{after}", block[0], flags=re.MULTILINE)
    assert times == 1
    sheet.write_text(text.replace(block[0], changed), encoding="utf-8")


def key_of(question: Question) -> tuple[str, int]:
    """A card is asked once a turn, and the variant says in which."""
    return question.id, question.variant


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> tuple[Question, ...]:
    folder = tmp_path_factory.mktemp("before")
    return quiz_of(copied(folder), folder / "home")


@pytest.mark.parametrize(
    ("fact", "old", "new"),
    [
        ("lambda.timeout.max", "900 s", "960 s"),
        ("sqs.visibility_timeout.default", "30 s", "35 s"),
        ("apigateway.integration_timeout.default", "29 s", "27 s"),
    ],
)
def test_only_questions_that_cite_a_changed_fact_change(
    fact: str, old: str, new: str, before: tuple[Question, ...], tmp_path: Path
) -> None:
    content = copied(tmp_path)
    change(content, fact, old, new)
    after = quiz_of(content, tmp_path / "home")
    touched = {key_of(one) for one in (*before, *after) if fact in one.facts}
    left = [[one for one in questions if key_of(one) not in touched] for questions in (before, after)]

    # What does not cite it is the same, word for word and in the same order. Questions that cite it may change, go or
    # come, so one quiz may reach further before it is cut after so many questions.
    shared = min(map(len, left))
    assert left[0][:shared] == left[1][:shared]
    assert shared > COUNT / 2
    changed = [
        one for one in before for other in after if key_of(one) == key_of(other) and one.response != other.response
    ]
    assert changed
