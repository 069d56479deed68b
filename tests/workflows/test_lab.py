"""The lab: whatever is done, what lies there is a scenario, and the verdict shown is the one that ``ask`` gives."""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from studykit.core.errors import UsageError
from studykit.core.quantity import parse_quantity
from studykit.core.verdict import Decision, Value
from studykit.rules.engine import Judge
from studykit.workflows.ask import ask, read_asked
from studykit.workflows.lab import Kind, scene
from studykit.workflows.lab_bench import Bench
from studykit.workflows.lab_first import first, usual
from studykit.workflows.lab_fixes import applied, fixes, outcomes
from studykit.workflows.lab_moves import changed, put, typed
from studykit.workflows.lab_turns import next_turn, turns
from studykit.workflows.lab_words import asked_words, command, laid_out, spelled
from studykit.workflows.library import Library
from studykit.workflows.open_library import open_library
from studykit.workflows.places import find_places
from tests.workflows.lab_domain import facts, library, post

REFUSED = {"results": ("error",)}
WRONG = ("", "x", "-1", "15", "99999999999 s", "1/0", "10000000 GB", "{", "a,b", "true", "*", "9" * 45)


@pytest.fixture
def judge(tmp_path: Path) -> Judge:
    return post(tmp_path)


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(library(tmp_path), "post.parcel", {})


def value(settings: Mapping[str, Value], name: str) -> str:
    found = settings.get(name)
    return "" if found is None else spelled(found)


def walk(judge: Judge, settings: Mapping[str, Value], name: str, moves: tuple[int, ...]) -> list[str]:
    found = []
    for by in moves:
        settings = changed(judge, settings, name, by)
        found.append(value(settings, name))
    return found


def test_the_first_scenario_is_decided_as_the_author_wants(judge: Judge) -> None:
    seen = scene(judge, first(judge), facts(), usual(judge))
    assert (seen.outcome, seen.wanted) == ("delivered", True)
    assert not any(one.changed for one in seen.inputs)


def test_a_scenario_says_for_each_setting_what_it_is_and_may_be(judge: Judge) -> None:
    seen = {one.name: one for one in scene(judge, REFUSED, facts()).inputs}
    tries, sender, results = seen["tries"], seen["sender"], seen["results"]
    assert (tries.value, tries.may_be, tries.facts[0], tries.changed) == ("2", "0 to 2", "post.tries.max", False)
    assert (sender.kind, sender.value, sender.may_be) == (Kind.CHOICE, "nobody", "one of 3")
    assert (results.kind, results.value, results.members) == (Kind.MEMBERS, "refused", ("error",))
    assert (seen["weight"].value, seen["weight"].is_set) == ("(not set)", False)
    kinds = [one.kind for one in seen.values()]
    assert kinds == [
        Kind.MEMBERS, Kind.QUANTITY, Kind.QUANTITY, Kind.QUANTITY, Kind.CHOICE, Kind.TRUTH, Kind.TEXT, Kind.LINE
    ]  # fmt: skip


def test_the_verdict_comes_with_its_sentence_reasons_facts_and_time_line(judge: Judge) -> None:
    seen = scene(judge, REFUSED, facts())
    assert seen.sentence == "Nobody takes the parcel and nobody gets it back."
    assert (seen.outcome, seen.wanted, seen.reasons[0].rule) == ("lost", False, "gone")
    back = scene(judge, {**REFUSED, "sender": "shop"}, facts())
    assert [(step.depth, step.text, step.value) for step in back.reasons[0].trace][1:3] == [
        (1, "run.end == 'retries_exhausted'", "yes"),
        (2, "run.end", "retries_exhausted"),
    ]
    assert [one.value for one in back.facts if one.id == "post.first_wait.exact"] == ["1 min"]
    assert back.moments[0][0] == "0 s"
    assert ("tries", "2") in back.assumed


def test_what_is_missing_is_named(judge: Judge) -> None:
    seen = scene(judge, {}, facts())
    assert (seen.outcome, seen.missing) == ("unknown", ("results",))
    assert seen.sentence == "Unknown, because results is not set."


def test_choices_turn_round_and_can_be_left_out_where_the_service_sets_nothing(judge: Judge) -> None:
    assert walk(judge, REFUSED, "sender", (1, 1, 1)) == ["shop", "friend", ""]  # nobody is what it is anyway
    assert walk(judge, REFUSED, "sender", (-1,)) == ["friend"]
    assert walk(judge, REFUSED, "signed", (1, 1, 1)) == ["false", "true", ""]


def test_small_ranges_go_step_by_step_and_wide_ones_by_round_figures(judge: Judge) -> None:
    assert walk(judge, REFUSED, "tries", (-1, -1)) == ["1", "0"]
    assert walk(judge, REFUSED, "age", (-1, -1, -1, -1)) == ["3 h", "2 h", "1 h", "45 min"]
    assert walk(judge, REFUSED, "weight", (1, 1)) == ["0 KB", "1 KB"]
    assert value(changed(judge, REFUSED, "age", -1, exact=True), "age") == "21599 s"


def test_past_the_end_of_a_range_the_range_is_said(judge: Judge) -> None:
    with pytest.raises(UsageError, match=r"tries: 0 to 2 \(post\.tries\.max\)"):
        changed(judge, REFUSED, "tries", 1)
    with pytest.raises(UsageError, match=r"^tries: 0 to 2 \(post\.tries\.max\)$"):
        typed(judge, REFUSED, "tries", "3")
    with pytest.raises(UsageError, match=r"Did you mean 15 s"):
        typed(judge, REFUSED, "age", "15")


def test_values_are_typed_as_the_author_says_them_or_as_ask_reads_them(judge: Judge) -> None:
    assert typed(judge, REFUSED, "sender", "a shop")["sender"] == "shop"
    assert typed(judge, REFUSED, "sender", "shop")["sender"] == "shop"
    assert typed(judge, REFUSED, "signed", "left at the door")["signed"] is False
    assert typed(judge, REFUSED, "age", "90 min")["age"] == parse_quantity("90 min")
    assert "signed" not in typed(judge, {**REFUSED, "signed": True}, "signed", "")


def test_what_the_service_sets_anyway_is_not_kept_as_set(judge: Judge) -> None:
    assert put(judge, {**REFUSED, "tries": parse_quantity("1")}, "tries", parse_quantity("2")) == REFUSED
    assert put(judge, REFUSED, "age", parse_quantity("360 min")) == REFUSED


def test_the_next_turn_is_the_nearest_value_with_another_outcome(judge: Judge) -> None:
    mixed = {"results": ("error", "success")}
    assert value(next_turn(judge, mixed, "tries", forward=False), "tries") == "0"
    assert value(next_turn(judge, mixed, "age", forward=False), "age") == "60 s"
    with pytest.raises(UsageError, match="No higher value of tries changes the outcome"):
        next_turn(judge, mixed, "tries", forward=True)
    assert value(next_turn(judge, REFUSED, "sender", forward=True), "sender") == "shop"


def test_where_it_turns_is_told_for_the_whole_range(judge: Judge) -> None:
    found = turns(judge, {"results": ("error", "success")}, "tries")
    assert [(part.first, part.last, part.outcome, part.here) for part in found.parts] == [
        ("0", "0", "lost", False),
        ("1", "2", "delivered", True),
    ]
    assert (found.low, found.high, found.at, found.now) == ("0", "2", 1.0, "delivered")
    choices = turns(judge, REFUSED, "sender")
    assert [(part.first, part.outcome) for part in choices.parts] == [
        ("nobody", "lost"),
        ("a shop", "sent_back"),
        ("a friend", "sent_back"),
    ]


def test_fixes_have_the_fewest_changes_first_and_say_what_alone_does_not_help(judge: Judge) -> None:
    found = fixes(judge, REFUSED, "sent_back")
    assert [(one.label, one.before, one.after) for one in found.ways[0].changes] == [("sender", "nobody", "a shop")]
    assert "tries" in found.alone_not
    assert "sender" not in found.alone_not
    assert found.given == ("results",)
    after = applied(judge, REFUSED, found.ways[0])
    assert scene(judge, after, facts()).outcome == "sent_back"
    assert fixes(judge, after, "sent_back").there


def test_fixes_say_which_input_leaves_the_outcome_unknown(judge: Judge) -> None:
    assert fixes(judge, {}, "lost").unknown == "results is not set."


def test_every_change_can_be_taken_back(bench: Bench) -> None:
    begun = bench.settings
    bench.change("tries", -1)
    bench.type("sender", "a friend")
    bench.set("results", ("error",))
    assert bench.scene.outcome == "sent_back"
    assert [one.name for one in bench.scene.inputs if one.changed] == ["results", "tries", "sender"]
    bench.reset("sender")
    bench.reset()
    assert bench.settings == begun
    while bench.undo():
        pass
    assert (bench.settings, bench.changes) == (begun, 0)


def test_what_cannot_be_changed_leaves_all_as_it_was(bench: Bench) -> None:
    begun = bench.scene
    for text in ("7", "x", "-1"):
        with pytest.raises(UsageError):
            bench.type("tries", text)
    assert (bench.scene, bench.changes) == (begun, 0)


def test_the_command_line_gives_the_same_scenario(judge: Judge) -> None:
    settings: dict[str, Value] = {
        "results": ("error", "success"),
        "weight": parse_quantity("10,240 MB"),
        "label": '{"to": "me & \'you\'"}',
        "signed": False,
    }
    line = shlex.split(command("post.parcel", settings))
    assert line[:3] == ["studykit", "ask", "post.parcel"]
    assert read_asked(judge, line[3:]).settings == settings


def test_json_is_laid_out_to_be_read(judge: Judge) -> None:
    del judge
    assert laid_out('{"a": [1]}') == '{\n  "a": [\n    1\n  ]\n}'
    assert laid_out("not json") == "not json"


Step = Callable[[Bench, str], object]
STEPS = some.sampled_from(
    [
        lambda bench, name: bench.change(name, 1),
        lambda bench, name: bench.change(name, -1),
        lambda bench, name: bench.change(name, 1, exact=True),
        lambda bench, name: bench.change(name, -1, exact=True),
        lambda bench, name: bench.reset(name),
        lambda bench, _: bench.reset(),
        lambda bench, _: bench.undo(),
        lambda bench, name: bench.put(bench.next_turn(bench.settings, name, forward=True)),
        *(lambda bench, name, text=text: bench.type(name, text) for text in WRONG),
    ]
)
NAMES = some.sampled_from(["results", "tries", "age", "weight", "sender", "signed", "label", "stops"])


@given(some.lists(some.tuples(STEPS, NAMES), max_size=12))
def test_whatever_is_done_the_verdict_is_what_ask_says_of_the_same_words(
    tmp_path_factory: pytest.TempPathFactory, done: list[tuple[Step, str]]
) -> None:
    bench = Bench(library(tmp_path_factory.mktemp("post")), "post.parcel", {})
    for step, name in done:
        try:
            step(bench, name)
        except UsageError:
            continue
        asked = read_asked(bench.judge, asked_words(bench.settings)).settings
        assert asked == bench.settings
        assert ask(bench.judge, asked)[0] == bench.scene.verdict


@pytest.fixture(scope="module")
def pack(read_once: Path) -> Library:
    return open_library(find_places({**os.environ, "STUDYKIT_HOME": str(read_once)}), "aws-serverless", [])


def test_every_setting_of_every_domain_can_be_moved_and_survives_what_is_typed(pack: Library) -> None:
    for name in pack.judges():
        judge = pack.judge(name)
        begun = first(judge)
        assert scene(judge, begun, {}).verdict.decision is Decision.DECIDED, name
        for one in judge.domain.inputs:
            moved = [then for by in (1, -1) if (then := _moved(judge, begun, one, by)) is not None]
            assert moved, f"{name}: {one} cannot be moved"
            for then in moved:
                assert read_asked(judge, asked_words(then)).settings == then, (name, one)
                scene(judge, then, {})
            for text in WRONG:
                with suppress(UsageError):
                    scene(judge, typed(judge, begun, one, text), {})


def _moved(judge: Judge, settings: Mapping[str, Value], name: str, by: int) -> dict[str, Value] | None:
    try:
        return changed(judge, settings, name, by)
    except UsageError:
        return None


@pytest.mark.parametrize("name", ["lambda.async", "iam.policy", "choice.messaging"])
def test_real_domains_tell_their_turns_and_fixes(pack: Library, name: str) -> None:
    judge = pack.judge(name)
    begun = first(judge)
    for one in judge.domain.inputs:
        assert turns(judge, begun, one).label
    for outcome in outcomes(judge):
        for way in fixes(judge, begun, outcome).ways:
            assert scene(judge, applied(judge, begun, way), {}).outcome == outcome
