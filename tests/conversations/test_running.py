"""Holding a survey: from choosing to the wave that the clock will open, and what is in the way."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from domain.surveys.questionnaire import as_document
from domain.surveys.reading import with_version
from domain.surveys.waves import Chosen, Wave, WaveState
from handlers.standing import heed_staff
from handlers.survey import surveys
from tests.conversations.surveys import (
    OTHERS,
    TITLE,
    fills_in,
    have_agreed,
    have_joined,
    plans,
    starts_form,
    summary,
    waves,
)
from tests.conversations.talk import labels, presses, until
from tests.survey_waves import NOVEMBER, closed
from tests.town import Town

pytestmark = pytest.mark.requirement("S3")
DAY = timedelta(days=1)


async def opened(town: Town) -> int:
    """The one wave there is, once the clock has opened it."""

    async def is_open() -> bool:
        await town.service.jobs.surveys()
        (made,) = await waves(town)
        return bool(made["state"] == WaveState.OPEN)

    await until(is_open)
    return int((await waves(town))[0]["id"])


async def test_a_head_holds_a_survey_of_internal_clients(town: Town, at: str) -> None:
    await have_joined(town, OTHERS)
    head = await town.employee("fomin", at)
    await presses(head, "surveys")
    await head.taps("Провести опрос", await head.hears("Опросов пока не было"))
    await fills_in(head, TITLE, "Всех, кроме нашего", "Сегодня", "10 дней")
    invitation = await head.hears("Опрос анонимный")
    assert invitation.text.startswith(TITLE)
    assert "Вопрос 1 из" in (await head.hears("Как часто за последние три месяца")).text
    whole = await summary(head)
    assert "все сотрудники, кроме подразделения «Отдел информационных технологий»" in whole.text
    assert (
        "Приглашений: 6\n"
        "Начало: сегодня в 10:00\n"
        "Конец: в пятницу, 4 декабря, в 16:45\n"
        "Напомним один раз: в понедельник, 30 ноября, в 9:00\n" in whole.text
    )
    await head.taps("Начать", invitation)
    await head.hears("Это образец")
    assert await waves(town) == []
    await head.taps("Начать", whole)
    await head.taps("К опросу", await head.hears("приглашения уйдут в ближайшие минуты"))
    assert "Проводит Фомин К. Е." in (await head.hears("Состояние")).text
    (wave,) = await waves(town)
    assert (wave["unit"], wave["owner"], wave["quarter"]) == ("it", "fomin", "2026-Q4")
    assert wave["key"] == "", "the marks of an anonymous one are drawn by lot"
    await head.taps("Начать", whole)
    await head.hears("уже не действует")
    assert len(await waves(town)) == 1


async def test_days_that_do_not_fit_are_told_and_nothing_is_lost(town: Town, at: str) -> None:
    await have_joined(town, OTHERS)
    head = await town.employee("fomin", at)
    await starts_form(head)
    await fills_in(head, TITLE, "Всех, кроме нашего")
    for said, told in (
        ("20.11.2026", "День 20.11.2026 уже прошёл"),
        ("20 ноября", "День 20.11.2026 уже прошёл"),
        ("когда-нибудь", "Не получилось разобрать день"),
        ("01.06.2027", "слишком далеко"),
    ):
        await head.says(said)
        await head.hears(told)
    await head.says("завтра")
    await head.hears("Сколько дней")
    for said, told in (
        ("90", "от одного до 60 дней"),
        ("0 дней", "от одного до 60 дней"),
        ("20.11.2026", "закончится 20.11.2026, раньше, чем начнётся (25.11.2026)"),
        ("01.03.2027", "от одного до 60 дней"),
        ("недолго", "от одного до 60 дней"),
    ):
        await head.says(said)
        await head.hears(told)
    await head.says("27 ноября")
    whole = await summary(head)
    assert "Начало: в среду, 25 ноября, в 9:00\nКонец: в пятницу, 27 ноября, в 16:45" in whole.text
    town.watch.passes(days=2)
    await head.taps("Начать", whole)
    await head.hears("День 25.11.2026 уже прошёл")
    await head.taps("Изменить", whole)
    await head.taps("Начало", await head.hears("Что исправить?"))
    await head.taps("Сегодня", await head.hears("Когда начнём?"))
    whole = await summary(head)
    assert "Начало: сегодня в 10:00\nКонец: в пятницу, 27 ноября, в 16:45" in whole.text


async def test_a_draft_left_is_there_when_they_come_back(town: Town) -> None:
    await have_joined(town, OTHERS[:3])
    head = await town.employee("fomin", "telegram")
    await starts_form(head)
    await fills_in(head, TITLE)
    await head.says("/menu")
    await head.taps("Продолжить", await head.hears("Вы начали готовить опрос"))
    await head.taps("Всех, кроме нашего", await head.hears("Кого спросим?"))
    await fills_in(head, "Сегодня", "3 дня")
    few = await head.hears("Спросить можно только 3 человек")
    assert "не меньше 5" in few.text
    assert labels(few) == ["Изменить", "Отмена"]
    assert await waves(town) == []
    await head.taps("Изменить", few)
    await head.taps("Кого спросить", await head.hears("Что исправить?"))
    await head.taps("Одно подразделение", await head.hears("Кого спросим?"))
    await head.taps("Отдел занятости", await head.hears("Какое подразделение"))
    await head.hears("никто не подключился")
    await head.taps("Отмена")
    await head.hears("Хорошо, опроса не будет")


async def test_a_second_start_is_refused_with_what_is_running(town: Town) -> None:
    await have_joined(town, OTHERS)
    head = await town.employee("fomin", "vk")
    await head.taps("Начать", await plans(head, "01.12.2026", "5 дней"))
    await head.hears("начнётся во вторник, 1 декабря, в 9:00")
    await starts_form(head)
    await fills_in(head, TITLE, "Всех, кроме нашего", "Сегодня", "3 дня")
    told = await head.hears("уже назначен: он начнётся во вторник, 1 декабря, в 9:00")
    assert "Начать" not in labels(told)
    await head.taps("Отмена", told)
    await head.hears("опроса не будет")
    await presses(head, "surveys")
    await head.taps(TITLE, await head.hears("новые сверху"))
    await head.taps("Отменить опрос", await head.hears("ещё не начался"))
    await head.taps("Да, отменить", await head.hears("никого не приглашали"))
    await head.hears("приглашений не будет")
    await head.taps("Начать", await plans(head, "Сегодня", "3 дня"))
    await head.hears("приглашения уйдут")
    states = [wave["state"] for wave in await waves(town)]
    assert states[0] == "called_off"
    assert len(states) == 2


@pytest.mark.requirement("S4")
async def test_what_would_tell_of_a_few_by_subtraction_is_not_begun(town: Town) -> None:
    """The controller has asked everybody, and the head would ask all but their own few: who these
    are, and what they answered, would be the difference."""
    await have_joined(town, OTHERS)
    head = await town.employee("fomin", "vk")
    asked = next(one for one in town.ministry.questionnaires.values() if one.title == TITLE)
    now = town.watch()
    everybody = Wave(
        0, replace(asked, id="under_another_name"), Chosen(asked.audience), "sidorova", "",
        WaveState.CLOSED, now - 20 * DAY, now - 10 * DAY, "2026-Q4", now - 20 * DAY,
        opened_at=now - 20 * DAY, closed_at=now - 10 * DAY, invited=7,
    )  # fmt: skip
    async with town.service.units.begin() as unit:
        made = unit.waves.make(everybody)
        for _ in range(60):  # of others, in the same days
            unit.waves.make(replace(everybody, unit="care"))
    await starts_form(head)
    await fills_in(head, TITLE, "Всех, кроме нашего", "Сегодня", "3 дня")
    told = await head.hears("почти для тех же людей")
    assert "начните 15 декабря 2026 года либо позже" in told.text
    assert "Начать" not in labels(told)
    await head.taps("Отмена", told)
    await head.hears("опроса не будет")
    async with town.service.units.begin() as unit:
        assert await unit.waves.move(made, WaveState.CLOSED, closed_at=now - 31 * DAY)
    await plans(head, "Сегодня", "3 дня")


async def test_a_survey_under_way_is_put_off_and_ended(town: Town, at: str) -> None:
    await have_joined(town, OTHERS)
    head = await town.employee("fomin", at)
    await head.taps("Начать", await plans(head, "Сегодня", "3 дня"))
    await head.hears("приглашения уйдут")
    wave = await opened(town)
    await presses(head, f"survey:{wave}")
    page = await head.hears("Состояние: идёт")
    assert "Приглашений: 6. Ответов меньше 5" in page.text
    await head.taps("Продлить", page)
    asked = await head.hears("заканчивается в пятницу, 27 ноября, в 16:45")
    await head.taps("На 14 дней", asked)
    await head.hears("теперь закончится в пятницу, 11 декабря, в 16:45")
    await head.taps("На 14 дней", asked)
    await head.hears("только что изменили")
    await head.taps("Продлить", page)
    again = await head.hears("На сколько продлить?")
    assert "На 30 дней" not in labels(again), "thirty days more in all"
    await presses(head, f"survey-longer:{wave}:14+17")
    await head.hears("больше прибавить нельзя")
    await presses(head, f"survey-off-yes:{wave}")
    await head.hears("отменить его нельзя")
    await head.taps("Завершить сейчас", page)
    await head.taps("Да, завершить", await head.hears("ответить уже не сможет"))
    await head.hears("завершается")
    assert (await waves(town))[0]["closes_at"] == town.watch()
    for verb in ("survey-longer", "survey-end-yes", "survey-off-yes"):
        await presses(head, f"{verb}:{wave}")
        await head.hears("уже завершён")
    assert (await waves(town))[0]["closes_at"] == town.watch()


async def test_what_was_changed_since_it_was_seen_is_seen_first(town: Town) -> None:
    """Another version of the questionnaire has been accepted between the preview and the start."""
    await have_joined(town, OTHERS)
    head = await town.employee("fomin", "telegram")
    seen = await plans(head, "01.12.2026", "5 дней")
    asked = town.ministry.questionnaires["interaction"]
    newer = with_version(replace(asked, about="Теперь коротко."))
    async with town.service.units.begin() as unit:
        await heed_staff(unit, town.service.house, await unit.staff.version())
        unit.staff.amend("questionnaire", newer.id, as_document(newer), "admin", town.watch())
    await head.taps("Начать", seen)
    await head.hears("кое-что изменили")
    await head.hears("Теперь коротко.")
    again = await summary(head)
    assert await waves(town) == []
    await head.taps("Начать", again)
    await head.hears("начнётся во вторник, 1 декабря")
    assert [one["document"]["version"] for one in await waves(town)] == [newer.version]


async def test_a_survey_by_name_wants_as_many_as_its_results(town: Town) -> None:
    asked = town.ministry.questionnaires["reply_quality"]
    by_name = {**town.ministry.questionnaires, asked.id: replace(asked, anonymous=False)}
    town.service.house.ministry = replace(town.ministry, questionnaires=by_name)
    await have_agreed(town, 4)
    controller = await town.employee("sidorova", "vk")
    await starts_form(controller)
    way = ("Всё министерство", asked.title, "Всех, кто согласен", "Сегодня", "14 дней")
    await fills_in(controller, *way)
    assert "Начать" not in labels(await controller.hears("только 4 человек, а итоги показываем"))


async def test_a_head_finds_their_own_among_those_of_all_others(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(surveys, "KEPT", 3)
    async with town.service.units.begin() as unit:
        own = await closed(unit, (), unit="it")
        for day in range(3):
            await closed(unit, (), NOVEMBER + timedelta(days=day), unit="benefits")
    head = await town.employee("fomin", "vk")
    await presses(head, "surveys")
    await head.taps(own.questionnaire.title, await head.hears("новые сверху"))
    await head.hears("Состояние: завершён")


async def test_nobody_else_runs_it(town: Town, at: str) -> None:
    """An officer and another unit's head hear of it what they hear of one that does not exist."""
    await have_joined(town, OTHERS[1:3] + OTHERS[4:] + ("zaitsev",))
    officer, other = await town.employee("petrov", at), await town.employee("morozov", at)
    head = await town.employee("fomin", "vk")
    await head.taps("Начать", await plans(head, "01.12.2026", "3 дня"))
    await head.hears("Готово")
    made = (await waves(town))[0]["id"]
    await presses(officer, "surveys")
    no = await officer.hears()
    for verb in ("survey", "survey-longer", "survey-end-yes", "survey-off-yes", "survey-post"):
        for person in (officer, other):
            for wave in (made, 77):
                await presses(person, f"{verb}:{wave}")
                assert (await person.hears()).text == no.text
    await presses(other, "quarterly-hold:it:2026-Q4")
    assert (await other.hears()).text == no.text
    await presses(other, "surveys")
    await other.hears("Опросов пока не было")
    assert [wave["state"] for wave in await waves(town)] == ["planned"]


@pytest.mark.requirement("S8")
async def test_the_controller_asks_chosen_clients(town: Town) -> None:
    controller = await town.employee("sidorova", "telegram")
    await starts_form(controller)
    await fills_in(
        controller,
        "Всё министерство",
        "Как вы получали услугу",
        "Всех, кто согласен",
        "Сегодня",
        "14 дней",
    )
    await controller.hears("рассылки никто не разрешил")
    await have_agreed(town, 6)
    await controller.taps("Изменить")
    await controller.taps("Сколько дней", await controller.hears("Что исправить?"))
    await controller.taps("5 дней", await controller.hears("Сколько дней принимать"))
    whole = await summary(controller)
    assert "Приглашений: 6" in whole.text
    assert "кто что ответил, не узнает никто" in whole.text
    await controller.taps("Начать", whole)
    await controller.hears("приглашения уйдут")
    (wave,) = await waves(town)
    assert (wave["unit"], wave["chosen"]["audience"]) == ("", "clients")


@pytest.mark.requirement("S8")
async def test_the_text_for_the_page_leads_to_the_survey(town: Town, at: str) -> None:
    controller = await town.employee("sidorova", "vk")
    await starts_form(controller)
    way = ("Всё министерство", "Как вы получали услугу", "по ссылке", "Сегодня", "14 дней")
    await fills_in(controller, *way)
    whole = await summary(controller)
    assert "Ответы не анонимные" in whole.text, "whoever comes by a link draws no mark by lot"
    await controller.taps("Начать", whole)
    begun = await controller.hears("Готово")
    assert "приглашения" not in begun.text, "nobody is invited"
    await controller.taps("Текст для страницы", begun)
    post = await controller.hears("Как вы получали услугу")
    await controller.hears("можно скопировать")
    found = re.findall(r"(?:start|ref)=(s-\d+)", post.text)
    assert len(found) == 2, "a link for each messenger"
    assert "Ответить можно до вторника, 8 декабря, 18:00" in post.text
    (wave,) = await waves(town)
    assert wave["key"]
    await opened(town)
    await presses(controller, f"survey:{wave['id']}")
    page = await controller.hears("Состояние: идёт")
    assert "Приглашений" not in page.text
    assert "Ответов меньше 5" in page.text
    client = town.person(at)
    await client.says(f"/start {found[0]}")
    await client.hears("Опрос не анонимный")
