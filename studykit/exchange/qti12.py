"""Questions as an IMS QTI 1.2 package, in the form that Canvas, Blackboard and others import.

Choices are multiple choice or multiple answers, a matching is a matching. An ordering is a matching of lines with
places, since these programs have no other form for it; lines that are equal share a place. A typed answer is a number
with bounds, its unit stands after the stem. Everything is all or nothing: the response processing says so, also to
programs that give their own points for parts. Every answer has its feedback.
"""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from fractions import Fraction
from xml.etree.ElementTree import Element

from studykit.core.explained import Explained, explained
from studykit.core.question import Question
from studykit.core.response import LETTERS, Choices, Matching, Ordering, Typed
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
from studykit.exchange.number_only import Near, accepted, foreseen, instruction

SPACE = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"
_PLACES = "Choose for each line its place, 1 being the first; lines that are equal share a place."
_FULL = Fraction(100)
_WHOLE = "response1"
_ALWAYS = "general_fb"


def write_package(questions: Sequence[Question], title: str) -> bytes:
    """A zip with the manifest and one assessment that holds all questions."""
    names = named(questions)
    quiz = named_all("a", names)
    path = f"{quiz}/{quiz}.xml"
    items = [_item(question, name) for question, name in zip(questions, names, strict=True)]
    whole = element(
        "questestinterop",
        element(
            "assessment",
            element("qtimetadata", _field("cc_maxattempts", "1")),
            element("section", *items, ident="root_section"),
            ident=quiz,
            title=titled(title),
        ),
    )
    whole.set("xmlns", SPACE)
    whole.set("xmlns:xsi", INSTANCE)
    whole.set("xsi:schemaLocation", f"{SPACE} http://www.imsglobal.org/xsd/ims_qtiasiv1p2p1.xsd")
    resource = Resource(f"r{quiz}", "imsqti_xmlv1p2", path)
    listed = manifest(f"m{quiz}", ("IMS Content", "1.1.3"), (resource,))
    return zipped({MANIFEST: listed, path: document(whole)})


def _item(question: Question, name: str) -> Element:
    response = question.response
    if isinstance(response, Choices):
        kind = "multiple_choice_question" if len(response.positions) == 1 else "multiple_answers_question"
        parts = _choices(question.stem, response)
    elif isinstance(response, Typed):
        kind, parts = "numerical_question", _typed(question.stem, response)
    else:
        kind, parts = "matching_question", _pairs(question.stem, response)
    shown, rules, feedback = parts
    points = element("decvar", maxvalue="100", minvalue="0", varname="SCORE", vartype="Decimal")
    return element(
        "item",
        element("itemmetadata", element("qtimetadata", *_fields(question, kind, name))),
        element("presentation", *shown),
        element("resprocessing", element("outcomes", points), *rules),
        *feedback,
        ident=name,
        title=titled(question.stem),
    )


_Parts = tuple[list[Element], list[Element], list[Element]]
"""What is shown, the rules, and the feedback."""


def _fields(question: Question, kind: str, name: str) -> Iterator[Element]:
    """What Canvas reads, then what the question is about; other programs ignore names that they do not know."""
    yield _field("question_type", kind)
    yield _field("points_possible", "1")
    yield _field("assessment_question_identifierref", f"{name}_bank")
    told = {
        "kind": question.kind,
        "topic": question.topic,
        "area": question.area,
        "difficulty": f"{question.difficulty:.2f}",
        "card": question.id,
        "variant": str(question.variant),
        "facts": " ".join(question.facts),
        "sources": " ".join(str(source) for source in question.sources),
    }
    yield from (_field(f"studykit_{label}", value) for label, value in told.items() if value.strip())


def _field(label: str, value: str) -> Element:
    return element("qtimetadatafield", element("fieldlabel", label), element("fieldentry", value))


def _choices(stem: str, response: Choices) -> _Parts:
    told = explained(response)
    wanted, one = len(response.positions), len(response.positions) == 1
    labels = [element("response_label", _shown(option.text), ident=option.label) for option in told]
    asked = element(
        "response_lid",
        element("render_choice", *labels, minnumber=str(wanted), maxnumber=str(wanted)),
        ident=_WHOLE,
        rcardinality="Single" if one else "Multiple",
    )
    feedback = [_feedback(f"{option.label}_fb", option) for option in told]
    rules = [_rule(_is(_WHOLE, option.label), shows=(f"{option.label}_fb",)) for option in told]
    chosen = [
        _is(_WHOLE, option.label) if option.right else element("not", _is(_WHOLE, option.label)) for option in told
    ]
    right = _is(_WHOLE, response.key) if one else element("and", *chosen)
    return [_shown(stem), asked], [*rules, _rule(right, points=_FULL, last=True)], feedback


def _pairs(stem: str, response: Matching | Ordering) -> _Parts:
    """Lines with what they are to be matched with: points for each, but none unless all are right."""
    if isinstance(response, Matching):
        lines = [(pair.text, f"choice{pair.match + 1}") for pair in response.pairs]
        choices = {f"choice{number}": text for number, text in enumerate(response.choices, 1)}
        stem_and_more = [_shown(stem)]
    else:
        lines = [(line.text, f"place{line.place}") for line in response.lines]
        choices = {f"place{place}": str(place) for place in sorted({line.place for line in response.lines})}
        stem_and_more = [_shown(f"{stem}\n{_PLACES}")]
    told = {one.label[0]: one for one in explained(response)}
    asked: list[Element] = []
    rules: list[Element] = []
    feedback: list[Element] = []
    share = Fraction(round(_FULL / len(lines), 2)) if lines else _FULL
    for letter, (text, match) in zip(LETTERS, lines, strict=False):
        ident = f"response_{letter}"
        labels = [element("response_label", _plain(shown), ident=choice) for choice, shown in choices.items()]
        asked.append(element("response_lid", _plain(text), element("render_choice", *labels), ident=ident))
        points = share if len(rules) + 1 < len(lines) else _FULL - share * len(rules)
        rules.append(_rule(_is(ident, match), points=points, adds=True))
        feedback.append(_feedback(f"{letter}_fb", told[letter]))
    both = [_is(f"response_{letter}", match) for letter, (_, match) in zip(LETTERS, lines, strict=False)]
    shows = tuple(f"{letter}_fb" for letter in told)
    gate = _rule(element("not", element("and", *both)), points=Fraction(0), shows=shows, last=True)
    # Programs that import take each line's match and its feedback from the line's own rule.
    for rule, name in zip(rules, sorted(shows), strict=True):
        rule.append(_display(name))
    return stem_and_more + asked, [gate, *rules], feedback


def _typed(stem: str, response: Typed) -> _Parts:
    told = explained(response)
    field = element("render_fib", element("response_label", ident="answer1"), fibtype="Decimal")
    asked = element("response_str", field, ident=_WHOLE, rcardinality="Single")
    rules = [_rule(element("other"), shows=(_ALWAYS,))]
    feedback = [_feedback(_ALWAYS, told[0])]
    for number, (near, reason) in enumerate(foreseen(response), 1):
        name = f"slip{number}_fb"
        rules.append(_rule(_between(near), shows=(name,)))
        feedback.append(_feedback(name, Explained("", "", right=False, reason=reason)))
    for near in accepted(response):
        either = element("or", _is(_WHOLE, near.value), _between(near))
        rules.append(_rule(either, points=_FULL, last=True))
    return [_shown(f"{stem}\n{instruction(response)}"), asked], rules, feedback


def _between(near: Near) -> Element:
    if near.low == near.high:
        return _is(_WHOLE, near.value)
    return element(
        "and",
        element("vargte", near.low, respident=_WHOLE),
        element("varlte", near.high, respident=_WHOLE),
    )


def _is(ident: str, value: str) -> Element:
    return element("varequal", value, respident=ident)


def _rule(
    condition: Element,
    *,
    points: Fraction | None = None,
    adds: bool = False,
    shows: tuple[str, ...] = (),
    last: bool = False,
) -> Element:
    """One condition and what follows; ``last``: where it holds, no other is looked at."""
    rule = element("respcondition", element("conditionvar", condition), **{"continue": "No" if last else "Yes"})
    if points is not None:
        score = f"{float(points):.2f}".rstrip("0").rstrip(".")
        rule.append(element("setvar", score, action="Add" if adds else "Set", varname="SCORE"))
    rule.extend(_display(name) for name in shows)
    return rule


def _display(name: str) -> Element:
    return element("displayfeedback", feedbacktype="Response", linkrefid=name)


def _feedback(name: str, told: Explained) -> Element:
    return element("itemfeedback", element("flow_mat", _shown(because(told))), ident=name)


def _shown(text: str) -> Element:
    """A text as HTML, which is how these programs show it: as it is, with its line breaks and indents."""
    lines = html.escape(clean(text), quote=False).split("\n")
    kept = [line.replace("\t", "    ").replace("  ", "\u00a0 ") for line in lines]
    return element("material", element("mattext", f"<p>{'<br>'.join(kept)}</p>", texttype="text/html"))


def _plain(text: str) -> Element:
    """A text in a list of choices, where no HTML is shown."""
    return element("material", element("mattext", text, texttype="text/plain"))
