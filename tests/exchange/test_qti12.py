"""Questions as QTI 1.2: texts come back as they were, and answers are scored as in the app."""

from __future__ import annotations

import hashlib
import html
import io
import zipfile
from decimal import Decimal
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import pytest
from hypothesis import given

from studykit.core.question import Question
from studykit.core.response import Choices, Matching, Ordering, Response, Typed
from studykit.exchange.content_package import zipped
from studykit.exchange.qti12 import write_package
from tests.exchange.asked import RESPONSES, answers, anything, carried, hostile_questions, question

Q = "{http://www.imsglobal.org/xsd/ims_qtiasiv1p2}"
P = "{http://www.imsglobal.org/xsd/imscp_v1p1}"


def opened(*questions: Question, title: str = "Ovens") -> Element:
    with zipfile.ZipFile(io.BytesIO(write_package(questions, title))) as package:
        manifest = fromstring(package.read("imsmanifest.xml"))  # noqa: S314 - our own file
        (resource,) = manifest.iter(f"{P}resource")
        assert set(package.namelist()) == {"imsmanifest.xml", resource.attrib["href"]}
        return fromstring(package.read(resource.attrib["href"]))  # noqa: S314 - our own file


def written(one: Question) -> Element:
    (item,) = opened(one).iter(f"{Q}item")
    return item


def text(inside: Element) -> str:
    """What a material shows: HTML, or plain text."""
    (shown,) = inside.findall(f"{Q}material/{Q}mattext")
    said = shown.text or ""
    if shown.attrib["texttype"] == "text/html":
        assert said.startswith("<p>")
        assert said.endswith("</p>")
        said = html.unescape(said[3:-4].replace("<br>", "\n"))
    return unspaced(said)


def unspaced(said: str) -> str:
    """Blanks that HTML would swallow are written as others; they are one here."""
    return said.replace("\u00a0", " ").replace("\t", "    ")


class Player:
    """What a program makes of the response processing, as the specification has it."""

    def __init__(self, item: Element, answer: dict[str, list[str]]) -> None:
        self.answer, self.score = answer, Decimal(0)
        self.shown: list[str] = []
        for rule in item.findall(f"{Q}resprocessing/{Q}respcondition"):
            (condition,) = rule.findall(f"{Q}conditionvar/*")
            if self.holds(condition):
                for change in rule.findall(f"{Q}setvar"):
                    before = self.score if change.attrib["action"] == "Add" else Decimal(0)
                    self.score = before + Decimal(change.text or "")
                self.shown += [one.attrib["linkrefid"] for one in rule.findall(f"{Q}displayfeedback")]
                if rule.attrib["continue"] == "No":
                    return

    def holds(self, one: Element) -> bool:
        operator = one.tag.removeprefix(Q)
        if operator in {"and", "or", "not"}:
            inside = [self.holds(part) for part in one]
            return all(inside) if operator == "and" else any(inside) if operator == "or" else not inside[0]
        if operator == "other":
            return True
        given_here, value = self.answer.get(one.attrib["respident"], []), one.text or ""
        if operator == "varequal":
            return value in given_here
        number = Decimal(given_here[0])
        return number >= Decimal(value) if operator == "vargte" else number <= Decimal(value)


def given_as(response: Response, answer: str) -> dict[str, list[str]]:
    """Our spelling of an answer as what is chosen or written for each response."""
    if isinstance(response, Choices):
        return {"response1": list(answer)}
    if isinstance(response, Matching):
        return {f"response_{pair[0]}": [f"choice{pair[1:]}"] for pair in answer.split()}
    if isinstance(response, Typed):
        return {"response1": [answer.split(maxsplit=1)[0].replace(",", "")]}
    places = sorted(line.place for line in response.lines)
    return {f"response_{letter}": [f"place{place}"] for letter, place in zip(answer, places, strict=True)}


@pytest.mark.parametrize("response", RESPONSES, ids=lambda one: f"{type(one).__name__} {one.key}")
def test_every_answer_scores_as_in_the_app(response: Response) -> None:
    item = written(question(response))
    points = item.find(f"{Q}resprocessing/{Q}outcomes/{Q}decvar")
    assert points is not None
    scores = {answer: Player(item, given_as(response, answer)).score for answer in answers(response)}
    full = Decimal(points.attrib["maxvalue"])
    assert scores == {answer: full * response.right(answer) for answer in scores}
    assert scores.get(response.key, full) == full
    assert 0 in scores.values()
    assert Player(item, {"response1": ["-1"]} if isinstance(response, Typed) else {}).score == 0


@given(hostile_questions())
@anything
def test_any_text_comes_back_and_the_key_alone_scores(asked: Question) -> None:
    item, response = written(asked), asked.response
    presentation = item.find(f"{Q}presentation")
    assert presentation is not None
    stem = unspaced(carried(asked.stem))
    shown = [text(one) for one in presentation.iter(f"{Q}response_label") if len(one)]
    lines = [text(one) for one in presentation.findall(f"{Q}response_lid")] if not choice(response) else []
    if isinstance(response, Choices):
        assert text(presentation) == stem
        assert shown == [unspaced(carried(option.text)) for option in response.options]
    elif isinstance(response, Matching):
        assert text(presentation) == stem
        assert shown == [unspaced(carried(one)) for one in response.choices] * len(response.pairs)
        assert lines == [unspaced(carried(pair.text)) for pair in response.pairs]
    else:
        assert text(presentation).rpartition("\n")[0] == stem
        parts = response.lines if isinstance(response, Ordering) else ()
        assert lines == [unspaced(carried(line.text)) for line in parts]
    for answer in answers(response):
        assert Player(item, given_as(response, answer)).score == 100 * response.right(answer)


def choice(response: Response) -> bool:
    return isinstance(response, Choices)


@given(hostile_questions())
@anything
def test_every_answer_shows_its_reasons(asked: Question) -> None:
    item, response = written(asked), asked.response
    told = {one.attrib["ident"]: text(one[0]) for one in item.findall(f"{Q}itemfeedback")}
    parts: Any = () if isinstance(response, Typed) else getattr(response, FIELDS[type(response)])
    reasons = [part.reason for part in parts] or [getattr(response, "reason", "")]
    assert len(told) == len(reasons) + isinstance(response, Typed)  # it has one slip
    for reason, said in zip(reasons, told.values(), strict=False):
        if not isinstance(response, Ordering):
            assert said.startswith(unspaced(carried(reason)))
    for answer in answers(response):
        shown = Player(item, given_as(response, answer)).shown
        if isinstance(response, Choices):
            assert shown == [f"{letter}_fb" for letter in answer]
        else:
            assert shown
        assert len(set(shown)) == len(shown)
        assert set(shown) <= set(told)


FIELDS = {Choices: "options", Ordering: "lines", Matching: "pairs"}


def test_a_line_of_an_ordering_has_its_own_reason() -> None:
    item = written(question(RESPONSES[3]))
    told = {one.attrib["ident"]: text(one[0]) for one in item.findall(f"{Q}itemfeedback")}
    assert told == {"A_fb": "step 0 is 3", "B_fb": "step 1 is 1", "C_fb": "step 2 is 2"}


def test_a_foreseen_slip_is_told_why_and_no_other() -> None:
    item = written(question(RESPONSES[7]))
    told = {one.attrib["ident"]: text(one[0]) for one in item.findall(f"{Q}itemfeedback")}
    for slip, shown in (("60", ["so it is cited", "60 was before"]), ("61", ["so it is cited"])):
        assert [told[name] for name in Player(item, {"response1": [slip]}).shown] == shown


def test_programs_that_import_find_the_kind_and_what_it_is_about() -> None:
    kinds = []
    for at, response in enumerate(RESPONSES):
        item = written(question(response, name=f"card {at}"))
        said = {one[0].text: one[1].text for one in item.iter(f"{Q}qtimetadatafield")}
        assert {said["studykit_topic"], said["studykit_kind"], said["studykit_card"]} == {"oven", "limit", f"card {at}"}
        assert said["studykit_sources"] == "ovens & more.md:3"
        kinds.append(said["question_type"])
    assert kinds == [
        "multiple_choice_question",
        *["multiple_answers_question"] * 2,
        *["matching_question"] * 4,
        *["numerical_question"] * 6,
    ]


def test_a_unit_is_asked_for_beside_the_number() -> None:
    asked = [question(response, "How much?") for response in RESPONSES[9:12]]
    shown = [text(one) for one in opened(*asked).iter(f"{Q}presentation")]
    assert [one.split("\n")[1] for one in shown] == [
        "Write a number only, in MB.",
        "Write a number only, in h.",
        "Write a number only.",
    ]


def test_a_quiz_without_a_title_or_questions_is_one_too() -> None:
    root = opened(title="\x00 \n")
    assert [one.attrib["title"] for one in root] == ["Questions"]
    assert not list(root.iter(f"{Q}item"))


def test_the_same_question_twice_is_there_twice_under_two_names() -> None:
    asked = question(RESPONSES[0])
    names = [one.attrib["ident"] for one in opened(asked, asked).iter(f"{Q}item")]
    assert len(set(names)) == 2


def test_a_zip_is_the_same_bytes_with_every_python() -> None:
    digest = hashlib.sha256(zipped({"b.xml": b"2" * 2000, "a.xml": b"1"})).hexdigest()
    assert digest == "2a5fe291c95529de3e8179afcbf2215754aad08e1aa187c72a30428ea707c3da"
    asked = [question(response, name=f"card {at}") for at, response in enumerate(RESPONSES)]
    assert write_package(asked, "Ovens") == write_package(asked, "Ovens")
