"""Forms: one widget for each way to answer a question."""

from __future__ import annotations

from studykit.core.response import Choices, Matching, Ordering, Response
from studykit.tui.widgets.forms.choosing import Choosing
from studykit.tui.widgets.forms.form import Form
from studykit.tui.widgets.forms.matching import Pairing
from studykit.tui.widgets.forms.ordering import InOrder
from studykit.tui.widgets.forms.typing import Typing

__all__ = ["Form", "form_for"]


def form_for(response: Response) -> Form:
    """An empty form for a response."""
    match response:
        case Choices():
            return Choosing(response)
        case Ordering():
            return InOrder(response)
        case Matching():
            return Pairing(response)
        case _:
            return Typing(response)
