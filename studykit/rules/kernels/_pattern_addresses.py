"""IP addresses and ranges as event patterns read them."""

from __future__ import annotations

import re
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

_FOUR = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,9}){3}")
_SIX = re.compile(r"[0-9a-fA-F:]{2,60}")
_MASK = re.compile(r"[+-]?[0-9]{1,9}")


class AddressProblemError(ValueError):
    """The text is no range of addresses; the message says why."""


def address(text: str) -> IPv4Address | IPv6Address | None:
    """The address that a text writes; leading zeros are decimal. None when it writes none."""
    if _FOUR.fullmatch(text):
        text = ".".join(str(int(part)) for part in text.split("."))
    elif not _SIX.fullmatch(text):
        return None
    try:
        return ip_address(text)
    except ValueError:
        return None


def network(text: str) -> IPv4Network | IPv6Network:
    """The range of ``10.0.0.0/24``; bits behind the mask do not matter. Raises AddressProblemError."""
    written, slash, mask = text.partition("/")
    if not slash or not mask or "/" in mask:
        raise AddressProblemError("cidr takes an address, a slash and the number of mask bits.")
    found = address(written)
    if found is None:
        raise AddressProblemError(f"'{written}' is no IP address.")
    if not _MASK.fullmatch(mask):
        raise AddressProblemError("The mask of a range is a whole number of bits.")
    bits = int(mask)
    if not 0 <= bits < found.max_prefixlen:
        raise AddressProblemError(f"The mask of such an address has fewer than {found.max_prefixlen} bits.")
    return ip_network((found, bits), strict=False)
