"""The courier of anonymous invitations, without a messenger: who gets a mark, and who none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.channel import Outcome, Outgoing
from bot.mailer import Mailer
from domain.surveys.waves import OTHERS, Wave, WaveState
from storage import tables as t
from tests.kit import PLACE, Kit, rows
from tests.survey_waves import closed

pytestmark = pytest.mark.requirement("S4")
#: by unit of the sample ministry
BENEFITS, CARE, IT = ("ivanova", "petrov", "gromova"), ("nikitina", "zaitsev"), ("fomin",)
GROUPS = {"benefits": OTHERS, "care": OTHERS, "it": "it"}


class Willing:
    """A door that takes everything, and knows a repeat."""

    channel, account = PLACE
    repeats, at_once = True, 100

    async def send(self, batch: Sequence[Outgoing]) -> list[Outcome]:
        return [str(one.id) for one in batch]


@pytest.fixture
def kit(engine: AsyncEngine) -> Kit:
    return Kit(engine)


async def wave_of(kit: Kit, people: Sequence[str]) -> Wave:
    """An open wave to which these are invited, in two groups."""
    for who in people:
        await kit.chat(who)
    async with kit.units.begin() as unit:
        ends = kit.watch() + timedelta(days=2)
        wave = await closed(unit, (), groups=GROUPS, state=WaveState.OPEN, closes_at=ends)
        units = {who: kit.ministry.employees[who].unit for who in people}
        parts = {
            part: [who for who in people if GROUPS[units[who]] == part] for part in (OTHERS, "it")
        }
        await unit.invitations.invite_employees(wave.id, parts, ("telegram",))
    return wave


async def courier_looks(kit: Kit) -> Counter[str]:
    """What has become of the invitations after a new process has done all it could."""
    courier = Mailer(kit.units, [Willing()], kit.house, kit.watch)  # type: ignore[list-item]
    while await courier.look():
        pass
    return Counter(row["state"] for row in await rows(kit.engine, t.invitations))


async def test_nobody_stands_alone_among_those_a_crash_has_left(kit: Kit) -> None:
    """Six are left in all, and one of them is the only one of their group."""
    await wave_of(kit, BENEFITS + CARE + IT)
    assert await courier_looks(kit) == {"sent": 5, "unsent": 1}
    assert len(await rows(kit.engine, t.ballots)) == 5


async def test_of_few_on_the_way_nobody_knows(kit: Kit) -> None:
    """Four of a group are left, one of whom may have the invitation: nobody is sent another."""
    await wave_of(kit, BENEFITS[:2] + CARE)
    first = (await rows(kit.engine, t.invitations))[0]["chat"]
    async with kit.engine.begin() as connection:
        lost = update(t.invitations).where(t.invitations.c.chat == first)
        await connection.execute(lost.values(state="sending", claimed_at=kit.watch()))
    assert await courier_looks(kit) == {"unknown": 1, "unsent": 3}
    assert await rows(kit.engine, t.ballots) == []
