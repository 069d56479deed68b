"""Texts made to hurt a card: markup that runs, Anki's own signs, letters that turn or vanish, and a megabyte."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from random import Random

from studykit.core.flashcard import Basic, Body, Choice, Cloze, Flashcard, Link, Part, Typing
from studykit.core.response import Choices, Option
from tests.exchange.read_html import in_order

RUNS = "ran=(window.ran||0)+1"
"""What an attack does when it runs: the page's counter shows it."""
NET = "http://attack.invalid/"
MEGABYTE = 1_000_000

GAPS = (
    "{{c1::gone}}", "{{c1::", "}}", "{{", "::", "a::b::c", "{{c2::two::hint}}", "{{c1::{{c2::nested}}}}", "c1::",
    "}}}", "{{c1,2::both}}", "{{c0::none}}", "{{c1::image-occlusion:rect:left=.1:top=.2:width=.3:height=.4}}",
    "image-occlusion:rect:left=.1:top=.2", "::hint", ":", "{", "}", "{c1::x}", "{{c1::}}", "x}}y",
    "{{c999999999::x}}",
)  # fmt: skip
TEMPLATES = (
    "{{Front}}", "{{Back}}", "{{Card}}", "{{FrontSide}}", "{{#Front}}", "{{/Front}}", "{{^Back}}no{{/Back}}",
    "{{{Front}}}", "{{=<% %>=}}<%Front%>", "{{type:Front}}", "{{text:Front}}", "{{hint:Back}}", "{{cloze:Text}}",
    "{{Tags}}", "{{!--x--}}", "[[type:Front]]", "[[type:Answer]]", "{{tts en_US:Front}}", "${Front}", "#{Front}",
    "{% raw %}", "<%= 1 %>",
)  # fmt: skip
MARKUP = (
    f"<script>{RUNS}</script>", f"<SCRIPT>{RUNS}</sCrIpT>", f"</script><script>{RUNS}</script>",
    f"<img src=x onerror={RUNS}>", f"<img src='x' onerror='{RUNS}'>", f'"><img src=x onerror="{RUNS}">',
    f"'><img src=x onerror={RUNS}//", f"<svg onload={RUNS}>", f"<svg><script>{RUNS}</script></svg>",
    f"<svg><animate onbegin={RUNS} attributeName=x dur=1s>", f"<body onload={RUNS}>",
    f"<iframe srcdoc='<script>parent.{RUNS}</script>'></iframe>",
    f'<iframe src="javascript:parent.{RUNS}"></iframe>', f'<a href="javascript:{RUNS}">x</a>',
    f"<details open ontoggle={RUNS}>", f"<input autofocus onfocus={RUNS}>",
    f"<video><source onerror={RUNS}></video>",
    f"<math><mtext><style><img src=x onerror={RUNS}></style></mtext></math>",
    f"<style>@import '{NET}a.css';</style>", f"<link rel=stylesheet href={NET}b.css>", f"<img src={NET}c.png>",
    f"<meta http-equiv=refresh content='0;url={NET}d'>", f"<base href={NET}>", f"<object data={NET}e></object>",
    f"<form action={NET}f><button autofocus>x</button></form>", "<b>bold</b>", "<br>", "<div></div>", "<li>x</li>",
    "</ol></div>", "<!--", "-->", "<!-- x -->", "<![CDATA[x]]>", "]]>", "<?xml x?>", "<", ">", "<a", "</", "a<b>c",
    "1 < 2 > 1", "<hr id=answer>", f'<noscript><p title="</noscript><img src=x onerror={RUNS}>">',
    f"<template><script>{RUNS}</script></template>", "<plaintext>", "<textarea>", "</textarea>", "</style>",
    "<style>*{display:none}</style>", "<xmp>", "</title>", f'<x style="background:url({NET}g)">', f"`${{{RUNS}}}`",
    f"');{RUNS};//", f'";{RUNS};//', f"onerror={RUNS}", f"javascript:{RUNS}", "data-order=kept", "class=right",
)  # fmt: skip
ENTITIES = (
    "&", "&amp;", "&lt;b&gt;", "&#60;script&#62;", "&#x3c;img&#x3e;", "&nbsp;", "&#0;",
    "&#123;&#123;c1::x&#125;&#125;", "&amp;amp;", "&lt", "&#1114112;", "&copy", "&notin;", "&;", "AT&T",
    "&#91;sound:x.mp3&#93;", "%3Cscript%3E", "\\u003cscript\\u003e", "&#13;&#10;",
)  # fmt: skip
MATHS = (
    "\\(x^2\\)", "\\[\\frac{1}{2}\\]", "\\(", "\\)", "\\[", "\\]", "$x$", "$$", "$$x$$", "[latex]",
    "[latex]x[/latex]", "[/latex]", "[$]x[/$]", "[$$]x[/$$]", "\\frac{{a}}{{b}}", "\\(\\frac{a}{{b}}\\)",
    "\\begin{cases}{{x}}\\end{cases}", "\\input{/etc/passwd}", "<anki-mathjax>x</anki-mathjax>",
    "\\def\\x{\\x\\x}\\x", "\\", "\\\\", "\\n", "a\\", "\\href{javascript:ran=1}{x}", "^{{c1::2}}",
)  # fmt: skip
MEDIA = (
    "[sound:x.mp3]", "[sound:", "[sound:../../etc/passwd]", "[anki:play:q:0]", "[anki:tts lang=en_US]x[/anki:tts]",
    "[sound:a]b]", "[picture: nothing.png]", "[sound: nothing.mp3]", "[picture: ", "[picture: ]", "[", "]", "[[",
    "]]", "[picture: ../x.png]", "_studykit.js", "[oc]", "![](x.png)", "[x](javascript:ran=1)", "![[x.png]]",
)  # fmt: skip
LETTERS = (
    "\x00", "a\x00b", "\x01\x02\x03", "\x07\x08\x0b\x0c\x0e", "\x1b[31mred\x1b[0m", "\x1b]0;title\x07", "\x1f",
    "a\x1fb", "\x7f", "\x80\x85\x9b\x9f", "\ud800", "\udfff", "\ud83d", "\udc00\ud800", "\ufffe", "\uffff",
    "\U0001ffff", "\U0010ffff", "\ufffd", "\ufeff", "\ufeffx", "a\u200bb", "\u200b", "\u200e\u200f", "\u202eabc",
    "\u202eabc\u202c", "\u202a\u202b\u202d", "\u2066a\u2069", "\u2067", "\u2068x", "\u061c", "אבג",
    "مرحبا 123 (abc)", "שלום world", "\u0301", "\u0338", "x\n\u0338y", ">\u0338", "=\u0338", "e\u0301", "\u212b",
    "\ufb01", "a" + "\u0301" * 200, "Z̸̧̛a̵̢͝l̶̨͝g̷̡̛o", "👩‍👩‍👧‍👦", "🇩🇪", "👍🏽", "\u2028", "\u2029", "\u00ad",
    "soft\u00adhyphen", "\u00a0", "\u2003x\u3000", "\u180e", "\u2060", "\U000e0041\U000e007f", "\ufe0f", "漢字[かんじ]",
    " 漢字[かんじ]", "가", "\u1100\u1161", "\u0344", "\u0f73", "İıſK", "\U0001d54f", "\u3164", "\u115f",
)  # fmt: skip
BLANKS = (
    "", " ", "  a  b  ", "\t", "a\tb", "\n", "\n\n\n", "a\nb", "a\r\nb", "a\rb", "\r", " \n ",
    "    code\n      deeper\n", "x\n", "\nx", "x \n y", "\x0b", "a\x0cb", "\x1c\x1d\x1e",
)  # fmt: skip
TABLES = (
    "=1+1", "=cmd|' /C calc'!A0", "@SUM(A1)", "+1", "-1", "\t=1", "\r=1", "'", '"', '""', '"a","b"', ",", ";",
    "a;b,c\td", "#separator:tab", "#html:true", "'=1", "| a | b |", "|", "---", "# x", "- [ ] x", "```", "~~~",
    "> x", "{'a': 1}", '{"a": "b"}', "null", "NaN",
)  # fmt: skip
QUERIES = (
    "'; drop table notes; --", '" or 1=1 --', "Robert'); DELETE FROM cards;--", "%s %d %n", "%", "_", "?1", ":name",
    "\\x00", "$(true)", "`true`", "; rm -rf x", "../../etc/passwd", "..\\..\\x", "C:\\x", "file:///etc/passwd",
    "tag:x", "deck:*", "*", "re:.*", "nid:1",
)  # fmt: skip
LONG = (
    "W" * 5000,
    "a b " * 1500,
    "漢" * 3000,
    "{{c1::" * 500,
    "}}" * 500,
    "<b>" * 800,
    "&" * 2000,
    "\n" * 300,
    "[" * 1000,
    "\u202e" * 100,
)
ATOMS: tuple[str, ...] = (
    *GAPS, *TEMPLATES, *MARKUP, *ENTITIES, *MATHS, *MEDIA, *LETTERS, *BLANKS, *TABLES, *QUERIES, *LONG,
)  # fmt: skip
_GLUE = ("", " ", "\n", "x", "}}", "::", "<", "\\", "\u202e")


def shown(text: str) -> str:
    """What of a text must be read on a card: each control character as its picture, composed as Anki composes."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", "".join(map(_seen, text)))


def _seen(letter: str) -> str:
    code = ord(letter)
    if letter in "\n\t" or (code > 0x9F and not 0xD800 <= code <= 0xDFFF) or 0x20 <= code < 0x7F:
        return letter
    if code == 0x7F:
        return "␡"
    return chr(0x2400 + code) if code < 0x20 else "\N{REPLACEMENT CHARACTER}"


def huge() -> tuple[str, ...]:
    """Texts of about a megabyte each."""
    return tuple(
        (atom * (MEGABYTE // len(atom) + 1))[:MEGABYTE]
        for atom in ("a", "{{c1::x}} ", "<b>&\\(", "e\u0301" * 50 + "\n")
    )


def texts(count: int, seed: int = 8) -> Iterator[str]:
    """So many texts: each atom alone, then atoms within and beside each other, and letters by chance."""
    yield from ATOMS[:count]
    chance = Random(seed)
    for at in range(len(ATOMS), count):
        if at % 5:
            parts = chance.choices(ATOMS, k=chance.randint(2, 4))
            yield chance.choice(_GLUE).join(part[: chance.choice([40, 400])] for part in parts)
        else:
            yield "".join(chr(_any_letter(chance)) for _ in range(chance.randint(1, 30)))


def _any_letter(chance: Random) -> int:
    top = chance.choice([0x7F, 0x7F, 0x2FF, 0x2FFF, 0xFFFF, 0x10FFFF])
    return chance.randrange(top + 1)


def cards(wanted: Sequence[str]) -> list[Flashcard]:
    """A card of each text in turn: as front, as gap, as option, as answer; and as whatever else a card has."""
    return [_card(at, text, wanted[at - 1], wanted[at // 2]) for at, text in enumerate(wanted)]


def _card(at: int, text: str, second: str, third: str) -> Flashcard:
    body = _BODIES[at % len(_BODIES)](at, text, second, third)
    links = (Link(text[:500], f"https://notes.invalid/{at}"), Link("by", text[:500])) if at % 3 == 0 else ()
    return Flashcard(f"hostile:{at}", body, "Hostile", ("studykit",), links)


def _basic(at: int, text: str, second: str, third: str) -> Body:
    del at, third
    return Basic(text if shown(text).strip() else f"front {text}", second)


def _cloze(at: int, text: str, second: str, third: str) -> Body:
    hidden = text if shown(text).strip() else f"hidden {text}"
    return Cloze((Part(second), Part(hidden, hidden=True), Part(f" {at} "), Part(hidden, hidden=True)), third)


def _choice(at: int, text: str, second: str, third: str) -> Body:
    options = [
        Option(one, at % 2 == place % 2, two)
        for place, (one, two) in enumerate([(text, third), (second, text), (third, "")])
    ]
    return Choice(f"Which? {second}", Choices((*options, Option("none", not at % 2, text))), text)


def _typed(at: int, text: str, second: str, third: str) -> Body:
    del at
    return Typing(second if shown(second).strip() else f"front {second}", text, third)


_BODIES = (_basic, _cloze, _choice, _typed)


def to_show(card: Flashcard) -> tuple[list[str], list[str]]:
    """What its back must say: in this order, and anywhere."""
    body = card.body
    links = [shown(link.text) for link in card.sources]
    if isinstance(body, Basic):
        return [shown(body.front), shown(body.back), *links], []
    if isinstance(body, Cloze):
        return ["".join(shown(part.text) for part in body.parts), shown(body.back), *links], []
    if isinstance(body, Typing):
        return [shown(body.front), shown(body.answer), shown(body.back), *links], []
    assert isinstance(body, Choice)
    options = [shown(text) for one in body.response.options for text in (one.text, one.reason)]
    return [shown(body.stem), shown(body.back), *links], options


def missing(card: Flashcard, page: str) -> str | None:
    """A text of the card that a page does not show."""
    ordered, anywhere = to_show(card)
    lost = in_order([text for text in ordered if text.strip()], page)
    return lost if lost is not None else next((text for text in anywhere if text.strip() and text not in page), None)
