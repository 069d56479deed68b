from __future__ import annotations

import pytest

from studykit.notes.dates import note_date


@pytest.mark.parametrize(
    ("text", "name", "date"),
    [
        ("---\ntitle: x\ndate: 2021-04-11 14:30\n---\n", "a.md", "2021-04-11"),
        ("---\ndate: 2021-04-11\nupdated: '2023-05'\n---\n", "a.md", "2023-05"),
        ('+++\ndate = "2020-01-02"\n+++\n', "a.md", "2020-01-02"),
        ("# No front matter\ndate: 2021-04-11\n", "a.md", ""),
        ("text", "posts/2019-03-04-lambda.md", "2019-03-04"),
        ("text", "2019-03-04/lambda.md", ""),
    ],
)
def test_a_note_is_dated_by_its_front_matter_or_its_name(text: str, name: str, date: str) -> None:
    assert note_date(text, name) == date
