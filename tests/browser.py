"""A real headless Chromium, driven over the DevTools protocol as a person would drive it."""

from __future__ import annotations

import asyncio
import base64
import itertools
import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession, ClientWebSocketResponse

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-sync "
    "--disable-background-networking --disable-component-update --disable-dev-shm-usage "
    "--remote-debugging-port=0 --force-color-profile=srgb --hide-scrollbars --lang=ru"
).split()
PATIENCE = 60.0


def chromium() -> str:
    """Where it is; skips the test where there is none, but not in CI."""
    found = next((path for name in NAMES if (path := shutil.which(name))), "")
    if not found:
        say = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        say("no Chromium here: apt-get install chromium")
    return found


class Tab:
    """One page. What goes wrong in it (console errors, exceptions, refused loads) is in `troubles`;
    addresses it asked for are in `asked`."""

    def __init__(self, socket: ClientWebSocketResponse) -> None:
        self.troubles: list[str] = []
        self.asked: list[str] = []
        self._socket = socket
        self._serial = itertools.count(1)

    async def call(self, method: str, **params: Any) -> dict[str, Any]:
        """One thing at a time: what happens in the page meanwhile is noted until the answer."""
        number = next(self._serial)
        await self._socket.send_json({"id": number, "method": method, "params": params})
        async with asyncio.timeout(PATIENCE):
            while (said := await self._socket.receive_json()).get("id") != number:
                self._note(said["method"], said["params"])
        assert "error" not in said, (method, said["error"])
        result: dict[str, Any] = said["result"]
        return result

    def _note(self, what: str, params: dict[str, Any]) -> None:
        match what:
            case "Runtime.exceptionThrown":
                self.troubles.append(str(params["exceptionDetails"]))
            case "Runtime.consoleAPICalled" if params["type"] in {"error", "warning", "assert"}:
                self.troubles.append(str([arg.get("value") for arg in params["args"]]))
            case "Log.entryAdded" if params["entry"]["level"] in {"error", "warning"}:
                self.troubles.append(str(params["entry"]))
            case "Network.requestWillBeSent":
                self.asked.append(params["request"]["url"])

    async def run(self, script: str) -> Any:
        """The value of an expression in the page; True for an element that is there."""
        value = f"(it => it instanceof Node || it)({script})"
        said = await self.call("Runtime.evaluate", expression=value, returnByValue=True)
        assert "exceptionDetails" not in said, said["exceptionDetails"]
        return said["result"].get("value")

    async def opens(self, address: str, width: int, height: int, *, mobile: bool = False) -> None:
        for domain in ("Page", "Runtime", "Log", "Network", "DOM"):
            await self.call(f"{domain}.enable")
        await self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width, height=height, deviceScaleFactor=1, mobile=mobile,
        )  # fmt: skip
        await self.call("Page.navigate", url=address)

    async def sees(self, script: str) -> Any:
        """Wait until an expression is true in the page; its value."""
        try:
            async with asyncio.timeout(PATIENCE):
                while True:
                    if found := await self.run(script):
                        return found
                    await asyncio.sleep(0.05)
        except TimeoutError:
            raise AssertionError(f"never seen: {script}") from None

    async def clicks(self, element: str) -> None:
        """Click the middle of what the expression gives, which nothing else may cover. Where the
        page moves it away in between, so that nothing that works is hit, click again."""
        while True:
            place = await self.sees(
                f"""(() => {{
                  const it = {element};
                  if (!it || it.disabled) return null;
                  it.scrollIntoView({{block: 'nearest', inline: 'nearest'}});
                  const box = it.getBoundingClientRect();
                  const x = box.x + box.width / 2, y = box.y + box.height / 2;
                  const top = document.elementFromPoint(x, y);
                  if (!box.width || !top || !it.contains(top)) return null;
                  window.hit = 'nothing';
                  document.addEventListener('click', click => {{
                    const other = click.target.closest('button, a, input, textarea, label');
                    window.hit = it.contains(click.target) ? 'it' : other?.outerHTML ?? 'nothing';
                  }}, {{once: true, capture: true}});
                  return {{x, y}};
                }})()"""
            )
            for kind in ("mousePressed", "mouseReleased"):
                await self.call(
                    "Input.dispatchMouseEvent", type=kind, button="left", clickCount=1, **place
                )
            if (hit := await self.run("window.hit")) != "nothing":
                assert hit == "it", f"hit instead of {element}: {hit}"
                return

    async def types(self, text: str) -> None:
        """Into what has the focus."""
        await self.call("Input.insertText", text=text)

    async def presses(self, key: str) -> None:
        code = {"Enter": 13, "Tab": 9}[key]
        text = {"Enter": "\r"}.get(key, "")
        for kind in ("keyDown", "keyUp"):
            await self.call(
                "Input.dispatchKeyEvent",
                type=kind, key=key, code=key, windowsVirtualKeyCode=code,
                **({"text": text} if text and kind == "keyDown" else {}),
            )  # fmt: skip

    async def attaches(self, element: str, *files: Path) -> None:
        """Choose files in a file picker."""
        found = await self.call("Runtime.evaluate", expression=element)
        await self.call(
            "DOM.setFileInputFiles",
            files=[str(file) for file in files], objectId=found["result"]["objectId"],
        )  # fmt: skip

    async def picture(self, to: Path) -> None:
        said = await self.call("Page.captureScreenshot", format="png")
        to.write_bytes(base64.b64decode(said["data"]))


@asynccontextmanager
async def tab(folder: Path) -> AsyncIterator[Tab]:
    """A new browser with one empty page; `folder` takes its profile."""
    process = await asyncio.create_subprocess_exec(
        chromium(), *FLAGS, f"--user-data-dir={folder}", "about:blank",
        stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    try:
        port = await _port(folder / "DevToolsActivePort")
        async with ClientSession() as http:
            address = await _page(http, port)
            async with http.ws_connect(address, max_msg_size=0) as socket:
                yield Tab(socket)
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def _port(file: Path) -> str:
    async with asyncio.timeout(PATIENCE):
        while not (file.is_file() and file.read_text().strip()):
            await asyncio.sleep(0.05)
    return file.read_text().split()[0]


async def _page(http: ClientSession, port: str) -> str:
    """Where to talk to the page; it may come a little later than the port."""
    async with asyncio.timeout(PATIENCE):
        while True:
            async with http.get(f"http://127.0.0.1:{port}/json/list") as answer:
                for one in await answer.json():
                    if one["type"] == "page":
                        return str(one["webSocketDebuggerUrl"])
            await asyncio.sleep(0.05)
