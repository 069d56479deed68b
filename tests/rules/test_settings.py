from __future__ import annotations

import re

import pytest

from studykit.core.errors import UsageError
from studykit.core.quantity import of
from studykit.rules.engine import Judge
from studykit.rules.settings import read_settings


def test_words_become_typed_settings(judge: Judge) -> None:
    words = {"heat_time": "90s", "trays": "4", "bread": "rye", "glazed": "yes"}
    assert read_settings(judge.domain, words) == {
        "heat_time": of(90, "s"),
        "trays": of(4, ""),
        "bread": "rye",
        "glazed": True,
    }
    assert read_settings(judge.domain, {"glazed": "False"}) == {"glazed": False}


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("heat_tim", "90s", "oven.bake has no input 'heat_tim'. Did you mean 'heat_time'?"),
        ("zzz", "90s", "It has bread, heat_time, rest_time, trays, glazed."),
        ("heat_time", "90", "this needs a time, with its unit. Did you mean 90 min?"),
        ("heat_time", "90 sek", "Unknown unit 'sek'. Did you mean 'sec'?"),
        ("heat_time", "90 MB", "'90 MB' is a size; this needs a time, with its unit."),
        ("heat_time", "91 min", "91 min is out of range; the most is 90 min (oven.heat_time.max)."),
        ("heat_time", "59 s", "59 s is out of range; the least is 1 min."),
        ("rest_time", "-1 s", "rest_time: -1 s is below zero."),
        ("rest_time", "", "'' is not a quantity."),
        ("trays", "4 s", "'4 s' is a time; this needs a plain number."),
        ("bread", "rie", "'rie' is not one of white, rye. Did you mean 'rye'?"),
        ("glazed", "perhaps", "'perhaps' is neither true nor false."),
    ],
)
def test_a_wrong_setting_says_what_would_be_right(judge: Judge, name: str, text: str, says: str) -> None:
    with pytest.raises(UsageError, match=re.escape(says)):
        read_settings(judge.domain, {name: text})
