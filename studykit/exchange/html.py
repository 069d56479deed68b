"""Questions as one HTML page: to read on a phone or a desk, and to print on A4 or Letter; no script, nothing loaded.

Answers ``end`` are a part of their own on a new page, ``inline`` stand folded below each question (and are open on
paper), ``none`` leaves them out. Right and wrong are told by a sign and a word, never by colour alone. A content policy
in the page forbids scripts, pictures and requests, whatever a text may hold; texts are escaped besides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from studykit.core.explained import Explained, choices, clean, explained, form, lines
from studykit.core.question import Question
from studykit.core.response import Matching, Ordering, Typed
from studykit.core.text import count
from studykit.exchange.html_style import STYLE

_ANSWERS = ("inline", "end", "none")
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_SIGNS = {True: "✓ Right", False: "✗ Wrong"}


def write_html(questions: Sequence[Question], title: str, answers: str = "end") -> str:
    """The page; ``answers`` is ``inline``, ``end`` or ``none``."""
    if answers not in _ANSWERS:
        raise ValueError(answers)
    return "".join(f"{line}\n" for line in _page(questions, title, answers))


def _page(questions: Sequence[Question], title: str, answers: str) -> Iterator[str]:
    name = _shown(title)
    yield '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{name}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>"
    yield f'<header>\n<h1 dir="auto">{name}</h1>\n<p class="about">{_about(len(questions), answers)}</p>\n</header>'
    yield '<section class="part" aria-labelledby="questions">\n<h2 id="questions">Questions</h2>'
    for number, question in enumerate(questions, 1):
        yield from _question(number, question, answers)
    yield "</section>"
    if answers == "end":
        yield '<section class="part" aria-labelledby="answers">\n<h2 id="answers">Answers</h2>'
        for number, question in enumerate(questions, 1):
            yield f'<article class="answer" id="a{number}">'
            yield f'<h3><a href="#q{number}">Question {number}</a>: {_shown(question.response.shown)}</h3>'
            yield from _reasons(question, texts=True)
            yield "</article>"
        yield "</section>"
    yield "</main>\n</body>\n</html>"


def _about(questions: int, answers: str) -> str:
    where = {
        "end": ' <a class="screen" href="#answers">Answers with reasons are at the end.</a>',
        "inline": " Each answer is folded below its question.",
        "none": "",
    }
    return f"{count(questions, 'question')}.{where[answers]}"


def _question(number: int, question: Question, answers: str) -> Iterator[str]:
    yield f'<article class="question" id="q{number}">\n<h3>Question {number}</h3>'
    yield f'<p class="stem" dir="auto">{_shown(question.stem)}</p>'
    yield from _asked(question)
    if answers == "inline":
        yield f"<details>\n<summary>Answer</summary>\n<p><strong>{_shown(question.response.shown)}</strong></p>"
        yield from _reasons(question, texts=False)
        yield "</details>"
    yield "</article>"


def _asked(question: Question) -> Iterator[str]:
    """What stands below the stem, with room to write where nothing can be ticked."""
    response = question.response
    if isinstance(response, Matching):
        yield '<div class="sides">\n<div>\n<h4>Lines</h4>'
        yield _list([(letter, f"{_text(text)} {_room('short')}") for letter, text in lines(response)])
        yield "</div>\n<div>\n<h4>Choices</h4>"
        yield _list([(number, _text(text)) for number, text in choices(response)])
        yield "</div>\n</div>"
    elif not isinstance(response, Typed):
        yield _list([(letter, _text(text)) for letter, text in lines(response)])
    if isinstance(response, Ordering | Typed):
        yield f'<p class="asks">Answer: {_room()} ({_shown(response.asks)})</p>'


def _reasons(question: Question, *, texts: bool) -> Iterator[str]:
    """Every answer with its reason, then the lines of notes that say so; options again only when they are far away."""
    response = question.response
    mark = "ol" if isinstance(response, Ordering) else "ul"
    yield f'<{mark} role="list" class="reasons {form(response)}">'
    for at, one in enumerate(explained(response)):
        if isinstance(response, Matching):
            said = f"{_text(response.pairs[at].text)} → {_text(one.text)}"
        elif isinstance(response, Ordering):
            said = _text(one.text)
        else:
            verdict = f'<span class="verdict">{_SIGNS[one.right]}</span>'
            said = f"{verdict} {_text(one.text)}" if texts and one.text else verdict
        label = f'<span class="label">{_shown(one.label)}</span>'
        yield f'<li class="{one.word}">{label} <div>{said}{_reason(one)}</div></li>'
    yield f"</{mark}>"
    if question.sources:
        yield f'<p class="see">See {_shown(", ".join(str(span) for span in question.sources))}</p>'


def _reason(one: Explained) -> str:
    where = f' <span class="see">({_shown(", ".join(str(span) for span in one.sources))})</span>' if one.sources else ""
    return f'<div class="reason" dir="auto">{_text(one.reason)}{where}</div>'


def _list(rows: Sequence[tuple[str, str]]) -> str:
    shown = "\n".join(f'<li><span class="label">{label}</span> <span>{text}</span></li>' for label, text in rows)
    return f'<ol role="list">\n{shown}\n</ol>'


def _room(size: str = "") -> str:
    return f'<span class="blank {size}" role="img" aria-label="room to write"></span>'


def _text(text: str) -> str:
    return f'<bdi class="text">{_shown(text)}</bdi>'


def _shown(text: str) -> str:
    return escape(clean(text).strip())
