"""The house is asked to stop at the worst moments, and leaves nothing half done."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from sandbox import telegram_faults as broken
from sandbox.vk_faults import slow
from tests.town import Town
from tests.trials.hard_times import hard_times
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
        run.telegram.faults.add("sendMessage", broken.slow(60.0), 5)
        run.vk.faults.add("messages.send", slow(60.0), 5)
        run.vk.faults.add("execute", slow(60.0), 5)
        await run.crowd.speaks(20)
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
