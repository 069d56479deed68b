"""Review line by line: what may be typed instead of an answer, and the verbs for cards and settings beside it."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from studykit.cli.main import main
from studykit.core.mark import MarkKind
from studykit.core.review import Rating
from studykit.store.study_store import StudyStore
from tests.kept import kept


def reviewed(monkeypatch: pytest.MonkeyPatch, *lines: str) -> int:
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
    return main(["review"])


def store(home: Path) -> StudyStore:
    return kept(home)


def test_an_answer_can_be_rated_otherwise_and_taken_back(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert reviewed(monkeypatch, "?", "easy", "q") == 0
    assert "Saved as easy: back in" in capsys.readouterr().out
    with store(home) as kept:
        (review,) = kept.reviews()
        assert (review.rating, review.days > 0) == (Rating.EASY, True)
    assert reviewed(monkeypatch, "undo", "undo", "q") == 0
    shown = capsys.readouterr().out
    assert shown.index("Taken back.") < shown.index("Nothing is left to take back.")
    assert "0 cards answered, 0 right. 0 due, 12 new." in shown
    with store(home) as kept:
        assert kept.reviews() == ()


def test_a_rating_without_an_answer_before_it_is_explained(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert reviewed(monkeypatch, "hard", "q") == 0
    assert "Nothing was answered yet." in capsys.readouterr().out


def test_a_card_can_be_buried_and_another_suspended(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert reviewed(monkeypatch, "bury", "suspend", "q") == 0
    shown = capsys.readouterr().out
    assert "Not asked again today." in shown
    with store(home) as kept:
        kinds = {mark.kind: card for card, mark in kept.marks().items()}
    assert set(kinds) == {MarkKind.BURY, MarkKind.SUSPEND}
    assert main(["cards", "--state", "suspended"]) == 0
    assert kinds[MarkKind.SUSPEND] in capsys.readouterr().out
    assert main(["cards", "release", kinds[MarkKind.SUSPEND]]) == 0
    assert main(["cards", "--state", "suspended"]) == 0
    assert "No card stands so." in capsys.readouterr().out


def test_cards_say_how_they_stand(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert reviewed(monkeypatch, "?", "easy", "q") == 0
    with store(home) as kept:
        (review,) = kept.reviews()
    capsys.readouterr()
    assert main(["cards", "--format", "json"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {row["state"] for row in rows} == {"new", "later"}
    (answered,) = (row for row in rows if row["state"] == "later")
    assert (answered["id"], answered["recall"], answered["reviews"]) == (review.card, 1.0, 1)
    assert answered["comes_back"] == f"in {review.days} days"
    assert main(["cards", "--topic", "sqs", "--count", "2"]) == 0
    assert capsys.readouterr().out.count("sqs") >= 2


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["cards", "suspend"], "Name the cards to suspend"),
        (["cards", "suspend", "limit:lambda.timeout.maxx"], "Did you mean 'limit:lambda.timeout.max'?"),
        (["cards", "--topic", "lamda"], "Did you mean 'lambda'?"),
        (["settings", "new_aday", "3"], "Did you mean 'new_a_day'?"),
        (["settings", "new_a_day", "many"], "new_a_day: 'many' is no whole number from 0 to 9999."),
        (["settings", "--default"], "--default goes with the name of a setting"),
    ],
)
def test_what_cannot_be_done_is_one_message(words: list[str], says: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 2
    assert says in capsys.readouterr().err


def test_a_setting_holds_until_it_is_the_usual_one_again(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["settings", "new-a-day", "3"]) == 0
    assert main(["settings", "learning_steps", "1m", "2", "h"]) == 0
    assert capsys.readouterr().out == "new_a_day = 3\nlearning_steps = 1m 2h\n"
    assert reviewed(monkeypatch, "q") == 0
    assert "0 due, 3 new." in capsys.readouterr().out
    assert main(["settings", "new_a_day", "--default"]) == 0
    assert reviewed(monkeypatch, "q") == 0
    assert "0 due, 12 new." in capsys.readouterr().out


def test_all_settings_are_listed_with_their_meaning(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["settings"]) == 0
    shown = capsys.readouterr().out
    assert "easy_days" in shown
    assert all(len(line) <= 80 for line in shown.splitlines())
    assert main(["settings", "--format", "json"]) == 0
    assert {"name": "retention", "value": "0.9"}.items() <= json.loads(capsys.readouterr().out.splitlines()[0]).items()
