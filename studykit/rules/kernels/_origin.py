"""The origin of an address: scheme, host and port together."""

from __future__ import annotations

from urllib.parse import urlsplit

from studykit.core.errors import UsageError

LONGEST = 2_000
"""Characters of an address that are read."""
_PORTS = {"http": 80, "https": 443}
"""The port that an address means when it names none, as the scheme says."""


def origin_of(address: str) -> str:
    """``https://Shop.example:443/cart`` → ``https://shop.example``. Raises UsageError for what is no address."""
    address = address.strip()
    if address == "null":
        return address
    if len(address) > LONGEST or any(sign.isspace() for sign in address):
        raise UsageError("An address is written like https://shop.example.com/cart.")
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as problem:
        raise UsageError(f"'{address[:60]}' is no address: {problem}.") from problem
    if parts.scheme == "file":
        # A page from a file has no origin that a server could allow by name.
        return "null"
    if parts.scheme not in _PORTS or not parts.hostname:
        raise UsageError(f"'{address[:60]}' is no address. Write it with its scheme, like https://shop.example.com.")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    shown = "" if port in (None, _PORTS[parts.scheme]) else f":{port}"
    return f"{parts.scheme}://{host}{shown}"
