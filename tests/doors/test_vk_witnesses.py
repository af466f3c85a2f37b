"""Independent clients nobody here wrote talk to the stand-in of VK: npm vk-io, PyPI vkbottle."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from sandbox.people import Sent
from sandbox.vk import VkStandIn
from tests.doors.vk_kit import Clock, standing, until

HERE = Path(__file__).parent / "witness_vk"
INSTALL_WITHIN = 240


def absent(reason: str) -> None:
    """No witness here: a pity at a desk, a failure in CI."""
    (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(reason)


def run(*command: str, cwd: Path) -> None:
    """Run an installation; without it there is no witness."""
    try:
        subprocess.run(command, cwd=cwd, check=True, capture_output=True, timeout=INSTALL_WITHIN)
    except (subprocess.SubprocessError, OSError) as error:
        said = getattr(error, "stderr", None) or b""
        tail = said.decode(errors="replace")[-300:]
        absent(f"{command[0]} could not install the witness: {type(error).__name__} {tail}")


def settled(place: Path, what: str, install: Callable[[], None]) -> None:
    """Install once for each version of what is wanted, whole or not at all."""
    mark = place / "installed"
    if mark.exists() and mark.read_text() == what:
        return
    mark.unlink(missing_ok=True)
    install()
    mark.write_text(what)


@pytest.fixture(scope="module")
def vk_io(request: pytest.FixtureRequest) -> list[str]:
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        absent("node and npm are not here")
    place = Path(request.config.cache.mkdir("witness_vk_io"))
    for name in ("package.json", "witness.mjs"):
        shutil.copy(HERE / name, place / name)

    def install() -> None:
        run(str(npm), "install", "--no-audit", "--no-fund", "--no-package-lock", cwd=place)

    settled(place, (HERE / "package.json").read_text(), install)
    return [str(node), str(place / "witness.mjs")]


@pytest.fixture(scope="module")
def vkbottle(request: pytest.FixtureRequest) -> list[str]:
    """In an environment of its own: its types weigh 73 MB and take seconds to import."""
    place = Path(request.config.cache.mkdir("witness_vkbottle"))
    python = place / "env" / "bin" / "python"
    wanted = HERE / "requirements.txt"

    def install() -> None:
        run(sys.executable, "-m", "venv", "--clear", "env", cwd=place)
        run(str(python), "-m", "pip", "install", "--quiet", "-r", str(wanted), cwd=place)

    settled(place, wanted.read_text() + sys.version, install)
    return [str(python), str(HERE / "witness.py")]


class Witness:
    """A running client and what it told so far."""

    def __init__(self) -> None:
        self.told: list[dict[str, Any]] = []
        self.noise = ""

    async def tells(self, word: str) -> dict[str, Any]:
        """The first thing told with `word` in it."""
        with contextlib.suppress(pytest.fail.Exception):
            await until(lambda: self.ended or any(word in seen for seen in self.told))
        found = [seen for seen in self.told if word in seen]
        assert found, f"{word!r} never told; told {self.told}; noise: {self.noise[-2000:]}"
        return found[0]

    ended = False

    async def listen(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout
        async for line in process.stdout:
            try:
                self.told.append(json.loads(line))
            except ValueError:
                self.noise += line.decode(errors="replace")
        self.ended = True


@contextlib.asynccontextmanager
async def called(command: list[str], vk: VkStandIn, place: Path) -> AsyncIterator[Witness]:
    given = {"VK_BASE": vk.base_url, "VK_TOKEN": vk.token, "VK_GROUP": str(vk.group_id)}
    process = await asyncio.create_subprocess_exec(
        *command,
        cwd=place,
        env={"PATH": os.environ["PATH"]} | given,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    witness = Witness()
    async with asyncio.TaskGroup() as group:
        group.create_task(witness.listen(process))
        try:
            yield witness
        finally:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()


@pytest.mark.slow
@pytest.mark.parametrize("client", ["vk_io", "vkbottle"])
async def test_an_independent_client_talks_to_the_stand_in(
    client: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    command: list[str] = request.getfixturevalue(client)
    files = [Sent("photo", "яма.jpg", b"jpg"), Sent("document", "a.pdf", b"pdf")]
    async with standing(VkStandIn(Clock())) as vk, called(command, vk, tmp_path) as witness:
        await witness.tells("ready")
        await until(lambda: witness.ended or vk.requests)
        said = await vk.says(7, "Яма", files)
        heard = await witness.tells("heard")
        assert heard == {"heard": "Яма", "from": 7, "photo": "jpg", "document": "pdf"}
        sent = (await witness.tells("sent"))["sent"]
        shown = vk.shown(7)[-1]
        assert (shown.id, shown.text) == (sent, "Слышу: Яма")
        assert [(file.kind, file.size) for file in shown.files] == [("photo", 11), ("document", 11)]
        buttons = [button for row in shown.rows for button in row]
        assert [(button.label, button.link) for button in buttons] == [
            ("Да", ""), ("Сайт", "https://example.org"),
        ]  # fmt: skip
        await vk.taps(7, sent, buttons[0].data)
        assert await witness.tells("pressed") == {"pressed": {"t": "yes"}, "under": sent}
        await witness.tells("answered")
        assert vk.shown(7)[-1].text == "Спасибо"
        [press] = vk.world.presses.values()
        assert json.loads(press.answer or "{}")["text"] == "Готово"
        await vk.edits(7, said, "Яма глубже")
        assert (await witness.tells("edited"))["edited"] == "Яма глубже"
        await vk.blocks(7)
        assert await witness.tells("denied") == {"denied": 7, "refused": 901}
        executed = await witness.tells("executed")
        assert (executed["executed"], executed["errors"]) == (False, [901])
        vk.queue.expire_key()
        servers = [method for method, _ in vk.requests].count("groups.getLongPollServer")
        await until(lambda: asked_again(vk, servers))
        await vk.edits(7, said, "ещё")
        await until(lambda: witness.ended or {"edited": "ещё"} in witness.told)
        assert {"edited": "ещё"} in witness.told


def asked_again(vk: VkStandIn, times: int) -> bool:
    return [method for method, _ in vk.requests].count("groups.getLongPollServer") > times
