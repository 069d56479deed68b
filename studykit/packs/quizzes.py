"""quizzes/*.yaml ↔ given questions: what somebody else wrote, in a form that people can read and correct."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path
from typing import Any

import yaml

from studykit.core.diagnostic import Diagnostic
from studykit.core.given import ANKI, FORMS, Given, GivenResponse, Words, fault, lasts
from studykit.core.quantity import Figure, whole
from studykit.core.response import Choices, Matching, Option, Pair, Slip, Typed
from studykit.core.tree import Tree
from studykit.packs.fields import Fields
from studykit.packs.files import quiz_files
from studykit.packs.yaml_file import read_tree

_KEYS = ("id", "card", "lines", "title", "category", "held", "form", "home", "stem", "feedback")
_FORMS = ("options", "pairs", "number", "accepted")
_ID = re.compile(r"given:[a-z0-9]+(?:-[a-z0-9]+)*")
_SPAN = re.compile(r"(\d{1,7})(?:-(\d{1,7}))?")
_SHARE = re.compile(r"\d{1,20}(?:/[1-9]\d{0,39})?")
_HEAD = """\
# Questions that 'studykit import' read. Nobody proved them; a question with 'held' is not asked.
# Correct them in the file that they came from and import it again, or here.
"""
_WIDTH = 110
_ODD = re.compile("[\x85\u2028\u2029\ufeff]")


def read_quizzes(folder: Path) -> tuple[tuple[Given, ...], tuple[Diagnostic, ...]]:
    """The given questions of a pack in order; what cannot be asked is left out, with a diagnostic."""
    given: list[Given] = []
    found: list[Diagnostic] = []
    ids: set[str] = set()
    for path in quiz_files(folder):
        fields = Fields(f"{folder.name}/quizzes/{path.name}")
        tree, problems = read_tree(path, fields.file)
        found += problems
        if tree is not None:
            for one in read_quiz(fields, tree):
                if one.id in ids:
                    fields.wrong(f"There are two questions '{one.id}'.", tree)
                else:
                    ids.add(one.id)
                    given.append(one)
        found += fields.found
    return tuple(given), tuple(found)


def read_quiz(fields: Fields, tree: Tree) -> list[Given]:
    """The questions of one file."""
    fields.known(tree, ("from", "questions"))
    source = fields.text(tree, "from")
    made = [_given(fields, member, source) for member in fields.rows(tree, "questions") if source]
    return [one for one in made if one is not None]


def _given(fields: Fields, tree: Tree, source: str) -> Given | None:
    fields.known(tree, (*_KEYS, *_FORMS, "choices", "because", "tolerance", "slips"))
    before = len(fields.found)
    name, stem = _name(fields, tree), tree.get("stem").text
    if not stem.strip():
        fields.wrong("'stem' is missing.", tree)
    span = _SPAN.fullmatch(tree.get("lines").text)
    if span is None:
        fields.wrong("'lines' must say where the question stood, like 12 or 12-18.", tree.get("lines"))
    form = fields.choice(tree, "form", FORMS) if "form" in tree else ""
    home = fields.choice(tree, "home", (ANKI,)) if "home" in tree else ""
    response = _response(fields, tree)
    if response is None or span is None or len(fields.found) > before:
        return None
    return Given(
        stem=stem,
        response=response,
        file=source,
        line=int(span[1]),
        end=int(span[2] or span[1]),
        feedback=tree.get("feedback").text,
        title=tree.get("title").text,
        category=tree.get("category").text,
        id=name,
        held=tree.get("held").text,
        form=form,
        home=home,
    )


def _name(fields: Fields, tree: Tree) -> str:
    """The id of a question: one that a pack made, or under ``card`` the one that it has wherever it goes."""
    name, card = tree.get("id"), tree.get("card")
    if "card" not in tree:
        if not _ID.fullmatch(name.text):
            fields.wrong(f"'{name.text[:40]}' is no id of a given question: it is written like given:two-words.", name)
        return name.text
    if "id" in tree:
        fields.wrong("A question has one of: id, card.", card)
    elif not lasts(card.text):
        fields.wrong(f"'{card.text[:40]}' is no id of a card: it is a line of text, and no number alone.", card)
    return card.text


def _response(fields: Fields, tree: Tree) -> GivenResponse | None:
    forms = [form for form in _FORMS if form in tree]
    if len(forms) != 1:
        fields.wrong(f"A question has one of: {', '.join(_FORMS)}.", tree)
        return None
    made: GivenResponse | None
    if forms[0] == "options":
        made = Choices(tuple(_option(fields, member) for member in tree.get("options").items))
    elif forms[0] == "pairs":
        made = _pairs(fields, tree)
    elif forms[0] == "accepted":
        made = Words(fields.texts(tree, "accepted"))
    else:
        made = _number(fields, tree)
    problem = "" if made is None else fault(made)
    if problem:
        fields.wrong(problem, tree.get(forms[0]))
    return made


def _option(fields: Fields, tree: Tree) -> Option:
    fields.known(tree, ("right", "wrong", "because"))
    if ("right" in tree) == ("wrong" in tree):
        fields.wrong("An option is either 'right: text' or 'wrong: text'.", tree)
    text = tree.get("right").text or tree.get("wrong").text
    return Option(text, right="right" in tree, reason=tree.get("because").text)


def _pairs(fields: Fields, tree: Tree) -> Matching | None:
    choices = fields.texts(tree, "choices")
    pairs = []
    for member in tree.get("pairs").items:
        fields.known(member, ("text", "choice", "because"))
        choice = member.get("choice")
        if choice.text not in choices:
            fields.wrong(f"'{choice.text[:40]}' is not among the choices.", choice)
            return None
        pairs.append(Pair(member.get("text").text, choices.index(choice.text), member.get("because").text))
    return Matching(tuple(pairs), choices)


def _number(fields: Fields, tree: Tree) -> Typed | None:
    quantity = fields.quantity(tree.get("number"))
    slips = []
    for member in tree.get("slips").items:
        fields.known(member, ("number", "because"))
        wrong = fields.quantity(member.get("number"))
        if wrong is not None:
            slips.append(Slip(wrong, member.get("because").text))
    near = tree.get("tolerance").text
    if near and not _SHARE.fullmatch(near):
        fields.wrong("'tolerance' must be a share of the number, like 1/100.", tree.get("tolerance"))
        return None
    if quantity is None:
        return None
    return Typed(quantity, _figure(near), tree.get("because").text, tuple(slips))


def _figure(text: str) -> Figure:
    return whole(Fraction(text)) if text else 0


def write_quiz(questions: Iterable[Given], source: str) -> str:
    """The questions of one source as YAML that ``read_quizzes`` reads as the same questions."""
    content = {"from": source, "questions": [_record(one) for one in questions]}
    return _HEAD + yaml.dump(
        content, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=_WIDTH, default_flow_style=False
    )


def _record(given: Given) -> dict[str, Any]:
    lines: int | str = given.line if given.end == given.line else f"{given.line}-{given.end}"
    named = (given.id, "") if _ID.fullmatch(given.id) else ("", given.id)
    told = (given.title, given.category, given.held, given.form, given.home, given.stem, given.feedback)
    texts = (*named, lines, *told)
    record: dict[str, Any] = {key: value for key, value in zip(_KEYS, texts, strict=True) if value}
    response = given.response
    if isinstance(response, Choices):
        record["options"] = [
            _reasoned({"right" if one.right else "wrong": one.text}, one.reason) for one in response.options
        ]
    elif isinstance(response, Words):
        record["accepted"] = list(response.accepted)
    elif isinstance(response, Matching):
        record["choices"] = list(response.choices)
        record["pairs"] = [
            _reasoned({"text": one.text, "choice": response.choices[one.match]}, one.reason) for one in response.pairs
        ]
    else:
        record |= _reasoned({"number": str(response.quantity)}, response.reason)
        record |= {"tolerance": str(Fraction(response.tolerance))} if response.tolerance else {}
        if response.slips:
            record["slips"] = [_reasoned({"number": str(one.quantity)}, one.reason) for one in response.slips]
    return record


def _reasoned(record: dict[str, Any], reason: str) -> dict[str, Any]:
    return record | {"because": reason} if reason else record


class _Dumper(yaml.SafeDumper):
    """Writes text of several lines as lines."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = '"' if _ODD.search(text) else "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)
