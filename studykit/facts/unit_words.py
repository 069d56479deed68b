"""How people write units after a figure: 15mins, 10K/sec, 400 GBs of compute, 6 times."""

from __future__ import annotations

import re
from dataclasses import dataclass

_PER = r"(?:\s?/\s?|\s+per\s+|\s+a\s+|\s+every\s+)"
_NOUN = r"(?:[a-z]+[ -]){0,2}?(?:requests?|req|messages?|msgs?|events?|records?|transactions?|transitions?|calls?|invocations?|reads?|writes?|instances?|executions?|functions?|operations?|ops|queries|concurrent|publishes|lookups?|items?|actions?|additional|more|times?|GetRecords calls|messages?|recrods?|lookups?|subscriptions?|objects?|tokens?|jobs?|tasks?|connections?|users?|parameters?)\s?"
_SECOND, _MINUTE, _HOUR, _DAY = (
    r"(?:s|secs?|sec[ou]{1,3}nds?|secon?sd?)\b",
    r"(?:m|mins?|min[uiet]{2,4}s?)\b",
    r"(?:h|hrs?|hours?|huors?)\b",
    r"(?:d|days?)\b",
)
_UNIT_PATTERNS: tuple[tuple[str, str], ...] = (
    (
        r"GB[ -]?s(?:ec(?:ond)?s?)?\b(?=[^.]{0,30}\b(?:compute|free))|GB[ -](?:s|sec|seconds?)\b|gigabyte[ -]seconds?\b",
        "GB-s",
    ),
    (rf"(?:MB|MiB){_PER}{_SECOND}|mbps\b(?<=MBps)", "MB/s"),
    (rf"(?:KB|KiB){_PER}{_SECOND}", "KB/s"),
    (rf"(?:GB|GiB){_PER}{_SECOND}", "GB/s"),
    (r"gbps\b|gbit/s\b", "Gbit/s"),
    (r"mbps\b|mbit/s\b", "Mbit/s"),
    (rf"(?:{_NOUN})?{_PER}{_SECOND}|[rtq]ps\b", "/s"),
    (rf"(?:{_NOUN})?{_PER}{_MINUTE}", "/min"),
    (rf"(?:{_NOUN})?{_PER}{_HOUR}", "/h"),
    (rf"(?:{_NOUN})?{_PER}(?:24 ?h(?:ours)?|{_DAY})", "/day"),
    (r"RCUs?\b|read capacity units?\b", "RCU"),
    (r"WCUs?\b|write capacity units?\b", "WCU"),
    (r"%|percent\b|per cent\b", "%"),
    (r"(?:ms|msecs?|milli-?seconds?)\b", "ms"),
    (r"(?:µs|(?-i:us)|microseconds?)\b", "us"),
    (r"(?:s|secs?|sec[ou]{1,3}nds?d?|second?sd)\b(?!-| (?:retry|time|attempt|generation)\b)", "s"),
    (r"min[uiet]{2,4}s?\b(?<!min)|mins?\b(?! (?:and max|of|to be) )|m\b(?!emory)", "min"),
    (r"(?:h|hrs?|hours?|huors?)\b", "h"),
    (r"(?:d|days?)\b", "day"),
    (r"(?:weeks?|wks?)\b", "week"),
    (r"months?\b", "month"),
    (r"(?:y|yrs?|years?)\b", "year"),
    (r"(?:kib|kibibytes?)\b", "KiB"),
    (r"(?:mib|mebibytes?)\b", "MiB"),
    (r"(?:gib|gibibytes?)\b", "GiB"),
    (r"(?:tib|tebibytes?)\b", "TiB"),
    (r"(?:kb|kbytes?|kilobytes?)\b", "KB"),
    (r"(?:mb|mbytes?|megabytes?)\b|mbs\b", "MB"),
    (r"(?:gb|gbytes?|gigabytes?)\b|gbs\b|(?-i:G)\b", "GB"),
    (r"(?:tb|tbytes?|terabytes?)\b", "TB"),
    (r"(?:pb|petabytes?)\b", "PB"),
    (r"(?:b|bytes?)\b", "B"),
    (r"(?:x|×|times|fold)(?![a-z])", "x"),
)
_UNIT = re.compile(
    r"[ -]?(?:" + "|".join(f"(?P<u{at}>{pattern})" for at, (pattern, _) in enumerate(_UNIT_PATTERNS)) + ")",
    re.IGNORECASE,
)
_BEHIND = re.compile(r"\s?[⁻·⋅^²³]|(?<=[ \d](?-i:[mshd]))/[a-zA-Z]")
"""What makes a letter part of another unit: ``m/s``, ``s⁻¹``, ``h/day``."""
_NAMES = tuple(name for _, name in _UNIT_PATTERNS)


@dataclass(frozen=True, slots=True)
class Written:
    """A unit as it stands in a text."""

    name: str
    """Its name in core.quantity.UNITS."""
    said: str
    """Its letters."""
    end: int


def unit_after(text: str, at: int) -> Written | None:
    """The unit that stands at an offset of a text, after a space or hyphen or none; None for no unit."""
    found = _UNIT.match(text, at)
    if found is None or found.lastgroup is None or _goes_on(found) or _BEHIND.match(text, found.end()):
        return None
    return Written(_NAMES[int(found.lastgroup[1:])], found[0].strip(" -"), found.end())


def _goes_on(found: re.Match[str]) -> bool:
    """Whether a lone letter behind a space is another unit: ``5 m`` of rope, ``1 M`` of an acid."""
    return found[0] in (" m", " M")
