"""Texts of strangers are read without harm."""

from __future__ import annotations

import pytest

from studykit.core.text import unescaped


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("a &lt; b &amp;&amp; c", "a < b && c"),
        ("&#65;&#x42;", "AB"),
        ("no entity & none", "no entity & none"),
        ("&#" + "9" * 5000 + ";", "\ufffd"),
        ("&#x" + "f" * 5000 + " and on", "\ufffd and on"),
    ],
)
def test_entities_are_read_whatever_number_they_have(written: str, read: str) -> None:
    assert unescaped(written) == read
