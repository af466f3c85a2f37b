"""From results to deeds: given, done, returned, accepted, late; and what was decided."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot import build
from domain.surveys.deeds import DeedState
from domain.surveys.questionnaire import Audience
from domain.surveys.waves import Chosen, Wave, WaveState
from handlers.survey.done_since import done_since
from sandbox.people import Person
from storage import tables as t
from storage.deeds import Decision
from tests.conversations import talk
from tests.conversations.moved import presses
from tests.conversations.talk import labels, rows, settled, turned
from tests.surveys import EVERY_KIND
from tests.town import Town


async def closed_wave(town: Town, unit: str = "it") -> Wave:
    now = town.watch()
    wave = Wave(
        0,
        EVERY_KIND,
        Chosen(Audience.EMPLOYEES),
        "sokolov",
        unit,
        WaveState.CLOSED,
        now - timedelta(days=9),
        now - timedelta(days=1),
        "2026-Q4",
        now - timedelta(days=10),
        closed_at=now - timedelta(days=1),
        invited=20,
    )
    async with town.service.units.begin() as work:
        return work.waves.make(wave)


async def gives(head: Person, wave: Wave, who: str = "Логинов", day: str = "15 декабря") -> None:
    await presses(head, f"deed-new:{wave.id}")
    await head.says("Отвечать на заявки в день обращения")
    await head.hears("Кому поручить")
    await head.says(who)
    await head.hears("К какому дню")
    await head.says(day)
    await head.taps("Поручить", await head.hears("Поручить?"))
    await head.hears("получит сообщение")


@pytest.mark.requirement("S6")
async def test_given_done_returned_done_accepted(town: Town, at: str) -> None:
    fomin, loginov = await town.employee("fomin", at), await town.employee("loginov", "vk")
    wave = await closed_wave(town)
    page = await presses(fomin, f"survey:{wave.id}")
    await fomin.taps("Поручения", page)
    assert "Дать поручение" in labels(await fomin.hears("пока ничего не поручено"))
    await gives(fomin, wave)
    await loginov.taps("Открыть поручение", await loginov.hears("Вам поручение: Отвечать"))
    await loginov.taps("Выполнено", await loginov.hears("Исполнитель: Логинов"))
    await loginov.hears("Что сделано?")
    await loginov.says("Назначили дежурного")
    await loginov.hears("дело сделано")
    await fomin.taps("Открыть поручение", await fomin.hears("Что сделано: Назначили дежурного"))
    await fomin.taps("Вернуть", await fomin.hears("ждёт приёмки"))
    await fomin.hears("Что ещё нужно")
    await fomin.says("Нужен график на квартал")
    await fomin.hears("Вернули исполнителю")
    returned = await loginov.hears("Поручение вернули: Нужен график на квартал")
    await loginov.taps("Открыть поручение", returned)
    await loginov.taps("Выполнено", await loginov.hears("Исполнитель: Логинов"))
    await loginov.hears("Что сделано?")
    await loginov.says("Есть график")
    await fomin.taps("Открыть поручение", await fomin.hears("Что сделано: Есть график"))
    await fomin.taps("Принять", await fomin.hears("ждёт приёмки"))
    await fomin.hears("Приняли")
    await loginov.hears("принята")
    kept = await rows(town, select(t.deeds))
    assert [(one["state"], one["done_text"]) for one in kept] == [("accepted", "Есть график")]
    told = await rows(
        town, select(t.staff_history).where(t.staff_history.c.kind == "deed").order_by("id")
    )
    assert [one["what"] for one in told] == [
        "deed_given",
        "deed_done",
        "deed_returned",
        "deed_done",
        "deed_accepted",
    ]
    town.watch.passes(days=90)
    after = await closed_wave(town)
    async with town.service.units.begin() as unit:
        lines = await done_since(unit, town.service.house, after, town.watch())
    assert "Сделано: Есть график" in lines[0]


@pytest.mark.requirement("S6")
async def test_a_deed_whose_day_has_passed_unfinished_is_asked_for_another(town: Town) -> None:
    fomin = await town.employee("fomin", "telegram")
    wave = await closed_wave(town)
    page = await presses(fomin, f"survey:{wave.id}")
    assert len(labels(page)) == len({*labels(page)}), "each way once"
    await presses(fomin, f"deed-new:{wave.id}")
    for words, then in (
        ("Разобрать", "Кому"),
        ("Логинов", "К какому"),
        ("15 декабря", "Поручить?"),
    ):
        await fomin.says(words)
        shown = await fomin.hears(then)
    town.watch.passes(days=60)
    await fomin.taps("Поручить", shown)
    await fomin.hears("прош")
    await fomin.hears("К какому дню")
    assert await rows(town, select(t.deeds)) == []


@pytest.mark.requirement("S6")
async def test_bad_words_are_told_and_nothing_is_given(town: Town) -> None:
    fomin = await town.employee("fomin", "telegram")
    wave = await closed_wave(town)
    await presses(fomin, f"deed-new:{wave.id}")
    await fomin.says("Разобрать очередь")
    await fomin.hears("Кому поручить")
    await fomin.says("Несуществующий")
    await fomin.hears("не нашли")
    await fomin.says("Логинов")
    await fomin.hears("К какому дню")
    await fomin.says("вчера вечером")
    await settled(fomin)
    await fomin.says("1 ноября 2026")
    await fomin.hears("уже прошёл")
    await fomin.taps("Отмена", next(one for one in fomin.heard[::-1] if "Отмена" in labels(one)))
    await fomin.hears("Что открыть")
    assert await rows(town, select(t.deeds)) == []


@pytest.mark.requirement("S6", "P1")
async def test_it_is_nobody_elses(town: Town) -> None:
    fomin, loginov = await town.employee("fomin", "vk"), await town.employee("loginov", "telegram")
    wave = await closed_wave(town)
    await gives(fomin, wave)
    deed = (await rows(town, select(t.deeds)))[0]["id"]
    ivanova, petrov = (
        await town.employee("ivanova", "telegram"),
        await town.employee("petrov", "vk"),
    )
    missing = (await presses(ivanova, "deeds:77")).text
    for person, tap in (
        (ivanova, f"deeds:{wave.id}"),
        (ivanova, f"deed-new:{wave.id}"),
        (ivanova, f"decide:{wave.id}"),
        (petrov, f"deed:{deed}"),
        (petrov, f"deed-done:{deed}"),
        (loginov, f"deed-accept:{deed}"),
        (loginov, f"deeds:{wave.id}"),
    ):
        assert (await presses(person, tap)).text == missing, tap
    assert (await rows(town, select(t.deeds)))[0]["state"] == "open"


@pytest.mark.requirement("S6", "P1")
async def test_a_head_does_not_accept_what_the_controller_gave_them(town: Town) -> None:
    fomin, boss = await town.employee("fomin", "vk"), await town.employee("sidorova", "telegram")
    await gives(boss, await closed_wave(town), who="Фомин")
    await fomin.taps("Открыть поручение", await fomin.hears("Вам поручение"))
    await fomin.taps("Выполнено", await fomin.hears("Исполнитель: Фомин"))
    await fomin.hears("Что сделано?")
    await fomin.says("Назначили дежурного")
    await fomin.hears("дело сделано")
    deed = (await rows(town, select(t.deeds)))[0]["id"]
    assert "Принять" not in labels(await presses(fomin, f"deed:{deed}"))
    await presses(fomin, f"deed-accept:{deed}")
    assert (await rows(town, select(t.deeds)))[0]["state"] == "done"
    await boss.taps("Открыть поручение", await boss.hears("Что сделано: Назначили"))
    await boss.taps("Принять", await boss.hears("ждёт приёмки"))
    await boss.hears("Приняли")
    async with town.service.units.begin() as unit:
        said = Decision(0, None, "2026-Q3", "merged", "Соединить отделы", "fomin", town.watch())
        unit.decisions.take(said)
    await talk.presses(boss, "decisions:2026-Q3.merged")  # a unit that is no more
    await boss.hears("Соединить отделы")
    await talk.presses(boss, "decisions:2026-Q3.never")
    await boss.hears("среди доступных вам нет")


@pytest.mark.requirement("S6")
async def test_whoever_cannot_hear_of_it_is_told_by_whoever_gave_it(town: Town) -> None:
    fomin = await town.employee("fomin", "telegram")
    wave = await closed_wave(town)
    await presses(fomin, f"deed-new:{wave.id}")
    for words, then in (("Разобрать", "Кому"), ("Логинов", "К какому"), ("15 декабря", "?")):
        await fomin.says(words)
        shown = await fomin.hears(then)
    await fomin.taps("Поручить", shown)
    await fomin.hears("сообщение не дойдёт")


@pytest.mark.requirement("S6")
async def test_what_is_settled_meanwhile_holds_nobody(town: Town, at: str) -> None:
    """They were writing what was done, and it was handed on to somebody else: they hear so once,
    and what they say next is heard as usual."""
    fomin, loginov = await town.employee("fomin", "vk"), await town.employee("loginov", at)
    await gives(fomin, await closed_wave(town))
    await loginov.taps("Открыть поручение", await loginov.hears("Вам поручение"))
    await loginov.taps("Выполнено", await loginov.hears("Исполнитель: Логинов"))
    await loginov.hears("Что сделано?")
    async with town.service.units.begin() as unit:
        (deed,) = await unit.deeds.open_of(["loginov"])
        assert await unit.deeds.change(deed, state=DeedState.ACCEPTED)
    await loginov.says("Назначили дежурного")
    await loginov.hears("уже что-то сделали")
    kept = await rows(town, select(t.chats.c.step).where(t.chats.c.employee == "loginov"))
    assert kept == [{"step": ""}]


@pytest.mark.requirement("S6")
async def test_who_is_late_hears_once_and_so_do_those_above(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(build.TICKS, "deeds", 0.05)
    await town.stop()
    await town.start()
    fomin, loginov = await town.employee("fomin", "vk"), await town.employee("loginov", "telegram")
    sidorova = await town.employee("sidorova", "vk")
    await gives(fomin, await closed_wave(town), day="30 ноября")
    await loginov.hears("Вам поручение")
    town.watch.passes(days=3)
    await loginov.hears("Скоро срок поручения")
    town.watch.passes(days=4)
    await loginov.hears("Срок поручения прошёл")
    await fomin.hears("не выполнено в срок")
    await sidorova.hears("не выполнено в срок")
    town.watch.passes(days=1)
    await town.service.clock.tick("deeds")
    await settled(loginov)
    late = [one for one in loginov.heard if "Срок поручения прошёл" in one.text]
    assert len(late) == 1
    mine = await presses(loginov, "my-deeds")
    assert "Срок прошёл." in mine.text


@pytest.mark.requirement("S11")
async def test_decisions_stay_with_what_they_came_of(town: Town, at: str) -> None:
    fomin = await town.employee("fomin", at)
    wave = await closed_wave(town)
    await fomin.taps("Поручения", await presses(fomin, f"survey:{wave.id}"))
    await fomin.taps("Решения", await fomin.hears("пока ничего не поручено"))
    await fomin.taps("Записать решение", await fomin.hears("Решений по итогам «"))
    await fomin.hears("Какое решение принято")
    await fomin.says("Обучить отдел вежливости")
    await fomin.taps("Решения", await fomin.hears("Записали"))
    assert "Обучить отдел вежливости\nФомин К. Е." in (await fomin.hears("Решения по итогам")).text
    await fomin.taps("Решения", await presses(fomin, "marks"))
    await fomin.taps("Записать решение", await fomin.hears("Решений по итогам «"))
    await fomin.hears("Какое решение принято")
    await fomin.says("Отвечать быстрее")
    await fomin.hears("Записали")
    assert "Отвечать быстрее" in (await presses(fomin, "decisions:2026-Q4.it")).text
    assert "Обучить" not in (await presses(fomin, "decisions:2026-Q4.it")).text
    async with town.service.units.begin() as unit:
        for n in range(12):
            said = f"Решение {n}: {'подробно ' * 150}"
            unit.decisions.take(Decision(0, wave.id, "2026-Q4", "it", said, "fomin", town.watch()))
    newest = await presses(fomin, f"decisions:{wave.id}")
    assert "Решение 11" in newest.text
    assert len(newest.text) < 4096
    await talk.presses(fomin, f"decisions:{wave.id}:99")
    assert "Обучить отдел вежливости" in (await turned(fomin, newest)).text
