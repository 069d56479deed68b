"""A headless browser that is driven by its own protocol: opens a page, presses keys, hears what its windows hear."""

from __future__ import annotations

import asyncio
import base64
import json
import shutil
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp

PROGRAM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), ""
)
_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-features=BackForwardCache",  # it may give a page another process, late to know the session
    "--remote-debugging-port=0",
    "--window-size=1200,800",
)
_PATIENCE = 60.0
_EVERY = 0.1
_TURNS = round(_PATIENCE / _EVERY)


@dataclass
class Browser:
    """One page of a browser."""

    socket: aiohttp.ClientWebSocketResponse
    heard: bytearray = field(default_factory=bytearray)
    """What came over the page's own web sockets."""
    asked: list[str] = field(default_factory=list)
    """Addresses that the page asked for."""
    errors: list[str] = field(default_factory=list)
    _number: int = 0
    _answers: dict[int, Any] = field(default_factory=dict)

    async def tell(self, method: str, **parameters: object) -> Any:
        """Sends a command and gives its answer."""
        self._number += 1
        number = self._number
        await self.socket.send_json({"id": number, "method": method, "params": parameters})
        while number not in self._answers:
            await self.listen()
        return self._answers.pop(number)

    async def listen(self) -> None:
        """Takes the next message of the browser."""
        async with asyncio.timeout(_PATIENCE):
            message = json.loads((await self.socket.receive()).data)
        if "id" in message:
            self._answers[message["id"]] = message.get("result") or message.get("error")
        elif message["method"] == "Network.webSocketFrameReceived":
            frame = message["params"]["response"]
            self.heard += base64.b64decode(frame["payloadData"]) if frame["opcode"] == 2 else b""
        elif message["method"] == "Network.requestWillBeSent":
            self.asked.append(message["params"]["request"]["url"])
        elif message["method"] == "Network.webSocketCreated":
            self.asked.append(message["params"]["url"])
        elif message["method"] in ("Runtime.exceptionThrown", "Log.entryAdded"):
            self.errors.append(json.dumps(message["params"]))

    async def until(self, text: str) -> None:
        """Waits until the app has written a text."""
        while text.encode() not in self.heard:
            await self.listen()

    async def press(self, key: str, code: int) -> None:
        """Presses a key that types something."""
        text = "\r" if key == "Enter" else key
        keys = {"key": key, "windowsVirtualKeyCode": code, "text": text, "unmodifiedText": text}
        await self.tell("Input.dispatchKeyEvent", type="keyDown", **keys)
        await self.tell("Input.dispatchKeyEvent", type="keyUp", **keys)

    async def picture(self) -> bytes:
        """The page as PNG."""
        return base64.b64decode((await self.tell("Page.captureScreenshot"))["data"])


@asynccontextmanager
async def opened(folder: Path) -> AsyncIterator[Browser]:
    """A browser with an empty page; ``folder`` holds its profile."""
    words = (PROGRAM, *_FLAGS, f"--user-data-dir={folder}", "about:blank")
    ran = await asyncio.create_subprocess_exec(*words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        port = await _port(folder / "DevToolsActivePort")
        async with (
            aiohttp.ClientSession() as session,
            session.ws_connect(await _page(session, port), max_msg_size=0) as socket,
        ):
            browser = Browser(socket)
            for part in ("Network", "Page", "Runtime", "Log"):
                await browser.tell(f"{part}.enable")
            yield browser
    finally:
        ran.terminate()
        await ran.wait()


def _lines(path: Path) -> list[str]:
    return path.read_text("utf-8").split() if path.exists() else []


async def _port(path: Path) -> str:
    for _ in range(_TURNS):
        if told := _lines(path):
            return told[0]
        await asyncio.sleep(_EVERY)
    raise AssertionError("the browser does not say where it listens")


async def _page(session: aiohttp.ClientSession, port: str) -> str:
    """Where the page listens; the browser may say where it is itself before it has made one."""
    for _ in range(_TURNS):
        async with session.get(f"http://127.0.0.1:{port}/json/list") as answer:
            for one in await answer.json():
                if one["type"] == "page":
                    return str(one["webSocketDebuggerUrl"])
        await asyncio.sleep(_EVERY)
    raise AssertionError("the browser has no page")
