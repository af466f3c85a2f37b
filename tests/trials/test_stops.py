"""The house is asked to stop at the worst moments, and leaves nothing half done."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from sandbox import telegram_faults as broken
from sandbox.people import Person
from sandbox.vk_faults import held, slow
from storage import tables as t
from tests import postgres
from tests.conversations.talk import until
from tests.faults import commits_held, is_held
from tests.ports import kept
from tests.town import Town
from tests.trials.hard_times import hard_times
from tests.trials.oracle import Archive
from tests.trials.test_kills import STOPS_WITHIN, trial

pytestmark = pytest.mark.slow


@pytest.mark.requirement("A1", "A2", "W1")
async def test_stopped_as_soon_as_the_receipt_is_there(town: Town) -> None:
    """What has been sent is noted before the house is gone: nobody hears it a second time."""
    async with hard_times(town) as times:
        for turn in range(12):
            seen, now = times.journal.heard, asyncio.get_running_loop().time
            await times.write(3, at=("telegram", "vk")[turn % 2], anew=True)
            deadline = now() + 90
            while times.journal.heard < seen + 1 + turn % 3:
                assert now() < deadline, "no receipt came"
                await asyncio.sleep(0)
            await town.stop()
            await town.start()
        await times.all_is_well()


@pytest.mark.requirement("P1")
async def test_sigterm_while_both_messengers_hang(
    database: str, tmp_path: Path, tell: Callable[[str], None]
) -> None:
    """Within ten seconds and with exit code 0, whoever does not answer; then it goes on."""
    async with trial(database, tmp_path, 40) as run:
        await run.begins()
        await until(lambda: _on_their_way(run.archive, 0))  # all of it is noted
        run.telegram.faults.add("sendMessage", broken.slow(60.0), 5)
        run.vk.faults.add("messages.send", slow(60.0), 5)
        run.vk.faults.add("execute", slow(60.0), 5)
        await run.crowd.speaks(20)
        await until(lambda: _on_their_way(run.archive, 2))
        # A call to VK is in a thread that cannot be stopped: the exit waits for its eight seconds.
        await asyncio.sleep(1)
        begun = asyncio.get_running_loop().time()
        run.house.send(signal.SIGTERM)
        code = await run.house.ended()
        took = asyncio.get_running_loop().time() - begun
        tell(f"SIGTERM while both messengers hang: exit code {code} in {took:.1f} s")
        assert code == 0, run.house.said()[-2000:]
        assert took <= STOPS_WITHIN
        run.telegram.faults.clear()
        run.vk.faults.clear()
        if database.startswith("sqlite"):  # on PostgreSQL a lease of a minute must run out first
            await run.house.start()
            assert await run.settles()


async def _on_their_way(archive: Archive, channels: int) -> bool:
    """Whether messages are on their way by so many messengers."""
    sending = select(t.outbox.c.channel).where(t.outbox.c.state == "sending")
    return len(await archive.rows(sending.distinct())) == channels


@pytest.mark.postgres
@pytest.mark.requirement("A1", "A2", "W1")
async def test_stopped_while_what_the_webhook_brought_is_being_committed(
    postgres_template: tuple[str, str], tmp_path: Path
) -> None:
    """The house still waits for VK when the answer to Telegram's update could leave: what nobody
    would be there to note must not, or it is said again."""
    with postgres.fresh_database(*postgres_template) as database, kept() as port:
        more = {
            "HTTP_PORT": str(port),
            "TELEGRAM_RECEIVE": "webhook",
            "TELEGRAM_WEBHOOK_URL": f"http://127.0.0.1:{port}/telegram",
            "TELEGRAM_WEBHOOK_SECRET": "trial-secret-0",
        }
        town = Town(database, tmp_path / "files", settings_more=more)
        await town.open()
        town.telegram.delivery.first_delay = 0.1
        try:
            asked, other = town.person("telegram"), town.person("vk")
            await asked.says("/help")
            told = await asked.hears("Как это устроено")
            await _stopped_at_the_commit(town, asked, other)
            town.watch.passes(minutes=2)  # whatever was claimed for sending is nobody's by then
            await town.start()
            await asked.hears("Как это устроено")
            await other.hears("Мы получили")
            await _all_is_noted(town)
            assert [message.text for message in asked.heard].count(told.text) == 2
        finally:
            await town.close()


async def _stopped_at_the_commit(town: Town, asked: Person, other: Person) -> None:
    free = asyncio.Event()
    for method in ("messages.send", "execute"):
        town.vk.faults.add(method, held(free))
    await other.says("Когда ответите?")

    async def on_its_way() -> bool:
        archive = Archive(town.database)
        try:
            return await archive.count(t.outbox, t.outbox.c.state == "sending") == 1
        finally:
            await archive.close()

    await until(on_its_way)
    town.telegram.faults.add("sendMessage", broken.slow(0.5))
    async with asyncio.TaskGroup() as meanwhile:
        async with commits_held(town.database):
            await asked.says("/help")
            await until(lambda: is_held(town.database))
            meanwhile.create_task(town.stop())
            await asyncio.sleep(0.3)  # nobody listens any more
        await asyncio.sleep(0.2)
        free.set()
    town.vk.faults.clear()
    await asyncio.sleep(0.7)  # what Telegram was given is shown by now


async def _all_is_noted(town: Town) -> None:
    archive = Archive(town.database)

    async def noted() -> bool:
        return await archive.unsent() == 0 and not town.telegram.pending

    try:
        await until(noted)
    finally:
        await archive.close()
