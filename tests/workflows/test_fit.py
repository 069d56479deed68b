"""A fit comes into use when it is better, and only then."""

from __future__ import annotations

from datetime import UTC, datetime

from studykit.scheduling.fit import NEEDED, Fitted, TooFew
from studykit.scheduling.memory import STANDARD, Model
from studykit.workflows.fit import try_fit, use
from studykit.workflows.log import verify
from studykit.workflows.settings import read_settings
from tests.scheduling.answers import learner
from tests.scheduling.test_fit import FORGETFUL
from tests.workflows.learners import answered, opened

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)


def test_a_better_fit_is_kept_and_memory_is_worked_out_with_it() -> None:
    with opened() as store:
        answered(store, learner(FORGETFUL, 150, 8, seed=1))
        tried = try_fit(store, NOW, keep=True)
        assert tried.kept
        assert isinstance(tried.found, Fitted)
        settings = read_settings(store)
        assert settings.fit is not None
        assert settings.fit.parameters == tried.found.parameters
        assert (settings.fit.before, settings.fit.after) == (tried.found.before, tried.found.after)
        found = verify(store, settings)
        assert found.sound
        assert found.model == Model(tried.found.parameters).name != STANDARD.name
        again = try_fit(store, NOW, keep=True)
        assert isinstance(again.found, TooFew)
        use(store, None, NOW)
        assert read_settings(store).fit is None
        assert verify(store, read_settings(store)).sound


def test_a_dry_run_changes_nothing() -> None:
    with opened() as store:
        answered(store, learner(FORGETFUL, 120, 8, seed=1))
        before = store.memories()
        tried = try_fit(store, NOW, keep=False)
        assert isinstance(tried.found, Fitted)
        assert not tried.found.worse
        assert not tried.kept
        assert store.memories() == before
        assert store.settings() == {}


def test_a_fit_that_foretells_no_better_is_refused() -> None:
    with opened() as store:
        answered(store, learner(STANDARD, 120, 8, seed=4))
        tried = try_fit(store, NOW, keep=True)
        assert isinstance(tried.found, Fitted)
        assert tried.found.worse
        assert not tried.kept
        assert store.settings() == {}


def test_too_few_answers_are_said_to_be_too_few() -> None:
    with opened() as store:
        answered(store, learner(FORGETFUL, 10, 5, seed=1))
        tried = try_fit(store, NOW, keep=True)
        assert isinstance(tried.found, TooFew)
        assert tried.found.reviews < tried.found.needed == NEEDED
        assert not tried.kept
