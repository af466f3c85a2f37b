"""Holding a survey: from choosing to the wave that the clock will open, and what is in the way."""

from __future__ import annotations

import pytest

from tests.conversations.surveys import OTHERS, fills_in, have_joined, summary, waves
from tests.conversations.talk import labels, presses
from tests.town import Town

TITLE = "Как нам работается вместе"


@pytest.mark.requirement("S3")
async def test_a_head_holds_a_survey_of_internal_clients(town: Town, at: str) -> None:
    await have_joined(town, OTHERS)
    head = await town.employee("fomin", at)
    await presses(head, "surveys")
    listed = await head.hears("Опросов пока не было")
    await head.taps("Провести опрос", listed)
    await fills_in(head, TITLE, "Всех, кроме нашего", "Сегодня", "10 дней")
    whole = await summary(head)
    assert "все сотрудники, кроме подразделения «Отдел информационных технологий»" in whole.text
    assert "Приглашений: 6\nНачало: сегодня в 10:00\nКонец: в пятницу, 4 декабря, в 16:45\n" in (
        whole.text
    )
    assert "Напомним один раз: в понедельник, 30 ноября, в 9:00" in whole.text
    assert await waves(town) == []
    await head.taps("Начать", whole)
    await head.taps("К опросу", await head.hears("приглашения уйдут в ближайшие минуты"))
    page = await head.hears("Состояние")
    assert "Проводит Фомин К. Е." in page.text
    assert "Опросы" in labels(page)
    (wave,) = await waves(town)
    assert (wave["unit"], wave["owner"], wave["quarter"]) == ("it", "fomin", "2026-Q4")
    assert wave["key"] == "", "the marks of an anonymous one are drawn by lot"
