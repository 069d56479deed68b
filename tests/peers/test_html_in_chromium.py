"""A browser shows our page: it fits every width, prints with its answers, and runs nothing that a text holds."""

from __future__ import annotations

import json
import re
import shutil
import struct
import subprocess
import zlib
from collections.abc import Callable
from dataclasses import replace
from html import escape
from pathlib import Path

import pytest

from studykit.exchange.html import write_html
from tests.exchange.asked import HOSTILE, RESPONSES, choices, question

BROWSER = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), ""
)
pytestmark = pytest.mark.skipif(not BROWSER, reason="Chromium is not installed: the pages are not opened by a browser")

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
)
ATTACKS = (
    "<script>document.title = 'ran'</script>",
    "</title></style></p><script>document.title = 'ran'</script>",
    "<img src=x onerror=\"document.title = 'ran'\">",
    "\"'><svg onload=\"document.title = 'ran'\">",
    "<iframe srcdoc=\"<script>top.document.title = 'ran'</script>\"></iframe>",
    "<meta http-equiv=refresh content='0;url=data:text/html,<title>ran</title>'>",
    "<base href=javascript:document.title='ran'//><a href=javascript:document.title='ran'>",
)
LONG = "LAMBDA_TASK_ROOT_" * 12
QUESTIONS = [question(one, stem=f"Given {at} and {LONG[: 40 * at]}, how long?") for at, one in enumerate(RESPONSES)]

Browse = Callable[..., str]


@pytest.fixture
def browse(tmp_path: Path) -> Browse:
    """Opens a page with some flags; gives what is printed."""

    def run(page: str, *flags: str) -> str:
        path = tmp_path / "page.html"
        path.write_text(page, encoding="utf-8")
        profile = tmp_path / "profile"
        shutil.rmtree(profile, ignore_errors=True)
        ran = subprocess.run(
            [BROWSER, *FLAGS, f"--user-data-dir={profile}", *flags, path.as_uri()],
            capture_output=True,
            timeout=100,
            check=True,
        )
        return ran.stdout.decode()

    return run


def title(dom: str) -> str:
    found = re.search("<title>(.*?)</title>", dom, re.DOTALL)
    return found[1] if found else ""


@pytest.mark.parametrize("answers", ["inline", "end"])
def test_nothing_in_a_text_runs(answers: str, browse: Browse) -> None:
    texts = (*ATTACKS, *HOSTILE)
    asked = [replace(question(choices(*ATTACKS[:4]), stem=text), topic=text) for text in texts]
    dom = browse(write_html(asked, "Ovens", answers), "--dump-dom")
    assert title(dom) == "Ovens"
    assert not re.search("<(script|img|svg|iframe|base)", dom)
    assert dom.count("<article") == len(asked) * (2 if answers == "end" else 1)


def test_even_what_was_not_escaped_would_not_run(browse: Browse) -> None:
    page = write_html([question(RESPONSES[0])], "Ovens", "end")
    broken = page.replace("<header>", "".join(ATTACKS[:1] + ATTACKS[2:4]) + "<header>")
    assert title(browse(broken, "--dump-dom")) == "Ovens"
    unguarded = re.sub("<meta http-equiv=[^>]*>", "", broken)
    assert title(browse(unguarded, "--dump-dom")) == "ran"


def test_no_width_has_to_be_scrolled_sideways(browse: Browse) -> None:
    inner = write_html(QUESTIONS, "Ovens " + LONG, "inline").replace("<details>", "<details open>")
    frames = "".join(
        f'<iframe width={width} height=600 srcdoc="{escape(inner)}"></iframe>' for width in (320, 390, 800)
    )
    measure = """<title>none</title><script>addEventListener('load', () => {
      document.title = JSON.stringify([...document.querySelectorAll('iframe')].map((frame) => {
        const page = frame.contentDocument.documentElement;
        const right = [...page.querySelectorAll('body *')].map((one) => one.getBoundingClientRect().right);
        return [page.clientWidth, page.scrollWidth, Math.ceil(Math.max(...right)), page.textContent.length > 2000];
      }))
    })</script>"""
    widths = json.loads(title(browse(f"<!DOCTYPE html>{measure}{frames}", "--dump-dom")))
    assert len(widths) == 3
    for seen, whole, right, full in widths:
        assert full
        assert whole <= seen
        assert right <= seen


def pages(pdf: Path) -> int:
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf.read_bytes()))


def test_it_prints_with_the_answers_on_pages_of_their_own(browse: Browse, tmp_path: Path) -> None:
    printed = {}
    for answers, asked in (("none", QUESTIONS[:1]), ("end", QUESTIONS[:1]), ("inline", QUESTIONS[:1])):
        pdf = tmp_path / f"{answers}.pdf"
        browse(write_html(asked, "Ovens", answers), f"--print-to-pdf={pdf}", "--no-pdf-header-footer")
        printed[answers] = pages(pdf)
    assert printed == {"none": 1, "end": 2, "inline": 1}


def test_folded_answers_are_open_on_paper(browse: Browse, tmp_path: Path) -> None:
    printed = []
    for page in (write_html(QUESTIONS, "Ovens", "inline"), write_html(QUESTIONS, "Ovens", "none")):
        browse(page, f"--print-to-pdf={tmp_path / 'ovens.pdf'}", "--no-pdf-header-footer")
        printed.append(pages(tmp_path / "ovens.pdf"))
    inline, none = printed
    assert inline > none


@pytest.mark.parametrize("width", [800, 500])
@pytest.mark.parametrize("dark", [False, True])
def test_light_and_dark_are_drawn(width: int, dark: bool, browse: Browse, tmp_path: Path) -> None:
    picture = tmp_path / "page.png"
    theme = [f"--blink-settings=preferredColorScheme={0 if dark else 1}"]
    browse(write_html(QUESTIONS, "Ovens", "end"), *theme, f"--window-size={width},900", f"--screenshot={picture}")
    size, corner, colours = drawn(picture.read_bytes())
    assert size == (width, 900)
    assert colours > 5
    assert (max(corner) < 60) if dark else (min(corner) > 200)


def drawn(png: bytes) -> tuple[tuple[int, int], bytes, int]:
    """Size, first pixel, and how many different bytes the picture has."""
    width, height = struct.unpack(">II", png[16:24])
    raw, at = b"", 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        if png[at + 4 : at + 8] == b"IDAT":
            raw += png[at + 8 : at + 8 + length]
        at += length + 12
    lines = zlib.decompress(raw)
    return (width, height), lines[1:4], len(set(lines))
