"""How one event reaches several workers, and what one that fails, sleeps or is slow does to the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from studykit.core.errors import UsageError
from studykit.core.quantity import Figure
from studykit.core.sight import Check, Checks
from studykit.core.verdict import How, Moment
from studykit.rules.kernel import Base, Kernel, Run
from studykit.rules.kernels._bucket_notifications import NotificationProblemError, reached, read_notifications
from studykit.rules.types import COUNT, TEXT, TIME, TRUTH, choice, many

_WORKERS = ("works", "slow", "fails", "down")
_ARRANGEMENTS = ("synchronous_chain", "functions", "queues", "shared_queue", "publisher_sends")
_CALLERS = ("succeeds", "waits", "fails")
_FATES = ("handled", "waiting", "dead_lettered", "lost", "not_reached")
_SAYS = {
    "handled": "handles its copy",
    "waiting": "has its copy waiting in its queue",
    "dead_lettered": "fails, and its copy goes to the dead-letter queue",
    "lost": "loses its copy",
    "not_reached": "is not reached",
}
_HOW = {
    "handled": How.GOOD,
    "waiting": How.OPEN,
    "dead_lettered": How.BAD,
    "lost": How.BAD,
    "not_reached": How.MISSED,
}
_MOST_WORKERS = 1_000
_SHOWN = 30


def fanout(
    *,
    arrangement: str,
    workers: Sequence[str] | None = None,
    dead_letter: bool | None = None,
    publisher_fails_after: Figure | None = None,
    durations: Sequence[Figure] | None = None,
    caller_timeout: Figure | None = None,
    notification_configuration: str | None = None,
    event_name: str | None = None,
    object_key: str | None = None,
) -> Run:
    """Follow one event to its workers, and read the notifications of a bucket when there are any.

    ``functions`` are invoked by a topic directly, ``queues`` stand between the topic and each worker. Raises
    UsageError for texts that are no configuration.
    """
    gives: dict[str, object] = dict.fromkeys(_GIVES)
    moments: tuple[Moment, ...] = ()
    if workers:
        if len(workers) > _MOST_WORKERS:
            raise UsageError(f"An arrangement has at most {_MOST_WORKERS:,} workers here.")
        fates = _fates(arrangement, workers, dead_letter=bool(dead_letter), sent=publisher_fails_after)
        counted = Counter(fates)
        gives |= {fate: counted[fate] for fate in _FATES}
        gives |= _caller(arrangement, workers, fates, durations, caller_timeout)
        moments = tuple(
            Moment(None, f"Worker {number} {_SAYS[fate]}.", f"worker {number}", _HOW[fate])
            for number, fate in enumerate(fates[:_SHOWN], start=1)
        )
    if notification_configuration is not None:
        gives |= _notified(notification_configuration, event_name, object_key)
    return Run(gives, moments)


def show_copies(**given: Base) -> Checks | None:
    """What becomes of each copy; None for a chain, in which the copies are one behind the other."""
    if given["arrangement"] == "synchronous_chain":
        return None
    moments = fanout(**given).moments
    rows = [Check(one.name, one.says.removeprefix(f"{one.name.capitalize()} "), one.how) for one in moments]
    return Checks(tuple(rows)) if rows else None


def _fates(arrangement: str, workers: Sequence[str], *, dead_letter: bool, sent: Figure | None) -> list[str]:
    """What becomes of each worker's copy."""
    if arrangement == "synchronous_chain":
        broken = next((at for at, worker in enumerate(workers) if worker in ("fails", "down")), len(workers))
        return ["handled" if at < broken else "lost" if at == broken else "not_reached" for at in range(len(workers))]
    if arrangement == "shared_queue":
        return _shared(workers, dead_letter=dead_letter)
    fates = [_alone(worker, buffered=arrangement != "functions", dead_letter=dead_letter) for worker in workers]
    if arrangement == "publisher_sends" and sent is not None:
        return [fate if at < sent else "not_reached" for at, fate in enumerate(fates)]
    return fates


def _alone(worker: str, *, buffered: bool, dead_letter: bool) -> str:
    """A worker with a delivery of its own; a queue keeps what a sleeping worker cannot take."""
    if worker in ("works", "slow"):
        return "handled"
    if worker == "down" and buffered:
        return "waiting"
    return "dead_lettered" if dead_letter else "lost"


def _shared(workers: Sequence[str], *, dead_letter: bool) -> list[str]:
    """One queue has one copy: a single worker gets it, and another one when that one fails."""
    for wanted in (("works",), ("slow",)):
        found = next((at for at, worker in enumerate(workers) if worker in wanted), None)
        if found is not None:
            return ["handled" if at == found else "not_reached" for at in range(len(workers))]
    failing = "fails" in workers
    fate = ("dead_lettered" if dead_letter else "lost") if failing else "waiting"
    holder = workers.index("fails") if failing else 0
    return [fate if at == holder else "not_reached" for at in range(len(workers))]


def _caller(
    arrangement: str,
    workers: Sequence[str],
    fates: Sequence[str],
    durations: Sequence[Figure] | None,
    timeout: Figure | None,
) -> dict[str, object]:
    """What the caller notices: only in a synchronous chain does it depend on the workers."""
    if arrangement == "publisher_sends":
        return {"caller": "fails" if "not_reached" in fates else "succeeds", "caller_waits": None}
    if arrangement != "synchronous_chain":
        return {"caller": "succeeds", "caller_waits": 0}
    waits = sum(durations, start=0) if durations else None
    late = waits is not None and timeout is not None and waits > timeout
    if late or any(fate != "handled" for fate in fates):
        return {"caller": "fails", "caller_waits": timeout if late else waits}
    return {"caller": "waits" if "slow" in workers else "succeeds", "caller_waits": waits}


def _notified(text: str, event: str | None, key: str | None) -> dict[str, object]:
    try:
        found = read_notifications(text)
    except NotificationProblemError as problem:
        return {"notifications_valid": False, "notifications_problem": str(problem)}
    gives: dict[str, object] = {"notifications_valid": True, "notifications_problem": None}
    if event is None or key is None:
        return gives
    targets = reached(found, event, key)
    return {**gives, "destinations": targets, "notified": len(targets)}


_GIVES = {
    **dict.fromkeys(_FATES, COUNT),
    "caller": choice(*_CALLERS),
    "caller_waits": TIME,
    "notifications_valid": TRUTH,
    "notifications_problem": TEXT,
    "destinations": many(TEXT),
    "notified": COUNT,
}

KERNEL = Kernel(
    run=fanout,
    takes={
        "arrangement": choice(*_ARRANGEMENTS),
        "workers": many(choice(*_WORKERS)),
        "dead_letter": TRUTH,
        "publisher_fails_after": COUNT,
        "durations": many(TIME),
        "caller_timeout": TIME,
        "notification_configuration": TEXT,
        "event_name": TEXT,
        "object_key": TEXT,
    },
    gives=_GIVES,
    optional=(
        "workers",
        "dead_letter",
        "publisher_fails_after",
        "durations",
        "caller_timeout",
        "notification_configuration",
        "event_name",
        "object_key",
    ),
    shows=show_copies,
)
