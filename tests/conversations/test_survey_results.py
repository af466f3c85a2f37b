"""«Итоги»: what a head and the controller read of closed surveys, to the last digit.

The figures were reckoned beside the product, with scipy 1.17.1 and statsmodels 0.15.0: what they
come from stands in `tests/survey_waves.py`."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.surveys.marks import hashed
from domain.surveys.questionnaire import Audience, Kind, Question
from domain.surveys.waves import Chosen, Wave, WaveState
from handlers.standing import heed_staff
from tests.conversations.talk import labels, presses, turned
from tests.survey_waves import BEFORE, CLIENTS, JULY, MANY, NOVEMBER, NOW, WORK, closed, sheet
from tests.town import Town

#: what the words of answers tell of people, and must not
TEXTS = [
    "Отвечайте быстрее",
    "Позвоните мне: +7 913 456-78-90",
    "Петров Андрей Николаевич грубит",
    "Всё хорошо",
    "Пишите на ivan@example.org",
]
FOREIGN = "среди доступных вам нет"


async def waves(town: Town) -> tuple[Wave, Wave]:
    """Two waves of sixty employees."""
    async with town.service.units.begin() as unit:
        before = await closed(unit, BEFORE, JULY)
        return before, await closed(unit, NOW, texts=TEXTS)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.mark.requirement("S5")
async def test_the_controller_reads_what_a_survey_has_found(town: Town, at: str) -> None:
    _, wave = await waves(town)
    boss = await town.employee("sidorova", at)
    await presses(boss, f"results:{wave.id}")
    first = await boss.hears("Итоги опроса")
    assert plain(first.text) == (
        "Итоги опроса «Как нам работается вместе»\n"
        "Всё министерство, 10 ноября — 20 ноября 2026 года\n\n"
        "Ответили 50 из 60: 83 %.\n"
        "Индекс удовлетворённости: 66,0 из 100 (от 62,3 до 69,7).\n"
        "«Посоветуете коллегам обращаться к нам?»: готовность рекомендовать 20 (от 11 до 29; бывает"
        " от −100 до 100).\n\n"
        "Лучше всего: «Как быстро вам отвечают?», хороших оценок 80 %.\n"
        "Хуже всего: «Как с вами разговаривают?», хороших оценок 47 %.\n\n"
        "Что изменилось с прошлого раза (10 июля — 20 июля 2026 года):\n"
        "«Как быстро вам отвечают?». Хорошие оценки: было 23 %, стало 80 %: стало лучше, и это не"
        " случайность (разница +57, от 38 до 70).\n"
        "«Посоветуете коллегам обращаться к нам?». Готовность рекомендовать: было −23, стало 20:"
        " стало лучше, и это не случайность (разница +43, от 19 до 67)."
    )
    await boss.taps("По вопросам", first)
    assert plain((await boss.hears("Средняя оценка")).text) == (
        "Как быстро вам отвечают?\n"
        "Хорошо (4 и 5): 80 %, от 75 до 84 % (40 из 50).\n"
        "Средняя оценка: 3,9 (от 3,8 до 4,1).\n"
        "Пятёрок 20, четвёрок 20, троек 0, двоек 7, единиц 3.\n\n"
        "Как с вами разговаривают?\n"
        "Хорошо (4 и 5): 47 %, от 39 до 55 % (20 из 43).\n"
        "Средняя оценка: 3,8 (от 3,6 до 4,0).\n"
        "Пятёрок 20, четвёрок 0, троек 20, двоек 0, единиц 3.\n"
        "Затруднились ответить: 7.\n\n"
        "Посоветуете коллегам обращаться к нам?\n"
        "Готовность рекомендовать: 20 (от 11 до 29; бывает от −100 до 100).\n"
        "Поставили 9 или 10 — 20 из 50, 7 или 8 — 20, от 0 до 6 — 10.\n\n"
        "Как вам удобнее обращаться?\n"
        "В чате: 80 %, от 75 до 84 % (40 из 50).\n"
        "По телефону: 20 %, от 16 до 25 % (10 из 50)."
    )


@pytest.mark.requirement("S5")
async def test_two_waves_are_compared(town: Town) -> None:
    """Alone, the second question and the index would have changed by more than chance: p is 0.018
    and 0.035; among seven they are 0.073 and 0.106."""
    before, wave = await waves(town)
    boss = await town.employee("sidorova", "vk")
    await presses(boss, f"results-with:{wave.id}")
    await boss.taps("10 июля", await boss.hears("С каким прошлым опросом"))
    shown = plain((await boss.hears("Сравнили два опроса")).text)
    assert (
        "Индекс удовлетворённости: было 55,8, стало 66,0: разница может быть случайной (разница"
        " +10,2, от 0,7 до 19,7).\n"
        "Индекс, Отдел социального обслуживания и реабилитации: было 50,0, стало 56,3: стало лучше,"
        " и это не случайность (разница +6,3)."
    ) in shown
    assert "Хорошие оценки: было 23 %, стало 47 %: разница может быть случайной" in shown
    assert "В чате: было 62 %, стало 80 %: разница может быть случайной" in shown
    assert "пособий" not in shown, "hidden in the later wave, and so in the comparison"
    await presses(boss, f"results-versus:{before.id}:{wave.id}")
    await boss.hears(FOREIGN)
    await presses(boss, f"results-with:{before.id}")
    await boss.hears("Сравнить пока не с чем")


@pytest.mark.requirement("S5")
async def test_a_question_that_has_changed_is_not_compared(town: Town) -> None:
    pace, *others = WORK.questions
    other = replace(WORK, questions=(replace(pace, ask="Как долго вы ждёте ответа?"), *others))
    async with town.service.units.begin() as unit:
        before = await closed(unit, BEFORE, JULY, asked=other)
        wave = await closed(unit, NOW)
    boss = await town.employee("sidorova", "telegram")
    await presses(boss, f"results-versus:{wave.id}:{before.id}")
    shown = (await boss.hears("Сравнили два опроса")).text
    assert "Как быстро вам отвечают?\nВопрос изменился, сравнивать нельзя." in shown
    assert "Индексы сравнивать нельзя: они складываются из разных вопросов." in shown


@pytest.mark.requirement("S4", "S5")
async def test_small_groups_are_not_shown(town: Town) -> None:
    """Three of one group, and so the seven of the next smallest; of the one question those seven
    have not answered, the next larger."""
    _, wave = await waves(town)
    boss = await town.employee("sidorova", "vk")
    await presses(boss, f"results-parts:{wave.id}")
    shown = plain((await boss.hears("Остальных подразделений не показываем")).text)
    assert "труда и занятости" not in shown
    assert "информационных" not in shown
    pace, tone = shown.split("Как быстро вам отвечают?")[1].split("Как с вами разговаривают?")
    assert "пособий и социальных выплат: хороших оценок 100 %, от 84 до 100 % (20 из 20)" in pace
    assert "пособий" not in tone.split("Посоветуете")[0]
    assert "реабилитации: хороших оценок 0 %, от 0 до 16 % (0 из 20)" in tone
    async with town.service.units.begin() as unit:
        again = await closed(unit, NOW, NOVEMBER + timedelta(days=1), invited=57)
    await presses(boss, f"results-parts:{again.id}")
    await boss.hears("прошёл почти у тех же людей")


@pytest.mark.requirement("S5")
async def test_words_are_masked_and_shown_from_five_on(town: Town) -> None:
    _, wave = await waves(town)
    boss = await town.employee("sidorova", "telegram")
    await presses(boss, f"results-words:{wave.id}")
    said = (await boss.hears("Ответили словами 5 человек")).text
    for hidden in ("913", "Петров", "Андрей", "ivan@"):
        assert hidden not in said
    for shown in ("(телефон)", "(сотрудник) грубит", "(почта)", "Всё хорошо", "Отвечайте быстрее"):
        assert shown in said
    async with town.service.units.begin() as unit:
        few = await closed(unit, NOW, JULY, texts=TEXTS[:4])
    await presses(boss, f"results:{few.id}")
    assert "Ответы словами" not in labels(await boss.hears("Итоги опроса"))
    await presses(boss, f"results-words:{few.id}")
    await boss.hears("Словами ответили меньше пяти")


@pytest.mark.requirement("S4", "S5")
async def test_who_has_left_meanwhile_is_named_no_more_than_before(town: Town) -> None:
    async with town.service.units.begin() as unit:
        wave = await closed(unit, NOW, texts=["У Петрова долго ждать", *TEXTS[:4]])
        await heed_staff(unit, town.service.house, await unit.staff.version())
        unit.staff.amend("employee", "petrov", None, "sidorova", town.watch())
    boss = await town.employee("sidorova", "vk")
    await presses(boss, f"results-words:{wave.id}")
    said = (await boss.hears("Ответили словами 5 человек")).text
    assert "У (сотрудник) долго ждать" in said
    assert "Петров" not in said


@pytest.mark.requirement("S4", "S5", "P1")
async def test_a_head_sees_their_own_units_results_and_no_others(town: Town) -> None:
    async with town.service.units.begin() as unit:
        own = await closed(unit, NOW, unit="benefits")
        whole = await closed(unit, NOW)
    head = await town.employee("ivanova", "vk")
    other = await town.employee("morozov", "telegram")
    await presses(head, f"results:{own.id}")
    assert "Отдел пособий и социальных выплат, 10 ноября" in (await head.hears("Итоги")).text
    for verb in ("results", "results-all", "results-parts", "results-with", "results-words"):
        await presses(other, f"{verb}:{own.id}")
        await other.hears(FOREIGN)
    for foreign in (f"results:{whole.id}", "results:12345", "results:"):
        await presses(head, foreign)
        await head.hears(FOREIGN)


@pytest.mark.requirement("S4", "S5")
async def test_what_is_told_before_there_are_results(town: Town) -> None:
    five, four = [(5, "", sheet(1, 1, 1, "chat"))], [(4, "", sheet(1, 1, 1, "chat"))]
    closes = NOVEMBER + timedelta(days=30)
    open_ = {"state": WaveState.OPEN, "closes_at": closes, "closed_at": None}
    async with town.service.units.begin() as unit:
        few_open = await closed(unit, four, **open_)  # type: ignore[arg-type]
        enough_open = await closed(unit, five, **open_)  # type: ignore[arg-type]
        few = await closed(unit, four)
        off = await closed(unit, (), state=WaveState.CALLED_OFF)
        planned = await closed(unit, (), closes, state=WaveState.PLANNED)
        link = Chosen(Audience.CLIENTS, public=True)
        public = await closed(unit, five, asked=CLIENTS, chosen=link, invited=0, groups={})
    boss = await town.employee("sidorova", "telegram")
    for wave, told in (
        (few_open, "ответов пока меньше пяти"),
        (enough_open, "Ответили 5 человек. Итоги откроются в четверг, 10 декабря, в 9:00"),
        (few, "мало ответов: не показываем, чтобы никого нельзя было узнать"),
        (off, "отменили до начала"),
        (planned, "ещё не начался"),
    ):
        await presses(boss, f"results:{wave.id}")
        assert "Индекс" not in (await boss.hears(told)).text
    await presses(boss, f"survey:{public.id}")
    assert (await boss.hears("Состояние")).text.endswith("\nОтветов по ссылке: 5.")
    await presses(boss, f"results-all:{few.id}")
    await boss.hears("мало ответов")
    await presses(boss, f"results-all:{enough_open.id}")
    await boss.hears("Опрос ещё идёт, поэтому итогов пока нет")


@pytest.mark.requirement("S5")
async def test_every_earlier_wave_and_everybodys_words_can_be_come_to(town: Town) -> None:
    more = [Question(f"why{n}", Kind.TEXT, f"Вопрос словами {n}?") for n in range(1, 7)]
    asked = replace(WORK, questions=(*WORK.questions, *more))
    async with town.service.units.begin() as unit:
        for month in range(6):
            await closed(unit, NOW, JULY - timedelta(days=30 * month))
        wave = await closed(unit, NOW, asked=asked, texts=TEXTS, state=WaveState.OPEN)
        for n in range(5):
            said = {one.id: f"Слова {one.id}" for one in more}
            mark = hashed(wave.id, f"more {n}")
            assert await unit.ballots.cast(wave.id, mark, "care", sheet(4, 3, 8, "chat"), said)
        assert await unit.waves.move(wave, WaveState.OPEN, state=WaveState.CLOSED)
    boss = await town.employee("sidorova", "vk")
    await presses(boss, f"results-with:{wave.id}")
    first = await boss.hears("С каким прошлым опросом")
    await boss.taps("Ещё", first)
    await boss.taps("10 февраля", await turned(boss, first))
    await boss.hears("Сравнили два опроса")
    await presses(boss, f"results-words:{wave.id}")
    await boss.taps("словами 4", await boss.hears("Отвечайте быстрее"))
    await boss.taps("словами 6", await boss.hears("Слова why4"))
    await boss.taps("Что нам изменить?", await boss.hears("Слова why6"))
    await boss.hears("Отвечайте быстрее")


@pytest.mark.requirement("S5")
async def test_three_thousand_clients(town: Town) -> None:
    async with town.service.units.begin() as unit:
        wave = await closed(unit, MANY, asked=CLIENTS, groups={}, invited=4000)
    boss = await town.employee("sidorova", "telegram")
    await presses(boss, f"results:{wave.id}")
    shown = plain((await boss.hears("Итоги опроса")).text)
    assert "Ответили 3 000 из 4 000: 75 %." in shown
    assert "Индекс удовлетворённости: 81,7 из 100 (от 80,7 до 82,6)." in shown
    assert "готовность рекомендовать 70 (от 68 до 72; бывает от −100 до 100)" in shown
    await presses(boss, f"results-all:{wave.id}")
    shown = plain((await boss.hears("Средняя оценка")).text)
    assert "Хорошо (4 и 5): 80 %, от 79 до 81 % (2 400 из 3 000)." in shown
    assert "Средняя оценка: 4,3 (от 4,2 до 4,3)." in shown
    assert "По телефону: 20 %, от 19 до 21 % (600 из 3 000)." in shown
