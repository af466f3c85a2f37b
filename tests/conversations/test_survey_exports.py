"""Results as files and pictures: to whoever may see them, in both messengers."""

from __future__ import annotations

import pytest

from sandbox.people import Person
from tests.conversations.talk import gets_file, labels, presses, until
from tests.survey_waves import BEFORE, JULY, NOW, closed
from tests.town import Town

pytestmark = [pytest.mark.requirement("S5"), pytest.mark.requirement("C7")]


async def waves(town: Town, **facts: object) -> int:
    async with town.service.units.begin() as unit:
        await closed(unit, BEFORE, JULY, **facts)  # type: ignore[arg-type]
        return (await closed(unit, NOW, **facts)).id  # type: ignore[arg-type]


async def test_a_head_gets_the_workbook_and_the_report(town: Town, at: str) -> None:
    wave = await waves(town, unit="benefits")
    head = await town.employee("ivanova", at)
    await presses(head, f"results:{wave}")
    page = await head.hears("Итоги опроса")
    assert {"Картинки", "Таблица Excel", "Отчёт Word"} <= {*labels(page)}
    await head.taps("Таблица Excel", page)
    await head.hears("Таблица с итогами")
    await gets_file(head, "Как нам работается вместе, итоги 20.11.2026.xlsx")
    await head.taps("Отчёт Word", page)
    await head.hears("Отчёт по опросу")
    await gets_file(head, "Как нам работается вместе, итоги 20.11.2026.docx")


async def test_pictures_come_as_pictures_with_their_numbers_in_words(town: Town, at: str) -> None:
    wave = await waves(town)
    boss = await town.employee("sidorova", at)
    await presses(boss, f"survey-png:{wave}")
    told = await boss.hears("Выше всего оценили")
    for wanted in (
        "Как быстро вам отвечают?: 80\u00a0% (40 из 50)",
        "10.07.2026\u00a0— 20.07.2026: 55,8 (52 ответа)",
        "Готовность рекомендовать: 20",
        "По телефону: 20\u00a0% (10 из 50)",
    ):
        assert wanted in told.text
    assert labels(told) == ["К итогам", "Меню"]
    await until(lambda: pictures_are(boss, 4))
    kinds = [file.kind for shown in boss.heard for file in shown.files]
    assert kinds == ["photo"] * 4


async def pictures_are(person: Person, count: int) -> bool:
    return sum(len(shown.files) for shown in person.heard) == count


async def test_a_stranger_and_another_head_are_refused_alike(town: Town) -> None:
    wave = await waves(town, unit="care")
    head = await town.employee("ivanova", "telegram")
    citizen = town.person("vk")
    await citizen.says("меню")
    await citizen.hears("")
    for person in (head, citizen):
        for verb in ("survey-png", "survey-xlsx", "survey-docx"):
            for number in (wave, 77):
                await presses(person, f"{verb}:{number}")
                await person.hears("среди доступных вам нет")
        assert not any(shown.files for shown in person.heard)


async def test_too_few_answers_make_no_file(town: Town) -> None:
    async with town.service.units.begin() as unit:
        wave = await closed(unit, NOW[3:])
    boss = await town.employee("sidorova", "vk")
    for verb in ("survey-png", "survey-xlsx", "survey-docx"):
        await presses(boss, f"{verb}:{wave.id}")
        await boss.hears("мало ответов: не показываем")
    assert not any(shown.files for shown in boss.heard)
