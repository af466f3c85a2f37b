"""Answering a survey: buttons, one message changed in place, words, and nothing kept on the way."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from domain.surveys.marks import spelt
from domain.surveys.taps import Press, Tap
from domain.surveys.waves import Chosen, WaveState
from handlers.standing import heed_staff
from handlers.survey.asking import invitation
from storage import tables as t
from tests.conversations.talk import (
    SCAN,
    appeals,
    data_of,
    labels,
    presses,
    rows,
    settled,
)
from tests.surveys import (
    EVERY_KIND,
    QUICK_SHEET,
    QUICKLY,
    answers_all,
    becomes,
    for_clients,
    goes_on,
    invites,
    moved,
    opened,
    said,
    sheets,
    spent,
    votes,
)
from tests.town import Town

pytestmark = pytest.mark.requirement("S1")

#: presses up to the question that is answered in words
UP_TO_WORDS = ("Начать", "Нет", "Пропустить", "От 0 до 5", "0", "1", "2")
SHORT_SHEET = {"asked": "no", "advise": 0, "units.legal": 1, "units.accounts": 2}


async def test_a_whole_questionnaire_with_every_kind_of_question(town: Town, at: str) -> None:
    petrov = await town.employee("petrov", at)
    open_ = await opened(town)
    (shown,) = await invites(town, open_, petrov)
    before = len(petrov.heard)
    assert "До 7 вопросов, примерно 2 минуты." in shown.text
    assert "Опрос анонимный" in shown.text
    assert labels(shown) == ["Начать", "Не сейчас"]

    shown = await goes_on(petrov, shown, "Начать", "Вопрос 1 из 7 · Ответы")
    assert labels(shown) == ["Да", "Нет", "Затрудняюсь ответить"]
    shown = await goes_on(petrov, shown, "Да", "Вопрос 2 из 7 · Ответы")
    assert "1 — совсем нет, 5 — полностью" in shown.text
    assert [len(row) for row in shown.rows] == [5, 1, 1]
    shown = await goes_on(petrov, shown, "4", "Вопрос 3 из 7")
    assert "4. Слишком много бумаг, которые приходится заполнять заново" in shown.text
    assert labels(shown) == ["1", "2", "3", "4", "Назад", "Пропустить"]
    shown = await goes_on(petrov, shown, "3", "3. \u2713 Не знаю")
    shown = await goes_on(petrov, shown, "2", "2. \u2713 Непонятные")
    shown = await goes_on(petrov, shown, "2")
    shown = await goes_on(petrov, shown, "1", "1. \u2713 Долго")
    assert labels(shown) == ["\u2713 1", "2", "\u2713 3", "4", "Готово", "Назад", "Пропустить"]
    shown = await goes_on(petrov, shown, "Готово", "половину шкалы от 0 до 10")
    shown = await goes_on(petrov, shown, "От 6 до 10")
    assert labels(shown) == ["6", "7", "8", "9", "10", "Назад"]
    shown = await goes_on(petrov, shown, "9", "Юридический отдел")
    shown = await goes_on(petrov, shown, "5", "Бухгалтерия")
    shown = await goes_on(petrov, shown, "Затрудняюсь", "не пишите имён")
    await petrov.says("Отвечать в тот же день")
    shown = await petrov.hears("Запомнили ваши слова")
    assert "Готово: 7 ответов. Отправить?" in shown.text
    shown = await goes_on(petrov, shown, "Отправить", "Спасибо, ответы приняты!")
    assert shown.rows == ()

    assert await sheets(town, open_.wave) == [("", QUICK_SHEET)]
    assert await said(town, open_.wave) == [("words", "Отвечать в тот же день")]
    assert await spent(town, open_.wave) == 1
    assert len(petrov.heard) == before + 1, "one message, and one more below their own words"


async def test_back_and_questions_that_are_skipped(town: Town, at: str) -> None:
    petrov = await town.employee("petrov", at)
    open_ = await opened(town)
    (shown,) = await invites(town, open_, petrov)
    shown = await answers_all(petrov, shown, ("Начать", "Да", "5", "1", "2", "Готово"))
    shown = await goes_on(petrov, shown, "От 6 до 10")
    shown = await goes_on(petrov, shown, "Назад", "половину шкалы")
    shown = await goes_on(petrov, shown, "Назад", "1. \u2713 Долго")
    assert "2. \u2713 Непонятные" in shown.text, "what was chosen is still there"
    shown = await goes_on(petrov, shown, "Назад", "Вопрос 2 из 7")
    shown = await goes_on(petrov, shown, "Назад", "Вопрос 1 из 7")
    assert "Назад" not in labels(shown)
    shown = await goes_on(petrov, shown, "Нет", "Вопрос 2 из 6")
    assert "Что мешает работе?" in shown.text
    rest = ("Пропустить", "От 0 до 5", "0", "1", "2", "Пропустить")
    shown = await answers_all(petrov, shown, rest)
    assert "Готово: 4 ответа." in shown.text
    await goes_on(petrov, shown, "Отправить", "Спасибо")
    assert await sheets(town, open_.wave) == [("", SHORT_SHEET)], "nothing of what was gone back on"


async def test_left_and_resumed_after_a_restart(town: Town, at: str) -> None:
    """Presses ride in the buttons; words, which are kept nowhere, are asked for once more."""
    petrov = await town.employee("petrov", at)
    open_ = await opened(town)
    (shown,) = await invites(town, open_, petrov)
    shown = await goes_on(petrov, shown, "Не сейчас", "Напомним об опросе один раз")
    shown = await answers_all(petrov, shown, UP_TO_WORDS)
    await petrov.says("Первые слова")
    shown = await petrov.hears("Готово: 5 ответов")
    await town.stop()
    told = [shown.text for shown in petrov.heard]
    assert not any("прервёмся" in one for one in told), "who is not writing is left alone"
    town.watch.passes(days=2)
    await town.start()
    await petrov.taps("Отправить", shown)
    # One of the messengers changes no message that is older than a day: it is said anew there.
    lost = "не сохранились"
    shown = await (petrov.hears(lost) if at == "vk" else becomes(petrov, shown, lost))
    assert "Вопрос 6 из 6" in shown.text
    assert await spent(town, open_.wave) == 0
    await town.stop()
    await petrov.hears("сначала нажмите «Продолжить опрос»")
    await town.start()
    shown = await goes_on(petrov, petrov.last, "Продолжить опрос", "не сохранились")
    await petrov.says("Вторые слова")
    shown = await petrov.hears("Готово: 5 ответов")
    await goes_on(petrov, shown, "Отправить", "Спасибо")
    assert await said(town, open_.wave) == [("words", "Вторые слова")]
    assert await sheets(town, open_.wave) == [("", SHORT_SHEET)]


async def test_one_vote_however_often_it_is_sent(town: Town, at: str) -> None:
    petrov = await town.employee("petrov", at)
    open_ = await opened(town)
    (invited,) = await invites(town, open_, petrov)
    shown = await answers_all(petrov, invited, (*UP_TO_WORDS, "Пропустить"))
    send, first = data_of(shown, "Отправить"), data_of(invited, "Начать")
    for _ in range(3):
        await petrov.messenger.taps(petrov.id, shown.id, send)
    await becomes(petrov, shown, "Спасибо")
    await settled(petrov)
    assert "Спасибо" in (await becomes(petrov, shown)).text, "the same press once more is no fault"
    await petrov.messenger.taps(petrov.id, shown.id, first)
    assert (await becomes(petrov, shown, "Вы уже ответили")).rows == ()

    await town.stop()  # killed between the vote and its thanks: the press is delivered again
    await town.start()
    await petrov.messenger.taps(petrov.id, shown.id, send)
    await settled(petrov)
    await becomes(petrov, shown, "Второй раз нельзя, чтобы у каждого был один голос")
    assert await sheets(town, open_.wave) == [("", SHORT_SHEET)]
    assert await spent(town, open_.wave) == 1


async def test_old_and_strange_buttons(town: Town, at: str) -> None:
    petrov, gromova = await town.employee("petrov", at), await town.employee("gromova", "telegram")
    open_ = await opened(town)
    other = await opened(town, replace(EVERY_KIND, title="Другой опрос"))
    ours, theirs = await invites(town, open_, petrov, gromova)
    mark = data_of(ours, "Начать")[-23:-1] if at == "telegram" else open_.marks[0]
    for tap in (
        Tap(Press.SHOW, other.wave.id, mark),  # a mark of another survey
        Tap(Press.SHOW, open_.wave.id, spelt(b"0123456789abcdef")),  # one that was never drawn
        Tap(Press.SHOW, open_.wave.id, ""),
        Tap(Press.SHOW, 77, mark),
    ):
        await presses(petrov, f"sv:{tap}")
        await petrov.hears("Эта кнопка не от того опроса")
    for tap_ in ("sv", "sv:", f"sv:{Tap(Press.SEND, open_.wave.id, open_.marks[0])}", "sv:aaa:b"):
        await presses(petrov, tap_)
        await petrov.hears("Эта кнопка не от того опроса")
    shown = await goes_on(petrov, ours, "Начать", "Вопрос 1")
    await moved(town, open_.wave, state=WaveState.CLOSED)
    shown = await goes_on(petrov, shown, "Да", "закончился, ответы больше не принимаем")
    assert shown.rows == ()
    await moved(town, other.wave, state=WaveState.CALLED_OFF)  # before the clock closes it
    town.watch.passes(days=11)
    await goes_on(gromova, theirs, "Начать", "закончился")
    await presses(gromova, f"sv:{Tap(Press.SHOW, other.wave.id, other.marks[0])}")
    await becomes(gromova, gromova.last, "отменён, отвечать не нужно")
    assert await spent(town, open_.wave) == await spent(town, other.wave) == 0


async def test_who_may_not_answer(town: Town, at: str) -> None:
    """A mark opens nothing to whoever is not of the ministry, and nobody answers uninvited."""
    stranger = town.person(at)
    petrov = await town.employee("petrov", at)
    for_staff, plain = await opened(town), await opened(town, for_clients(anonymous=False))
    (shown,) = await invites(town, for_staff, petrov)
    pressed = data_of(shown, "Начать")
    await stranger.says("меню")
    greeted = await stranger.hears("Здравствуйте")
    await stranger.messenger.taps(stranger.id, greeted.id, pressed)
    assert (await becomes(stranger, greeted, "для сотрудников министерства")).rows == ()
    await presses(stranger, f"sv:{Tap(Press.SHOW, plain.wave.id, '')}")
    await stranger.hears("для тех, кого на него пригласили")
    await presses(stranger, f"sv:{Tap(Press.SHOW, plain.wave.id, 'm' * 22)}")
    await stranger.hears("Эта кнопка не от того опроса")
    async with town.service.engine.begin() as connection:
        await connection.execute(t.chats.update().values(employee=""))
    await goes_on(petrov, shown, "Начать", "для сотрудников министерства")


async def test_words_are_words_only_when_they_are_asked_for(town: Town, at: str) -> None:
    client = town.person(at)
    await client.says("меню")
    await client.hears("Здравствуйте")
    open_ = await opened(town, for_clients(anonymous=True))
    (shown,) = await invites(town, open_, client)
    shown = await answers_all(client, shown, UP_TO_WORDS)
    await client.says("", SCAN)
    await client.hears("без файлов")
    await client.says("о" * 2_001)
    await client.hears("помещается 2")
    first = await client.says("Ничего не меняйте")
    await client.hears("Запомнили ваши слова")
    await client.messenger.edits(client.id, first, "Меняйте всё")
    await client.hears("Поправили ваши слова")
    shown = await goes_on(client, shown, "Назад", "Бухгалтерия")
    shown = await goes_on(client, shown, "2", "Вы уже написали: «Меняйте всё».")
    await client.says("/menu")
    await client.hears("Здравствуйте")
    await client.says("Когда придёт пособие на ребёнка?")
    await client.hears("его номер")
    assert len(await appeals(town)) == 1
    shown = await goes_on(client, shown, "Оставить так", "Готово: 5 ответов")
    await goes_on(client, shown, "Отправить", "Спасибо")
    await client.messenger.edits(client.id, first, "Передумал")
    await client.hears("Ответы уже отправлены")
    assert await said(town, open_.wave) == [("words", "Меняйте всё")]
    assert [row["text"] for row in await rows(town, select(t.entries.c.text))] == [
        "Когда придёт пособие на ребёнка?"
    ]


async def test_answers_may_be_typed(town: Town, at: str) -> None:
    client = town.person(at)
    await client.says("меню")
    await client.hears("Здравствуйте")
    open_ = await opened(town, for_clients(anonymous=False))
    (shown,) = await invites(town, open_, client)
    assert "Отписаться от рассылок" in labels(shown)
    assert "Опрос не анонимный" in shown.text
    await goes_on(client, shown, "Начать", "Вопрос 1")
    for words, then in (
        ("да", "Вопрос 2"), ("затрудняюсь ответить", "Вопрос 3"), ("1, 3", "3. \u2713"),
    ):  # fmt: skip
        await client.says(words)
        shown = await client.hears(then)
    await goes_on(client, shown, "Готово", "Вопрос 4")
    for words, then in (("10", "Юридический"), ("5", "Бухгалтерия"), ("1", "Вопрос 7")):
        await client.says(words)
        shown = await client.hears(then)
    shown = await goes_on(client, shown, "Назад", "Бухгалтерия")
    await client.says("Сколько мне ждать справку?")
    await client.hears("его номер")
    await client.says("4")  # said to the ministry now, and no answer any more
    await settled(client)
    shown = await answers_all(client, shown, ("3", "Пропустить"))
    await goes_on(client, shown, "Отправить", "Спасибо")
    ((_, sheet),) = await sheets(town, open_.wave)
    assert sheet == {
        "asked": "yes", "pace": "unsure", "what": ["pace", "nobody"], "advise": 10,
        "units.legal": 5, "units.accounts": 3,
    }  # fmt: skip
    assert {row["text"] for row in await rows(town, select(t.entries.c.text))} == {
        "Сколько мне ждать справку?", "4",
    }  # fmt: skip


async def test_coming_by_the_link_of_a_post(town: Town, at: str) -> None:
    survey = for_clients(anonymous=False)
    public = await opened(town, survey, chosen=Chosen(survey.audience, public=True))
    personal, staff = await opened(town, survey), await opened(town)
    chosen = Chosen(survey.audience, topic="benefits-child")
    why = invitation(replace(personal.wave, chosen=chosen), None, town.service.house, town.watch())
    assert "Спрашиваем тех, кто писал нам на тему «" in why.text
    client = town.person(at)
    for wave, told in (
        (personal.wave.id, "приглашаем лично"),
        (staff.wave.id, "Такого опроса у нас нет"),
        (12345, "Такого опроса у нас нет"),
    ):
        await client.says(f"/start s-{wave}")
        await client.hears(told)
    await client.says(f"/start s-{public.wave.id}")
    invited = await client.hears(survey.title)
    assert labels(invited) == ["Начать", "Не сейчас"]
    shown = await goes_on(client, invited, "Не сейчас", "Начать можно в любое время")
    shown = await votes(client, shown)
    assert "Спасибо" in shown.text
    await client.says(f"s-{public.wave.id}")
    again = await client.hears(survey.title)
    await goes_on(client, again, "Начать", "Вы уже ответили")
    assert await sheets(town, public.wave) == [("", QUICK_SHEET)]
    await moved(town, public.wave, state=WaveState.PLANNED)
    await client.says(f"/start s-{public.wave.id}")
    await client.hears("ещё не начался")


async def moves(town: Town, who: str, to: str) -> None:
    """As an administrator would have it, in chat."""
    async with town.service.units.begin() as unit:
        await heed_staff(unit, town.service.house, await unit.staff.version())
        value = {**town.service.house.value_of("employee", who), "unit": to}
        unit.staff.amend("employee", who, value, "sidorova", town.watch())


@pytest.mark.requirement("S4")
async def test_whoever_is_moved_meanwhile_answers_in_the_group_they_were_asked_in(
    town: Town,
) -> None:
    """Moved to a unit that has answered already, they would be known by the one answer more."""
    petrov = await town.employee("petrov", "vk")
    units = [town.ministry.employees[one].unit for one in ("petrov", "nikitina")]
    open_ = await opened(town, groups={units[0]: "one", units[1]: "two"})
    (shown,) = await invites(town, open_, petrov)
    await moves(town, "petrov", units[1])
    await votes(petrov, shown)
    employee = town.service.house.employee("petrov")
    assert employee
    assert employee.unit == units[1]
    assert [part for part, _ in await sheets(town, open_.wave)] == ["one"]


@pytest.mark.requirement("S4")
async def test_a_borrowed_mark_answers_for_nobody(town: Town) -> None:
    petrov, nikitina = await town.employee("petrov", "vk"), await town.employee("nikitina", "vk")
    open_ = await opened(town)
    (shown,) = await invites(town, open_, petrov)
    await nikitina.messenger.taps(nikitina.id, nikitina.last.id, data_of(shown, "Начать"))
    await nikitina.hears("для тех, кого на него пригласили")
    assert await spent(town, open_.wave) == 0


@pytest.mark.requirement("S4")
async def test_answers_are_kept_under_the_group_of_the_unit(town: Town) -> None:
    petrov, nikitina = (
        await town.employee("petrov", "vk"),
        await town.employee("nikitina", "telegram"),
    )
    units = town.ministry.employees["petrov"].unit, town.ministry.employees["nikitina"].unit
    open_ = await opened(town, groups={units[0]: "one", units[1]: "others"}, unit="it")
    its = "Отдел информационных технологий"
    for who, shown in zip(
        (petrov, nikitina), await invites(town, open_, petrov, nikitina), strict=True
    ):
        assert f"Опрос проводит подразделение «{its}»." in shown.text
        first = await goes_on(who, shown, "Начать", f"{its}\nВопрос 1 из 7")
        await answers_all(who, first, QUICKLY[1:])
    assert sorted(part for part, _ in await sheets(town, open_.wave)) == ["one", "others"]
