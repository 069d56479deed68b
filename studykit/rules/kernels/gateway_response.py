"""Find the answer that a gateway makes for an error of its own, customised or not."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from studykit.core.errors import UsageError
from studykit.core.quantity import Figure
from studykit.core.verdict import Moment
from studykit.rules.kernel import Kernel, Run
from studykit.rules.types import CODE, TEXT, TRUTH, choice

MESSAGES: dict[str, str] = {
    "ACCESS_DENIED": "User is not authorized to access this resource",
    "API_CONFIGURATION_ERROR": "Internal server error",
    "AUTHORIZER_CONFIGURATION_ERROR": "null",
    "AUTHORIZER_FAILURE": "null",
    "BAD_REQUEST_BODY": "Invalid request body",
    "BAD_REQUEST_PARAMETERS": "Missing required request parameters",
    "DEFAULT_4XX": "Bad Request",
    "DEFAULT_5XX": "Internal server error",
    "EXPIRED_TOKEN": "The security token included in the request is expired",
    "INTEGRATION_FAILURE": "Internal server error",
    "INTEGRATION_TIMEOUT": "Endpoint request timed out",
    "INVALID_API_KEY": "Forbidden",
    "INVALID_SIGNATURE": "The request signature we calculated does not match the signature you provided",
    "MISSING_AUTHENTICATION_TOKEN": "Missing Authentication Token",
    "QUOTA_EXCEEDED": "Limit Exceeded",
    "REQUEST_TOO_LARGE": "Request Too Long",
    "RESOURCE_NOT_FOUND": "Not Found",
    "THROTTLED": "Too Many Requests",
    "UNAUTHORIZED": "Unauthorized",
    "UNSUPPORTED_MEDIA_TYPE": "Unsupported Media Type",
    "WAF_FILTERED": "Forbidden",
}
"""Every type of gateway response, with the message that the client reads when nothing is customised."""
_SERVER_SIDE = (
    "API_CONFIGURATION_ERROR",
    "AUTHORIZER_CONFIGURATION_ERROR",
    "AUTHORIZER_FAILURE",
    "DEFAULT_5XX",
    "INTEGRATION_FAILURE",
    "INTEGRATION_TIMEOUT",
)
_LONGEST = 20_000
_STATUS = re.compile(r"[1-5]\d\d")
_PARAMETER = re.compile(r"gatewayresponse\.(header|path|querystring)\.[A-Za-z0-9._$-]+")
_CORS = "gatewayresponse.header.access-control-allow-origin"


def run(*, made: bool, customisable: bool, response_type: str, status: Figure, customised: str | None) -> Run:
    """The status and headers of the answer, and which gateway response shaped it.

    Nothing is shaped when the gateway did not make the answer, or knows no gateway responses.
    """
    settings = _read(customised) if customisable else {}
    problem = next((found for name in settings if (found := _problem(name, settings[name]))), "")
    family = "DEFAULT_5XX" if response_type in _SERVER_SIDE else "DEFAULT_4XX"
    used = next((name for name in (response_type, family) if name in settings and not problem), "")
    chosen = settings.get(used, {})
    own = chosen.get("statusCode")
    final = int(own) if own is not None else status
    headers = {str(name).casefold(): str(value) for name, value in (chosen.get("responseParameters") or {}).items()}
    if not made:
        used, headers = "", {}
    gives = {
        "status": final if made else None,
        "server_error": family == "DEFAULT_5XX",
        "customised": bool(used),
        "used": used or ("the service's own response" if made else "none"),
        "allow_origin": headers.get(_CORS, "none").strip("'"),
        "readable_by_pages": _CORS in headers,
        "message": MESSAGES[response_type] if made else "what the back end says",
        "valid": not problem,
        "problem": problem or "Nothing is wrong.",
    }
    if not made:
        return Run(gives=gives)
    how = f"as {used} says" if used else "as the service does by itself"
    return Run(gives=gives, moments=(Moment(None, f"The gateway answers with status {final}, {how}."),))


def _read(text: str | None) -> Mapping[str, Any]:
    if text is None or not text.strip():
        return {}
    form = 'Write it like {"THROTTLED": {"statusCode": "503"}}.'
    if len(text) > _LONGEST:
        raise UsageError(f"The gateway responses have more than {_LONGEST:,} characters.")
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as problem:
        raise UsageError(f"The gateway responses are not JSON. {form}") from problem
    if not isinstance(found, dict):
        raise UsageError(f"The gateway responses are no object. {form}")
    return found


def _problem(name: str, settings: Any) -> str:
    if name not in MESSAGES:
        return f"{name[:60]} is no type of gateway response."
    if not isinstance(settings, dict):
        return f"The settings of {name} are no object."
    status = settings.get("statusCode")
    if status is not None and not _STATUS.fullmatch(str(status)):
        return f"statusCode of {name} is no status code."
    return _parameter_problem(name, settings.get("responseParameters") or {})


def _parameter_problem(name: str, parameters: Any) -> str:
    if not isinstance(parameters, dict):
        return f"responseParameters of {name} is no object."
    for parameter, value in parameters.items():
        if not _PARAMETER.fullmatch(parameter):
            return f"{parameter[:60]} of {name} does not begin with gatewayresponse.header, path or querystring."
        if not isinstance(value, str):
            return f"{parameter[:60]} of {name} is no text."
    return ""


KERNEL = Kernel(
    run=run,
    takes={
        "made": TRUTH,
        "customisable": TRUTH,
        "response_type": choice(*MESSAGES),
        "status": CODE,
        "customised": TEXT,
    },
    gives={
        "status": CODE,
        "server_error": TRUTH,
        "customised": TRUTH,
        "used": TEXT,
        "allow_origin": TEXT,
        "readable_by_pages": TRUTH,
        "message": TEXT,
        "valid": TRUTH,
        "problem": TEXT,
    },
    optional=("customised",),
)
