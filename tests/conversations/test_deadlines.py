"""Deadlines as people feel them: alerts on the way, a breach, quiet nights, a year unknown."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, NoReturn

import pytest
from sqlalchemy import select

from bot import build
from domain.ministry import WindowRule
from domain.worktime import Calendar, CalendarUnknown
from storage import tables as t
from tests.conversations.kinds import becomes_official
from tests.conversations.talk import (
    answers,
    appeal,
    gathered,
    history,
    labels,
    rows,
    sends,
    settled,
    writes,
)
from tests.conversations.test_promises import promises
from tests.town import Town

FRIDAY_EVENING = datetime(2026, 11, 27, 18, 0, tzinfo=UTC)  # 21:00


async def later(town: Town, **span: float) -> None:
    """Time passes and the alerts are looked for; what they leave is gathered by the house."""
    town.watch.passes(**span)
    await town.service.jobs.alerts()


@pytest.mark.requirement("W2")
async def test_the_unit_is_alerted_while_nobody_has_taken_it(town: Town, at: str) -> None:
    petrov = await town.employee("petrov", at)
    gromova = await town.employee("gromova", "vk")
    _, its = await writes(town, "telegram")
    for officer in (petrov, gromova):
        await officer.hears(f"Новое обращение {its}")
    await later(town, hours=4, minutes=45)  # the lunch of 45 minutes does not count
    for officer in (petrov, gromova):
        alert = await officer.hears(f"Скоро срок по обращению {its}")
        assert "(осталось 4 ч)" in alert.text
        assert labels(alert)[0] == "Взять"


@pytest.mark.requirement("W2", "C8")
async def test_the_officer_is_alerted_three_times_then_the_head_and_the_controller(
    town: Town, at: str
) -> None:
    petrov = await town.employee("petrov", at)
    gromova = await town.employee("gromova", "telegram")
    ivanova = await town.employee("ivanova", "vk")
    sidorova = await town.employee("sidorova", "telegram")
    _, its = await writes(town, "vk")
    await petrov.taps("Взять", await petrov.hears(its))
    await petrov.hears("ваше")
    for span, left in (
        (timedelta(hours=4, minutes=45), "осталось 4 ч)"),
        (timedelta(hours=2), "осталось 2 ч)"),
        (timedelta(hours=16, minutes=30), "осталось 30 мин)"),
    ):
        await later(town, seconds=span.total_seconds())
        alert = await petrov.hears(f"Скоро срок по обращению {its}")
        assert left in alert.text
        assert labels(alert) == ["Ответить", "Открыть"]
        await later(town, seconds=0)
    await later(town, minutes=31)
    for boss in (ivanova, sidorova):
        breach = await boss.hears(f"Срок по обращению {its} истёк")
        assert "Отдел пособий и социальных выплат, Петров А. Н." in breach.text
        assert labels(breach) == ["Открыть"]
        await boss.taps("Открыть", breach)
        await boss.hears("Исполнитель: Петров А. Н.")
    await settled(gromova)
    assert not any("Скоро срок" in shown.text for shown in gromova.heard)
    done = [what for who, what in await history(town, its) if who == "clock"]
    assert done == ["alert", "alert", "alert", "breach"]


@pytest.mark.requirement("W2")
async def test_an_answered_appeal_alerts_nobody(town: Town) -> None:
    petrov = await town.employee("petrov", "vk")
    _, its = await writes(town, "telegram")
    await answers(petrov, await petrov.hears(its))
    await petrov.hears("доставлен")
    await later(town, hours=6)
    await gathered(town)
    await later(town, days=2)
    await gathered(town)
    await settled(petrov)
    assert not any("срок по" in shown.text.lower() for shown in petrov.heard)


@pytest.mark.requirement("W14")
async def test_nobody_is_disturbed_out_of_hours(town: Town, at: str) -> None:
    petrov = await town.employee("petrov", at)
    town.watch.at = FRIDAY_EVENING
    client, its = await writes(town, "vk")
    await later(town, days=1)
    assert await town.service.jobs.gather() == 0
    assert await settled(petrov) == 3  # joined, menu, help: no notice
    town.watch.at = datetime(2026, 11, 30, 6, 1, tzinfo=UTC)  # Monday, 9:01
    notice = await petrov.hears(f"Новое обращение {its}")
    assert "осталось 7 ч 59 мин" in notice.text
    assert await settled(client) == 2


@pytest.mark.requirement("W14", "W2")
async def test_three_days_of_silence_are_caught_up_in_one_message(town: Town, at: str) -> None:
    petrov = await town.employee("petrov", at)
    ivanova = await town.employee("ivanova", "vk")
    numbers = [(await writes(town, "vk", f"Пособие на ребёнка, вопрос {n}"))[1] for n in range(9)]
    await gathered(town)
    await settled(petrov)
    await settled(ivanova)
    before = len(petrov.heard), len(ivanova.heard)
    await town.stop()
    town.watch.passes(days=3)
    await town.start()
    await town.service.jobs.alerts()
    caught_up = await ivanova.hears("Срок истёк: 9")
    assert caught_up.text.count("просрочено на") == 5
    await petrov.says("/help")
    await petrov.hears("Как работать")
    await settled(ivanova)
    assert len(numbers) == 9
    assert len(ivanova.heard) == before[1] + 2, "one message, and the help asked for"
    assert len(petrov.heard) <= before[0] + 2


@pytest.mark.requirement("W11")
async def test_windows_are_what_the_file_says(town: Town) -> None:
    rule = town.ministry.windows["message_reply"]
    _set_rule(town, replace(rule, alert_before=(timedelta(hours=7),), on_breach=("officer",)))
    petrov = await town.employee("petrov", "vk")
    _, its = await writes(town, "telegram")
    await petrov.hears(its)
    await later(town, hours=1)
    assert "осталось 7 ч" in (await petrov.hears("Скоро срок")).text


def _set_rule(town: Town, rule: WindowRule) -> None:
    windows = {**town.ministry.windows, rule.id: rule}
    town.service.house.ministry = replace(town.ministry, windows=windows)


@pytest.mark.requirement("W10", "W11")
async def test_a_year_without_a_calendar_is_not_guessed(town: Town, at: str) -> None:
    admin = await town.employee("admin", "vk")
    petrov = await town.employee("petrov", at)
    known = town.service.house.calendar
    town.service.house.calendar = _Undecreed(known.schedule)
    client, its = await writes(town, at)
    receipt = client.last
    assert "Ответим как можно скорее; точный срок сообщим отдельно" in receipt.text
    notice = await petrov.hears(f"Новое обращение {its}")
    assert "Срок: не рассчитан, нет календаря" in notice.text
    told = await admin.hears(f"календаря на 2026 год: срок по обращению {its} не рассчитан")
    assert labels(told) == []
    assert (await appeal(town, its))["due_at"] is None
    await petrov.taps("Открыть", notice)
    await petrov.taps("Почему такой срок", await petrov.hears("Ждёт исполнителя"))
    await petrov.hears("ещё нет производственного календаря")
    town.service.house.calendar = known
    await town.service.jobs.reckon()
    due = await client.hears("Обещали сообщить срок")
    assert "до среды, 25 ноября, 09:45" in due.text
    assert ("clock", "window_opened") in await history(town, its)


@pytest.mark.requirement("W10", "W12")
@pytest.mark.parametrize("promised", ["before", "after"])
async def test_a_promise_does_not_stand_for_the_day_of_the_reply(town: Town, promised: str) -> None:
    """Thirty days from 15 December end in a year without a calendar. What is promised for
    tomorrow, before or after the message became official, is due meanwhile; the reply has its
    window as soon as it can be reckoned."""
    town.watch.at = datetime(2026, 12, 15, 7, 0, tzinfo=UTC)
    petrov = await town.employee("petrov", "vk")
    known = town.service.house.calendar
    town.service.house.calendar = _NextYearUndecreed(known.schedule)
    client, its = await writes(town, "telegram")
    await petrov.taps("Взять", await petrov.hears(its))
    card = await petrov.hears("Исполнитель: Петров")
    if promised == "after":
        await becomes_official(client)
    await petrov.taps("Отправить", await promises(petrov, card, "завтра 15:00"))
    await client.hears("Обещаем: до среды, 16 декабря, 15:00")
    if promised == "before":
        await becomes_official(client)
    query = select(t.windows.c.rule, t.windows.c.state).order_by(t.windows.c.id)
    assert "official_reply" not in {row["rule"] for row in await rows(town, query)}
    town.service.house.calendar = known
    await town.service.jobs.reckon()
    assert "14 января" in (await client.hears("Обещали сообщить срок")).text
    kept = {row["rule"]: row["state"] for row in await rows(town, query)}
    assert kept["official_reply"] == kept["promise"] == "open"
    due = (await appeal(town, its))["due_at"]
    assert due == datetime(2026, 12, 16, 12, 0, tzinfo=UTC), "the promise comes first"


@pytest.mark.requirement("W10", "R9")
async def test_what_was_answered_before_its_calendar_came_is_due_as_promised(
    town: Town, at: str
) -> None:
    """The reply names a day; the hours it was to be given in are nobody's any more."""
    petrov = await town.employee("petrov", "vk")
    known = town.service.house.calendar
    town.service.house.calendar = _Undecreed(known.schedule)
    client, its = await writes(town, at)
    town.service.house.calendar = known
    await petrov.taps("Ответить", await petrov.hears(its))
    await petrov.hears("Напишите ответ")
    await petrov.says("Пособие назначим и напишем вам.")
    await sends(petrov, await petrov.hears("Пособие назначим"), "Решение будет к дате")
    await petrov.hears("К какому дню")
    await petrov.says("4.12.2026")
    await petrov.hears("Обращение на контроле")
    due = (await appeal(town, its))["due_at"]
    assert due is not None
    await town.service.jobs.reckon()
    await settled(client)
    assert not any("Обещали сообщить срок" in shown.text for shown in client.heard)
    assert (await appeal(town, its))["due_at"] == due
    assert [row["rule"] for row in await rows(town, select(t.windows.c.rule))] == ["promise"]


class _Undecreed(Calendar):
    """The calendar before the government has decreed any year."""

    def _year(self, year: int) -> NoReturn:
        raise CalendarUnknown(year, self.schedule.region)


class _NextYearUndecreed(Calendar):
    """The calendar in a December before the government has decreed the coming year."""

    version = "without next year"

    def _year(self, year: int) -> Any:
        if year > 2026:
            raise CalendarUnknown(year, self.schedule.region)
        return super()._year(year)


async def test_alerts_come_by_themselves(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """The house looks for them without being asked."""
    petrov = await town.employee("petrov", "vk")
    _, its = await writes(town, "telegram")
    await petrov.hears(its)
    await town.stop()
    monkeypatch.setitem(build.TICKS, "alerts", 0.2)
    await town.start()
    town.watch.passes(hours=5)
    await petrov.hears(f"Скоро срок по обращению {its}")
