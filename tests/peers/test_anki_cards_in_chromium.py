"""A browser shows our cards as Anki's programs do: options are chosen, the back knows them, all can be read."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
import pytest_asyncio

from studykit.core.flashcard import Basic, Choice, Cloze, Flashcard, Form, Part, Typing
from studykit.exchange.anki.notes import fields_of
from studykit.exchange.anki.render import Rendered, render
from studykit.exchange.anki.types import NOTE_TYPES
from tests.exchange.flashcards import CARDS, OPTIONS, choice
from tests.exchange.hostile_texts import MARKUP, MATHS
from tests.peers.anki_screen import Screen
from tests.tui.browser import PROGRAM, opened

pytestmark = [
    pytest.mark.skipif(not PROGRAM, reason="Chromium is not installed: the cards are not opened by a browser"),
    pytest.mark.asyncio(loop_scope="module"),
]

DESKTOP = "card card1 isLin"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def screen(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Screen]:
    folder = tmp_path_factory.mktemp("cards")
    async with opened(folder / "profile") as browser:
        found = Screen(browser, folder)
        await found.wide(900)
        await found.remembers()
        yield found
        assert not browser.errors


def sides(card: Flashcard) -> Rendered:
    return render(NOTE_TYPES[card.form], fields_of(card))


CSS = NOTE_TYPES[Form.CHOICE].css
ONE = sides(CARDS[Form.CHOICE])
SEVERAL = sides(choice(("north", True), ("south", False), ("east", True), ("west", False)))
RIGHT = OPTIONS[0].text


async def test_what_is_clicked_on_a_phone_is_marked_on_the_back(screen: Screen) -> None:
    """There the back is a page of its own, and taps on what is not made for them would turn the card."""
    await screen.page(ONE.front, CSS, above="mobile android")
    assert await screen.run("document.querySelectorAll('.asked li.tappable[role=radio]').length") == 4
    await screen.click(1)
    await screen.click(2)
    asked = await screen.rows()
    assert [row["checked"] for row in asked] == ["false", "false", "true", "false"]
    await screen.kept("studykitChoice")
    await screen.page(ONE.back, CSS, above="mobile android")
    told = await screen.rows()
    assert [row["text"] for row in told] == [row["text"] for row in asked]
    assert [row["chosen"] for row in told] == [False, False, True, False]
    assert {row["text"]: row["told"].removesuffix(" · your choice") for row in told} == {
        one.text: "✓ Right" if one.right else "✗ Wrong" for one in OPTIONS
    }
    assert [row["told"].endswith(" · your choice") for row in told] == [row["chosen"] for row in told]
    assert (await screen.result()).startswith("✓" if asked[2]["text"] == RIGHT else "✗")


async def test_keys_choose_and_the_back_says_how_it_was(screen: Screen) -> None:
    await screen.page("", CSS)
    for key, wanted in (("a", 0), ("C", 2), ("4", 3)):
        await screen.side(ONE.front)
        texts = [row["text"] for row in await screen.rows()]
        await screen.browser.press(key, ord(key.upper()))
        assert [row["chosen"] for row in await screen.rows()] == [at == wanted for at in range(4)]
        await screen.side(ONE.back)
        right = "ABCD"[texts.index(RIGHT)]
        assert await screen.result() == (
            "✓ Right." if texts[wanted] == RIGHT else f"✗ Not right. The answer is {right}."
        )
        assert [row["text"] for row in await screen.rows()] == texts


async def test_keys_belong_to_the_program_again_on_the_next_card(screen: Screen) -> None:
    for before in (ONE.front, ONE.back):
        await screen.page("", CSS)
        await screen.run("window.heard = []; window.addEventListener('keydown', (event) => heard.push(event.key))")
        await screen.side(before)
        await screen.side(sides(CARDS[Form.BASIC]).front)
        await screen.browser.press("a", ord("A"))
        assert await screen.run("heard") == ["a"]


async def test_several_are_chosen_and_taken_back(screen: Screen) -> None:
    await screen.page(SEVERAL.front, CSS)
    texts = [row["text"] for row in await screen.rows()]
    count = "getComputedStyle(document.querySelector('.asked ol'), '::before').content"
    for at in (*(texts.index(name) for name in ("north", "south", "south")), texts.index("east")):
        await screen.click(at)
    assert [row["text"] for row in await screen.rows() if row["checked"] == "true"] == [
        name for name in texts if name in ("north", "east")
    ]
    assert "chosen" in await screen.run(count)
    assert await screen.run("document.querySelector('.asked ol').getAttribute('data-have')") == "2"
    await screen.side(SEVERAL.back)
    assert await screen.result() == "✓ Right."
    await screen.side(SEVERAL.front)
    assert not any(row["chosen"] for row in await screen.rows())


async def test_what_was_not_answered_is_not_judged(screen: Screen) -> None:
    await screen.page(ONE.front, CSS)
    await screen.side(ONE.back)
    assert await screen.result() == ""
    await screen.side(ONE.front)
    await screen.browser.press("b", ord("B"))
    other = choice(*((f"other {at}", at == 0) for at in range(4)), stem=CARDS[Form.CHOICE].body.stem)  # type: ignore[union-attr]
    await screen.side(sides(other).back)
    assert await screen.result() == ""
    assert not any(row["chosen"] for row in await screen.rows())
    assert [row["text"] for row in await screen.rows()] == [f"other {at}" for at in range(4)]


async def test_options_stand_elsewhere_each_time_but_where_they_speak_of_their_places(screen: Screen) -> None:
    await screen.page("", CSS)
    orders = set()
    for _ in range(60):
        await screen.side(SEVERAL.front)
        orders.add(tuple(row["text"] for row in await screen.rows()))
    assert {order[0] for order in orders} == {order[3] for order in orders} == {"north", "south", "east", "west"}
    assert len(orders) > 12
    fixed = sides(choice(("north", False), ("south", False), ("All of the above", True)))
    for _ in range(10):
        await screen.side(fixed.front)
        assert [row["text"] for row in await screen.rows()] == ["north", "south", "All of the above"]


async def test_the_desktop_has_a_field_for_keys_that_it_takes_for_itself(screen: Screen) -> None:
    await screen.page("", CSS, DESKTOP)
    await screen.run("window.asks = []; window.pycmd = (what) => asks.push(what)")
    await screen.side(ONE.front, DESKTOP)
    assert await screen.run("document.activeElement.tagName") == "BODY"
    await screen.browser.press("Tab", 9)
    assert await screen.run("document.activeElement.tagName") == "INPUT"
    for key in "dbx":
        await screen.browser.press(key, ord(key.upper()))
    assert [row["chosen"] for row in await screen.rows()] == [False, True, False, False]
    assert await screen.run("document.activeElement.value") == ""
    await screen.browser.press("Enter", 13)
    assert await screen.run("asks") == ["ans"]


async def test_a_card_is_whole_without_its_script(screen: Screen) -> None:
    await screen.browser.tell("Emulation.setScriptExecutionDisabled", value=True)
    try:
        await screen.page(SEVERAL.front, CSS)
        assert [row["text"] for row in await screen.rows()] == ["north", "south", "east", "west"]
        assert "Choose " in await screen.run(
            "getComputedStyle(document.querySelector('.asked ol'), '::before').content"
        )
        await screen.page(SEVERAL.back, CSS)
        assert [row["told"] for row in await screen.rows()] == ["✓ Right", "✗ Wrong", "✓ Right", "✗ Wrong"]
        assert "So it is: west" in await screen.run("document.body.innerText")
    finally:
        await screen.browser.tell("Emulation.setScriptExecutionDisabled", value=False)


async def test_a_page_that_may_keep_nothing_still_shows_the_card(screen: Screen) -> None:
    """A page without an origin has no storage: asking for it is an error there."""
    await screen.page("<iframe sandbox=allow-scripts></iframe>", "")
    heard = "<script>window.onerror = () => { window.failed = true; }</script>"
    for html, told, count in ((SEVERAL.front, "tappable", 4), (SEVERAL.back, "right", 2)):
        probe = f"parent.postMessage([document.querySelectorAll('.{told}').length, !window.failed], '*')"
        page = json.dumps(f"{heard}{html}<script>{probe}</script>").replace("</", "<\\/")
        shown = f"onmessage = (one) => done(one.data); document.querySelector('iframe').srcdoc = {page};"
        assert await screen.run(f"new Promise((done) => {{ {shown} }})") == [count, True]


LONG = "LAMBDA_TASK_ROOT_" * 12
ALL = (
    Flashcard("a", Basic(f"{LONG} {MATHS[0]}", f"x\n\n{LONG}"), "d", sources=CARDS[Form.BASIC].sources),
    Flashcard("b", Cloze((Part(LONG), Part(LONG, hidden=True), Part(" مرحبا"))), "d"),
    replace(choice(("a" * 300, True), (LONG, False), ("مرحبا بالعالم", False)), id="c"),
    Flashcard("d", Typing(LONG, LONG, LONG), "d"),
)


@pytest.mark.parametrize("width", [320, 390, 900])
@pytest.mark.parametrize("card", ALL, ids=[card.form for card in ALL])
async def test_nothing_is_wider_than_the_screen(card: Flashcard, width: int, screen: Screen) -> None:
    await screen.wide(width)
    rendered = sides(card)
    field = "<center><input type=text id=typeans style=\"font-family: 'Arial'; font-size: 20px;\"></center>"
    for html in (rendered.front.replace("[[type:Answer]]", field), rendered.back):
        await screen.page(html, NOTE_TYPES[card.form].css)
        assert await screen.run("document.documentElement.scrollWidth") <= width


PAINT = """
(() => { const text = getComputedStyle(document.querySelector(".sk .text")).color;
  const ground = getComputedStyle(document.body).backgroundColor;
  const light = (colour) => colour.match(/[0-9]+/g).slice(0, 3).reduce((sum, one) => sum + Number(one), 0) > 382;
  return [light(text), light(ground)]; })()
"""
DARK, LIGHT = [True, False], [False, True]


THEMES = (
    ("card card1 isLin", "linux chrome", "light", LIGHT),
    ("card card1 isMac nightMode night_mode", "night-mode mac", "light", DARK),
    ("card card1 isWin", "win", "dark", LIGHT),  # the program is light on a dark desktop
    ("card card1 night_mode ankidroid_dark_mode", "mobile android linux js", "light", DARK),
    ("card card1", "mobile android linux js", "dark", LIGHT),
    ("card card1 nightMode", "mobile iphone", "dark", DARK),
    ("card", "", "dark", DARK),  # no program says it
    ("card", "", "light", LIGHT),
)
"""Classes of body and page, what the desktop wants, and what the card is to be."""


@pytest.mark.parametrize("form", Form)
async def test_light_and_dark_are_the_programs(form: Form, screen: Screen) -> None:
    for name, above, theme, expected in THEMES:
        await screen.wide(390, theme)
        await screen.page(sides(CARDS[form]).back, NOTE_TYPES[form].css, name, above)
        assert await screen.run(PAINT) == expected, (name, theme)


async def test_nothing_in_a_text_runs(screen: Screen) -> None:
    """Of every form, on both sides, with the card's own script run."""
    await screen.page("", CSS)
    await screen.run("window.ran = 0; alert = confirm = prompt = open = () => { window.ran++; }")
    before = len(screen.browser.asked)
    for text in MARKUP:
        made = choice((text, True), (f"{text} ", False), stem=text)
        assert isinstance(made.body, Choice)
        for body in (made.body, Basic(text, text), Typing(text, text), Cloze((Part(text), Part(text, hidden=True)))):
            rendered = sides(replace(made, body=body))
            for html in (rendered.front, rendered.back):
                await screen.side(html)
        assert await screen.run("document.querySelector('.sk .text').textContent.length") > 0
    await screen.run("new Promise((go) => setTimeout(go, 200))")
    assert await screen.run("window.ran") == 0
    assert screen.browser.asked[before:] == []
