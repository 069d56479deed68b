"""``studykit settle``: say which claim holds where notes disagree, take that back, list what was said."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any

from studykit.cli import options, write
from studykit.core.decision import Decision
from studykit.core.errors import UsageError
from studykit.core.text import count
from studykit.workflows.conflict_page import ConflictPage, Settled, conflict_page
from studykit.workflows.library import Library

_EXAMPLES = """\
  studykit settle                                   list your decisions
  studykit settle lambda.burst.max                  the claims with their numbers, and what is suggested
  studykit settle lambda.burst.max --claim 1        claim 1 holds, the others are mistaken
  studykit settle lambda.burst.max --claim 1 --reason "the newer page says so"
  studykit settle lambda.burst.max --both           1 is asked, the others hold of something else
  studykit settle --undo lambda.burst.max           as if you had said nothing
"""


def run(words: Sequence[str]) -> int:
    """Settles a conflict, takes a decision back, or lists decisions."""
    parser = options.parser(
        "settle",
        "Where notes disagree and no source settles it, you say which claim holds. Questions follow at once. Decisions "
        "are kept in decisions.yaml in your folder; notes are never changed.",
        _EXAMPLES,
    )
    parser.add_argument("fact", metavar="FACT", nargs="?", help="a conflict, as 'studykit conflicts' names it")
    parser.add_argument("--claim", type=int, metavar="N", help="number of the claim that holds")
    parser.add_argument("--both", action="store_true", help="the other claims hold, too, of something else")
    parser.add_argument("--reason", metavar="TEXT", default="", help="why; with --both, what the others hold of")
    parser.add_argument("--undo", metavar="FACT", help="take the decision about a fact back")
    options.add_content(parser)
    options.add_format(parser)
    arguments = parser.parse_args(words)
    _check(arguments)
    if not arguments.fact and not arguments.undo:
        return _list(arguments.format)
    library = options.opened(arguments)
    if arguments.undo:
        _undo(library, arguments)
    elif arguments.claim is not None or arguments.both:
        _decide(library, arguments)
    else:
        _show(conflict_page(library, arguments.fact), arguments.format)
    return options.exit_code(library.diagnostics)


def _check(arguments: argparse.Namespace) -> None:
    decides = arguments.claim is not None or arguments.both or arguments.reason
    if arguments.undo and (arguments.fact or decides):
        raise UsageError("--undo takes a decision back and goes with nothing else. See: studykit settle --help")
    if decides and not arguments.fact:
        raise UsageError("Which fact? Name one that 'studykit conflicts' lists.")
    if arguments.reason and arguments.claim is None and not arguments.both:
        raise UsageError("A reason goes with --claim N or --both.")


def _list(form: str) -> int:
    from studykit.workflows.decisions import decisions_of

    made = decisions_of(options.places().home)
    for one in made:
        if form == "json":
            write.json_line(_record(one))
        else:
            write.line(f"{one.fact}: {one.says}   ({'both hold' if one.both else 'the others are mistaken'})")
            write.line(f'{one.note} says "{one.words}"', "  ")
            write.line(f"{one.day}{f': {one.reason}' if one.reason else ''}", "  ")
    if form == "text":
        print(f"{count(len(made), 'decision')}." if made else "You have decided nothing. See: studykit conflicts")
    return 0


def _record(one: Decision) -> dict[str, Any]:
    return {
        "fact": one.fact,
        "holds": one.says,
        "words": one.words,
        "note": one.note,
        "both": one.both,
        "reason": one.reason,
        "at": one.at.isoformat(),
    }


def _decide(library: Library, arguments: argparse.Namespace) -> None:
    from studykit.workflows.decide import change_words, decide

    number = 1 if arguments.claim is None else arguments.claim
    change = decide(library, arguments.fact, number, at=options.now(), both=arguments.both, reason=arguments.reason)
    if arguments.format == "json":
        write.json_line({**_record(change.decision), "questions_back": change.back})
    else:
        write.line(f"{change.decision.fact} is {change.decision.says}: {change.decision.settled_by}.")
        write.line(f"{change_words(change)} Take it back: studykit settle --undo {change.decision.fact}")


def _undo(library: Library, arguments: argparse.Namespace) -> None:
    from studykit.workflows.decide import change_words, undo

    change = undo(library, arguments.undo)
    if arguments.format == "json":
        write.json_line({**_record(change.decision), "undone": True, "questions_back": change.back})
    else:
        write.line(change_words(change))


def _show(page: ConflictPage, form: str) -> None:
    if form == "json":
        write.json_line(_page_record(page))
        return
    write.line(f"{page.id}: {page.asks}" if page.asks else page.id)
    write.line(page.reason, "  ")
    marks = {number: next(line.says for line in page.claims if line.number == number) for number in page.sides}
    widest = max((len(f"{number}  {says}") for number, says in marks.items()), default=0)
    places = max((len(str(line.span)) for line in page.claims), default=0)
    year, before = 6 if any(line.date for line in page.claims) else 0, 0
    for line in page.claims:
        mark = f"{line.number}  {line.says}" if line.number != before else ""
        before = line.number
        write.line(f'{mark:<{widest}}  {line.span!s:<{places}}  {line.date[:4]:<{year}}"{line.words}"', "  ", " " * 8)
    if page.suggested:
        write.line(f"Suggested: {page.suggested}. {page.why}", "  ")
    elif page.settled is Settled.NOBODY:
        write.line("No suggestion: nothing speaks for one of them.", "  ")


def _page_record(page: ConflictPage) -> dict[str, Any]:
    return {
        "id": page.id,
        "asks": page.asks,
        "settled_by": page.settled.name.lower(),
        "reason": page.reason,
        "claims": [
            {
                "claim": line.number,
                "says": line.says,
                "note": line.span.note,
                "line": line.span.line,
                "date": line.date,
                "text": line.words,
                "standing": str(line.standing),
            }
            for line in page.claims
        ],
        "suggested": page.suggested or None,
        "why": page.why,
    }
