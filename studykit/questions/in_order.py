"""Whether the lines of a note's list are steps in order: by the words above them, or by those that they begin with.

A numbered list is often only a list: advice, cases, things to know. To ask for an order that is none would teach
something wrong, so a list whose form does not say plainly that it is one is left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_TITLE = re.compile(
    r"""
    \b(?: (?<!next\ )steps? | phases? | stages\ of | life[ -]?cycle | sequence | time[ -]?line | work[ -]?flow
    | procedure | chronolog\w+ )\b
    | \border\ (?:of|in\ which)\b | \b(?:in|by)\ (?:\w+\ ){1,3}order\b | ^order$
    | \w(?:ion|ing|ment|-up|-down|up|down)\ order$
    | \bflow$ | ^(?:the\ )?flow\ of\b | \bprocess$ | \b(?:life|journey|path|way)\ of\ an?\b
    | ^how\b.*\b(?:works?|runs?|starts?|happens?|proceeds?|goes|moves?|travels?|flows?)\b
    | \bfirst\b.*\bthen\b | \bone\ after\ (?:the\ other|another)\b | \bthen:?$
    """,
    re.IGNORECASE | re.VERBOSE,
)
_NO_TITLE = re.compile(r"\bin order to\b|\bsequence (?:number|generator|token)|\bstep functions?\b", re.IGNORECASE)
"""Words that only look like an order."""
_FIRST = re.compile(r"(?:first(?:ly)?|to begin with|to start with|at first)\b", re.IGNORECASE)
_NEXT = re.compile(
    r"(?:then|next|afterwards|later|finally|lastly|at last|in the end|second(?:ly)?|third(?:ly)?"
    r"|after (?:that|this)|once (?:that|this|it|they)|when (?:that|this) is done)\b",
    re.IGNORECASE,
)


def says_order(title: str) -> bool:
    """True for a line such as ``Phases of a request``, ``Order of checks``, ``How a retry works``."""
    return bool(_TITLE.search(_NO_TITLE.sub(" ", title).strip(" :.")))


def told_in_order(steps: Sequence[str]) -> bool:
    """True when the lines say it themselves: the first begins with *First* and a later one with *Then*, or most do."""
    later = sum(bool(_NEXT.match(step)) for step in steps[1:])
    return bool(steps) and later >= (1 if _FIRST.match(steps[0]) else max(len(steps) // 2, 1))
