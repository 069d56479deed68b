"""The visibility clock of a queue's batch, and the growth of its pollers."""

from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from studykit.rules.kernel import Run, kernel_named
from studykit.rules.kernels.queue_source import queue_source

DAY = 86400
SETTINGS: dict[str, Any] = {
    "batch_size": 10,
    "visibility_timeout": 360,
    "retention": 4 * DAY,
    "starting_pollers": 5,
    "growth": 5,
    "most_batches": 1000,
}


def _run(*results: str, **settings: Any) -> Run:
    return queue_source(results=results, **{**SETTINGS, **settings})


def _gives(*results: str, **settings: Any) -> dict[str, Any]:
    return dict(_run(*results, **settings).gives)


def test_the_kernel_is_found_by_its_name() -> None:
    kernel = kernel_named("queue_source")
    assert kernel is not None
    assert set(_gives("success")) == set(kernel.gives)


def test_a_handled_batch_is_deleted_when_the_function_returns() -> None:
    gives = _gives("success", duration=7)
    assert (gives["end"], gives["receives"], gives["runs"], gives["ended_after"]) == ("deleted", 1, 1, 7)


def test_a_failed_batch_comes_back_after_the_visibility_timeout() -> None:
    run = _run("error", "success", duration=7)
    assert run.gives["ended_after"] == 360 + 7
    assert [moment.at for moment in run.moments] == [7, 360, 367]


def test_the_redrive_policy_counts_receives() -> None:
    gives = _gives("error", max_receive_count=3)
    assert (gives["end"], gives["receives"], gives["runs"]) == ("dead_lettered", 3, 3)
    assert gives["ended_after"] == 3 * 360
    assert _gives("error", "error", "success", max_receive_count=3)["end"] == "deleted"


def test_throttles_alone_bring_messages_to_the_dead_letter_queue_unhandled() -> None:
    gives = _gives("throttle", max_receive_count=1)
    assert (gives["end"], gives["receives"], gives["runs"], gives["replayed"]) == ("dead_lettered", 1, 0, 0)


def test_without_a_redrive_policy_messages_fail_until_they_expire() -> None:
    gives = _gives("error", retention=1000)
    assert (gives["end"], gives["receives"], gives["ended_after"]) == ("expired", 3, 1000)


def test_a_count_without_a_redrive_policy_counts_for_nothing() -> None:
    assert _gives("error", retention=1000, max_receive_count=1, redrive=False)["end"] == "expired"
    assert _gives("error", retention=1000, max_receive_count=1, redrive=True)["end"] == "dead_lettered"


def test_good_messages_come_back_with_a_failed_one() -> None:
    assert _gives("error", "success")["replayed"] == 9
    assert _gives("error", "success", failing_messages=4)["replayed"] == 6
    assert _gives("error", "success", batch_size=1)["replayed"] == 0


def test_a_report_keeps_good_messages_from_coming_back() -> None:
    assert _gives("error", "success", report_batch_item_failures=True)["replayed"] == 0
    assert _gives("error", "success", handler_deletes=True)["replayed"] == 0


def test_a_function_that_times_out_reports_nothing() -> None:
    gives = _gives("timeout", "success", report_batch_item_failures=True, duration=1, function_timeout=60)
    assert gives["replayed"] == 9
    assert _run("timeout", "success", duration=1, function_timeout=60).moments[0].at == 60


def test_a_failing_message_blocks_its_group_in_a_fifo_queue() -> None:
    assert _gives("error", max_receive_count=2, fifo=True)["group_blocked_for"] == 720
    assert _gives("error", max_receive_count=2)["group_blocked_for"] == 0
    assert _gives("success", fifo=True)["group_blocked_for"] == 0


def test_pollers_grow_from_their_start_to_the_ceiling() -> None:
    assert _gives("success", after=0)["concurrency"] == 5
    assert _gives("success", after=60)["concurrency"] == 305
    assert _gives("success", after=600)["concurrency"] == 1000
    assert _gives("success")["full_after"] == 199
    assert _gives("success", growth=0)["full_after"] is None


def test_maximum_concurrency_holds_the_mapping() -> None:
    gives = _gives("success", after=60, maximum_concurrency=2)
    assert (gives["concurrency"], gives["most_concurrency"], gives["full_after"]) == (2, 2, 0)


def test_a_fifo_queue_is_handled_at_most_one_batch_a_group() -> None:
    assert _gives("success", fifo=True, message_groups=7, after=0)["concurrency"] == 7
    assert _gives("success", fifo=True, message_groups=7, maximum_concurrency=3)["concurrency"] == 3
    assert _gives("success", message_groups=7)["concurrency"] == 1000


def test_a_short_queue_needs_no_more_batches_than_it_fills() -> None:
    gives = _gives("success", backlog=25)
    assert (gives["concurrency"], gives["batch"]) == (3, 10)
    assert _gives("success", backlog=4)["batch"] == 4


def test_a_reservation_below_the_mapping_throttles() -> None:
    assert _gives("success", reserved_concurrency=10, maximum_concurrency=10)["throttled"] is False
    assert _gives("success", reserved_concurrency=10, maximum_concurrency=11)["throttled"] is True
    assert _gives("success")["throttled"] is None


def test_a_function_that_may_not_run_throttles_every_receive() -> None:
    run = _run("success", reserved_concurrency=0, max_receive_count=3)
    assert (run.gives["end"], run.gives["runs"], run.gives["receives"]) == ("dead_lettered", 0, 3)
    assert run.moments[0].says == "Up to 1,000 batches are received at once, more than the function may run."


def test_the_payload_bounds_a_batch() -> None:
    assert _gives("success", message_size=1000, payload=6500)["batch"] == 6
    assert _gives("success", message_size=9000, payload=6500)["batch"] == 1


def test_without_any_result_the_end_is_not_known() -> None:
    gives = _gives()
    assert gives["end"] is None
    assert gives["concurrency"] == 1000


def test_a_queue_that_hides_nothing_ends_without_an_answer() -> None:
    assert _gives("error", visibility_timeout=0)["end"] is None


def test_fractions_of_a_second_are_exact() -> None:
    assert _gives("success", duration=Fraction(1, 10))["ended_after"] == Fraction(1, 10)


@given(
    results=st.lists(st.sampled_from(["success", "error", "timeout", "throttle"]), min_size=1),
    receives=st.none() | st.integers(1, 1000),
    visibility=st.integers(60, 43200),
    retention=st.integers(60, 14 * DAY),
)
def test_no_message_is_received_more_often_than_the_policy_allows(
    *, results: list[str], receives: int | None, visibility: int, retention: int
) -> None:
    gives = _gives(*results, max_receive_count=receives, visibility_timeout=visibility, retention=retention)
    if gives["end"] is None:
        assert visibility * 10_000 < retention
        return
    assert receives is None or gives["receives"] <= receives
    assert (gives["end"] == "dead_lettered") <= (gives["receives"] == receives)
    assert gives["ended_after"] <= retention


@given(after=st.integers(0, 3600), more=st.integers(0, 600))
def test_pollers_never_shrink_while_messages_wait(after: int, more: int) -> None:
    assert _gives("success", after=after)["concurrency"] <= _gives("success", after=after + more)["concurrency"]
