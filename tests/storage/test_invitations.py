"""Invitations: once for each, only to whom they may go, and gone with the wave."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.people import Chat
from domain.surveys.questionnaire import Audience, Questionnaire
from domain.surveys.waves import Chosen, Wave, WaveState
from domain.talk import Reply
from storage import tables as t
from storage.claims import Lane
from storage.invitations import Asked
from storage.outbox import Priority
from tests.kit import PLACE, Kit, rows

pytestmark = pytest.mark.requirement("S7")
CLIENTS = Chosen(Audience.CLIENTS)
STAFF = Chosen(Audience.EMPLOYEES)
HERE = ("telegram",)


@pytest.fixture
def kit(engine: AsyncEngine) -> Kit:
    return Kit(engine)


async def _wave(kit: Kit, chosen: Chosen) -> Wave:
    asked = Questionnaire("q", "Вопросы", "", chosen.audience)
    now = kit.watch()
    wave = Wave(0, asked, chosen, "smirnova", "", WaveState.OPEN, now, now, "2026-Q4", now)
    async with kit.units.begin() as unit:
        return unit.waves.make(wave)


async def _agrees(kit: Kit, version: str = "1", state: str = "given") -> Chat:
    chat = await kit.chat()
    row = {"chat": chat.id, "version": version, "state": state, "at": kit.watch()}
    async with kit.engine.begin() as connection:
        await connection.execute(insert(t.consents).values(row))
    return chat


async def _states(kit: Kit) -> dict[int, str]:
    return {row["chat"]: row["state"] for row in await rows(kit.engine, t.invitations)}


async def test_only_clients_who_agreed_to_these_words_are_invited(kit: Kit) -> None:
    agreed = await _agrees(kit)
    await _agrees(kit, version="0")
    await _agrees(kit, state="refused")
    gone = await _agrees(kit)
    async with kit.units.begin() as unit:
        (await unit.chats.get(gone.id)).reachable = False
    await kit.chat()
    wave = await _wave(kit, CLIENTS)
    async with kit.units.begin() as unit:
        assert await unit.invitations.count_clients(CLIENTS, "1", HERE) == 1
        assert await unit.invitations.count_clients(CLIENTS, "1", ("vk",)) == 0
        assert await unit.invitations.invite_clients(wave.id, CLIENTS, "1", HERE) == 1
    assert await _states(kit) == {agreed.id: "new"}


async def test_nobody_is_invited_twice_within_a_month(kit: Kit) -> None:
    await _agrees(kit)
    first, second, now = await _wave(kit, CLIENTS), await _wave(kit, CLIENTS), kit.watch()
    async with kit.units.begin() as unit:
        assert await unit.invitations.invite_clients(first.id, CLIENTS, "1", HERE, now) == 1
        unit.invitations.mailed(first.id, now)
    for days, count in ((1, 0), (29, 0), (31, 1)):
        later = now + timedelta(days=days)
        async with kit.units.begin() as unit:
            assert await unit.invitations.count_clients(CLIENTS, "1", HERE, later) == count
            if not count:
                invited = await unit.invitations.invite_clients(
                    second.id, CLIENTS, "1", HERE, later
                )
                assert invited == 0


async def test_clients_are_chosen_by_topic_and_time(kit: Kit) -> None:
    about, other = await _agrees(kit), await _agrees(kit)
    await kit.appeal(chat=about, topic="child-benefit")
    await kit.appeal(chat=other, topic="roads")
    long_after = kit.watch() + timedelta(days=1)
    async with kit.units.begin() as unit:
        for chosen, count in (
            (replace(CLIENTS, topic="child-benefit"), 1),
            (replace(CLIENTS, topic="housing"), 0),
            (replace(CLIENTS, since=kit.watch()), 2),
            (replace(CLIENTS, since=long_after), 0),
        ):
            assert await unit.invitations.count_clients(chosen, "1", HERE) == count


async def test_each_is_taken_up_once_and_settled(kit: Kit) -> None:
    people = [await kit.chat(who) for who in ("smirnova", "petrov", "sokolova")]
    wave, now = await _wave(kit, STAFF), kit.watch()
    async with kit.units.begin() as unit:
        ids = [chat.employee for chat in people] + ["nobody"]
        assert await unit.invitations.invite_employees(wave.id, {"care": ids}, HERE) == 3
        found = {chat.id: Asked(chat.employee, "care") for chat in people}
        assert await unit.invitations.unsent(wave.id, PLACE) == found
    async with kit.units.begin() as unit:
        first = await unit.invitations.claim(wave.id, PLACE, now, 2)
        rest = await unit.invitations.claim(wave.id, PLACE, now, 2)
        assert await unit.invitations.claim(wave.id, PLACE, now, 2) == []
    assert {one.chat for one in first + rest} == {chat.id for chat in people}
    async with kit.units.begin() as unit:
        unit.invitations.settle(wave.id, first[0].chat, "sent", "7")
        unit.invitations.settle(wave.id, first[1].chat, "new")
        assert [one.chat for one in await unit.invitations.under_way(wave.id, PLACE)] == [
            rest[0].chat
        ]
        assert await unit.invitations.states(wave.id) == {"new": 1, "sending": 1, "sent": 1}
        reminded = await unit.invitations.take_to_remind(wave.id, 9)
        assert [(one.chat, one.message) for one in reminded] == [(first[0].chat, "7")]
        assert await unit.invitations.take_to_remind(wave.id, 9) == []
        await unit.invitations.delete(wave.id)
    assert await _states(kit) == {}


async def test_a_withdrawn_consent_stops_what_waits_and_nothing_else(kit: Kit) -> None:
    chat = await _agrees(kit)
    other = await _agrees(kit)
    first, second = await _wave(kit, CLIENTS), await _wave(kit, CLIENTS)
    staff = await _wave(kit, STAFF)
    now = kit.watch()

    async def post(about: Wave, to: Chat, **how: Any) -> None:
        async with kit.units.begin() as unit:
            kind, last = how.get("kind", "mailing"), Priority.MAILING
            unit.outbox.post(to, Reply("x"), now, kind=kind, about=about.id, priority=last)

    async with kit.units.begin() as unit:
        for wave in (first, second):
            await unit.invitations.invite_clients(wave.id, CLIENTS, "1", HERE)
        await unit.invitations.queue(first.id, now, 9)
    await post(first, chat)
    async with kit.units.begin() as unit:
        (leaving,) = await unit.claim(chat.channel, chat.account, now, 9, Lane.MAILING)
    await post(first, chat)
    await post(first, other)
    await post(staff, chat)
    await post(first, chat, kind="answer")
    async with kit.units.begin() as unit:
        await unit.invitations.withdraw(chat.id, now)
        unit.invitations.settle(first.id, chat.id, "sent", "7")
    found = [(row["chat"], row["state"]) for row in await rows(kit.engine, t.invitations)]
    assert sorted(found) == sorted(
        [(chat.id, "withdrawn"), (other.id, "queued"), (chat.id, "withdrawn"), (other.id, "new")]
    )
    async with kit.units.begin() as unit:  # the messenger was busy: it does not leave later either
        unit.outbox.settle(leaving, "retry", now)
    waiting = [row["state"] for row in await rows(kit.engine, t.outbox)]
    assert waiting == ["withdrawn", "withdrawn", "new", "new", "new"]


async def test_what_was_tried_long_ago_is_in_doubt_where_repeats_are_known_for_an_hour(
    kit: Kit,
) -> None:
    chat, wave, now = await _agrees(kit), await _wave(kit, CLIENTS), kit.watch()
    place = chat.channel, chat.account
    async with kit.units.begin() as unit:
        last = Priority.MAILING
        unit.outbox.post(chat, Reply("x"), now, kind="mailing", about=wave.id, priority=last)
    async with kit.units.begin() as unit:
        (leaving,) = await unit.claim(*place, now, 9, Lane.MAILING)
    async with kit.units.begin() as unit:
        unit.outbox.settle(leaving, "unknown", now)
    hour = timedelta(hours=1)
    async with kit.units.begin() as unit:
        assert await unit.outbox.doubtful(*place, now, now - hour) == []
        (row,) = await unit.outbox.doubtful(*place, now + hour, now)
    assert (row["chat"], row["about"]) == (chat.id, wave.id)


async def test_flags_are_written_for_many_and_keep_from_reminding(kit: Kit) -> None:
    people = [await _agrees(kit) for _ in range(3)]
    wave = await _wave(kit, CLIENTS)
    async with kit.units.begin() as unit:
        await unit.invitations.invite_clients(wave.id, CLIENTS, "1", HERE)
        for one in await unit.invitations.queue(wave.id, kit.watch(), 9):
            unit.invitations.settle(wave.id, one.chat, "sent", "1")
        assert sorted(await unit.invitations.sent(wave.id)) == sorted(c.id for c in people)
        await unit.invitations.mark_answered(wave.id, [people[0].id, people[1].id])
        left = await unit.invitations.take_to_remind(wave.id, 9)
    assert [one.chat for one in left] == [people[2].id]


async def test_who_used_a_process_is_known_by_their_requests(kit: Kit) -> None:
    await kit.appeal(process="repair", filer="petrov")
    await kit.appeal(process="paper", filer="smirnova")
    async with kit.units.begin() as unit:
        assert await unit.invitations.used("repair", None) == {"petrov"}
        later = kit.watch() + timedelta(seconds=1)
        assert await unit.invitations.used("repair", later) == frozenset()
