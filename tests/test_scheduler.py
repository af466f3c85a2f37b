"""The clock's jobs: each alert once, to the right people, in working hours, after any sleep."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.appeals import Appeal, Kind, State
from domain.ministry import Role
from domain.people import Chat
from domain.talk import Channel, Reply
from domain.window_rules import rule_with
from domain.windows import WindowState
from scheduler.clock import Clock
from storage import tables as t
from storage.engine import make_engine
from tests.kit import Kit, rows, sample

#: a reply on its way, as it is kept
REPLY = {
    "text": "Придёт.",
    "files": [],
    "outcome": "solved",
    "promised_on": "",
    "state": "sending",
    "way": "chat",
}


@pytest.fixture
def kit(engine: AsyncEngine) -> Kit:
    return Kit(engine)


async def _ticks(kit: Kit) -> int:
    """One round of the clock. Returns how many messages were left."""
    await kit.jobs.reckon()
    await kit.jobs.alerts()
    return await kit.jobs.gather()


async def _joined(kit: Kit, *employees: str) -> list[Chat]:
    return [await kit.chat(employee) for employee in employees]


async def _taken(kit: Kit, officer: str = "petrov") -> Appeal:
    """An appeal that an officer has taken, the notice of it already read."""
    appeal = await kit.appeal()
    async with kit.units.begin() as unit:
        taken = await unit.appeals.change(appeal, officer=officer, state=State.TAKEN)
    assert taken is not None
    return taken


async def _heard(kit: Kit, chats: list[Chat], steps: int, minutes: int) -> dict[int, list[int]]:
    """Tick through the day: at which minute how many messages were left for each."""
    heard, counts = {}, [len(await kit.told(chat)) for chat in chats]
    for step in range(steps):
        await _ticks(kit)
        now = [len(await kit.told(chat)) for chat in chats]
        if now != counts:
            heard[step * minutes] = [n - c for n, c in zip(now, counts, strict=True)]
        counts = now
        kit.watch.passes(minutes=minutes)
    return heard


@pytest.mark.requirement("R1")
@pytest.mark.requirement("E5")
async def test_a_units_officers_hear_of_a_new_appeal_and_nobody_else(kit: Kit) -> None:
    petrov, gromova, zaitsev = await _joined(kit, "petrov", "gromova", "zaitsev")
    client = await kit.chat()
    await kit.appeal("benefits", chat=client)
    assert await _ticks(kit) == 2
    for officer in (petrov, gromova):
        (notice,) = await kit.told(officer)
        assert "2026-000001" in notice
    assert await kit.told(zaitsev) == await kit.told(client) == []
    kit.watch.passes(minutes=5)
    assert await _ticks(kit) == 0


async def test_a_burst_is_gathered_into_one_message(kit: Kit) -> None:
    (petrov,) = await _joined(kit, "petrov")
    for _ in range(7):
        await kit.appeal()
    assert await _ticks(kit) == 1
    await kit.appeal()
    kit.watch.passes(seconds=19)
    assert await _ticks(kit) == 0  # too soon after the last
    kit.watch.passes(seconds=1)
    assert await _ticks(kit) == 1
    summary, single = await kit.told(petrov)
    assert "Новых обращений: 7" in summary
    assert "2026-000008" in single


async def test_more_than_anybody_reads_one_by_one_is_counted(kit: Kit) -> None:
    (petrov,) = await _joined(kit, "petrov")
    first = await kit.appeal()
    async with kit.units.begin() as unit:
        for _ in range(40):
            unit.notices.note(first, "added", kit.watch(), unit="benefits")
    await _ticks(kit)
    (summary,) = await kit.told(petrov)
    assert "Новых обращений: 1" in summary
    assert "Дополнений: 1" in summary  # to one appeal, however many messages


@pytest.mark.requirement("W2")
async def test_alerts_at_four_hours_two_and_a_half_and_then_the_breach(kit: Kit) -> None:
    """From 10:00 on a Tuesday, with 45 minutes of lunch, eight hours end on Wednesday at 09:45."""
    chats = await _joined(kit, "petrov", "ivanova", "sidorova")
    await _taken(kit)
    heard = await _heard(kit, chats, steps=4 * 24, minutes=15)
    noon, day = 3 * 60 + 45, 24 * 60  # minutes from 10:00 to the end of lunch, and to tomorrow
    assert heard == {
        noon + 60: [1, 0, 0],  # 14:45: four hours left
        noon + 180: [1, 0, 0],  # 16:45: two
        day - 45: [1, 0, 0],  # 09:15: half an hour
        day - 15: [0, 1, 1],  # 09:45: the head and the controller
    }
    told = [text for chat in chats for text in await kit.told(chat)]
    assert all("2026-000001" in text for text in told)
    assert "истёк" in told[-1]


@pytest.mark.requirement("W11")
async def test_steps_and_listeners_are_the_organisation_files(engine: AsyncEngine) -> None:
    ministry = sample()
    rule = rule_with(
        ministry.windows["message_reply"],
        within="2 working hours",
        alert_before=["1h30m"],
        on_breach=["controller"],
    )
    kit = Kit(engine, replace(ministry, windows={**ministry.windows, rule.id: rule}))
    chats = await _joined(kit, "petrov", "ivanova", "sidorova")
    await _taken(kit)
    assert await _heard(kit, chats, 10, 15) == {30: [1, 0, 0], 120: [0, 0, 1]}


async def test_nobody_has_taken_it_so_the_queue_is_alerted(kit: Kit) -> None:
    chats = await _joined(kit, "petrov", "gromova", "zaitsev")
    await kit.appeal()
    await _ticks(kit)
    kit.watch.passes(hours=4, minutes=45)
    await _ticks(kit)
    assert [len(await kit.told(chat)) for chat in chats] == [2, 2, 0]


async def test_an_officer_who_is_no_more_is_no_dead_letter_box(kit: Kit) -> None:
    """Taken out of the organisation file: no notices, and their appeals alert the unit again."""
    gone, gromova = await _joined(kit, "kuznetsov", "gromova")
    await _taken(kit, "kuznetsov")
    await _ticks(kit)
    kit.watch.passes(hours=4, minutes=45)
    await _ticks(kit)
    assert await kit.told(gone) == []
    assert len(await kit.told(gromova)) == 1


@pytest.mark.requirement("W14")
async def test_three_days_of_silence_come_as_one_message(kit: Kit) -> None:
    petrov, ivanova, sidorova = await _joined(kit, "petrov", "ivanova", "sidorova")
    for _ in range(30):
        await kit.appeal()
    await _taken(kit)
    kit.watch.passes(days=3)
    for _ in range(5):
        await _ticks(kit)
        kit.watch.passes(seconds=30)
    ((officers,), (heads,), (controllers,)) = [
        await kit.told(chat) for chat in (petrov, ivanova, sidorova)
    ]
    assert "Новых обращений: 30" in officers
    assert "истёк" not in officers
    assert "Новых обращений: 30" in heads  # who is an officer of the unit as well
    assert "Срок истёк: 31" in heads
    assert "Срок истёк: 31" in controllers
    assert "Новых" not in controllers
    alerts = [row for row in await rows(kit.engine, t.notices) if row["kind"] == "alert"]
    assert alerts == []  # what was to be said before the breach is not said after it


@pytest.mark.requirement("W14")
async def test_out_of_hours_nobody_is_written_to(kit: Kit) -> None:
    kit.watch.at = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)  # 18:00: closed
    (petrov,) = await _joined(kit, "petrov")
    await kit.appeal()
    assert await _heard(kit, [petrov], 4 * 15 + 1, 15) == {15 * 60: [1]}  # 09:00
    kit.watch.at = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)  # Saturday noon
    await kit.appeal()
    assert await _ticks(kit) == 0


@pytest.mark.requirement("P1")
async def test_a_person_in_several_roles_hears_once(kit: Kit) -> None:
    """The head of the reception is controller and officer as well."""
    (sidorova,) = await _joined(kit, "sidorova")
    await kit.appeal("reception")
    await _ticks(kit)
    kit.watch.passes(days=1)
    await _ticks(kit)
    new, breach = await kit.told(sidorova)
    assert "Новое обращение" in new
    assert "истёк" in breach  # and no summary of two


async def test_officer_and_head_of_one_unit_hear_once(engine: AsyncEngine) -> None:
    ministry = sample()
    rule = rule_with(ministry.windows["message_reply"], on_breach=["officer", "head", "controller"])
    kit = Kit(engine, replace(ministry, windows={**ministry.windows, rule.id: rule}))
    (ivanova,) = await _joined(kit, "ivanova")
    await kit.appeal()
    await _ticks(kit)
    kit.watch.passes(days=1)
    await _ticks(kit)
    _, breach = await kit.told(ivanova)
    assert "истёк" in breach
    assert "Накопилось" not in breach


async def test_what_was_dealt_with_meanwhile_is_not_told(kit: Kit) -> None:
    (petrov,) = await _joined(kit, "petrov")
    called_off, taken = await kit.appeal(), await kit.appeal()
    async with kit.units.begin() as unit:
        await unit.appeals.change(called_off, state=State.NOT_APPEAL, closed_at=kit.watch())
        await unit.appeals.change(taken, officer="gromova", state=State.TAKEN)
    assert await _ticks(kit) == 0
    assert await kit.told(petrov) == []
    async with kit.units.begin() as unit:
        assert await unit.notices.addressees() == []


async def test_where_no_officer_has_joined_the_head_hears(kit: Kit) -> None:
    nikitina, sidorova = await _joined(kit, "nikitina", "sidorova")
    ministry = kit.ministry
    plain = replace(ministry.employees["nikitina"], roles=frozenset({Role.HEAD}))
    kit.jobs.house.ministry = replace(ministry, employees={**ministry.employees, plain.id: plain})
    await kit.appeal("care")
    await _ticks(kit)
    assert len(await kit.told(nikitina)) == 1
    assert await kit.told(sidorova) == []


async def test_where_nobody_has_joined_notices_wait_and_the_administrator_hears(kit: Kit) -> None:
    (admin,) = await _joined(kit, "admin")
    for _ in range(3):
        await kit.appeal()
    for _ in range(3):
        assert await _ticks(kit) == 0
        await kit.jobs.warn()
        kit.watch.passes(minutes=10)
    (alarm,) = await kit.told(admin)
    assert "Отдел пособий и социальных выплат" in alarm
    (petrov,) = await _joined(kit, "petrov")
    await _ticks(kit)
    (summary,) = await kit.told(petrov)
    assert "Новых обращений: 3" in summary
    kit.watch.passes(days=1)
    await kit.jobs.warn()
    assert len(await kit.told(admin)) == 1


async def test_notices_for_nobody_do_not_pile_up_for_ever(
    kit: Kit, caplog: pytest.LogCaptureFixture
) -> None:
    await kit.appeal()
    kit.watch.passes(days=7, minutes=1)
    await kit.jobs.forget()
    assert "benefits" in caplog.text
    async with kit.units.begin() as unit:
        assert await unit.notices.addressees() == []


async def test_who_has_blocked_us_hears_when_they_come_back(kit: Kit) -> None:
    (petrov,) = await _joined(kit, "petrov")

    async def reachable(yes: bool) -> None:
        async with kit.units.begin() as unit:
            (await unit.chats.get(petrov.id)).reachable = yes

    await reachable(False)
    await kit.appeal()
    assert await _ticks(kit) == 0
    await reachable(True)
    assert await _ticks(kit) == 1


async def test_a_missing_calendar_is_told_once_a_day(kit: Kit) -> None:
    kit.watch.at = datetime(2031, 3, 4, 7, 0, tzinfo=UTC)
    await kit.jobs.warn()  # to nobody yet, so that it is not forgotten
    (admin,) = await _joined(kit, "admin")
    for _ in range(3):
        await kit.jobs.warn()
        kit.watch.passes(hours=7)
    assert ["2031" in text for text in await kit.told(admin)] == [True]
    kit.watch.passes(hours=4)
    await kit.jobs.warn()
    assert len(await kit.told(admin)) == 2


async def test_a_window_is_opened_when_the_calendar_comes(kit: Kit) -> None:
    """And the client, who was promised the moment, is told."""
    chat = await kit.chat()
    appeal = await kit.appeal(chat=chat, due_at=None)
    async with kit.units.begin() as unit:
        unit.windows.drop(appeal, kit.watch())
    assert await kit.jobs.reckon() == 1
    assert await kit.jobs.reckon() == 0
    found = await kit.now_is(appeal)
    assert found.due_at == datetime(2026, 11, 25, 6, 45, tzinfo=UTC)
    async with kit.units.begin() as unit:
        *_, kept = await unit.windows.of_appeal(appeal)
        (line,) = await unit.appeals.history(appeal)
    assert kept.window.due_at == found.due_at
    assert line["what"] == "window_opened"
    (told,) = await kit.told(chat)
    assert "09:45" in told


@pytest.mark.requirement("W4", "W8")
@pytest.mark.parametrize(("what", "others"), [("made_official", ["redirect"]), ("reopened", [])])
async def test_what_began_anew_without_a_calendar_is_reckoned_from_there(
    kit: Kit, what: str, others: list[str]
) -> None:
    """With the last day to ask for more time; and not from when it was received."""
    appeal = await kit.appeal(due_at=None, kind=Kind.OFFICIAL)
    async with kit.units.begin() as unit:
        unit.windows.drop(appeal, kit.watch())
    kit.watch.passes(days=2)
    async with kit.units.begin() as unit:
        unit.appeals.record(appeal, what, "client", kit.watch())
    began = kit.watch()
    kit.watch.passes(hours=1)
    assert await kit.jobs.reckon() == 1
    async with kit.units.begin() as unit:
        kept = [one.window for one in await unit.windows.of_appeal(appeal)]
    opened = {one.rule: one for one in kept if one.state.waits}
    assert sorted(opened) == ["extension", "official_reply", *others]
    assert opened["official_reply"].starts_at == began
    assert (await kit.now_is(appeal)).due_at == opened["official_reply"].due_at
    assert opened["extension"].due_at < opened["official_reply"].due_at


@pytest.mark.requirement("W8")
async def test_no_day_is_reckoned_that_has_passed_already(kit: Kit) -> None:
    appeal = await kit.appeal(due_at=None, kind=Kind.OFFICIAL)
    async with kit.units.begin() as unit:
        unit.windows.drop(appeal, kit.watch())
    kit.watch.passes(days=29)
    assert await kit.jobs.reckon() == 1
    async with kit.units.begin() as unit:
        kept = [one.window for one in await unit.windows.of_appeal(appeal)]
    assert [one.rule for one in kept if one.state.waits] == ["official_reply"]


async def test_without_a_calendar_nothing_is_guessed_and_nobody_left_alone(kit: Kit) -> None:
    kit.watch.at = datetime(2031, 3, 4, 7, 0, tzinfo=UTC)
    (petrov,) = await _joined(kit, "petrov")
    appeal = await kit.appeal()
    assert appeal.due_at is None
    assert await kit.jobs.reckon() == 0
    assert await _ticks(kit) == 1
    assert len(await kit.told(petrov)) == 1


@pytest.mark.requirement("W11")
async def test_a_changed_calendar_moves_what_is_due_and_history_says_so(
    engine: AsyncEngine,
) -> None:
    before = Kit(engine)
    appeal, done = await before.appeal(), await before.appeal()
    async with before.units.begin() as unit:
        await unit.appeals.change(done, state=State.NOT_APPEAL, closed_at=before.watch())
        unit.windows.drop(done, before.watch())
    ministry = sample()
    schedule = replace(ministry.schedule, days_off=frozenset({date(2026, 11, 25)}))
    kit = Kit(engine, replace(ministry, schedule=schedule))
    assert await kit.jobs.reckon() == 1
    assert await kit.jobs.reckon() == 0
    moved = await kit.now_is(appeal)
    assert moved.due_at == datetime(2026, 11, 26, 6, 45, tzinfo=UTC)
    assert (await kit.now_is(done)).due_at == done.due_at
    async with kit.units.begin() as unit:
        (kept,) = await unit.windows.of_appeal(appeal)
        (line,) = await unit.appeals.history(appeal)
    assert kept.window.calendar_version == kit.house.calendar.version
    assert line["what"] == "window_moved"
    assert line["details"] == {
        "rule": "message_reply",
        "came_from": "2026-11-25T06:45:00+00:00",
        "to": "2026-11-26T06:45:00+00:00",
    }
    again = Kit(engine, replace(ministry, schedule=schedule))  # after a restart
    assert await again.jobs.reckon() == 0


async def test_a_breach_that_a_calendar_takes_back_may_come_once_more(engine: AsyncEngine) -> None:
    kit = Kit(engine)
    appeal = await kit.appeal()
    await _joined(kit, "ivanova")
    kit.watch.passes(days=1)
    await _ticks(kit)
    ministry = sample()
    schedule = replace(ministry.schedule, days_off=frozenset({date(2026, 11, 24)}))
    later = Kit(engine, replace(ministry, schedule=schedule), watch=kit.watch)
    await _ticks(later)
    async with later.units.begin() as unit:
        (kept,) = await unit.windows.of_appeal(appeal)
    assert kept.window.state is WindowState.OPEN
    later.watch.passes(days=2)
    await _ticks(later)
    breaches = [row["employee"] for row in await rows(engine, t.notices) if row["kind"] == "breach"]
    assert sorted(breaches) == ["ivanova", "ivanova", "sidorova", "sidorova"]


@pytest.mark.postgres
async def test_two_clocks_at_once_alert_once(postgres_database: str) -> None:
    kits = [Kit(make_engine(postgres_database)) for _ in range(2)]
    for _ in range(20):
        await kits[0].appeal()
    for kit in kits:
        kit.watch.passes(days=1)
    noted = await asyncio.gather(*(kit.jobs.alerts() for kit in kits))
    assert sum(noted) == 20
    breaches = [r for r in await rows(kits[0].engine, t.notices) if r["kind"] == "breach"]
    assert len(breaches) == 40  # the head and the controller of each
    for kit in kits:
        await kit.engine.dispose()


async def test_alerts_leave_the_clocks_line_in_history(kit: Kit) -> None:
    appeal = await kit.appeal()
    kit.watch.passes(hours=4, minutes=45)
    assert await kit.jobs.alerts() == 1
    assert await kit.jobs.alerts() == 0
    async with kit.units.begin() as unit:
        (line,) = await unit.appeals.history(appeal)
    assert (line["actor"], line["what"], line["details"]["before"]) == ("clock", "alert", 240)


async def test_what_waits_for_a_channel_that_is_off_is_given_up(kit: Kit) -> None:
    """And the officer has the appeal again, instead of a reply that is sent for ever."""
    petrov, client = await _joined(kit, "petrov", "")
    taken, now = await _taken(kit), kit.watch()
    async with kit.units.begin() as unit:
        entry = unit.exchange.said(taken.id, client, "Придёт.", now, author="petrov")
        unit.replies.keep(taken, "petrov", now, entry=entry, **REPLY)
        await unit.appeals.change(taken, state=State.SENDING)
        unit.outbox.post(client, Reply("Придёт."), now, kind="reply", about=entry)
        for number in range(450):
            unit.outbox.post(client, Reply(str(number)), now)
        there = unit.chats.meet(Channel.VK, "1", "5", now)
        unit.outbox.post(there, Reply("served"), now)
    kit.watch.passes(hours=3)
    assert await kit.jobs.abandon() == 0  # of no doors at all nothing is known
    kit.jobs.served = frozenset({(Channel.VK, "1")})
    assert await kit.jobs.abandon() == 0  # started without a setting by mistake, perhaps
    async with kit.units.begin() as unit:
        unit.outbox.post(client, Reply("young"), kit.watch())
    kit.watch.passes(minutes=59)
    assert await kit.jobs.abandon() == 0
    async with kit.units.begin() as unit:
        unit.outbox.post(client, Reply("younger"), kit.watch())
    kit.watch.passes(minutes=1)
    assert await kit.jobs.abandon() == 452
    assert (await kit.now_is(taken)).state is State.TAKEN
    assert any("не доставлен" in text for text in await kit.told(petrov))
    found = [row for row in await rows(kit.engine, t.outbox) if row["chat"] != petrov.id]
    left = [row["reply"]["text"] for row in found if row["state"] == "new"]
    assert left == ["served", "younger"]
    assert {r["trouble"] for r in found if r["state"] == "dead"} == {"no door"}
    assert await kit.jobs.abandon() == 0


async def test_corrections_are_learnt_and_only_once(kit: Kit) -> None:
    appeal = await kit.appeal("care", topic="disability")
    before = kit.house.router
    await kit.jobs.learn()
    assert kit.house.router is before
    async with kit.units.begin() as unit:
        unit.corrections.remember(appeal, ["костыль"], "belov", kit.watch())
    await kit.jobs.learn()
    learnt = kit.house.router
    assert learnt is not before
    await kit.jobs.learn()
    assert kit.house.router is learnt


async def test_the_clock_ticks_at_once_in_order_and_outlives_a_failure() -> None:
    called: list[str] = []
    ticked: list[str] = []
    clock = Clock(ticked.append)

    async def works() -> None:
        called.append("works")

    async def fails() -> None:
        called.append("fails")
        raise ZeroDivisionError

    clock.every(0.01, fails, "fails")
    clock.every(0.01, works, "works")
    async with asyncio.TaskGroup() as group:
        running = group.create_task(clock.run())
        async with asyncio.timeout(60):
            while len(called) < 6:
                await asyncio.sleep(0.01)
        running.cancel()
    assert called[:2] == ["fails", "works"]
    assert called.count("fails") > 1
    assert set(ticked) == {"works"}


async def test_the_clock_leaves_nothing_half_done() -> None:
    state: list[str] = []
    clock = Clock(lambda _: None)
    second = asyncio.Event()

    async def slow() -> None:
        if not state:
            state.append("first round")
            return
        second.set()
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0.05)  # a transaction that is rolled back
            state.append("cleaned up")

    clock.every(0.01, slow, "slow")
    async with asyncio.TaskGroup() as group:
        running = group.create_task(clock.run())
        await second.wait()
        running.cancel()
    assert state == ["first round", "cleaned up"]
