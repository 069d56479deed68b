"""Questions as QTI 2.1: texts come back as they were, and answers are scored as in the app."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from dataclasses import replace
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import pytest
from hypothesis import given

from studykit.core.question import Question
from studykit.core.response import Choices, Matching, Ordering, Response, Typed
from studykit.exchange.qti21 import write_package
from tests.exchange.asked import RESPONSES, answers, anything, carried, choices, hostile_questions, question

Q = "{http://www.imsglobal.org/xsd/imsqti_v2p1}"
P = "{http://www.imsglobal.org/xsd/imscp_v1p1}"


def opened(*questions: Question, title: str = "Ovens") -> dict[str, Element]:
    with zipfile.ZipFile(io.BytesIO(write_package(questions, title))) as package:
        assert package.testzip() is None
        return {name: fromstring(package.read(name)) for name in package.namelist()}  # noqa: S314 - our own file


def written(one: Question) -> Element:
    return next(root for name, root in opened(one).items() if name.startswith("questions/"))


def text(inside: Element) -> str:
    """What an element shows: a line a paragraph."""
    paragraphs = inside.findall(f"{Q}p")
    return "\n".join("".join(one.itertext()) for one in paragraphs or inside.findall(f"{Q}pre") or [inside])


class Player:
    """What a program makes of the response processing, as the specification has it."""

    def __init__(self, root: Element, answer: Any) -> None:
        self.root = root
        self.values: dict[str, Any] = {"RESPONSE": answer}
        for rule in root.findall(f"{Q}responseProcessing/*"):
            self.follow(rule)

    def follow(self, rule: Element) -> None:
        if rule.tag == f"{Q}setOutcomeValue":
            self.values[rule.attrib["identifier"]] = self.value(rule[0])
            return
        assert rule.tag == f"{Q}responseCondition"
        for case in rule:
            condition, rules = (None, case[:]) if case.tag == f"{Q}responseElse" else (case[0], case[1:])
            if condition is None or self.value(condition):
                for one in rules:
                    self.follow(one)
                return

    def value(self, one: Element) -> Any:
        operator = one.tag.removeprefix(Q)
        if operator == "baseValue":
            return float(one.text or "") if one.attrib["baseType"] == "float" else one.text
        if operator == "variable":
            return self.values[one.attrib["identifier"]]
        return self.correct() if operator == "correct" else self.worked_out(operator, one)

    def correct(self) -> Any:
        (declared,) = self.root.findall(f"{Q}responseDeclaration")
        said = [value.text for value in declared.iter(f"{Q}value")]
        kind = declared.attrib["cardinality"]
        return Counter(said) if kind == "multiple" else said if kind == "ordered" else said[0]

    def worked_out(self, operator: str, one: Element) -> Any:
        inside = [self.value(part) for part in one]
        if operator in {"and", "or"}:
            return all(inside) if operator == "and" else any(inside)
        if operator == "multiple":
            return Counter(inside)
        if operator == "index":
            return inside[0][int(one.attrib["n"]) - 1] if inside[0] else None
        first, second = inside
        if operator in {"gte", "lte"}:
            return first is not None and (first >= second if operator == "gte" else first <= second)
        assert operator in {"match", "member"}
        return first == second if operator == "match" else first in second


def given_as(response: Response, answer: str) -> Any:
    """Our spelling of an answer as the value of RESPONSE."""
    if isinstance(response, Choices):
        return answer if len(response.positions) == 1 else Counter(answer)
    if isinstance(response, Ordering):
        return list(answer)
    if isinstance(response, Matching):
        return Counter(f"{pair[0]} CHOICE{pair[1:]}" for pair in answer.split())
    return float(answer.split(maxsplit=1)[0].replace(",", ""))


@pytest.mark.parametrize("response", RESPONSES, ids=lambda one: f"{type(one).__name__} {one.key}")
def test_every_answer_scores_as_in_the_app(response: Response) -> None:
    root = written(question(response))
    scores = {answer: Player(root, given_as(response, answer)).values["SCORE"] for answer in answers(response)}
    assert scores == {answer: float(response.right(answer)) for answer in scores}
    assert scores.get(response.key, 1.0) == 1.0
    assert 0.0 in scores.values()


@given(hostile_questions())
@anything
def test_any_text_comes_back_and_the_key_alone_scores(asked: Question) -> None:
    root, response = written(asked), asked.response
    body = root.find(f"{Q}itemBody")
    assert body is not None
    stem = replace_field(body) if isinstance(response, Typed) else body
    assert text(stem) == carried(asked.stem)
    shown = [text(one) for tag in ("simpleChoice", "simpleAssociableChoice") for one in body.iter(Q + tag)]
    if isinstance(response, Choices):
        assert shown == [carried(option.text) for option in response.options]
    elif isinstance(response, Ordering):
        assert shown == [carried(line.text) for line in response.lines]
    elif isinstance(response, Matching):
        assert shown == [carried(one) for one in (*(pair.text for pair in response.pairs), *response.choices)]
    for answer in answers(response):
        assert Player(root, given_as(response, answer)).values["SCORE"] == response.right(answer)


def replace_field(body: Element) -> Element:
    """The body without the paragraph of the field."""
    kept = Element("body")
    kept.extend(part for part in body if part.find(f"{Q}textEntryInteraction") is None)
    return kept


def reasons(response: Response) -> list[str]:
    if isinstance(response, Typed):
        return [response.reason]
    parts: Any = {Choices: "options", Ordering: "lines", Matching: "pairs"}[type(response)]
    return [part.reason for part in getattr(response, parts)]


@given(hostile_questions())
@anything
def test_every_answer_shows_its_reasons(asked: Question) -> None:
    root, response = written(asked), asked.response
    told = {one.attrib["identifier"]: text(one) for one in root.findall(f"{Q}modalFeedback")}
    for reason in reasons(response):
        assert any(said.startswith(carried(reason)) for said in told.values())
    for answer in answers(response):
        shown = Player(root, given_as(response, answer)).values["FEEDBACK"]
        if isinstance(response, Choices):
            assert set(shown) == set(answer)
        else:
            assert shown
        assert set(shown) <= set(told)


def test_a_foreseen_slip_is_told_why() -> None:
    root = written(question(RESPONSES[7]))
    told = {one.attrib["identifier"]: text(one) for one in root.findall(f"{Q}modalFeedback")}
    for slip in (60.0, 300.0):
        shown = [told[name] for name in Player(root, slip).values["FEEDBACK"]]
        assert shown == ["so it is cited", f"{slip:.0f} was before"]
    assert list(Player(root, 61.0).values["FEEDBACK"]) == ["REASON"]


def test_the_manifest_names_every_file_and_the_test_every_question_in_order() -> None:
    asked = [question(response, name=f"card {at}") for at, response in enumerate(RESPONSES)]
    files = opened(*asked, asked[0])
    resources = files["imsmanifest.xml"].findall(f".//{P}resource")
    assert sorted(one.attrib["href"] for one in resources) == sorted(set(files) - {"imsmanifest.xml"})
    references = list(files["test.xml"].iter(f"{Q}assessmentItemRef"))
    assert [one.attrib["identifier"] for one in references] == [
        files[one.attrib["href"]].attrib["identifier"] for one in references
    ]
    keys = [files[one.attrib["href"]].find(f"{Q}responseDeclaration//{Q}value") for one in references]
    assert [key is not None and key.text for key in (keys[0], keys[-1])] == ["B", "B"]
    assert len({one.attrib["identifier"] for one in references}) == len(asked) + 1


def test_identifiers_are_plain_short_and_stay_when_other_questions_come_and_go() -> None:
    odd = [question(RESPONSES[0], name=name) for name in ("1 <ä>", "\ud800", "x" * 500)]
    names = [written(one).attrib["identifier"] for one in odd]
    assert all(re.fullmatch(r"[A-Za-z_][A-Za-z0-9_.-]{0,31}", name) for name in names)
    assert len(set(names)) == len(odd)
    together = opened(*odd[::-1])
    assert {f"questions/{name}.xml" for name in names} <= set(together)
    assert written(replace(odd[0], variant=8)).attrib["identifier"] not in names
    assert written(replace(odd[0], stem="Something else?")).attrib["identifier"] == names[0]


def test_a_very_long_text_is_whole_and_its_title_is_short() -> None:
    long = "a & b < c " * 50_000
    root = written(question(choices("1 s", long, "3 s"), long + "?"))
    assert [text(one) for one in root.iter(f"{Q}simpleChoice")] == ["1 s", long, "3 s"]
    assert len(root.attrib["title"]) <= 80


def test_an_empty_package_is_one_too_and_the_same_questions_give_the_same_bytes() -> None:
    assert set(opened()) == {"imsmanifest.xml", "test.xml"}
    asked = [question(response, name=f"card {at}") for at, response in enumerate(RESPONSES)]
    assert write_package(asked, "Ovens") == write_package(tuple(asked), "Ovens")
