"""Questions as a page: texts come back, nothing in them becomes markup, and colours can be read."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings

from studykit.core.explained import choices, clean, explained, lines
from studykit.core.question import Question
from studykit.core.response import Choices, Matching, Ordering
from studykit.exchange.html import write_html
from studykit.exchange.html_style import STYLE
from tests.exchange.asked import RESPONSES, hostile_questions, question

TAGS = {
    "html",
    "head",
    "meta",
    "title",
    "style",
    "body",
    "main",
    "header",
    "section",
    "article",
    "h1",
    "h2",
    "h3",
    "h4",
    "p",
    "div",
    "span",
    "bdi",
    "ol",
    "ul",
    "li",
    "a",
    "strong",
    "details",
    "summary",
}
ATTRIBUTES = {
    "lang",
    "charset",
    "name",
    "content",
    "http-equiv",
    "class",
    "id",
    "dir",
    "role",
    "href",
    "aria-label",
    "aria-labelledby",
}
EMPTY = {"meta"}


class Reader(HTMLParser):
    """Collects the texts of stems, options and reasons, and holds the page to its elements."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, bool]] = []
        self.texts: list[str] = []
        self.headings: list[str] = []
        self.titles: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS, tag
        assert {name for name, _ in attrs} <= ATTRIBUTES, attrs
        if tag in EMPTY:
            return
        text = dict(attrs).get("class") in ("stem", "text")
        self.open.append((tag, text))
        if text:
            self.texts.append("")
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1][1]:
            self.texts[-1] += data
        if self.open and self.open[-1][0] == "title":
            self.titles.append(data)


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    reader.close()
    assert not reader.open
    return reader


def asked(one: Question) -> list[str]:
    return [one.stem, *(text for _, text in (*lines(one.response), *choices(one.response)))]


def answered(one: Question, *, far: bool) -> list[str]:
    found = []
    for at, part in enumerate(explained(one.response)):
        if isinstance(one.response, Matching):
            found.append(one.response.pairs[at].text)
        if isinstance(one.response, Matching | Ordering) or (far and isinstance(one.response, Choices) and part.text):
            found.append(part.text)
        found.append(part.reason)
    return found


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(hostile_questions())
def test_every_text_comes_back_and_nothing_becomes_markup(one: Question) -> None:
    for answers, expected in (
        ("none", asked(one)),
        ("end", asked(one) + answered(one, far=True)),
        ("inline", asked(one) + answered(one, far=False)),
    ):
        page = read(write_html([one], one.stem, answers))
        assert page.texts == [clean(text).strip() for text in expected]


def test_right_and_wrong_are_told_by_sign_and_word() -> None:
    page = write_html([question(RESPONSES[1])], "Ovens", "end")
    assert page.count("✓ Right") == 2
    assert page.count("✗ Wrong") == 3


def test_a_page_of_questions_alone_tells_no_answer() -> None:
    page = write_html([question(one) for one in RESPONSES], "Ovens", "none")
    assert "Right" not in page
    assert "says" not in page
    assert 'class="answer"' not in page


def test_headings_go_down_by_one_and_links_lead_somewhere() -> None:
    page = write_html([question(one) for one in RESPONSES], "Ovens", "end")
    levels = [int(tag[1]) for tag in read(page).headings]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    names = re.findall(r'id="([^"]+)"', page)
    assert len(set(names)) == len(names)
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(names)


def test_the_page_needs_nothing_from_elsewhere() -> None:
    page = write_html([question(RESPONSES[0])], "Ovens", "inline")
    assert not re.search(r"https?:|url\(|@import|src=", page)
    assert "default-src 'none'" in page
    assert '<html lang="en">' in page


def luminance(colour: str) -> float:
    digits = colour * 2 if len(colour) == 3 else colour
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("theme", STYLE.split(":root")[1:])
def test_every_colour_can_be_read_on_every_ground(theme: str) -> None:
    colours = dict(re.findall(r"--(\w+): #([0-9a-f]{3,6})", theme.partition("}")[0]))
    for ground in ("ground", "card"):
        for name in ("text", "faint", "right", "wrong", "link"):
            light, dark = sorted((luminance(colours[name]), luminance(colours[ground])), reverse=True)
            assert (light + 0.05) / (dark + 0.05) >= 5, (name, ground)


def test_where_answers_stand_is_one_of_three() -> None:
    with pytest.raises(ValueError, match="start"):
        write_html([], "Ovens", "start")
