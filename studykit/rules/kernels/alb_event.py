"""Turns an HTTP request into the event that a load balancer sends to a function, and reads the response."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice

from studykit.core.errors import UsageError
from studykit.core.quantity import Figure, format_figure
from studykit.core.verdict import Moment
from studykit.rules.kernel import Kernel, Run
from studykit.rules.kernels._alb_response import HEADERS, Answer, read_answer
from studykit.rules.types import COUNT, SIZE, TEXT, TRUTH

QUERY = {False: "queryStringParameters", True: "multiValueQueryStringParameters"}
"""Field of the query string, by the multi-value setting."""

_PLAIN_TYPES = ("application/json", "application/javascript", "application/xml")
"""Media types, besides text of any kind, whose body is passed on as it is."""
_MOST_SHOWN = 20

_Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Request:
    query: _Pairs
    headers: _Pairs
    body: str

    def first(self, header: str) -> str:
        """A header's value; empty when the request does not have it."""
        return next((value for name, value in self.headers if name == header), "")

    @property
    def binary(self) -> bool:
        """True when the load balancer encodes the body in base64."""
        kind = self.first("content-type").partition(";")[0].strip().lower()
        plain = kind.startswith("text/") or kind in _PLAIN_TYPES
        return bool(self.body) and (not plain or bool(self.first("content-encoding")))

    @property
    def upgrades(self) -> bool:
        """True when the client asks for another protocol, such as WebSocket."""
        return bool(self.first("upgrade")) and "upgrade" in self.first("connection").lower()


def receive_request(
    *,
    method: str | None,
    path: str | None,
    query: str | None,
    headers: str | None,
    body: str | None,
    body_size: Figure | None,
    multi_value: bool,
    response: str | None,
    response_size: Figure | None,
    largest: Figure,
) -> Run:
    """The event of a request: ``query`` as in a URL, ``headers`` one ``Name: value`` a line.

    ``body_size`` and ``response_size`` stand for texts that are too long to write down. ``response`` is the JSON that
    the function returns. ``largest`` is the most that the load balancer passes on either way.
    """
    request = _Request(_pairs_of_query(query or ""), _pairs_of_headers(headers or ""), body or "")
    event = _event(request, method or "GET", path or "/", multi_value=multi_value)
    answer = read_answer(response, multi_value=multi_value) if response is not None else Answer()
    sent = body_size if body_size is not None else len(request.body.encode(errors="surrogatepass"))
    returned = response_size if response_size is not None else len((response or "").encode(errors="surrogatepass"))
    lost = 0 if multi_value else _repeats(request.query) + _repeats(request.headers)
    gives = {
        "event": _text(event),
        "query": _text(event[QUERY[multi_value]]),
        "headers": _text(event[HEADERS[multi_value]]),
        "query_field": QUERY[multi_value],
        "headers_field": HEADERS[multi_value],
        "lost": lost,
        "repeated": _repeats(request.query) + _repeats(request.headers) > 0,
        "undecoded": any("%" in part or "+" in part for pair in request.query for part in pair),
        "binary": request.binary,
        "body_size": sent,
        "upgrades": request.upgrades,
        "request_too_large": sent > largest,
        "response_too_large": returned > largest,
        "malformed": bool(answer.problem),
        "problem": answer.problem,
        "headers_ignored": answer.ignored,
    }
    says = (*_passed(request, gives, multi_value=multi_value), *_returned(answer, multi_value=multi_value))
    return Run(gives, tuple(Moment(None, one) for one in says))


def _pairs_of_query(text: str) -> _Pairs:
    """Names and values as they are written: the load balancer decodes nothing."""
    parts = text.strip().removeprefix("?").split("&")
    return tuple((name, value) for name, _, value in (part.partition("=") for part in parts if part))


def _pairs_of_headers(text: str) -> _Pairs:
    """Names in small letters with their values, in the order of the request."""
    pairs = []
    for line in text.splitlines():
        name, colon, value = line.partition(":")
        if not line.strip():
            continue
        if not colon or not name.strip():
            raise UsageError(f"'{line.strip()[:60]}' is no header: write one 'Name: value' a line.")
        pairs.append((name.strip().lower(), value.strip()))
    return tuple(pairs)


def _event(request: _Request, method: str, path: str, *, multi_value: bool) -> dict[str, object]:
    body = base64.b64encode(request.body.encode(errors="surrogatepass")).decode() if request.binary else request.body
    return {
        "requestContext": {"elb": {"targetGroupArn": "…"}},
        "httpMethod": method.upper(),
        "path": path,
        QUERY[multi_value]: _grouped(request.query) if multi_value else dict(request.query),
        HEADERS[multi_value]: _grouped(request.headers) if multi_value else dict(request.headers),
        "body": body,
        "isBase64Encoded": request.binary,
    }


def _grouped(pairs: _Pairs) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


def _repeats(pairs: _Pairs) -> int:
    return len(pairs) - len(dict(pairs))


def _passed(request: _Request, gives: Mapping[str, object], *, multi_value: bool) -> Iterable[str]:
    for pairs, field in ((request.query, gives["query_field"]), (request.headers, gives["headers_field"])):
        repeated = [(name, values) for name, values in _grouped(pairs).items() if len(values) > 1]
        for name, values in islice(repeated, _MOST_SHOWN):
            passed = "keeps all of them" if multi_value else f"keeps only the last, '{values[-1][:60]}'"
            yield f"'{name[:60]}' comes {format_figure(len(values))} times, and {field} {passed}."
    if gives["undecoded"]:
        yield "The query string is passed on as the client encoded it, so the function has to decode it."
    if gives["binary"]:
        yield "The body is sent in base64, and isBase64Encoded is true."
    yield "The load balancer adds x-forwarded-for, x-forwarded-port, x-forwarded-proto and a trace id to the headers."


def _returned(answer: Answer, *, multi_value: bool) -> Iterable[str]:
    if answer.problem:
        yield f"The load balancer cannot read the function's response: {answer.problem}."
    if answer.ignored:
        yield f"The response has its headers in {HEADERS[not multi_value]}, and only {HEADERS[multi_value]} is read."


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


KERNEL = Kernel(
    run=receive_request,
    takes={
        "method": TEXT,
        "path": TEXT,
        "query": TEXT,
        "headers": TEXT,
        "body": TEXT,
        "body_size": SIZE,
        "multi_value": TRUTH,
        "response": TEXT,
        "response_size": SIZE,
        "largest": SIZE,
    },
    gives={
        "event": TEXT,
        "query": TEXT,
        "headers": TEXT,
        "query_field": TEXT,
        "headers_field": TEXT,
        "lost": COUNT,
        "repeated": TRUTH,
        "undecoded": TRUTH,
        "binary": TRUTH,
        "body_size": SIZE,
        "upgrades": TRUTH,
        "request_too_large": TRUTH,
        "response_too_large": TRUTH,
        "malformed": TRUTH,
        "problem": TEXT,
        "headers_ignored": TRUTH,
    },
    optional=("method", "path", "query", "headers", "body", "body_size", "response", "response_size"),
)
