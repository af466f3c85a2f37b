"""What people really write, by either door: every message becomes an appeal with a receipt."""

from __future__ import annotations

import csv
import json
import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.town import SHARED, Town
from tests.trials.oracle import Archive, Journal, eventually, judged

COUNT = 500
DATA = SHARED / "data"
#: What a messenger's own client takes in one message; longer ones it cuts into several.
LONGEST = 4096

pytestmark = pytest.mark.slow


def real_messages() -> list[str]:
    """A choice of both collections, the same each time: half from messengers, half from portals."""
    with (DATA / "messages_perm.jsonl").open(encoding="utf-8") as lines:
        perm = [json.loads(line)["text"] for line in lines]
    with (DATA / "kursk_appeals.csv").open(encoding="utf-8", newline="") as table:
        kursk = [row["text"] for row in csv.DictReader(table)]
    rng = random.Random(1)
    chosen = []
    for texts in (perm, kursk):
        fit = [text for text in texts if text.strip() and len(text) <= LONGEST]
        chosen += rng.sample(fit, COUNT // 2)
    rng.shuffle(chosen)
    return chosen


@pytest.fixture
def texts() -> list[str]:
    missing = [name for name in ("messages_perm.jsonl", "kursk_appeals.csv") if not there(name)]
    if missing and os.environ.get("CI") == "true":
        pytest.fail(f"CI needs the real messages: {', '.join(missing)} in {DATA}")
    if missing:
        pytest.skip(f"real messages are not at hand: {', '.join(missing)} (PRIYOMNAYA_SHARED)")
    return real_messages()


def there(name: str) -> bool:
    return Path(DATA / name).is_file()


@pytest.mark.requirement("A1", "A2", "W1")
async def test_real_messages_become_appeals(
    town: Town, texts: list[str], tell: Callable[[str], None]
) -> None:
    journal, archive = Journal(town.telegram, town.vk), Archive(town.database)
    for place, text in enumerate(texts):
        await town.person(("telegram", "vk")[place % 2]).says(text)

    async def settled() -> bool:
        return journal.all_answered() and await archive.unsent() == 0

    assert await eventually(settled, lambda: journal.heard)
    verdict = await judged(journal, archive)
    await archive.close()
    tell(f"real messages: {verdict}")
    assert verdict.sound, verdict
    assert verdict.messages == verdict.appeals == COUNT
    assert not verdict.doubled.total()
    assert not verdict.quarantined
