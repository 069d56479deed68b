"""Questions as an IMS QTI 2.1 package: a test, and a file for each question.

A choice is a choiceInteraction, an ordering an orderInteraction, a matching a matchInteraction, and a typed answer a
textEntryInteraction for a number, with its unit beside it. SCORE is 1 or 0: all or nothing. FEEDBACK names what is
shown after the answer: the reasons of the chosen options, or those of every line or value.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element

from studykit.core.explained import Explained, explained
from studykit.core.question import Question
from studykit.core.response import LETTERS, Choices, Matching, Ordering, Response, Typed
from studykit.exchange.content_package import (
    INSTANCE,
    MANIFEST,
    Resource,
    because,
    clean,
    document,
    element,
    manifest,
    named,
    named_all,
    titled,
    zipped,
)
from studykit.exchange.number_only import Near, accepted, foreseen, unit_shown

SPACE = "http://www.imsglobal.org/xsd/imsqti_v2p1"
_SCHEMA = "http://www.imsglobal.org/xsd/qti/qtiv2p1/imsqti_v2p1p2.xsd"
_REASON = "REASON"


def write_package(questions: Sequence[Question], title: str) -> bytes:
    """A zip with the manifest, the test and one file a question."""
    names = named(questions)
    test = named_all("t", names)
    paths = {name: f"questions/{name}.xml" for name in names}
    files = {
        paths[name]: document(_spaced(_item(question, name))) for question, name in zip(questions, names, strict=True)
    }
    files["test.xml"] = document(_spaced(_test(test, title, paths)))
    resources = [Resource(name, "imsqti_item_xmlv2p1", path) for name, path in paths.items()]
    whole = Resource(test, "imsqti_test_xmlv2p1", "test.xml", names)
    files[MANIFEST] = manifest(f"m{test}", ("QTIv2.1 Package", "1.0.0"), (whole, *resources))
    return zipped(files)


def _spaced(root: Element) -> Element:
    root.set("xmlns", SPACE)
    root.set("xmlns:xsi", INSTANCE)
    root.set("xsi:schemaLocation", f"{SPACE} {_SCHEMA}")
    return root


def _test(identifier: str, title: str, paths: dict[str, str]) -> Element:
    references = [element("assessmentItemRef", identifier=name, href=path) for name, path in paths.items()]
    total = element("sum", element("testVariables", variableIdentifier="SCORE"))
    return element(
        "assessmentTest",
        element("outcomeDeclaration", identifier="SCORE", cardinality="single", baseType="float"),
        element(
            "testPart",
            element("itemSessionControl", maxAttempts="1", showFeedback="true"),
            element("assessmentSection", *references, identifier="section", title=titled(title), visible="true"),
            identifier="part",
            navigationMode="nonlinear",
            submissionMode="individual",
        ),
        element("outcomeProcessing", element("setOutcomeValue", total, identifier="SCORE")),
        identifier=identifier,
        title=titled(title),
    )


def _item(question: Question, name: str) -> Element:
    response = question.response
    told = _told(response)
    return element(
        "assessmentItem",
        _declared(response),
        *_outcomes(response),
        element("itemBody", *_body(question.stem, response)),
        element("responseProcessing", _score(_right(response)), _feedback(response, tuple(told))),
        *(
            element(
                "modalFeedback",
                *_blocks(because(one)),
                outcomeIdentifier="FEEDBACK",
                showHide="show",
                identifier=identifier,
            )
            for identifier, one in told.items()
        ),
        identifier=name,
        title=titled(question.stem),
        adaptive="false",
        timeDependent="false",
    )


def _told(response: Response) -> dict[str, Explained]:
    """The reasons by identifier: a letter, or a name for the value and each slip."""
    if not isinstance(response, Typed):
        return {one.label[0]: one for one in explained(response)}
    slips = {
        f"SLIP{number}": Explained("", near.value, right=False, reason=reason)
        for number, (near, reason) in enumerate(foreseen(response), 1)
    }
    return {_REASON: explained(response)[0], **slips}


def _declared(response: Response) -> Element:
    """The right answer; of several, one."""
    if isinstance(response, Typed):
        cardinality, base, values = "single", "float", [accepted(response)[0].value]
    elif isinstance(response, Matching):
        cardinality, base = "multiple", "directedPair"
        values = [f"{letter} {_choice(pair.match)}" for letter, pair in zip(LETTERS, response.pairs, strict=False)]
    else:
        ordered = isinstance(response, Ordering)
        cardinality = "ordered" if ordered else "single" if len(response.key) == 1 else "multiple"
        base, values = "identifier", list(response.key)
    right = element("correctResponse", *(element("value", value) for value in values))
    return element("responseDeclaration", right, identifier="RESPONSE", cardinality=cardinality, baseType=base)


def _choice(position: int) -> str:
    return f"CHOICE{position + 1}"


def _outcomes(response: Response) -> tuple[Element, ...]:
    def declared(identifier: str, default: str, **more: str) -> Element:
        value = element("defaultValue", element("value", default))
        attributes = {"identifier": identifier, "cardinality": "single", "baseType": "float", **more}
        return element("outcomeDeclaration", value, **attributes)

    shown = "single" if isinstance(response, Choices) and len(response.key) == 1 else "multiple"
    feedback = element("outcomeDeclaration", identifier="FEEDBACK", cardinality=shown, baseType="identifier")
    return declared("SCORE", "0", normalMaximum="1", normalMinimum="0"), declared("MAXSCORE", "1"), feedback


def _body(stem: str, response: Response) -> tuple[Element, ...]:
    asked = {"responseIdentifier": "RESPONSE"}
    if isinstance(response, Typed):
        unit = unit_shown(response)
        field = element("textEntryInteraction", **asked, expectedLength="12")
        return *_blocks(stem), element("p", field, f" {unit}" if unit else "")
    asked["shuffle"] = "false"  # their order is drawn already, and a key's place is part of the proof
    if isinstance(response, Matching):
        every = str(len(response.pairs))
        lines = [_line(letter, one.text, "1") for letter, one in zip(LETTERS, response.pairs, strict=False)]
        choices = [_line(_choice(at), text, every) for at, text in enumerate(response.choices)]
        sets = (element("simpleMatchSet", *lines), element("simpleMatchSet", *choices))
        return *_blocks(stem), element("matchInteraction", *sets, **asked, maxAssociations=every)
    if isinstance(response, Ordering):
        choices = [_simple(letter, one.text) for letter, one in zip(LETTERS, response.lines, strict=False)]
        return *_blocks(stem), element("orderInteraction", *choices, **asked)
    wanted = str(len(response.positions))
    choices = [_simple(letter, one.text) for letter, one in zip(LETTERS, response.options, strict=False)]
    return *_blocks(stem), element("choiceInteraction", *choices, **asked, maxChoices=wanted, minChoices=wanted)


def _simple(identifier: str, text: str) -> Element:
    return element("simpleChoice", *_inside(text), identifier=identifier)


def _line(identifier: str, text: str, most: str) -> Element:
    return element("simpleAssociableChoice", *_inside(text), identifier=identifier, matchMax=most)


def _blocks(text: str) -> list[Element]:
    """A paragraph a line; text whose lines are indented, such as a policy, keeps its blanks."""
    lines = clean(text).split("\n")
    if any(line != line.strip() or "  " in line for line in lines):
        return [element("pre", text)]
    return [element("p", line) for line in lines]


def _inside(text: str) -> Sequence[Element | str]:
    blocks = _blocks(text)
    return (text,) if len(blocks) == 1 and blocks[0].tag == "p" else blocks


def _right(response: Response) -> Element:
    """True for every right answer and for no other."""
    answer = _variable("RESPONSE")
    if isinstance(response, Typed):
        ranges = [_between(near) for near in accepted(response)]
        return ranges[0] if len(ranges) == 1 else element("or", *ranges)
    if isinstance(response, Ordering) and len({line.place for line in response.lines}) < len(response.lines):
        return element("and", *_each_place(response))  # lines that share a place may change places
    return element("match", answer, element("correct", identifier="RESPONSE"))


def _each_place(response: Ordering) -> list[Element]:
    """For each position, that a line stands there that belongs there; no line can be chosen twice."""
    by_place: dict[int, list[str]] = {}
    for letter, line in zip(LETTERS, response.lines, strict=False):
        by_place.setdefault(line.place, []).append(letter)
    groups = [letters for _, letters in sorted(by_place.items()) for _ in letters]
    return [
        element("member", element("index", _variable("RESPONSE"), n=str(at)), _several(letters))
        for at, letters in enumerate(groups, 1)
    ]


def _between(near: Near) -> Element:
    """Bounds, not ``equal`` with a tolerance: they are the same number in every program."""
    return element(
        "and",
        element("gte", _variable("RESPONSE"), _value(near.low, "float")),
        element("lte", _variable("RESPONSE"), _value(near.high, "float")),
    )


def _score(condition: Element) -> Element:
    full, none = (element("setOutcomeValue", _value(points, "float"), identifier="SCORE") for points in "10")
    return element("responseCondition", element("responseIf", condition, full), element("responseElse", none))


def _feedback(response: Response, identifiers: tuple[str, ...]) -> Element:
    """What is shown: reasons of what was chosen; reasons of all lines; the reason and that of a foreseen slip."""
    if isinstance(response, Choices):
        return _shows(_variable("RESPONSE"))
    if not isinstance(response, Typed) or len(identifiers) == 1:
        return _shows(_several(identifiers))
    cases = [
        element(
            "responseIf" if number == 1 else "responseElseIf",
            _between(near),
            _shows(_several((_REASON, f"SLIP{number}"))),
        )
        for number, (near, _) in enumerate(foreseen(response), 1)
    ]
    return element("responseCondition", *cases, element("responseElse", _shows(_several((_REASON,)))))


def _shows(value: Element) -> Element:
    return element("setOutcomeValue", value, identifier="FEEDBACK")


def _several(identifiers: Sequence[str]) -> Element:
    return element("multiple", *(_value(one, "identifier") for one in identifiers))


def _value(text: str, base: str) -> Element:
    return element("baseValue", text, baseType=base)


def _variable(identifier: str) -> Element:
    return element("variable", identifier=identifier)
