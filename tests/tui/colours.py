"""How far colours are apart, for an eye of each kind."""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType

from textual.color import Color

Row = tuple[float, float, float]
Matrix = tuple[Row, Row, Row]

_EVERYBODY: Matrix = ((1, 0, 0), (0, 1, 0), (0, 0, 1))
EYES: Mapping[str, Matrix] = MappingProxyType(
    {
        "all cones": _EVERYBODY,
        "protanopia": (
            (0.152286, 1.052583, -0.204868),
            (0.114503, 0.786281, 0.099216),
            (-0.003882, -0.048116, 1.051998),
        ),
        "deuteranopia": (
            (0.367322, 0.860646, -0.227968),
            (0.280085, 0.672501, 0.047413),
            (-0.011820, 0.042940, 0.968881),
        ),
        "tritanopia": (
            (1.255528, -0.076749, -0.178779),
            (-0.078411, 0.930809, 0.147602),
            (0.004733, 0.691367, 0.303900),
        ),
    }
)
"""On linear RGB, of full severity: G. M. Machado, M. M. Oliveira, L. A. F. Fernandes, "A Physiologically-based Model
for Simulation of Color Vision Deficiency", IEEE Transactions on Visualization and Computer Graphics 15 (6), 2009."""

_TO_XYZ: Matrix = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
"""IEC 61966-2-1 (sRGB), white D65."""
_WHITE: Row = (0.9505, 1.0, 1.089)


def linear(colour: str) -> Row:
    """The light of a colour, each part 0 to 1."""
    red, green, blue = (part / 255 for part in Color.parse(colour).rgb)
    return _light(red), _light(green), _light(blue)


def _light(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def contrast(one: str, other: str) -> float:
    """By the WCAG 2 definition, 1 to 21."""
    lighter, darker = sorted((_times(_TO_XYZ, linear(colour))[1] for colour in (one, other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def apart(one: str, other: str, eye: str) -> float:
    """Distance in CIE L*a*b* as this eye sees it; about 2 can just be told apart side by side."""
    seen = (_lab(_times(EYES[eye], linear(colour))) for colour in (one, other))
    return math.dist(*seen)


def _times(matrix: Matrix, light: Row) -> Row:
    first, second, third = (sum(by * part for by, part in zip(row, light, strict=True)) for row in matrix)
    return first, second, third


def _lab(light: Row) -> Row:
    shown = _times(_TO_XYZ, _clipped(light))
    x, y, z = (_bent(part / white) for part, white in zip(shown, _WHITE, strict=True))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _clipped(light: Row) -> Row:
    red, green, blue = (min(max(part, 0.0), 1.0) for part in light)
    return red, green, blue


def _bent(share: float) -> float:
    return share ** (1 / 3) if share > (6 / 29) ** 3 else share / (3 * (6 / 29) ** 2) + 4 / 29
