"""A shard as the source of a function, and what a bad record does to it."""

from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from studykit.rules.kernel import kernel_named
from studykit.rules.kernels.stream_source import stream_source

DAY = 86400
SETTINGS: dict[str, Any] = {
    "shards": 1,
    "parallelization_factor": 1,
    "batch_size": 100,
    "maximum_retry_attempts": -1,
    "maximum_record_age": -1,
    "retention": DAY,
    "bisect_batch_on_function_error": False,
    "report_batch_item_failures": False,
}


def _gives(**settings: Any) -> dict[str, Any]:
    return dict(stream_source(**{**SETTINGS, **settings}).gives)


def test_the_kernel_is_found_by_its_name() -> None:
    kernel = kernel_named("stream_source")
    assert kernel is not None
    assert set(_gives()) == set(kernel.gives)


def test_a_good_batch_is_handled_once() -> None:
    gives = _gives(duration=2)
    assert (gives["end"], gives["invocations"], gives["discarded"], gives["blocked_for"]) == ("processed", 1, 0, 0)


def test_concurrency_is_shards_times_factor_and_order_follows_the_factor() -> None:
    gives = _gives(shards=4, parallelization_factor=10)
    assert (gives["concurrency"], gives["order"]) == (40, "partition_key")
    assert _gives(shards=4)["order"] == "shard"


def test_by_default_a_bad_record_blocks_its_shard_until_it_expires() -> None:
    gives = _gives(poison_record=3, duration=10)
    assert (gives["end"], gives["blocked_for"], gives["discarded"]) == ("retention_ended", DAY - 10, 100)
    assert gives["invocations"] == DAY // 10


def test_nobody_can_tell_the_attempts_when_they_take_no_time() -> None:
    gives = _gives(poison_record=3)
    assert (gives["end"], gives["invocations"], gives["blocked_for"]) == ("retention_ended", None, DAY)


def test_a_retry_limit_discards_the_whole_batch_good_records_too() -> None:
    gives = _gives(poison_record=3, maximum_retry_attempts=2, duration=5)
    assert (gives["end"], gives["invocations"]) == ("retries_exhausted", 3)
    assert (gives["discarded"], gives["discarded_good"], gives["replayed"]) == (100, 99, 2)
    assert gives["blocked_for"] == 10


def test_no_retry_means_one_attempt() -> None:
    gives = _gives(poison_record=3, maximum_retry_attempts=0)
    assert (gives["end"], gives["invocations"], gives["replayed"]) == ("retries_exhausted", 1, 0)


def test_the_record_age_ends_retries_before_the_retention_does() -> None:
    gives = _gives(poison_record=1, maximum_record_age=60, duration=7)
    assert (gives["end"], gives["blocked_for"], gives["invocations"]) == ("record_age_exceeded", 56, 9)
    assert _gives(poison_record=1, maximum_record_age=7 * DAY)["end"] == "retention_ended"


def test_whichever_limit_is_reached_first_ends_it() -> None:
    assert _gives(poison_record=1, maximum_record_age=60, maximum_retry_attempts=5, duration=10)["end"] == (
        "retries_exhausted"
    )
    assert _gives(poison_record=1, maximum_record_age=60, maximum_retry_attempts=6, duration=10)["end"] == (
        "record_age_exceeded"
    )


def test_splitting_isolates_the_bad_record_and_uses_up_no_retry() -> None:
    gives = _gives(batch_size=8, poison_record=3, maximum_retry_attempts=0, bisect_batch_on_function_error=True)
    assert (gives["end"], gives["discarded"], gives["discarded_good"]) == ("retries_exhausted", 1, 0)
    # 1-8 fails, 1-4 fails, 1-2 good, 3-4 fails, 3 fails and is given up, 4 good, 5-8 good
    assert gives["invocations"] == 7
    assert gives["replayed"] == 2


def test_splitting_alone_ends_with_one_record_that_blocks() -> None:
    gives = _gives(batch_size=8, poison_record=8, bisect_batch_on_function_error=True, duration=1)
    assert (gives["end"], gives["discarded"]) == ("retention_ended", 1)


def test_a_record_that_blocks_lets_the_rest_of_its_batch_expire() -> None:
    gives = _gives(batch_size=8, poison_record=1, bisect_batch_on_function_error=True, duration=1)
    assert (gives["end"], gives["discarded"], gives["discarded_good"]) == ("retention_ended", 8, 7)


def test_a_report_moves_the_checkpoint_so_nothing_before_it_is_replayed() -> None:
    gives = _gives(batch_size=10, poison_record=4, maximum_retry_attempts=2, report_batch_item_failures=True)
    assert (gives["discarded"], gives["discarded_good"], gives["replayed"]) == (7, 6, 0)
    assert gives["invocations"] == 3


def test_report_and_split_together_discard_the_bad_record_alone() -> None:
    gives = _gives(
        batch_size=10,
        poison_record=4,
        maximum_retry_attempts=1,
        report_batch_item_failures=True,
        bisect_batch_on_function_error=True,
    )
    assert (gives["discarded"], gives["discarded_good"], gives["replayed"]) == (1, 0, 0)


def test_a_failure_that_passes_is_retried_until_it_has_passed() -> None:
    gives = _gives(poison_record=5, failing_attempts=3, maximum_retry_attempts=3, duration=2)
    assert (gives["end"], gives["invocations"], gives["discarded"]) == ("processed", 4, 0)
    assert gives["blocked_for"] == 6
    assert gives["replayed"] == 4
    assert _gives(poison_record=5, failing_attempts=4, maximum_retry_attempts=3)["end"] == "retries_exhausted"


def test_a_report_that_is_followed_by_success_needs_two_invocations() -> None:
    gives = _gives(poison_record=5, failing_attempts=1, report_batch_item_failures=True)
    assert (gives["end"], gives["invocations"], gives["replayed"]) == ("processed", 2, 0)


def test_when_every_record_fails_none_is_good() -> None:
    gives = _gives(batch_size=4, all_fail=True, maximum_retry_attempts=1, bisect_batch_on_function_error=True)
    assert (gives["discarded"], gives["discarded_good"]) == (4, 0)
    assert gives["invocations"] == 1 + 2 + 4 * 2


def test_a_throttled_function_uses_up_no_retry_but_the_age() -> None:
    gives = _gives(throttled=True, maximum_retry_attempts=0, maximum_record_age=3600)
    assert (gives["end"], gives["invocations"], gives["blocked_for"]) == ("record_age_exceeded", 0, 3600)
    assert gives["discarded"] == 100


def test_the_payload_bounds_a_batch() -> None:
    gives = _gives(batch_size=1000, record_size=1000, payload=6000)
    assert gives["batch"] == 6
    assert _gives(batch_size=5, record_size=1000, payload=6000)["batch"] == 5
    assert _gives(batch_size=5, record_size=7000, payload=6000)["batch"] == 1


def test_a_batch_closes_by_window_size_or_payload() -> None:
    assert _gives(arrival=10)["closes"] == "at_once"
    assert _gives(arrival=10, batch_window=9)["closes"] == "batch_window"
    assert _gives(arrival=10, batch_window=10)["closes"] == "batch_size"
    assert _gives(arrival=10, batch_window=10, parallelization_factor=2)["closes"] == "batch_window"
    assert _gives(arrival=10, batch_window=10, record_size=1000, payload=6000)["closes"] == "payload"
    assert _gives(batch_window=10)["closes"] is None


def test_a_source_keeps_up_when_all_its_lanes_together_are_fast_enough() -> None:
    gives = _gives(shards=2, duration=3, arrival=66)
    assert (gives["capacity"], gives["keeps_up"]) == (Fraction(200, 3), True)
    assert _gives(shards=2, duration=3, arrival=67)["keeps_up"] is False
    assert _gives(shards=2, duration=3)["keeps_up"] is None
    assert _gives(shards=2, arrival=67)["keeps_up"] is None


def test_a_place_behind_the_first_batch_is_in_a_later_one() -> None:
    gives = _gives(batch_size=10, poison_record=24, maximum_retry_attempts=1)
    assert gives["replayed"] == 3


def test_the_time_line_tells_where_the_discarded_records_go() -> None:
    told = stream_source(**{**SETTINGS, "poison_record": 1, "maximum_retry_attempts": 0, "on_failure": True})
    assert "is sent to the failure destination" in told.moments[-2].says
    silent = stream_source(**{**SETTINGS, "poison_record": 1, "maximum_retry_attempts": 0, "on_failure": False})
    assert silent.moments[-2].says == "Nothing is told of the discarded records."
    assert silent.moments[-1].says == "The shard moves on to the records behind them."


def test_the_worst_batch_is_followed_quickly() -> None:
    gives = _gives(
        batch_size=10_000,
        all_fail=True,
        maximum_retry_attempts=10_000,
        retention=365 * DAY * 1000,
        bisect_batch_on_function_error=True,
        report_batch_item_failures=True,
        duration=1,
    )
    assert gives["discarded"] == 10_000


@given(
    batch_size=st.integers(1, 60),
    poison=st.integers(0, 60),
    retries=st.integers(-1, 6),
    age=st.sampled_from([-1, 60, 600]),
    bisect=st.booleans(),
    report=st.booleans(),
    failing=st.none() | st.integers(1, 8),
    duration=st.integers(1, 30),
)
def test_every_batch_ends_and_good_records_are_lost_only_with_a_bad_one(
    *,
    batch_size: int,
    poison: int,
    retries: int,
    age: int,
    bisect: bool,
    report: bool,
    failing: int | None,
    duration: int,
) -> None:
    gives = _gives(
        batch_size=batch_size,
        poison_record=poison,
        maximum_retry_attempts=retries,
        maximum_record_age=age,
        bisect_batch_on_function_error=bisect,
        report_batch_item_failures=report,
        failing_attempts=failing,
        duration=duration,
    )
    assert gives["end"] is not None
    assert 0 <= gives["discarded_good"] <= gives["discarded"] <= batch_size
    assert (gives["discarded"] == 0) == (gives["end"] == "processed")
    if report:
        assert gives["replayed"] == 0
    if bisect and retries >= 0 and age < 0:
        assert gives["discarded"] <= 1
    if not poison:
        assert gives["invocations"] == 1
