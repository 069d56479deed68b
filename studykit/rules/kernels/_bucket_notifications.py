"""The notification configuration of a bucket: whether S3 takes it, and whom an object's event reaches."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from studykit.core.errors import UsageError
from studykit.rules.kernels._pattern_json import Json, JsonProblemError, read_json

_LISTS = {
    "QueueConfigurations": "QueueArn",
    "TopicConfigurations": "TopicArn",
    "LambdaFunctionConfigurations": "LambdaFunctionArn",
}
_EVENTS = {
    "ObjectCreated": ("Put", "Post", "Copy", "CompleteMultipartUpload"),
    "ObjectRemoved": ("Delete", "DeleteMarkerCreated"),
    "ObjectRestore": ("Post", "Completed", "Delete"),
    "ObjectTagging": ("Put", "Delete"),
    "ObjectAcl": ("Put",),
    "Replication": (
        "OperationFailedReplication",
        "OperationMissedThreshold",
        "OperationReplicatedAfterThreshold",
        "OperationNotTracked",
    ),
    "LifecycleExpiration": ("Delete", "DeleteMarkerCreated"),
    "LifecycleTransition": (),
    "IntelligentTiering": (),
    "ReducedRedundancyLostObject": (),
}
_PARTS = 3  # s3, the kind and what happened
_MOST = 200  # configurations that are compared with each other


class NotificationProblemError(ValueError):
    """S3 refuses the configuration; the message says why."""


@dataclass(frozen=True, slots=True)
class Notification:
    """One destination with what it is told of."""

    target: str
    events: frozenset[str]
    prefix: str = ""
    suffix: str = ""

    def overlaps(self, other: Notification) -> bool:
        """True when one object's event could belong to both."""
        return (
            bool(self.events & other.events)
            and (self.prefix.startswith(other.prefix) or other.prefix.startswith(self.prefix))
            and (self.suffix.endswith(other.suffix) or other.suffix.endswith(self.suffix))
        )

    def takes(self, event: str, key: str) -> bool:
        """True when the object's event is sent there."""
        return event in self.events and key.startswith(self.prefix) and key.endswith(self.suffix)


def read_notifications(text: str) -> tuple[Notification, ...]:
    """The destinations of a configuration; EventBridge is told of everything.

    Raises NotificationProblemError for what S3 refuses and UsageError for a text that is no configuration.
    """
    try:
        read = read_json(text, repeated_keys=True)
    except JsonProblemError as problem:
        raise UsageError(f"The notification configuration cannot be read. {problem}") from None
    if not isinstance(read, dict):
        raise UsageError("A notification configuration is a JSON object in curly braces.")
    found = tuple(one for name, key in _LISTS.items() for one in _each(read.get(name, []), key))
    if len(found) > _MOST:
        raise NotificationProblemError(f"A bucket has fewer than {_MOST} destinations.")
    for one, other in combinations(found, 2):
        if one.overlaps(other):
            raise NotificationProblemError(f"{one.target} and {other.target} overlap in event, prefix and suffix.")
    everything = frozenset(event for kind in _EVENTS for event in _kinds(f"s3:{kind}:*"))
    return (*found, *([Notification("EventBridge", everything)] if "EventBridgeConfiguration" in read else []))


def _each(rows: Json, key: str) -> Iterator[Notification]:
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise UsageError("Destinations stand in lists of objects.")
    for row in rows:
        target, events = row.get(key), row.get("Events")
        if not isinstance(target, str) or not isinstance(events, list) or not events:
            raise UsageError(f"A destination has {key} and a list of Events.")
        if target.endswith(".fifo"):
            raise NotificationProblemError(f"S3 sends nothing to a FIFO queue or topic such as {target}.")
        yield Notification(target, frozenset(kind for name in events for kind in _kinds(name)), *_filter(row))


def _filter(row: dict[str, Json]) -> tuple[str, str]:
    """Prefix and suffix of the object's name."""
    rules = row.get("Filter", {})
    for step in ("Key", "FilterRules"):
        rules = rules.get(step, {}) if isinstance(rules, dict) else {}
    named: dict[str, str] = {}
    for rule in rules if isinstance(rules, list) else []:
        name = str(rule.get("Name", "") if isinstance(rule, dict) else "").lower()
        if name not in ("prefix", "suffix") or name in named or not isinstance(rule.get("Value"), str):
            raise NotificationProblemError("A filter has at most one prefix and one suffix, and no wildcard.")
        named[name] = rule["Value"]
    return named.get("prefix", ""), named.get("suffix", "")


def _kinds(name: Json) -> tuple[str, ...]:
    """The single events that a name stands for. Raises NotificationProblemError when S3 has no such event."""
    parts = str(name).split(":")
    kinds = _EVENTS.get(parts[1]) if parts[0] == "s3" and 1 < len(parts) <= _PARTS else None
    if kinds is not None and (parts[2:] == ["*"] or (not kinds and len(parts) < _PARTS)):
        return tuple(f"s3:{parts[1]}:{kind}" for kind in kinds) or (f"s3:{parts[1]}",)
    if kinds and len(parts) == _PARTS and parts[2] in kinds:
        return (f"s3:{parts[1]}:{parts[2]}",)
    raise NotificationProblemError(f"S3 has no event '{str(name)[:60]}'.")


def reached(notifications: tuple[Notification, ...], event: str, key: str) -> tuple[str, ...]:
    """The destinations that are told of what happened to an object. Raises UsageError for an unknown event."""
    try:
        (kind,) = _kinds(event)
    except (NotificationProblemError, ValueError):
        raise UsageError(f"'{event[:60]}' is no single S3 event, such as s3:ObjectCreated:Put.") from None
    return tuple(one.target for one in notifications if one.takes(kind, key))
