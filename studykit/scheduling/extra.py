"""The extra ``optimizer``: FSRS in machine code, or the sentence that says how to install it.

``fsrs-rs-python`` is a binding of the crate ``fsrs`` (BSD-3-Clause). The wheel of 0.9.3 names no licence of
its own, so it is never shipped with studykit; a learner installs it.
"""

from __future__ import annotations

from importlib.util import find_spec
from types import ModuleType

from studykit.core.errors import UsageError

_MODULE = "fsrs_rs_python"


def has_optimizer() -> bool:
    """Whether the extra is installed."""
    return find_spec(_MODULE) is not None


def optimizer() -> ModuleType:
    """The module of the extra. Raises UsageError when it is not installed."""
    if not has_optimizer():
        raise UsageError("This needs the optimizer. Install it once with: pip install 'studykit[optimizer]'")
    import fsrs_rs_python

    return fsrs_rs_python
