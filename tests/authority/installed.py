"""Small botocore and cfn-lint installations, made where a test wants them."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

TIMEOUT = (
    "<p>The time that the oven heats. The default is 3 minutes, and the maximum allowed value is 15 minutes. "
    "For industrial ovens the maximum is 90 minutes. For more information, see <a>Ovens</a>.</p>"
)
SETTINGS = (
    "<p>A map of settings.</p> <ul> <li> <p> <code>Delay</code> – How long it waits. Valid values: An integer from "
    "0 to 900 seconds. Default: 0. </p> </li> <li> <p> <code>Fan</code> – Its speed. <ul> <li>up to 7</li> </ul> "
    "Default: 2.</p> </li> </ul>"
)


def install_botocore(
    folder: Path, version: str = "1.2.3", *, high: int = 5400, shapes: dict[str, Any] | None = None
) -> Path:
    """A botocore with one service, ``oven``; ``folder`` is what ``--from`` names."""
    _metadata(folder, "botocore", version, "License: Apache-2.0")
    model = {
        "operations": {"Bake": {"documentation": "<p>Bakes.</p> <p>You can bake up to 12 cakes in a batch.</p>"}},
        "shapes": {
            "BakeRequest": {
                "members": {
                    "TimeoutInSeconds": {"shape": "Timeout", "documentation": TIMEOUT},
                    "Settings": {"shape": "Map", "documentation": SETTINGS},
                }
            },
            "Timeout": {"type": "integer", "min": 1, "max": high},
            "Map": {"type": "map"},
            "Size": {"type": "string", "enum": ["0.5", "1.6", "237"]},
            "TooHot": {"type": "structure", "error": {"httpStatusCode": 429}},
            **(shapes or {}),
        },
    }
    for date in ("2019-01-01", "2020-02-02"):
        place = folder / "botocore" / "data" / "oven" / date
        place.mkdir(parents=True, exist_ok=True)
        old: dict[str, Any] = {"operations": {}, "shapes": {}}
        (place / "service-2.json.gz").write_bytes(gzip.compress(json.dumps(model if "2020" in date else old).encode()))
    return folder


def install_cfn_lint(folder: Path, version: str = "4.5.6", *, longest: int = 900) -> Path:
    """A cfn-lint with one resource type, ``AWS::Oven::Oven``."""
    _metadata(folder, "cfn-lint", version, "License-Expression: MIT-0")
    root = folder / "cfnlint"
    schema = {
        "properties": {
            "Delay": {"type": "integer", "minimum": 0, "maximum": longest, "default": 5},
            "Racks": {"type": "array", "maxItems": 5, "items": {"$ref": "#/definitions/Rack"}},
        },
        "definitions": {"Rack": {"properties": {"Height": {"multipleOf": 0.5, "description": "At least 2 cm."}}}},
    }
    files: dict[str, Any] = {
        "version.json": {"schema_date": "2026-10-20T22:11:15Z"},
        "providers/us-east-1.json": {"AWS::Oven::Oven": "abc"},
        "resources/abc.json": schema,
        "extensions/aws_oven/heat.json": {"then": {"properties": {"Heat": {"maximum": 250}}}},
    }
    for name, value in files.items():
        path = root / "data" / "schemas" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(value))
    (root / "rules").mkdir(exist_ok=True)
    rule = 'class Doors:\n    id = "E9001"\n    shortdesc = "Ovens have at most 2 doors"\n    description = "Why?"\n'
    (root / "rules" / "Doors.py").write_text(rule + "raise SystemExit('rules are read, not run')\n")
    (root / "helpers.py").write_text('LIMITS: dict[str, object] = {"Racks": {"number": 5}}\nraise SystemExit\n')
    return folder


def _metadata(folder: Path, name: str, version: str, licence: str) -> None:
    place = folder / f"{name.replace('-', '_')}-{version}.dist-info"
    place.mkdir(parents=True, exist_ok=True)
    (place / "METADATA").write_text(f"Metadata-Version: 2.4\nName: {name}\nVersion: {version}\n{licence}\n")
