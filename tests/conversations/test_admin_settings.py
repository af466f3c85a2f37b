"""What an administrator sets: topics and their words, days, deadlines; looked at, then saved."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from bot import build
from handlers.standing import heed_staff
from sandbox.people import Person
from storage import tables as t
from tests.conversations.talk import (
    BENEFIT,
    UNCLEAR,
    appeal,
    history,
    labels,
    presses,
    rows,
    until,
    writes,
)
from tests.town import Town

pytestmark = pytest.mark.requirement("P1")


@pytest.fixture
def brisk(brisk: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "ASKED_EVERY", 0.1)


async def opens(admin: Person, page: str) -> None:
    await presses(admin, "admin")
    await admin.taps(page, await admin.hears("Писем людей на этих страницах нет"))


async def amended(town: Town) -> dict[tuple[str, str], object]:
    return {(r["kind"], r["id"]): r["value"] for r in await rows(town, select(t.amendments))}


async def test_a_topic_learns_a_word(town: Town) -> None:
    admin = await town.employee("admin", "telegram")
    _, unclear = await writes(town, "vk", UNCLEAR)
    _, clear = await writes(town, "vk", BENEFIT)
    await opens(admin, "Темы")
    await admin.taps("Дальше", await admin.hears("9 тем"))
    await admin.taps("Уход за пожилыми", await admin.hears("9 тем"))
    page = await admin.hears("Уход за пожилыми на дому\nПодразделение: Отдел социального")
    await admin.taps("Слова", page)
    await admin.hears("через запятую")
    await admin.says(" ,, ; ")
    await admin.hears("хотя бы одно слово")
    await admin.says("сиделка, упавшее дерево, двор, Сиделка")
    preview = await admin.hears("Что изменилось бы за месяц: посмотрели 2 из 2")
    assert f"Попало бы сюда: 1. Откуда: {unclear} (без темы)" in preview.text
    assert "Ушло бы отсюда: 0" in preview.text
    assert "лежит" not in preview.text
    assert clear not in preview.text
    assert await amended(town) == {}
    await admin.taps("Сохранить", preview)
    await admin.hears("действует со следующего сообщения")
    await admin.taps("Сохранить", preview)
    await admin.hears("уже не действует")
    _, its = await writes(town, "vk", UNCLEAR)
    assert (await appeal(town, its))["topic"] == "home_care"


async def test_a_topic_is_added_renamed_and_taken_out(town: Town) -> None:
    admin = await town.employee("admin", "vk")
    await opens(admin, "Темы")
    await admin.taps("Новая тема", await admin.hears("9 тем"))
    await admin.hears("до 40 знаков")
    await admin.says("😀")
    await admin.hears("Напишите название словами")
    await admin.says("П" * 41)
    await admin.hears("а здесь 41")
    await admin.says("Материнский  Капитал")
    await admin.hears("уже есть")
    await admin.says("Дворы и деревья")
    units = await admin.hears("Какое подразделение")
    await admin.taps("Дальше", units)
    assert "Руководство министерства" in labels(await admin.hears("Какое подразделение"))
    await admin.taps("Отдел пособий", units)
    await admin.hears("через запятую")
    await admin.says("упавшее дерево, двор")
    await admin.taps("Сохранить", await admin.hears("Так тема будет выглядеть"))
    await admin.hears("Сохранили")
    _, its = await writes(town, "telegram", UNCLEAR)
    assert (await appeal(town, its))["topic"] == "topic_1"
    await presses(admin, "admin-topics:1")
    assert labels(await admin.hears("10 тем"))[-6:-4] == ["Дворы и деревья", "Другое"]
    await presses(admin, "topic-out:topic_1")
    await admin.taps("Сохранить", await admin.hears("У прежних обращений название останется"))
    await admin.hears("Сохранили")
    head = await town.employee("ivanova", "vk")
    await presses(head, f"card:{(await appeal(town, its))['id']}")
    assert "Дворы и деревья" in (await head.hears("Клиент: ")).text
    await presses(admin, "topic-out:other")
    await admin.hears("одна тема у этого подразделения нужна")
    await presses(admin, "topic-out:topic_1")
    await admin.hears("уже не действует")


async def test_a_day_off_moves_what_is_due(town: Town) -> None:
    admin = await town.employee("admin", "telegram")
    _, its = await writes(town, "vk", BENEFIT)
    before = (await appeal(town, its))["due_at"]
    await opens(admin, "Рабочие дни")
    await admin.taps("Изменить день", await admin.hears("Впереди дней по приказу"))
    await admin.hears("Напишите день")
    await admin.says("в четверг")
    await admin.hears("Не получилось понять день")
    await admin.says("1.05.2029")
    await admin.hears("На 2029 год")
    await admin.says("24-26 ноября")
    await admin.taps("Выходной", await admin.hears("24 ноября 2026 года — 26 ноября 2026 года"))
    preview = await admin.hears("Сдвинется 1 идущий срок")
    assert f"по обращению {its}: было до 25.11.2026" in preview.text
    await admin.taps("Сохранить", preview)
    await admin.hears("Идущие сроки сдвинутся сами")
    await writes(town, "vk")  # the next event: its process adopts the change

    async def moved() -> bool:
        return ("clock", "window_moved") in await history(town, its)

    await until(moved)
    assert (await appeal(town, its))["due_at"] > before
    assert date(2026, 11, 25) in town.service.house.ministry.schedule.days_off
    await opens(admin, "Рабочие дни")
    assert "25 ноября 2026 года: выходной" in (await admin.hears("Дни по приказу")).text
    await presses(admin, "admin-day-set")
    await admin.hears("Напишите день")
    await admin.says("25.11.2026")
    await admin.taps("Выходной", await admin.hears("Сейчас по приказу министерства: выходной"))
    await admin.hears("уже так и есть")


async def test_a_deadline_is_changed_for_what_begins_and_recounted_when_told(town: Town) -> None:
    admin = await town.employee("admin", "vk")
    _, its = await writes(town, "telegram", BENEFIT)
    old = (await appeal(town, its))["due_at"]
    await opens(admin, "Сроки")
    await admin.taps("Ответ на сообщение", await admin.hears("Сроки министерства"))
    page = await admin.hears("Срок: 8 рабочих часов (по приказу: 8 рабочих часов)")
    await admin.taps("Срок", page)
    await admin.hears("Напишите срок")
    await admin.says("8 часов")
    await admin.hears("рабочие или календарные")
    await admin.says("скоро")
    await admin.hears("Не получилось понять срок")
    await admin.says("За 3 дня до срока")
    await admin.hears("Для этого срока так нельзя")
    await admin.says("12 рабочих часов")
    preview = await admin.hears("Так станет")
    assert "дольше, чем велит приказ" in preview.text
    assert "Сдвинется 1 идущий срок" in preview.text
    await admin.taps("Сохранить", preview)
    await admin.hears("Новый срок — для новых обращений")
    _, new = await writes(town, "telegram", BENEFIT)
    assert (await appeal(town, new))["due_at"] > old
    assert (await appeal(town, its))["due_at"] == old
    await presses(admin, "admin-recount")
    await admin.taps("Пересчитать идущие", await admin.hears("Сдвинется 1 идущий срок"))
    await admin.hears("Идущие сроки пересчитаны: сдвинулся 1")
    assert (await appeal(town, its))["due_at"] > old


async def test_reminders_and_who_hears_of_a_breach(town: Town) -> None:
    admin = await town.employee("admin", "telegram")
    await presses(admin, "window-alerts:message_reply")
    await admin.hears("Если напоминать не нужно")
    await admin.says("за 9 часов")
    await admin.hears("раньше, чем начнётся срок")
    await admin.says("за 3 часа, за полчаса и за час")
    await admin.taps("Сохранить", await admin.hears("до конца остаётся: 3 ч, 1 ч, 30 мин"))
    await admin.hears("Сохранили")
    await presses(admin, "window-hear:2:message_reply")
    await admin.taps("Сохранить", await admin.hears("О просрочке узнает: начальник"))
    await admin.hears("Сохранили")
    value = {"alert_before": ["3h", "1h", "30m"], "on_breach": ["head"]}
    assert await amended(town) == {("window", "message_reply"): value}
    await presses(admin, "window-usual:message_reply")
    await admin.taps("Сохранить", await admin.hears("начальник, контролёр"))
    await admin.hears("Сохранили")
    assert (await amended(town))["window", "message_reply"] is None
    rule = town.ministry.windows["message_reply"]
    await presses(admin, "menu")
    await admin.hears("Что открыть?")
    assert town.service.house.ministry.windows["message_reply"] == rule


async def test_what_another_administrator_changed_meanwhile_is_looked_at_first(town: Town) -> None:
    admin = await town.employee("admin", "vk")
    await presses(admin, "window-hear:0:message_reply")
    preview = await admin.hears("Так станет")
    async with town.service.units.begin() as unit:
        await heed_staff(unit, town.service.house, await unit.staff.version())
        unit.staff.amend("day", "2026-12-31", {"is": "off"}, "other", town.watch())
    await admin.taps("Сохранить", preview)
    await admin.hears("настройки изменил кто-то ещё")
    assert [*await amended(town)] == [("day", "2026-12-31")]
