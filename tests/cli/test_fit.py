"""``studykit fit`` says in plain words what a fit came to."""

from __future__ import annotations

import importlib.util
import json

import pytest

from studykit.cli.main import main
from studykit.scheduling.memory import STANDARD, Model
from tests.scheduling.answers import learner
from tests.scheduling.test_fit import FORGETFUL
from tests.workflows.learners import answered, opened


def _answers(truth: Model, cards: int, seed: int) -> None:
    with opened() as store:
        answered(store, learner(truth, cards, 8, seed))


def _said(capsys: pytest.CaptureFixture[str]) -> str:
    return " ".join(capsys.readouterr().out.split())


def test_a_better_fit_is_told_kept_and_taken_back(capsys: pytest.CaptureFixture[str]) -> None:
    _answers(FORGETFUL, 150, seed=1)
    assert main(["fit", "--dry-run"]) == 0
    said = _said(capsys)
    assert "New parameters foretell your answers better" in said
    assert said.endswith("Nothing was changed: this was a dry run.")
    assert main(["fit", "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["kept"]
    assert found["after"] < found["before"]
    assert len(found["parameters"]) == 21
    assert main(["log", "verify"]) == 0
    assert Model(tuple(found["parameters"])).name in _said(capsys)
    assert main(["fit", "--reset"]) == 0
    assert main(["log", "verify"]) == 0
    assert "by fsrs 6, and" in _said(capsys)


def test_a_refusal_says_that_nothing_was_changed(capsys: pytest.CaptureFixture[str]) -> None:
    _answers(STANDARD, 120, seed=4)
    assert main(["fit"]) == 0
    said = _said(capsys)
    assert "The parameters in use foretell your answers as well as new ones would, or better." in said
    assert said.endswith("Nothing was changed.")


def test_too_few_answers_say_how_many_are_needed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fit"]) == 0
    assert _said(capsys) == (
        "Nothing was changed: there are 0 answers on a later day than the one before, and 400 are needed."
    )
    assert main(["fit", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["needed"] == 400


def test_without_the_extra_it_says_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("studykit.scheduling.extra.find_spec", lambda name: importlib.util.find_spec(f"no_{name}"))
    for words in (["fit"], ["log", "verify", "--fast"]):
        assert main(words) == 2
        said = capsys.readouterr().err
        assert "pip install 'studykit[optimizer]'" in said
        assert "Traceback" not in said


def test_what_excludes_each_other_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fit", "--dry-run", "--reset"]) == 2
    assert "exclude each other" in capsys.readouterr().err
