"""Memory states are those of the parameters in use, wherever working them out is cut off."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime

import pytest

from studykit.core.settings import Fit, Settings
from studykit.scheduling.memory import STANDARD, Model, replay
from studykit.store.study_store import StudyStore
from studykit.workflows.fit import use
from studykit.workflows.log import verify
from studykit.workflows.refold import USUAL, mend, model_of, refold
from studykit.workflows.settings import read_settings
from tests.scheduling.answers import learner
from tests.scheduling.test_fit import FORGETFUL
from tests.workflows.learners import answered, opened

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
FIT = Fit(FORGETFUL.parameters, 500, 0.4, 0.39)
_KILLED_AT = """
import os, signal, sys
from datetime import UTC, datetime
from studykit.workflows import fit, refold
from tests.workflows.learners import opened
from tests.workflows.test_refold import FIT, NOW

steps = 0

def killing(call):
    def called(*arguments, **named):
        global steps
        if steps == int(sys.argv[1]):
            os.kill(os.getpid(), signal.SIGKILL)
        steps += 1
        return call(*arguments, **named)
    return called

with opened() as store:
    kind = type(store)
    for name in ("keep_folded", "set_settings", "_refold", "finish_folding"):
        setattr(kind, name, killing(getattr(kind, name)))
    fit.use(store, FIT, NOW)
"""
_STEPS = 6
"""Said to be of no model, set, said so once more, two lots of cards, said to be of the new model."""


def _all_right(store: StudyStore) -> bool:
    return verify(store, read_settings(store)).sound


def test_a_usual_learner_costs_no_look_at_the_states() -> None:
    with opened() as store:
        answered(store, learner(STANDARD, 3, 3, seed=1))
        assert not mend(store, Settings())
        assert STANDARD.name == USUAL


def test_new_parameters_change_every_state_and_no_due_day() -> None:
    with opened() as store:
        answered(store, learner(STANDARD, 8, 5, seed=1))
        before = store.memories()
        use(store, FIT, NOW)
        after = store.memories()
        assert {card: state.due_day for card, state in after.items()} == {
            card: state.due_day for card, state in before.items()
        }
        assert all(after[card].stability != before[card].stability for card in before)
        assert after == {card: replay(store.reviews(card), FORGETFUL) for card in before}
        use(store, None, NOW)
        assert store.memories() == before


def test_parameters_of_another_device_are_noticed() -> None:
    with opened() as store:
        answered(store, learner(STANDARD, 3, 3, seed=1))
        assert mend(store, Settings(fit=FIT))
        assert store.folded() == FORGETFUL.name
        assert not mend(store, Settings(fit=FIT))
        assert mend(store, Settings())


def test_states_of_other_parameters_are_a_problem_until_they_are_mended() -> None:
    with opened() as store:
        answered(store, learner(STANDARD, 3, 3, seed=1))
        settings = Settings(fit=FIT)
        assert not verify(store, settings).sound
        refold(store, model_of(settings))
        assert verify(store, settings).sound


@pytest.mark.parametrize("step", range(_STEPS))
def test_a_kill_at_any_step_is_mended_at_the_next_start(step: int) -> None:
    with opened() as store:
        answered(store, learner(STANDARD, 600, 1, seed=step))
    killed = subprocess.run([sys.executable, "-c", _KILLED_AT, str(step)], check=False, env={**os.environ})
    assert killed.returncode == -signal.SIGKILL
    with opened() as store:
        settings = read_settings(store)
        assert settings.fit == (FIT if step > 1 else None)
        assert mend(store, settings) == (step > 0)
        assert _all_right(store)


def test_the_model_of_a_learner_without_a_fit_is_the_usual_one() -> None:
    assert model_of(Settings()) == Model()
    assert model_of(Settings(fit=FIT)) == FORGETFUL
