"""Programs of others read what we write, and we read what their formats allow; they run beside us."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

import pytest

from studykit.core.question import Question
from studykit.core.response import Choices, Matching, Option, Ordering, Typed
from studykit.exchange.gift import read_gift, write_gift
from studykit.exchange.moodle import write_moodle
from studykit.workflows.library import Library
from tests.exchange.given_questions import EVERY, question
from tests.peers.npm import install

PEER = "gift-pegjs@1.0.2"
RUNNER = """
const { parse } = require('gift-pegjs');
const answers = JSON.parse(require('fs').readFileSync(0, 'utf8')).map((text) => {
  try { return parse(text); } catch (problem) { return String(problem.message).slice(0, 300); }
});
console.log(JSON.stringify(answers));
"""
HOSTILE = (
    "{brace}",
    "a = b",
    "x ~ y",
    "50% # 1",
    "::t::",
    "C:\\new",
    "a->b",
    "[html]",
    "%50%",
    "]]>",
    "<b>&amp;</b>",
    "é 🧪",
)
FOREIGN = """// written after the published description of the format
$CATEGORY: places/europe

::Grant:: Who is buried in Grant's tomb in New York City? {
=Grant#Well done.
~No one#Was true for 12 years.
~Napoleon#He was buried in France.
}

The oven {~cools =heats ~freezes} the bread.

The sun rises in the west.{FALSE#No, it rises in the east.#Right.}

Two plus two equals {=four =4}.

Match the countries with their capitals. {
   =Canada -> Ottawa
   =Italy  -> Rome
   =Japan  -> Tokyo
   }

What is pi to 3 decimal places? {#3.1415:0.0005}

What is a number from 1 to 5? {#1..5}

Which two made the first flight? {
~%50%Orville
~%-100%Otto
~%50%Wilbur
~%-100%Gustave
####The brothers Wright.
}

::escapes:: Which answer holds for 2 \\= 1 + 1 and \\{a\\:b\\}? {=\\~yes\\# ~no}

Tell what you know about bread. {}
"""


@pytest.fixture(scope="module")
def peer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of its own with the peer in it."""
    folder = tmp_path_factory.mktemp("gift-peer")
    install(folder, PEER, left_out="the other reader of GIFT", modules=False)
    (folder / "runner.cjs").write_text(RUNNER, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def asked(library: Library) -> tuple[Question, ...]:
    """Questions of the built-in pack, of every form, and some whose texts mean something to GIFT and XML."""
    return (*library.quiz(count=60, seed=5).questions, *EVERY, *(_hostile(Random(seed)) for seed in range(40)))


def _hostile(chance: Random) -> Question:
    # the peer takes "=a->b" for a matching, where Moodle looks for a "~" first
    texts = chance.sample([text for text in HOSTILE if text != "a->b"], 5)
    right = chance.randint(1, 3)
    options = tuple(Option(f"{text} {at}", at < right, chance.choice(HOSTILE)) for at, text in enumerate(texts))
    return question(Choices(options), f"Is {chance.choice(HOSTILE)} and {chance.choice(HOSTILE)} so?")


def parsed(folder: Path, *texts: str) -> list[Any]:
    done = subprocess.run(
        ("node", "runner.cjs"),
        cwd=folder,
        input=json.dumps(texts),
        capture_output=True,
        text=True,
        check=True,
        timeout=90,
    )
    found: list[Any] = json.loads(done.stdout)
    return found


def spaced(text: str) -> str:
    """The peer joins spaces, and sets some around a gap; we keep them as they are."""
    return re.sub(r" ?_____ ?", "_____", " ".join(text.split()))


def test_another_reader_of_gift_finds_every_question_with_its_key_and_reasons(
    peer: Path, asked: Sequence[Question]
) -> None:
    (found,) = parsed(peer, write_gift(asked))
    assert isinstance(found, list), found
    there = [one for one in found if one["type"] != "Category"]
    assert len(there) == len(asked)
    for one, ours in zip(there, asked, strict=True):
        assert spaced(one["title"]) == spaced(ours.id)
        assert spaced(one["stem"]["text"]).startswith(spaced(ours.stem))
        _same_answers(one, ours)


def _same_answers(one: dict[str, Any], ours: Question) -> None:
    response = ours.response
    if isinstance(response, Choices):
        many = len(response.positions) > 1
        said = [
            (
                spaced(choice["text"]["text"]),
                choice["weight"] > 0 if many else choice["isCorrect"],
                spaced(choice["feedback"]["text"]) if choice["feedback"] else "",
            )
            for choice in one["choices"]
        ]
        assert said == [(spaced(option.text), option.right, spaced(option.reason)) for option in response.options]
    elif isinstance(response, Typed):
        first = one["choices"][0]
        assert first["text"]["number"] == pytest.approx(float(response.quantity.figure))
        assert first["text"]["range"] == pytest.approx(float(response.quantity.figure * response.tolerance))
    else:
        pairs = {pair["subquestion"]["text"]: pair["subanswer"] for pair in one["matchPairs"]}
        if isinstance(response, Ordering):
            wanted = {spaced(line.text): str(line.place) for line in response.lines}
        else:
            assert isinstance(response, Matching)
            wanted = {spaced(pair.text): spaced(response.choices[pair.match]) for pair in response.pairs}
        for text, choice in wanted.items():
            # the peer leaves some escapes on the right of an arrow as they are
            assert pairs[text.replace("->", "→")].replace("&&058;", ":").replace("&&061;", "=") == choice


def test_two_readers_find_the_same_in_a_file_that_we_did_not_write(peer: Path) -> None:
    (theirs,) = parsed(peer, FOREIGN)
    ours, problems = read_gift(FOREIGN, "f.gift")
    kept = [one for one in theirs if one["type"] not in ("Category", "Essay")]
    assert [spaced(one["stem"]["text"]) for one in kept] == [spaced(one.stem) for one in ours]
    assert [one["title"] for one in kept if one["title"]] == [one.title for one in ours if one.title]
    assert [problem.message for problem in problems] == ["An essay has no key, so it cannot be asked here."]
    for one, found in zip(kept, ours, strict=True):
        if one["type"] == "MC":
            assert isinstance(found.response, Choices)
            right = [(choice["weight"] or 0) > 0 or choice["isCorrect"] for choice in one["choices"]]
            assert [option.right for option in found.response.options] == right
            assert [option.text for option in found.response.options] == [
                choice["text"]["text"] for choice in one["choices"]
            ]
        if one["type"] == "Matching":
            assert isinstance(found.response, Matching)
            assert [(pair.text, found.response.choices[pair.match]) for pair in found.response.pairs] == [
                (pair["subquestion"]["text"], pair["subanswer"]) for pair in one["matchPairs"]
            ]


def test_both_readers_refuse_what_is_broken(peer: Path) -> None:
    broken = ["What?{=a ~b", "What?{#one}", "a{=b ~c} d {=e ~f}"]
    for text, theirs in zip(broken, parsed(peer, *broken), strict=True):
        assert isinstance(theirs, str), theirs
        found, problems = read_gift(text, "f.gift")
        assert found == ()
        assert len(problems) == 1


def test_another_reader_of_moodle_xml_finds_every_choice_with_its_key_and_reasons(asked: Sequence[Question]) -> None:
    reader = pytest.importorskip("moodle_xml_parser.parser", reason="the other reader of Moodle XML is left out")
    found = reader.parse_bytes(write_moodle(asked, "Bank").encode())["multichoice"]
    wanted = [one for one in asked if isinstance(one.response, Choices)]
    assert len(found) == len(wanted)
    for one, ours in zip(found, wanted, strict=True):
        assert isinstance(ours.response, Choices)
        assert one.single == (len(ours.response.positions) == 1)
        assert one.shuffle_answers
        assert _seen(one.text_pre_parse) == _seen(ours.stem)
        assert [
            (_seen(option.answer), option.score_fraction > 0, _seen(option.feedback)) for option in one.options
        ] == [(_seen(option.text), option.right, _seen(option.reason)) for option in ours.response.options]


def _seen(text: str) -> str:
    """The peer takes CDATA marks out of texts and reads entities in them; Moodle does neither in plain text."""
    return text.replace("]]>", "").replace("&amp;", "&").strip()
