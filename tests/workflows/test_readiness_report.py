"""The page about readiness: the same figures as everywhere, in one file that asks nobody for anything."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from studykit.exchange.report import Section, write_report
from studykit.workflows.outlook import outlook
from studykit.workflows.readiness_page import readiness_page, share_text
from studykit.workflows.readiness_report import readiness_report
from tests.tui.learner import study_for
from tests.tui.stage import real

OUTSIDE = re.compile(r"""(?:src|href)\s*=|url\(|@import|<script|<link|<iframe|\son\w+\s*=""", re.IGNORECASE)


class Read(HTMLParser):
    """What a page says, and whether its tags close."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.said: list[str] = []
        self.open: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert not any(name.startswith("on") for name, _ in attrs)
        if tag not in ("meta", "path", "circle", "rect"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in ("path", "circle", "rect"):
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.said.append(data)


@pytest.fixture(scope="module")
def page_and_home(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    home = tmp_path_factory.mktemp("learner")
    clock = study_for(home, 12)
    with real(home, clock)() as study:
        study.refresh()
        return readiness_report(study), home


def test_it_says_what_the_app_and_the_plan_say(page_and_home: tuple[str, Path]) -> None:
    page, home = page_and_home
    said = Read(page)
    with real(home)() as study:
        study.refresh()
        ready, ahead = readiness_page(study), outlook(study, study.settings)
    assert not said.open
    assert ready.text in said.said
    assert share_text(ahead.then.low, ahead.then.share, ahead.then.high) in said.said
    assert all(one.title in said.said for one in ready.now.areas)
    assert any("exam in 42 days" in one for one in said.said)


def test_it_is_one_file_in_which_nothing_runs(page_and_home: tuple[str, Path]) -> None:
    page, _ = page_and_home
    assert not OUTSIDE.findall(page)
    assert "default-src 'none'" in page
    assert page.count("<svg") >= 4


def test_it_is_the_same_twice(page_and_home: tuple[str, Path]) -> None:
    page, home = page_and_home
    with real(home)() as study:
        study.refresh()
        assert readiness_report(study) == page


def test_a_learner_without_answers_is_told_so(home: Path) -> None:
    with real(home)() as study:
        said = " ".join(Read(readiness_report(study)).said)
    assert "Too few answers to tell so far." in said
    assert "0 answers" in said


def test_texts_of_packs_are_shown_and_not_obeyed() -> None:
    hostile = "</style><script>document.title='ran'</script>\x1b[31m"
    page = write_report(hostile, hostile, [Section(hostile, hostile, (hostile,), "", ((hostile,), (hostile,)))])
    assert not Read(page).open
    assert "<script" not in page
    assert "\x1b" not in page
