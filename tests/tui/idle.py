"""When an app has nothing left to do, told by what waits to be run, on a computer of any speed.

Textual's own tests wait until the process has used little of the processor for a moment. So does one that has much to
do while others use the processor: what waits would be taken for done. Here the loop itself says what it has left.
"""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import Awaitable, Callable
from time import monotonic, process_time
from types import FrameType
from typing import Any

from textual._context import active_app

Wait = Callable[[float, float], Awaitable[None]]
_LONGEST = 30.0
"""Seconds; what takes longer waits for somebody who is not the app."""


def until_done(usual: Wait, moment: float) -> Wait:
    """Waits as ``usual`` does, and until nothing is left that is due within a moment.

    Threads are given ``most`` seconds of the processor: some of them work for as long as a test lets them.
    """

    async def wait(least: float = moment, most: float = 1.0) -> None:
        until, spent = monotonic() + _LONGEST, process_time() + most
        await usual(least, most)
        while not active_app.get()._exit:  # the clock of a screen that is left goes on without a rest
            worked_on = _is_worked_on() and process_time() < spent
            if monotonic() > until or not (worked_on or _is_due(moment)):
                return
            await asyncio.sleep(0 if _is_ready() else moment)

    return wait


def _is_ready() -> bool:
    loop: Any = asyncio.get_running_loop()
    return bool(loop._ready)


def _is_due(moment: float) -> bool:
    """Whether the loop has something to run, or will within a moment."""
    loop: Any = asyncio.get_running_loop()
    soon = loop.time() + moment
    return _is_ready() or any(timer.when() <= soon and not timer.cancelled() for timer in loop._scheduled)


def _is_worked_on() -> bool:
    """Whether a thread of the loop's has something to do and can do it."""
    loop: Any = asyncio.get_running_loop()
    pool = loop._default_executor
    if pool is None:
        return False
    frames = sys._current_frames()
    return not pool._work_queue.empty() or any(_works(frames.get(one.ident)) for one in pool._threads)


def _works(frame: FrameType | None) -> bool:
    """Neither waits for work nor for a word that nobody gave yet."""
    if frame is None:
        return False
    if frame.f_code.co_name == "_worker":
        return frame.f_locals.get("work_item") is not None
    if frame.f_code is not threading.Condition.wait.__code__:
        return True
    here = frame.f_locals
    return "waiter" in here and here["waiter"] not in here["self"]._waiters
