"""Decide as a browser does whether a page may read the answer of another origin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from studykit.core.verdict import Moment
from studykit.rules.kernel import Kernel, Run
from studykit.rules.kernels._origin import origin_of
from studykit.rules.types import TEXT, TRUTH, choice, many

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
_SIMPLE_METHODS = ("GET", "HEAD", "POST")
_SIMPLE_HEADERS = frozenset({"accept", "accept-language", "content-language"})
_SIMPLE_TYPES = frozenset({"application/x-www-form-urlencoded", "multipart/form-data", "text/plain"})
_OF_THE_BROWSER = frozenset(
    {"origin", "host", "cookie", "referer", "user-agent", "content-length", "connection", "accept-encoding", "date"}
)
"""Headers that a page cannot set, or that its browser sets; they never ask for a preflight."""
_CONSOLE = "Content-Type,X-Amz-Date,Authorization,X-Api-Key,X-Amz-Security-Token"
"""Headers that the console allows when it is asked to enable CORS."""
ORIGIN = "Access-Control-Allow-Origin"
_MOST = 50


@dataclass(frozen=True, slots=True)
class _Answer:
    """Headers of one answer; None for a header that is not there."""

    origin: str | None
    credentials: bool
    methods: str | None = None
    headers: str | None = None


@dataclass(frozen=True, slots=True)
class _Request:
    origin: str
    method: str
    unsafe: tuple[str, ...]
    """Headers that the browser must ask for, in small letters."""
    credentials: bool


def run(
    *,
    page: str,
    target: str,
    method: str,
    request_headers: Sequence[str] | None,
    content_type: str | None,
    credentials: bool,
    answers: str,
    preflight_succeeds: bool,
    allow_origin: str | None,
    allow_methods: str | None,
    allow_headers: str | None,
    allow_credentials: bool,
    response_headers: str,
    response_allow_origin: str | None,
    response_allow_credentials: bool,
) -> Run:
    """Whether the page may read the answer, and otherwise where it is blocked and which header is missing.

    ``answers`` says whose the headers of the preflight are: set one by one, what the console fills in where
    nothing is set, or configured lists from which the gateway picks, for both answers.
    """
    request = _Request(
        origin_of(page), method, _unsafe(request_headers or (), content_type or _typed(request_headers)), credentials
    )
    cross = request.origin != origin_of(target) or request.origin == "null"
    preflight = cross and (method not in _SIMPLE_METHODS or bool(request.unsafe))
    before = _Answer(allow_origin, allow_credentials, allow_methods, allow_headers)
    after = _real(response_headers, response_allow_origin, credentials=response_allow_credentials)
    if answers == "console":
        before = _filled(before, method)
    elif answers == "configured":
        before, after = _picked(before, request.origin), _picked(before, request.origin)
    blocked_at, missing, problem = "nowhere", "", ""
    if preflight:
        missing, problem = _preflight(request, before, succeeds=preflight_succeeds)
        blocked_at = "preflight" if problem else "nowhere"
    if cross and not problem:
        missing, problem = _check(request, after)
        blocked_at = "response" if problem else "nowhere"
    gives = {
        "kind": "same_origin" if not cross else "preflight" if preflight else "simple",
        "cross_origin": cross,
        "preflight": preflight,
        "allowed": not problem,
        "reaches_back_end": blocked_at != "preflight",
        "blocked_at": blocked_at,
        "missing": missing or "nothing",
        "problem": problem or "Nothing is missing.",
    }
    return Run(gives=gives, moments=_moments(request, gives))


def _real(kind: str, origin: str | None, *, credentials: bool) -> _Answer:
    """The headers of the answer to the real request."""
    if kind == "none":
        return _Answer(None, credentials=False)
    return _Answer("*", credentials=False) if kind == "star" else _Answer(origin, credentials)


def _filled(answer: _Answer, method: str) -> _Answer:
    return _Answer(
        answer.origin or "*", answer.credentials, answer.methods or f"OPTIONS,{method}", answer.headers or _CONSOLE
    )


def _typed(headers: Sequence[str] | None) -> str | None:
    """The content type, where it was written among the headers with its value."""
    for header in headers or ():
        name, _, value = header.partition(":")
        if name.strip().casefold() == "content-type" and value.strip():
            return value.strip()
    return None


def _unsafe(headers: Sequence[str], content_type: str | None) -> tuple[str, ...]:
    names = (header.partition(":")[0].strip().casefold() for header in headers[:_MOST])
    kept = [name for name in names if name not in _SIMPLE_HEADERS | _OF_THE_BROWSER | {"", "content-type"}]
    if content_type and content_type.partition(";")[0].strip().casefold() not in _SIMPLE_TYPES:
        kept.append("content-type")
    return tuple(sorted(set(kept)))


def _picked(answer: _Answer, origin: str) -> _Answer:
    """A gateway that picks from a list says the origin of the page, or no header at all."""
    for allowed in _listed(answer.origin):
        if allowed == "*" or fnmatchcase(origin, allowed):
            return _Answer("*" if allowed == "*" else origin, answer.credentials, answer.methods, answer.headers)
    return _Answer(None, credentials=False)


def _preflight(request: _Request, answer: _Answer, *, succeeds: bool) -> tuple[str, str]:
    if not succeeds:
        return "nothing", "The OPTIONS request is not answered with success, so the browser stops."
    missing, problem = _check(request, answer)
    if problem:
        return missing, problem
    listed = [name.upper() for name in _listed(answer.methods)]
    star = "*" in listed and not request.credentials
    if request.method not in (*listed, *_SIMPLE_METHODS) and not star:
        missing = "Access-Control-Allow-Methods"
        return missing, f"{missing} of the preflight does not name {request.method}."
    headers = [name.casefold() for name in _listed(answer.headers)]
    for name in request.unsafe:
        # A star does not cover Authorization, and covers nothing when credentials are sent.
        star = "*" in headers and not request.credentials and name != "authorization"
        if name not in headers and not star:
            missing = "Access-Control-Allow-Headers"
            return missing, f"{missing} of the preflight does not name {name[:60]}."
    return "", ""


def _check(request: _Request, answer: _Answer) -> tuple[str, str]:
    """The check that every answer to another origin has to pass."""
    said = (answer.origin or "").strip()
    problem = ""
    if not said:
        problem = f"The answer has no header {ORIGIN}."
    elif said == "*":
        if request.credentials:
            problem = f"A star in {ORIGIN} is not accepted when credentials are sent."
    elif len(_listed(said)) > 1:
        problem = f"{ORIGIN} names more than one origin, and only a single one is accepted."
    elif said != request.origin:
        problem = f"{ORIGIN} names {said[:60]} and not {request.origin[:60]}."
    elif request.credentials and not answer.credentials:
        missing = "Access-Control-Allow-Credentials"
        return missing, f"Credentials are sent, and {missing} is not true."
    return (ORIGIN if problem else ""), problem


def _listed(header: str | None) -> list[str]:
    return [part.strip(" '\"") for part in (header or "")[:2000].split(",") if part.strip(" '\"")][:_MOST]


def _moments(request: _Request, gives: Mapping[str, object]) -> tuple[Moment, ...]:
    if not gives["cross_origin"]:
        return (Moment(None, "Page and API have one origin, so the browser asks nothing."),)
    told = []
    if gives["preflight"]:
        wanted = ", ".join(request.unsafe) or "no special headers"
        told.append(Moment(None, f"The browser first asks with OPTIONS for {request.method} and {wanted[:120]}."))
    if gives["blocked_at"] != "preflight":
        told.append(Moment(None, f"The browser sends the {request.method} request, and the back end answers it."))
    end = "The page may read the answer." if gives["allowed"] else f"The browser blocks: {gives['problem']}"
    return (*told, Moment(None, end))


KERNEL = Kernel(
    run=run,
    takes={
        "page": TEXT,
        "target": TEXT,
        "method": choice(*METHODS),
        "request_headers": many(TEXT),
        "content_type": TEXT,
        "credentials": TRUTH,
        "answers": choice("fixed", "console", "configured"),
        "preflight_succeeds": TRUTH,
        "allow_origin": TEXT,
        "allow_methods": TEXT,
        "allow_headers": TEXT,
        "allow_credentials": TRUTH,
        "response_headers": choice("as_set", "none", "star"),
        "response_allow_origin": TEXT,
        "response_allow_credentials": TRUTH,
    },
    gives={
        "kind": choice("same_origin", "simple", "preflight"),
        "cross_origin": TRUTH,
        "preflight": TRUTH,
        "allowed": TRUTH,
        "reaches_back_end": TRUTH,
        "blocked_at": choice("nowhere", "preflight", "response"),
        "missing": TEXT,
        "problem": TEXT,
    },
    optional=(
        "request_headers",
        "content_type",
        "allow_origin",
        "allow_methods",
        "allow_headers",
        "response_allow_origin",
    ),
)
