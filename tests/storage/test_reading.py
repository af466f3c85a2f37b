"""PostgreSQL notes in a row, when it is first read since it was changed, that its change holds.
Whoever copies the files sees whose row that was; so a vote reads the rows of all who were asked."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import text, update
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.surveys.marks import hashed, spelt
from domain.surveys.taps import Press, Tap
from domain.surveys.waves import WaveState
from domain.talk import Inbound, What
from handlers.survey.voting import voter
from storage import tables as t
from storage.engine import make_engine
from tests.kit import PLACE, Kit
from tests.survey_waves import closed

pytestmark = [pytest.mark.requirement("S4"), pytest.mark.postgres]
PEOPLE = ("petrov", "gromova", "ivanova", "morozov", "orlova", "nikitina")
_FILES = text(
    "SELECT pg_read_binary_file(pg_relation_filepath(oid)) FROM pg_class WHERE oid IN"
    " (SELECT c::regclass FROM unnest(ARRAY['chats', 'invitations']) c UNION SELECT indexrelid"
    " FROM pg_index WHERE indrelid IN ('chats'::regclass, 'invitations'::regclass)) ORDER BY oid"
)


@pytest.fixture
async def engine(postgres_database: str) -> AsyncIterator[AsyncEngine]:
    engine = make_engine(postgres_database)
    yield engine
    await engine.dispose()


async def bytes_of(engine: AsyncEngine) -> list[bytes]:
    """Of everything that says who is who, and who was asked."""
    async with engine.connect() as connection:
        await connection.execute(text("CHECKPOINT"))
        return [bytes(content) for (content,) in await connection.execute(_FILES)]


async def test_which_rows_were_read_says_nothing(engine: AsyncEngine) -> None:
    """Everybody has just written to us, and been reminded: nobody has read their rows since."""
    kit = Kit(engine)
    chats = [await kit.chat(who) for who in PEOPLE]
    marks = [spelt(secrets.token_bytes(16)) for _ in PEOPLE]
    async with kit.units.begin() as unit:
        ends = kit.watch().replace(year=2030)
        wave = await closed(unit, (), groups={}, state=WaveState.OPEN, closes_at=ends)
        unit.ballots.draw(wave.id, (hashed(wave.id, mark) for mark in marks))
        parts = {"": list(PEOPLE)}
        assert await unit.invitations.invite_employees(wave.id, parts, ("telegram",)) == len(PEOPLE)
    async with engine.begin() as connection:
        await connection.execute(update(t.chats).values(name="N"))
        await connection.execute(update(t.invitations).values(reminded=True))

    async def presses(place: int) -> None:
        tap = Tap(Press.SHOW, wave.id, marks[place])
        channel, account = PLACE
        peer = chats[place].peer
        now = kit.watch()
        event = Inbound(channel, account, "k", peer, peer, now, What.TAPPED, tap=f"sv:{tap}")
        async with kit.units.begin() as unit:
            who = await voter(unit, kit.house, event, tap, now)
        assert (who.chat.id, who.part, who.spent) == (chats[place].id, "", False)

    before = await bytes_of(engine)
    await presses(2)
    first = await bytes_of(engine)
    assert first != before
    for place in (0, 4, 1, 5, 3):
        await presses(place)
        assert await bytes_of(engine) == first, "this was somebody's own"
