"""The time line of an asynchronous event."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from studykit.rules.kernel import Run, kernel_named
from studykit.rules.kernels.asynchronous_invocation import asynchronous_invocation

FACTS: dict[str, Any] = {
    "retries": 2,
    "maximum_event_age": 21600,
    "first_wait": 60,
    "second_wait": 120,
    "first_backoff": 1,
    "longest_backoff": 300,
}


def _run(*results: str, **more: Any) -> Run:
    return asynchronous_invocation(results=results, **{**FACTS, **more})


def _times(run: Run) -> list[Any]:
    return [moment.at for moment in run.moments]


def test_the_kernel_is_found_by_its_name() -> None:
    kernel = kernel_named("asynchronous_invocation")
    assert kernel is not None
    assert set(_run("success").gives) == set(kernel.gives)


def test_two_retries_are_three_attempts_one_and_two_minutes_apart() -> None:
    run = _run("error")
    assert run.gives["end"] == "retries_exhausted"
    assert run.gives["attempts"] == 3
    assert run.gives["retries_used"] == 2
    assert _times(run) == [0, 0, 60, 180, 180]
    assert run.moments[-1].says == "The service drops the event."


def test_without_retries_the_first_failure_is_the_last() -> None:
    run = _run("error", "success", retries=0)
    assert (run.gives["end"], run.gives["attempts"]) == ("retries_exhausted", 1)


def test_a_success_after_one_failure_ends_it() -> None:
    run = _run("error", "success", duration=5, on_success=True)
    assert (run.gives["end"], run.gives["attempts"], run.gives["may_repeat"]) == ("succeeded", 2, True)
    assert run.gives["ended_after"] == 5 + 60 + 5
    assert run.moments[-1].says == "The result goes to the destination for successes."


def test_a_timeout_takes_the_whole_timeout_and_uses_up_a_retry() -> None:
    run = _run("timeout", retries=1, duration=5, function_timeout=30)
    assert (run.gives["end"], run.gives["ended_after"]) == ("retries_exhausted", 30 + 60 + 30)


def test_a_throttle_uses_up_no_retry() -> None:
    run = _run("throttle", "throttle", "service_error", "error", retries=0)
    assert (run.gives["end"], run.gives["throttles"], run.gives["attempts"]) == ("retries_exhausted", 3, 1)
    assert run.gives["ended_after"] == 1 + 2 + 4


def test_throttles_last_until_the_maximum_age_with_growing_waits() -> None:
    run = _run("throttle", maximum_event_age=1000)
    assert (run.gives["end"], run.gives["attempts"], run.gives["retries_used"]) == ("event_age_exceeded", 0, 0)
    assert _times(run)[1:-2] == [0, 1, 3, 7, 15, 31, 63, 127, 255, 511, 811]
    assert run.gives["ended_after"] == 1000


def test_the_back_off_begins_anew_after_an_attempt_ran() -> None:
    run = _run("throttle", "throttle", "error", "throttle", "success")
    assert _times(run)[1:] == [0, 1, 3, 63, 64]


def test_an_event_of_the_shortest_age_is_not_retried() -> None:
    run = _run("error", maximum_event_age=60, duration=2)
    assert (run.gives["end"], run.gives["attempts"], run.gives["ended_after"]) == ("event_age_exceeded", 1, 60)


def test_age_runs_between_attempts() -> None:
    assert _run("error", maximum_event_age=61).gives["attempts"] == 2
    assert _run("error", maximum_event_age=180).gives["attempts"] == 2
    assert _run("error", maximum_event_age=181).gives["attempts"] == 3


def test_an_attempt_that_outlasts_the_age_is_the_last() -> None:
    run = _run("timeout", maximum_event_age=60, function_timeout=900)
    assert (run.gives["end"], run.gives["ended_after"]) == ("event_age_exceeded", 900)


def test_an_event_that_waited_for_too_long_is_never_handed_over() -> None:
    run = _run("success", maximum_event_age=60, queued_for=60)
    assert (run.gives["end"], run.gives["attempts"]) == ("event_age_exceeded", 0)
    assert _run("success", maximum_event_age=60, queued_for=59).gives["end"] == "succeeded"


def test_no_reserved_concurrency_goes_straight_to_the_failure_targets() -> None:
    run = _run("success", reserved_concurrency=0, dead_letter_queue=True, on_failure=True)
    assert (run.gives["end"], run.gives["attempts"]) == ("zero_reserved_concurrency", 0)
    assert [moment.says for moment in run.moments][-2:] == [
        "The event goes to the dead-letter queue.",
        "The event goes to the destination for failures.",
    ]
    assert _run("success", reserved_concurrency=1).gives["end"] == "succeeded"


def test_without_any_result_the_end_is_not_known() -> None:
    assert set(_run().gives.values()) == {None}
    assert _run(reserved_concurrency=0).gives["end"] == "zero_reserved_concurrency"


def test_a_long_time_line_keeps_its_first_and_last_moments() -> None:
    run = _run("throttle", first_backoff=10, longest_backoff=10)
    assert len(run.moments) == 41
    assert run.moments[0].at == 0
    assert run.moments[-1].says == "The service drops the event."


def test_endless_throttles_end_without_an_answer() -> None:
    run = _run("throttle", first_backoff=0, longest_backoff=0)
    assert run.gives["end"] is None


@given(
    results=st.lists(st.sampled_from(["success", "error", "timeout", "throttle", "service_error"]), min_size=1),
    retries=st.integers(0, 2),
    age=st.integers(60, 21600),
)
def test_there_are_never_more_attempts_than_retries_and_one(results: list[str], retries: int, age: int) -> None:
    run = _run(*results, retries=retries, maximum_event_age=age, duration=1, function_timeout=3)
    assert run.gives["attempts"] <= retries + 1
    times = [moment.at for moment in run.moments if moment.at is not None]
    assert times == sorted(times)


@given(
    results=st.lists(st.sampled_from(["error", "throttle"]), min_size=1),
    age=st.integers(60, 21599),
    more=st.integers(1, 1000),
)
def test_a_longer_age_never_means_fewer_attempts(results: list[str], age: int, more: int) -> None:
    def attempts(age: int) -> Any:
        return _run(*results, maximum_event_age=age).gives["attempts"]

    assert attempts(age) <= attempts(age + more)
