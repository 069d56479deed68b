"""Answer a sequence of requests from a stage's cache, or from the back end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from studykit.core.quantity import Figure
from studykit.core.verdict import How, Moment
from studykit.rules.kernel import Kernel, Run
from studykit.rules.kernels._cache_line import METHODS, CacheStep, cache_steps
from studykit.rules.types import COUNT, TEXT, TIME, TRUTH, choice, many

ANSWERS = ("hit", "miss", "not_cached", "invalidated", "forbidden")
"""What the cache does with one request; ``invalidated`` fetches the entry afresh."""
_SHOWN = 40


@dataclass(slots=True)
class _Cache:
    """Entries with the moment at which they end; each stage has its own."""

    caching: bool
    ttl: Figure
    keys: frozenset[str]
    methods: frozenset[str]
    resource: tuple[str, ...]
    entries: dict[tuple[object, ...], Figure] = field(default_factory=dict)


def run(
    *,
    requests: str,
    caching: bool,
    ttl: Figure,
    keys: Sequence[str] | None,
    methods: Sequence[str],
    resource: str | None,
    authorization_required: bool,
    may_invalidate: bool,
    unauthorized: str,
) -> Run:
    """What each request is answered with, and how often the back end is called."""
    cache = _Cache(
        caching and ttl > 0,
        ttl,
        frozenset(_key_name(key) for key in keys or ()),
        frozenset(method.upper() for method in methods),
        tuple((resource or "").split("/")) if resource else (),
    )
    allowed = may_invalidate or not authorization_required
    answers: list[str] = []
    moments: list[Moment] = []
    ignored = False
    for step in cache_steps(requests):
        if step.event:
            cache.entries.clear()
            what = "flushed" if step.event == "flush" else "made anew in another size"
            moments.append(Moment(step.at, f"The cache is {what} and is empty now.", step.event))
            continue
        answer = _answer(cache, step, allowed=allowed, unauthorized=unauthorized)
        answers.append(answer)
        moments.append(Moment(step.at, f"{step.words[:60]}: {_WORDS[answer]}.", *_NAMES[answer]))
        ignored = answer == "hit" and asks_afresh(step)
    return _told(answers, moments, ignored=ignored)


_WORDS = {
    "hit": "answered from the cache",
    "miss": "not in the cache, fetched from the back end and kept",
    "not_cached": "passed to the back end, since this method is not cached",
    "invalidated": "its entry is fetched afresh from the back end",
    "forbidden": "refused, since the client may not invalidate entries",
}
_NAMES = {
    "hit": ("hit", How.GOOD),
    "miss": ("miss", How.PLAIN),
    "not_cached": ("not cached", How.PLAIN),
    "invalidated": ("fetched afresh", How.PLAIN),
    "forbidden": ("refused", How.BAD),
}


def _answer(cache: _Cache, step: CacheStep, *, allowed: bool, unauthorized: str) -> str:
    if not cache.caching or step.method not in cache.methods:
        return "not_cached"
    key = _key(cache, step)
    wants_fresh = asks_afresh(step)
    if wants_fresh and not allowed and unauthorized == "fail_with_403":
        return "forbidden"
    fresh = cache.entries.get(key, 0) > step.at
    if fresh and not (wants_fresh and allowed):
        return "hit"
    cache.entries[key] = step.at + cache.ttl
    return "invalidated" if wants_fresh and allowed else "miss"


def asks_afresh(step: CacheStep) -> bool:
    """True when the client wants the entry fetched anew."""
    return re.fullmatch(r"max-age=0+", step.headers.get("cache-control", "")) is not None


def _key(cache: _Cache, step: CacheStep) -> tuple[object, ...]:
    """The resource with the declared parameters; what is not declared does not tell requests apart."""
    path, inside = _resource(cache, step.path)
    query = [(name, value) for name, value in step.query.items() if name.casefold() in cache.keys]
    headers = [(name, value) for name, value in step.headers.items() if name in cache.keys]
    return (step.headers.get("stage", ""), step.method, path, inside, *map(tuple, map(sorted, (query, headers))))


def _resource(cache: _Cache, path: str) -> tuple[str, tuple[str, ...]]:
    """The resource that a path belongs to and those of its path parameters that are declared as keys."""
    parts = path.split("/")
    if len(parts) != len(cache.resource):
        return path, ()
    inside: list[str] = []
    for pattern, part in zip(cache.resource, parts, strict=True):
        if pattern.startswith("{") and pattern.endswith("}"):
            if pattern.strip("{}+").casefold() in cache.keys:
                inside.append(part)
        elif pattern != part:
            return path, ()
    return "/".join(cache.resource), tuple(inside)


def _key_name(key: str) -> str:
    """``method.request.querystring.page`` and ``page`` name the same parameter."""
    return key.strip().rpartition(".")[2].casefold()


def _told(answers: list[str], moments: list[Moment], *, ignored: bool) -> Run:
    shown = moments if len(moments) <= _SHOWN else [*moments[: _SHOWN // 2], *moments[-_SHOWN // 2 :]]
    counted = {answer: answers.count(answer) for answer in ANSWERS}
    if ignored:
        shown = [*shown, Moment(None, "The wish for a fresh answer is ignored, since the client may not invalidate.")]
    back_end = counted["miss"] + counted["not_cached"] + counted["invalidated"]
    gives = {
        "requests": len(answers),
        "hits": counted["hit"],
        "misses": counted["miss"],
        "not_cached": counted["not_cached"],
        "invalidations": counted["invalidated"],
        "forbidden": counted["forbidden"],
        "back_end_calls": back_end,
        "answers": ", ".join(answers[:_SHOWN]),
        "last": answers[-1] if answers else None,
        "ignored": ignored,
    }
    return Run(gives=gives, moments=tuple(shown))


KERNEL = Kernel(
    run=run,
    takes={
        "requests": TEXT,
        "caching": TRUTH,
        "ttl": TIME,
        "keys": many(TEXT),
        "methods": many(choice(*METHODS)),
        "resource": TEXT,
        "authorization_required": TRUTH,
        "may_invalidate": TRUTH,
        "unauthorized": choice("fail_with_403", "succeed_with_response_header", "succeed_without_response_header"),
    },
    gives={
        "requests": COUNT,
        "hits": COUNT,
        "misses": COUNT,
        "not_cached": COUNT,
        "invalidations": COUNT,
        "forbidden": COUNT,
        "back_end_calls": COUNT,
        "answers": TEXT,
        "last": choice(*ANSWERS),
        "ignored": TRUTH,
    },
    optional=("keys", "resource"),
)
