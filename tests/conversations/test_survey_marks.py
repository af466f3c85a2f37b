"""«Оценки ответов»: the running index of the marks clients give."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from domain.people import Chat
from domain.talk import Channel
from storage.unit import Unit
from tests.conversations.talk import labels, presses
from tests.town import TUESDAY, Town

#: unit, channel, mark, how many, how many days ago
MARKS = [
    ("benefits", "telegram", 5, 12, 20),
    ("benefits", "telegram", 1, 4, 20),
    ("benefits", "vk", 4, 8, 70),
    ("care", "telegram", 5, 6, 5),
    ("it", "vk", 1, 3, 5),
    ("employment", "vk", 3, 30, 5),
    ("benefits", "vk", 1, 30, 100),
    ("benefits", "vk", 2, 3, 200),
]


async def rated(town: Town) -> None:
    async with town.service.units.begin() as unit:
        chats = {
            name: unit.chats.meet(Channel(name), "42" if name == "telegram" else "1", "77", TUESDAY)
            for name in ("telegram", "vk")
        }
        for of, channel, mark, n, ago in MARKS:
            for _ in range(n):
                await _rate(unit, chats[channel], of, mark, TUESDAY - timedelta(days=ago))


async def _rate(unit: Unit, chat: Chat, of: str, mark: int, at: datetime) -> None:
    appeal = await unit.appeals.register(
        chat,
        2026,
        topic="",
        unit=of,
        officer="",
        sorting=False,
        album="",
        written_at=at,
        received_at=at,
        due_at=None,
    )
    unit.ratings.give(appeal, None, mark, at)  # type: ignore[arg-type]


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.mark.requirement("S2", "S4")
async def test_the_controller_sees_the_index_of_all_but_the_small(town: Town, at: str) -> None:
    """(12·100 + 8·75 + 6·100 + 30·50) of 63. Three are the IT unit's; the next smallest six, the
    care unit's, hide them."""
    await rated(town)
    boss = await town.employee("sidorova", at)
    await presses(boss, "marks")
    assert plain((await boss.hears("Оценки ответов за последние 90 дней")).text) == (
        "Оценки ответов за последние 90 дней. Индекс 100 значит, что все поставили пятёрки, 0 — что"
        " единицы.\n\n"
        "Все подразделения: индекс 61,9 из 100 (от 54,2 до 69,6), оценок 63.\n"
        "По сравнению с 90 днями до этого: стало лучше, и это не случайность.\n"
        "4 квартал 2026 года: 60,0 из 100 (от 51,2 до 68,8), оценок 55.\n"
        "3 квартал 2026 года: 15,8 из 100 (от 5,6 до 26,0), оценок 38.\n\n"
        "Отдел пособий и социальных выплат: индекс 75,0 из 100 (от 59,7 до 90,3), оценок 24.\n"
        "По сравнению с 90 днями до этого: стало лучше, и это не случайность.\n"
        "Telegram: 75,0 из 100 (от 51,2 до 98,8), оценок 16.\n"
        "ВКонтакте: 75,0 из 100, оценок 8.\n"
        "4 квартал 2026 года: 75,0 из 100 (от 51,2 до 98,8), оценок 16.\n"
        "3 квартал 2026 года: 15,8 из 100 (от 5,6 до 26,0), оценок 38.\n\n"
        "Отдел занятости и трудовых отношений: индекс 50,0 из 100, оценок 30.\n"
        "ВКонтакте: 50,0 из 100, оценок 30.\n"
        "4 квартал 2026 года: 50,0 из 100, оценок 30.\n\n"
        "Подразделения, где оценок мало, не показываем, чтобы никого нельзя было узнать."
    )


@pytest.mark.requirement("S2", "S4", "P1")
async def test_a_head_sees_their_own_unit_and_no_other(town: Town) -> None:
    await rated(town)
    head = await town.employee("nikitina", "telegram")
    await presses(head, "marks")
    shown = plain((await head.hears("Оценки ответов за последние 90 дней")).text)
    assert "реабилитации: индекс 100,0 из 100, оценок 6." in shown
    for other in ("Все подразделения", "пособий", "занятости"):
        assert other not in shown
    few = await town.employee("fomin", "vk")
    await presses(few, "desk")
    await few.taps("Опросы", await few.hears("Что ещё открыть"))
    assert "Оценки ответов" in labels(await few.hears("Опросов пока не было"))
    await presses(few, "marks")
    assert "оценок мало, не показываем" in (await few.hears("Оценки ответов за")).text
    officer = await town.employee("petrov", "vk")
    await presses(officer, "marks")
    await officer.hears("среди доступных вам нет")
    none = await town.employee("gusev", "telegram")
    await presses(none, "marks")
    await none.hears("Оценок за это время нет.")


@pytest.mark.requirement("S2", "S4")
async def test_a_quarter_that_would_tell_of_a_few_is_not_shown(town: Town) -> None:
    """Of 24 in ninety days 20 are of this quarter: the four before it would follow."""
    async with town.service.units.begin() as unit:
        chat = unit.chats.meet(Channel.VK, "1", "77", TUESDAY)
        for n, ago in ((20, 10), (4, 60), (9, 100)):
            for _ in range(n):
                await _rate(unit, chat, "care", 4, TUESDAY - timedelta(days=ago))
    head = await town.employee("nikitina", "vk")
    await presses(head, "marks")
    shown = plain((await head.hears("Оценки ответов за последние 90 дней")).text)
    assert "оценок 24." in shown
    assert "квартал" not in shown
