"""Options that say which cards leave, and how: for a file and for an Anki that runs."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from studykit.core.card import CardKind
from studykit.core.errors import UsageError, nearest
from studykit.core.flashcard import Form

if TYPE_CHECKING:
    from studykit.workflows.export import Leaving


def add_wish(to: argparse.ArgumentParser) -> None:
    """``--deck``, ``--topic``, ``--as`` and ``--link``."""
    to.add_argument("--deck", default="", metavar="NAME", help="name of the deck (default: that of the pack)")
    to.add_argument("--topic", default="", metavar="TOPIC", help="only cards of a service or domain")
    to.add_argument(
        "--as",
        dest="forms",
        action="append",
        default=[],
        metavar="KIND=FORM",
        help=f"ask a kind of card ({', '.join(CardKind)}) in another form ({', '.join(Form)}); may be given again",
    )
    to.add_argument(
        "--link",
        default="",
        metavar="LINK",
        help="where the sources of cards lead: file (default), vscode, obsidian, none, or a form with {path} and "
        "{line} in it",
    )


def wish_of(arguments: argparse.Namespace, *, with_history: bool) -> Leaving:
    """What the arguments wish. Raises UsageError for a kind or a form that is not known."""
    from studykit.workflows.export import Leaving

    forms = dict(_form(one) for one in arguments.forms)
    return Leaving(arguments.deck, arguments.topic, with_history, forms, arguments.link)


def _form(text: str) -> tuple[CardKind, Form]:
    kind, _, form = text.partition("=")
    if kind not in set(CardKind):
        raise UsageError(f"There is no kind of card '{kind}'.{nearest(kind, list(CardKind))} --as is KIND=FORM.")
    if form not in set(Form):
        raise UsageError(f"There is no form '{form}'.{nearest(form, list(Form))} --as is KIND=FORM.")
    return CardKind(kind), Form(form)
