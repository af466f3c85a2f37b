"""The demo: stand-ins of both messengers, the real service and a page, with one clock to move."""

from __future__ import annotations

import argparse
import asyncio
import errno
import secrets
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from bot import logs, organisation
from bot.build import build
from bot.commands import Stop
from bot.demo_scene import Scene, Watch
from bot.service import Service
from bot.settings import BadSettings, Settings, load
from sandbox.page import Page
from sandbox.telegram import TelegramStandIn
from sandbox.vk import VkStandIn

ORGANISATION = Path(__file__).resolve().parent.parent / "organisation.yaml"
HOST = "127.0.0.1"
PORTS_TRIED = 50
#: one visitor makes no burst of notices, and does not wait for them to gather
SPACING = timedelta(seconds=2)


def serve(args: argparse.Namespace) -> int:
    """Play until Ctrl-C."""
    logs.configure("WARNING")
    with TemporaryDirectory(prefix="priyomnaya-demo-") as folder:
        database = args.database or f"sqlite+aiosqlite:///{folder}/demo.db"
        asyncio.run(_serve(database, args.port, Path(folder)))
    return 0


async def _serve(database: str, port: int, folder: Path) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    async with opened(database, port, folder) as address:
        sys.stdout.write(f"The demo runs: open {address} in a browser. Ctrl-C stops it.\n")
        sys.stdout.flush()
        await stop.wait()


@asynccontextmanager
async def opened(database: str, port: int, folder: Path) -> AsyncIterator[str]:
    """The whole demo, running; gives the page's address. `folder` takes the files."""
    watch = Watch()
    # A new bot, community and people every time: a database that is kept must not take what the
    # new ones say for what the old ones said.
    serial = (1 + secrets.randbelow(99_999_999)) * 10
    telegram = TelegramStandIn(watch, f"{serial}:demo", limits=False)
    vk = VkStandIn(watch, "demo", serial, limits=False)
    await telegram.start(HOST)
    await vk.start(HOST)
    try:
        settings = _settings(database, folder, telegram, vk)
        service = build(settings, organisation.load(ORGANISATION), watch)
        service.jobs.gathering.spacing = SPACING
        await watch.begin(service)
        async with _running(service):
            scene = Scene(service, watch, {"telegram": telegram, "vk": vk}, serial)
            page = Page(await scene.stage())
            try:
                yield await _listen(page, port)
            finally:
                await page.stop()
    finally:
        await telegram.stop()
        await vk.stop()


@asynccontextmanager
async def _running(service: Service) -> AsyncIterator[None]:
    """The service goes on while the body does; the trouble of either is raised as it is."""
    stop, ready = asyncio.Event(), asyncio.Event()
    try:
        async with asyncio.TaskGroup() as house:
            house.create_task(service.run(stop, lambda _: ready.set()))
            try:
                await ready.wait()
                yield
            finally:
                stop.set()
    except BaseExceptionGroup as troubles:
        raise troubles.exceptions[0] from None


def _settings(database: str, folder: Path, telegram: TelegramStandIn, vk: VkStandIn) -> Settings:
    """The stand-ins' own; neither .env nor the environment is read, where real tokens may be."""
    given = {
        "DATABASE_URL": database,
        "ORGANISATION_FILE": str(ORGANISATION),
        "FILES_DIR": str(folder / "files"),
        "TELEGRAM_TOKEN": telegram.token,
        "TELEGRAM_API_URL": telegram.base_url,
        "TELEGRAM_SENDS_PER_SECOND": "0",
        "VK_TOKEN": vk.token,
        "VK_GROUP_ID": str(vk.group_id),
        "VK_API_URL": vk.base_url,
        "VK_CALLS_PER_SECOND": "0",
        "HTTP_PORT": "0",
    }
    try:
        return load(None, given)
    except BadSettings as bad:
        raise Stop(bad.findings) from None


async def _listen(page: Page, port: int) -> str:
    """On the port asked for, else on the next free one."""
    if not 0 <= port < 65536:
        raise Stop([f"--port {port}: a port is a number from 0 (any free one) to 65535"])
    for number in range(port, min(port + PORTS_TRIED, 65536)) if port else (0,):
        try:
            return await page.start(HOST, number)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise Stop([f"--port {port}: {error.strerror}: choose another"]) from None
    raise Stop([f"--port {port}: it and the {PORTS_TRIED} after it are taken: choose another"])
