"""The zone of this computer, for Anki and for us."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager

_ANKI_READS_THE_ZONE_AGAIN_AFTER = 1.1


@contextmanager
def zone_of_this_computer(name: str) -> Iterator[str]:
    """Both reckon with a zone while this lasts."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = name
    time.tzset()
    time.sleep(_ANKI_READS_THE_ZONE_AGAIN_AFTER)
    yield name
    os.environ.pop("TZ") if before is None else os.environ.update(TZ=before)
    time.tzset()
    time.sleep(_ANKI_READS_THE_ZONE_AGAIN_AFTER)  # else the next test would find Anki in this zone still
