"""Whatever devices do and in whichever order and state files reach them: in the end all have the same."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from studykit.core.mark import MarkKind
from studykit.core.review import Rating
from tests.workflows.synced_devices import CARDS, PACKAGE, carry, devices, exchange_all, other_fit

WHO = st.integers(0, 2)
CARD = st.sampled_from(CARDS)


class Sharing(RuleBasedStateMachine):
    """Three devices of one learner."""

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.devices = devices(self.folder, 3)

    @rule(who=WHO, card=CARD, rating=st.sampled_from(Rating))
    def answer(self, who: int, card: str, rating: Rating) -> None:
        self.devices[who].answer(card, rating)

    @rule(who=WHO)
    def undo(self, who: int) -> None:
        self.devices[who].undo()

    @rule(who=WHO, value=st.integers(0, 30))
    def set_something(self, who: int, value: int) -> None:
        self.devices[who].set("new_a_day", value)

    @rule(who=WHO, share=st.floats(0.5, 1.5))
    def fit(self, who: int, share: float) -> None:
        self.devices[who].set("fit", other_fit(share))

    @rule(who=WHO, card=CARD, kind=st.sampled_from(MarkKind))
    def mark(self, who: int, card: str, kind: MarkKind) -> None:
        self.devices[who].mark(card, kind)

    @rule(who=WHO, card=CARD, text=st.sampled_from(["one", "two", "three\nlines"]))
    def edit_a_note(self, who: int, card: str, text: str) -> None:
        self.devices[who].say(card, text)

    @rule(who=WHO, fact=st.sampled_from(["fact.a", "fact.b"]), says=st.sampled_from(["", "1", "2"]))
    def settle_conflict(self, who: int, fact: str, says: str) -> None:
        self.devices[who].settle(fact, says)

    @rule(who=WHO, draft=st.sampled_from(["d1", "d2"]), card=CARD)
    def settle(self, who: int, draft: str, card: str) -> None:
        self.devices[who].decide(draft, card)

    @rule(who=WHO, card=CARD, text=st.sampled_from(["one", "two"]), line=st.integers(1, 12), more=st.booleans())
    def leave(self, who: int, card: str, text: str, line: int, more: bool) -> None:
        self.devices[who].leave(card, text, line, f"{PACKAGE}{'+' if more else ''}")

    @rule(who=WHO, chosen=st.sampled_from(["A", "B", ""]))
    def sit(self, who: int, chosen: str) -> None:
        self.devices[who].sit(chosen)

    @rule(who=WHO)
    def finish(self, who: int) -> None:
        self.devices[who].finish()

    @rule(who=WHO)
    def sync(self, who: int) -> None:
        self.devices[who].sync()

    @rule(who=WHO, whom=WHO, size=st.none() | st.integers(0, 3000))
    def carry(self, who: int, whom: int, size: int | None) -> None:
        if who != whom:
            carry(self.devices[who], self.devices[whom], size)

    @rule(who=WHO)
    def lose_the_cache(self, who: int) -> None:
        for path in (self.devices[who].home / "cache").glob("sync-*.db"):
            path.unlink()

    def teardown(self) -> None:
        try:
            self.check()
        finally:
            shutil.rmtree(self.folder)

    def check(self) -> None:
        exchange_all(self.devices)
        first, *others = [one.everything() for one in self.devices]
        for other in others:
            assert other == first
        assert first["memories"] == self.devices[0].folded_anew()
        for one in self.devices:
            lines = one.own().splitlines()
            assert len(lines) == len(set(lines)), "a row was written twice"
            assert not one.sync().written


Sharing.TestCase.settings = settings(
    max_examples=8,
    stateful_step_count=20,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
TestSharing = pytest.mark.timeout(600)(Sharing.TestCase)
