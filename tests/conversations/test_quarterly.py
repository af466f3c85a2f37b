"""The survey of the quarter: offered to heads a week before its day, once (D-139 §5.3)."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from sandbox.people import Person
from storage import tables as t
from tests.conversations.leave import goes_on_leave
from tests.conversations.surveys import OTHERS, TITLE, have_joined, summary, waves
from tests.conversations.talk import labels, presses, settled
from tests.town import Town

pytestmark = pytest.mark.requirement("S3")

#: from the town's Tuesday to a week before the tenth of December
WEEK_BEFORE = 9


def offers(person: Person) -> int:
    return sum("ежеквартальный опрос" in one.text.lower() for one in person.heard)


async def test_it_is_offered_once_and_held_as_it_stands(town: Town, at: str) -> None:
    await have_joined(town, OTHERS)
    head = await town.employee("fomin", at)
    town.watch.passes(days=WEEK_BEFORE - 1)
    assert await town.service.jobs.quarterly() == 0
    town.watch.passes(hours=16)
    assert await town.service.jobs.quarterly() == 0, "nobody is written to at night"
    town.watch.passes(hours=8)
    assert await town.service.jobs.quarterly() == 1
    offer = await head.hears("Через неделю, 10 декабря, — ежеквартальный опрос")
    assert "кроме подразделения «Отдел информационных технологий»" in offer.text
    await town.stop()
    await town.start()
    assert await town.service.jobs.quarterly() == 0, "offered before the restart"
    await head.taps("Провести", offer)
    whole = await summary(head)
    assert "Начало: в четверг, 10 декабря, в 9:00\n" in whole.text
    assert "Конец: в понедельник, 21 декабря" in whole.text
    await head.taps("Начать", whole)
    await head.hears("начнётся в четверг, 10 декабря, в 9:00")
    (wave,) = await waves(town)
    assert (wave["unit"], wave["questionnaire"]) == ("it", "interaction")
    await head.taps("Провести", offer)
    await head.hears("уже запущен")
    town.watch.passes(days=7)
    assert await town.service.jobs.quarterly() == 0, "nobody is reminded of what is held"
    async with town.service.engine.begin() as connection:
        lost = update(t.chats).where(t.chats.c.employee.in_(OTHERS)).values(reachable=False)
        await connection.execute(lost)
    await town.service.jobs.surveys()
    await head.taps("Провести", offer)  # with nobody to ask it was called off: it can be held anew
    await head.hears("никто не подключился")
    assert offers(head) == 1


async def test_nothing_said_is_reminded_of_once_and_the_controller_sees_it(town: Town) -> None:
    await have_joined(town, OTHERS)
    head, controller = (
        await town.employee("gusev", "vk"),
        await town.employee("sidorova", "telegram"),
    )
    town.watch.passes(days=WEEK_BEFORE)
    assert await town.service.jobs.quarterly() == 2
    offer = await head.hears("Через неделю")
    await controller.taps("Не в этом квартале", await controller.hears("Через неделю"))
    await controller.hears("в этом квартале опроса не будет")
    town.watch.passes(days=7)
    assert await town.service.jobs.quarterly() == 1
    again = await head.hears("Вы ещё не сказали")
    town.watch.passes(days=1)
    assert await town.service.jobs.quarterly() == 0
    await presses(controller, "surveys")
    listed = await controller.hears("Ежеквартальный опрос не проведён")
    assert "Отдел хозяйственного обеспечения" in listed.text.split("не проведён", 1)[1]
    assert "Решили не проводить в этом квартале: Отдел по работе с обращениями" in listed.text
    await head.taps("Изменить", offer)
    mended = await head.hears("Что исправить?")
    assert {"Анкета", "Начало"} <= set(labels(mended))
    await head.taps("Продолжить", mended)
    assert "Начало: сегодня в 10:00" in (await summary(head)).text
    await head.taps("Отмена")
    await head.hears("опроса не будет")
    await head.taps("Не в этом квартале", again)
    await head.hears("Спросим снова в следующем")
    await head.taps("Провести", again)
    await head.hears("решили не проводить")
    assert await waves(town) == []
    town.watch.passes(days=12)
    assert await town.service.jobs.quarterly() == 0


async def test_who_acts_for_an_absent_head_has_the_offer(town: Town, at: str) -> None:
    await have_joined(town, OTHERS)
    head = await town.employee("kuzmina", "vk")
    deputy = await town.employee("vlasova", at)
    await goes_on_leave(head, "11.12.2026", "Власова")
    town.watch.passes(days=WEEK_BEFORE)
    assert await town.service.jobs.quarterly() == 1
    offer = await deputy.hears("Через неделю")
    assert "кроме подразделения «Отдел финансов" in offer.text
    await deputy.taps("Провести", offer)
    await deputy.taps("Начать", await summary(deputy))
    await deputy.hears("Готово")
    (wave,) = await waves(town)
    assert (wave["unit"], wave["owner"]) == ("accounting", "vlasova")
    await settled(head)
    assert offers(head) == 0
    await presses(deputy, "surveys")
    await deputy.hears(TITLE)
