"""The app in a browser: the very same one, on this computer only, asking nobody else for anything."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest

from studykit.tui.serve import is_local
from tests.tui import browser

_UPGRADE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
}


@dataclass(frozen=True)
class Served:
    address: str
    said: str
    home: Path


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    home, taken = tmp_path / "home", True
    environment = {**os.environ, "STUDYKIT_HOME": str(home)}
    environment.pop("STUDYKIT_DATABASE", None)
    while taken:  # by somebody else, since it was free
        port, trouble = free_port(), tmp_path / "trouble.txt"
        words = (sys.executable, "-m", "studykit", "serve", "--port", str(port))
        with (
            trouble.open("w") as told,
            subprocess.Popen(words, env=environment, stdout=subprocess.PIPE, stderr=told, text=True) as ran,
        ):
            assert ran.stdout is not None
            said = ran.stdout.readline()
            taken = not said and "already in use" in trouble.read_text()
            if taken:
                continue
            try:
                yield Served(f"http://localhost:{port}", said, home)
            finally:
                ran.terminate()
                assert ran.wait(60) == 0


def answered(home: Path) -> int:
    """Answers that another process finds in the learner's file."""
    words = (sys.executable, "-m", "studykit", "log", "show", "--format", "json")
    environment = {**os.environ, "STUDYKIT_HOME": str(home)}
    environment.pop("STUDYKIT_DATABASE", None)
    ran = subprocess.run(words, env=environment, capture_output=True, text=True, check=True)
    return len(ran.stdout.splitlines())


async def test_it_says_where_it_is(served: Served) -> None:
    assert served.address in served.said
    assert "ctrl+c ends it" in served.said


async def test_what_is_not_served_here_is_refused(served: Served) -> None:
    async with aiohttp.ClientSession() as session:

        async def status(path: str, **headers: str) -> int:
            async with session.get(f"{served.address}{path}", headers=headers) as answer:
                return answer.status

        assert await status("/") == 200
        assert await status("/", Host="evil.example") == 403
        assert await status("/static/") == 403
        assert await status("/own/../serve.py") == 404
        assert await status("/ws", Origin="http://evil.example", **_UPGRADE) == 403
        assert await status("/ws", **_UPGRADE) == 403
        async with session.get(f"{served.address}/?fontsize=%22%3E%3Cscript%3E") as answer:
            assert 'data-font-size="16"' in await answer.text()
            assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


@pytest.mark.skipif(not browser.PROGRAM, reason="Chromium is not installed: the browser view is not opened")
async def test_a_browser_shows_the_app_takes_keys_and_asks_nobody_else(served: Served, tmp_path: Path) -> None:
    async with browser.opened(tmp_path / "profile") as page:
        await page.tell("Page.navigate", url=f"{served.address}/")
        await page.until("Pass an exam from notes that you can check.")
        await page.until("Quit")
        await page.press("Enter", 13)
        await page.until("Review")
        await page.until("Choose A")
        await page.press("a", 65)
        await page.until("A is chosen.")
        await page.press("Enter", 13)
        await page.until("Saved.")
        picture = await page.picture()
        assert all(served.address.partition("://")[2] in address for address in page.asked), page.asked
        assert not [one for one in page.errors if "WebGL" not in one]
    assert picture.startswith(b"\x89PNG")
    _until_one_is_answered(served.home)


def _until_one_is_answered(home: Path) -> None:
    for _ in range(20):
        if answered(home) == 1:
            return
        time.sleep(0.5)
    raise AssertionError("the answer is not in the log")


def test_only_addresses_of_this_computer_are_local() -> None:
    assert all(map(is_local, ("localhost", "127.0.0.1", "127.9.9.9", "::1")))
    assert not any(map(is_local, ("0.0.0.0", "192.168.1.7", "::", "example.org", "localhost.example.org")))  # noqa: S104 - they are not served on
