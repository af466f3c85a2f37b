"""What employees ask of each other: by process, in their own words, in passing; and its life."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from sandbox.people import Person, Shown
from tests.conversations.kinds import windows
from tests.conversations.talk import (
    SCAN,
    answers,
    appeal,
    entries,
    gathered,
    history,
    labels,
    number,
    presses,
    sends,
    turned,
)
from tests.town import Town


async def asks(who: Person, *path: str) -> None:
    """Open «Запросы коллегам» from the menu and press on."""
    await who.says("Меню")
    await who.taps("Запросы коллегам", await who.hears("Что открыть?"))
    shown = await who.hears("Что вам нужно от коллег?")
    for label in path:
        await who.taps(label, shown)
        shown = who.last


async def asks_for_computer(town: Town, who: Person) -> str:
    """A whole request for a computer; returns its number."""
    await asks(who)
    await who.taps("Компьютеры и связь")
    await who.taps("Компьютер или программа", await who.hears("Что именно нужно?"))
    await who.hears("вопрос 1 из 3")
    await who.says("215")
    await who.hears("Что случилось")
    await who.says("Не включается монитор")
    await who.taps("Нет, работать можно", await who.hears("Работа стоит?"))
    await who.taps("Пропустить", await who.hears("добавьте пояснение"))
    await who.taps("Отправить запрос", await who.hears("Проверьте"))
    return number(await who.hears("Получили запрос"))


@pytest.mark.requirement("E2", "E3", "E6", "E10", "W9")
async def test_a_request_by_process_goes_to_its_unit_with_its_own_time(town: Town, at: str) -> None:
    """Somebody of a subordinate institution asks; the process says three working days."""
    asker = await town.employee("loginov", at)
    fomin = await town.employee("fomin", at)
    its = await asks_for_computer(town, asker)
    receipt = asker.last
    assert "«Компьютер или программа»" in receipt.text
    assert "Отвечает: Отдел информационных технологий" in receipt.text
    assert "до пятницы, 27 ноября, 16:45" in receipt.text
    row = await appeal(town, its)
    assert (row["kind"], row["process"], row["filer"]) == ("request", "computer", "loginov")
    assert set(await windows(town, its)) == {"internal_written:computer"}
    await gathered(town)
    notice = await fomin.hears("Запрос коллеги: Логинов Артём Денисович")
    assert "Компьютер или программа" in notice.text
    await fomin.taps("Открыть", notice)
    card = await fomin.hears("Спрашивает: ")
    assert "Логинов Артём Денисович, инспектор, Центр занятости" in card.text
    assert "тел. 44-11" in card.text
    assert "Кабинет: 215" in card.text
    assert "Работа стоит? Нет, работать можно" in card.text
    await fomin.taps("Почему такой срок", card)
    why = await fomin.hears("Как посчитан срок")
    assert "Ответ на письменный запрос: 3 рабочих дня" in why.text
    assert "Срок запроса «Компьютер или программа» записан в реестре" in why.text


@pytest.mark.requirement("E6")
async def test_each_kind_of_field_says_what_to_write_and_loses_nothing(town: Town) -> None:
    who = await town.employee("loginov", "vk")
    await asks(who)
    kinds = who.last
    await who.taps("Ещё", kinds)
    assert "Пресс-служба" in labels(await turned(who, kinds))
    await presses(who, "request:account")
    await who.hears("К какой системе")
    await who.says("Кадры")
    await who.hears("Ваша рабочая почта")
    await who.says("моя почта")
    await who.hears("адрес")
    await who.says("loginov@example.org")
    await who.hears("Телефон для связи")
    await who.says("позвоните мне")
    await who.hears("Не похоже на телефон")
    await who.says("44-11", SCAN)
    await who.hears("Записали. Пришлите ещё")
    await who.taps("Дальше")
    summary = await who.hears("Проверьте")
    for line in ("К какой системе: Кадры", "loginov@example.org", "44-11", "Файлы: 1"):
        assert line in summary.text
    await who.taps("Отмена", summary)
    await who.hears("ничего не отправили")
    await presses(who, "request:vacation")
    await who.hears("Первый день отпуска")
    await who.says("после праздников")
    await who.hears("Не получилось разобрать день")
    await who.says("14.12.2026")
    await who.hears("Сколько дней")
    await who.says("две недели")
    await who.hears("Здесь нужно число")
    await who.says("14")
    await who.hears("Вид отпуска")
    await who.says("какой-нибудь")
    await who.hears("одну из кнопок")
    await _menu(who)
    await who.says("Ежегодный")
    await who.taps("Пропустить", await who.hears("добавьте пояснение"))
    summary = await who.hears("Первый день отпуска: 14.12.2026")
    await who.taps("Исправить", summary)
    await who.taps("Сколько дней", await who.hears("Что исправить?"))
    await who.hears("Сколько дней")
    await who.says("10")
    mended = await who.hears("Проверьте")
    assert "Сколько дней: 10" in mended.text
    assert "Вид отпуска: Ежегодный" in mended.text
    await who.taps("Отправить запрос", mended)
    await who.hears("Отдел кадров")


async def _menu(who: Person) -> Shown:
    """The menu looked at meanwhile: what was begun waits."""
    await who.says("Меню")
    assert "Не отправлять" in labels(await who.hears("он ещё не отправлен"))
    return await who.hears("Что открыть?")


@pytest.mark.requirement("E6", "E7")
async def test_own_words_find_the_process_and_what_fits_none_is_sorted(town: Town) -> None:
    who = await town.employee("loginov", "telegram")
    belov = await town.employee("belov", "telegram")
    fomin = await town.employee("fomin", "telegram")
    await asks(who, "Своими словами")
    await who.hears("Опишите, что вам нужно")
    await who.says("Зажевало бумагу в принтере, не печатает")
    await who.taps("Дальше", await who.hears("Пришлите ещё"))
    which = await who.hears("ближе всего")
    assert labels(which)[0] == "Принтер, картриджи"
    await who.taps("Принтер", which)
    await who.hears("Кабинет")
    await who.says("12")
    await who.taps("Пропустить", await who.hears("Модель принтера"))
    await who.taps("Отправить запрос", await who.hears("Зажевало бумагу"))
    its = number(await who.hears("Получили запрос «Принтер"))
    assert [one["text"] for one in await entries(town, its)] == [
        "Кабинет: 12",
        "Зажевало бумагу в принтере, не печатает",
    ]

    await asks(who, "Своими словами")
    await who.says("Помогите найти ключ от актового зала")
    await who.taps("Дальше", await who.hears("Пришлите ещё"))
    await who.taps("Другое", await who.hears("там найдут, кто поможет"))
    await who.taps("Отправить запрос", await who.hears("Проверьте"))
    receipt = await who.hears("сам передаст его")
    its = number(receipt)
    assert (await appeal(town, its))["unit"] == "reception"
    await gathered(town)
    await belov.taps("В другой отдел", await belov.hears("ключ от актового зала"))
    await belov.taps("Отдел информационных", await belov.hears("Какой отдел поможет"))
    await belov.hears("Передали запрос")
    told = await who.hears("теперь рассматривает Отдел информационных технологий")
    assert "вам ничего делать не нужно" in told.text
    await gathered(town)
    notice = await fomin.hears("ключ от актового зала")
    await fomin.taps("Не наше", notice)
    await fomin.hears("вернули на разбор: Отдел по работе с обращениями")
    assert (await appeal(town, its))["sorting"]


@pytest.mark.requirement("E6")
@pytest.mark.parametrize("path", ["button", "words"])
async def test_what_is_done_another_way_is_told_and_not_filed(town: Town, path: str) -> None:
    who = await town.employee("loginov", "vk")
    if path == "button":
        await asks(who, "Здание и хозяйство")
        await who.taps("Служебный пропуск", await who.hears("Что именно нужно?"))
    else:
        await asks(who, "Своими словами")
        await who.says("Потерял пропуск, нужен новый")
        await who.taps("Дальше", await who.hears("Пришлите ещё"))
        await who.taps("Служебный пропуск", await who.hears("ближе всего"))
    told = await who.hears("Пропуска выдаёт бюро пропусков, кабинет 101")
    assert "Запрос мы не создали" in told.text
    if path == "words":  # the words stay for another choice
        await who.taps("Выбрать другое", told)
        await who.taps("Другое", await who.hears("ближе всего"))
        await who.taps("Отправить запрос", await who.hears("Потерял пропуск"))
        await who.hears("Получили запрос")
    else:
        await who.says("Меню")
        await who.taps("Ещё", await who.hears("Что открыть?"))
        await who.taps("Мои запросы", await who.hears("Что ещё открыть?"))
        await who.hears("пока нет запросов")


@pytest.mark.requirement("W9", "E2")
@pytest.mark.parametrize("late", [False, True])
async def test_an_oral_question_is_answered_by_the_end_of_the_day(town: Town, late: bool) -> None:
    who = await town.employee("loginov", "telegram")
    kuzmina = await town.employee("kuzmina", "vk")
    if late:
        town.watch.at = datetime(2026, 11, 24, 16, 30, tzinfo=UTC)  # 19:30 there
    await asks(who, "Устный вопрос")
    units = await who.hears("Кого спросить?")
    assert "Ещё" in labels(units), "these are no topics"
    await who.taps("Отдел финансов", units)
    await who.hears("Напишите вопрос")
    await who.says("Когда придут командировочные?")
    await who.taps("Дальше", await who.hears("Пришлите ещё"))
    await who.taps("Спросить", await who.hears("Проверьте"))
    receipt = await who.hears("Передали ваш вопрос")
    if late:
        assert "Сегодня рабочий день уже закончился" in receipt.text
        assert "до среды, 25 ноября, 18:00" in receipt.text
    else:
        assert "Ответим сегодня до 18:00: тогда заканчивается рабочий день" in receipt.text
    its = number(receipt)
    ((rule, (_, due)),) = (await windows(town, its)).items()
    assert rule == "internal_oral"
    assert due == datetime(2026, 11, 25 if late else 24, 15, 0, tzinfo=UTC)
    if late:  # nobody is written to at night
        town.watch.at = datetime(2026, 11, 25, 6, 0, tzinfo=UTC)
    await gathered(town)
    notice = await kuzmina.hears("Вопрос коллеги: Логинов")
    await answers(kuzmina, notice, "Сегодня после обеда.")
    reply = await who.hears("Сегодня после обеда.")
    assert "Здравствуйте, Артём Денисович!" in reply.text
    assert "Кузьмина Ирина Павловна" in reply.text
    assert not reply.files


@pytest.mark.requirement("E2", "E7", "R3", "S2", "R11")
async def test_a_request_lives_as_an_appeal_does(town: Town, at: str) -> None:
    """Taken, clarified, answered, rated low, given back: without the citizens' own."""
    who = await town.employee("loginov", at)
    fomin = await town.employee("fomin", at)
    its = await asks_for_computer(town, who)
    await gathered(town)
    await fomin.taps("Взять", await fomin.hears("Запрос коллеги"))
    card = await fomin.hears("Спрашивает: ")
    await who.hears("занимается Фомин К. Е.")
    await fomin.taps("Ещё", card)
    more = labels(await fomin.hears("Что сделать"))
    assert not {"Переадресовать", "Описать", "Ответить устно", "Бланк"} & set(more)
    await fomin.taps("Уточнить", card)
    await fomin.hears("Напишите все вопросы")
    await fomin.says("Какая модель монитора?")
    await fomin.taps("Отправить", await fomin.hears("Какая модель"))
    asked = await who.hears("Нужно уточнить запрос")
    assert "Здравствуйте, Артём Денисович!" in asked.text
    await who.says("Модель П24")
    aside = await who.hears("никому не отправлено")
    await who.taps("Ответ по запросу", aside)
    await who.hears("Добавили к запросу")
    await gathered(town)
    notice = await fomin.hears("ответил на вопрос")
    assert "Модель П24" in notice.text
    await answers(fomin, notice, "Заменили монитор сегодня.")
    reply = await who.hears("Заменили монитор")
    assert "Ответ на запрос" in reply.text
    assert "Уважаемый" not in reply.text
    await who.taps("2", await who.hears("помог?"))
    low = await who.hears("Жаль, что ответ не помог")
    await who.taps("Вопрос не решён", low)
    await who.hears("Вернули запрос")
    row = await appeal(town, its)
    assert (row["state"], row["officer"]) == ("taken", "fomin")
    did = [what for _, what in await history(town, its)]
    assert did[:1] == ["requested"]
    assert {"answered_question", "answered", "rated", "reopened"} <= set(did)


@pytest.mark.requirement("E2", "E9")
async def test_my_requests_are_listed_opened_added_to_and_withdrawn(town: Town, at: str) -> None:
    who = await town.employee("loginov", at)
    boss = await town.employee("egorova", at)
    its = await asks_for_computer(town, who)
    await who.taps("Открыть запрос")
    mine = await who.hears("Ждёт сотрудника")
    assert "Компьютер или программа" in mine.text
    assert "Кабинет: 215" in mine.text
    assert "Официальное обращение" not in labels(mine)
    await who.taps("Дополнить", mine)
    await who.hears("Напишите, что добавить")
    await who.says("Кабинет закрыт до обеда")
    await who.hears("Добавили к запросу")
    await who.says("И ещё вот что")
    await who.taps("Почему такой срок", mine)
    await who.hears("3 рабочих дня")
    await who.taps("Отозвать запрос", mine)
    await who.hears(f"запрос {its} отозвали")
    assert (await appeal(town, its))["state"] == "not_appeal"
    await presses(who, "requests")
    listed = await who.hears("Что вы просили у коллег")
    assert its in listed.text
    await who.taps(its, listed)
    await who.hears("Закрыли без ответа по вашей просьбе")
    it = (await appeal(town, its))["id"]
    for tap in (f"my:{it}", f"why:{it}", f"add:{it}"):
        await presses(boss, tap)
        await boss.hears("Эта кнопка для личных обращений")
    await presses(boss, f"card:{it}")
    await boss.hears("Такого обращения среди доступных вам нет")
    await presses(who, "hat-client")
    await who.hears("Сейчас вы пишете как гражданин")
    await presses(who, f"my:{it}")
    await who.hears("Такого обращения среди доступных вам нет")


@pytest.mark.requirement("E2")
async def test_words_said_aside_become_a_request(town: Town) -> None:
    who = await town.employee("petrov", "vk")
    await who.says("Нужна справка о доходах за год")
    aside = await who.hears("никому не отправлено")
    assert "откройте его в очереди" in aside.text
    await who.taps("Спросить коллег", aside)
    await who.taps("Справка о доходах", await who.hears("ближе всего"))
    await who.hears("За какой период")
    await who.says("2026 год")
    await who.taps("Пропустить", await who.hears("Сколько экземпляров"))
    await who.taps("Отправить запрос", await who.hears("Нужна справка о доходах за год"))
    its = number(await who.hears("Получили запрос «Справка о доходах»"))
    assert (await appeal(town, its))["unit"] == "accounting"


@pytest.mark.requirement("E7", "R5")
async def test_nobody_answers_a_request_of_their_own(town: Town) -> None:
    """The only one of a unit asks it: those who sort find somebody else."""
    gusev = await town.employee("gusev", "telegram")
    await presses(gusev, "request:photo")
    await gusev.hears("Опишите, что вам нужно")
    await gusev.taps("Отмена")
    await gusev.hears("ничего не отправили")
    await presses(gusev, "request:stationery")
    await gusev.hears("Что нужно")
    await gusev.says("Бумага А4")
    await gusev.hears("Сколько")
    await gusev.says("1 000")
    await gusev.taps("Пропустить", await gusev.hears("добавьте пояснение"))
    await gusev.taps("Отправить запрос", await gusev.hears("Сколько: 1000"))
    receipt = await gusev.hears("сам передаст его")
    assert "Отдел по работе с обращениями граждан" in receipt.text
    it = (await appeal(town, number(receipt)))["id"]
    await presses(gusev, f"take:{it}")
    await gusev.hears("Такого обращения среди доступных вам нет")


@pytest.mark.requirement("W2", "W9")
async def test_a_request_that_is_late_is_told_to_the_head(town: Town) -> None:
    who = await town.employee("loginov", "telegram")
    fomin = await town.employee("fomin", "vk")
    its = await asks_for_computer(town, who)
    await gathered(town)
    await fomin.hears("Запрос коллеги")
    town.watch.at = datetime(2026, 11, 30, 7, 0, tzinfo=UTC)  # it was due on Friday evening
    await town.service.jobs.alerts()
    late = await fomin.hears(f"Срок по запросу {its} истёк")
    assert "Логинов" in late.text


@pytest.mark.requirement("E2", "R17")
async def test_a_head_reads_no_letters_to_the_ministry_beside_a_request(town: Town) -> None:
    """What its asker wrote as a citizen is named on no card of a request."""
    who = await town.employee("loginov", "telegram")
    fomin = await town.employee("fomin", "telegram")
    await town.employee("belov", "telegram")
    await who.says("Не включается монитор, кабинет 215")
    aside = await who.hears("никому не отправлено")
    assert "очеред" not in aside.text, "they have none"
    await who.taps("Подать как гражданин", aside)
    await who.hears("его номер")
    await presses(who, "hat-work")
    await who.hears("Вы снова на работе")
    its = await asks_for_computer(town, who)
    await gathered(town)
    await fomin.taps("Открыть", await fomin.hears("Запрос коллеги"))
    card = await fomin.hears("Спрашивает: ")
    assert its in card.text
    assert "похоже" not in card.text.lower()


@pytest.mark.requirement("E2")
async def test_the_preview_is_a_colleagues(town: Town) -> None:
    who = await town.employee("loginov", "vk")
    fomin = await town.employee("fomin", "vk")
    its = await asks_for_computer(town, who)
    await gathered(town)
    await fomin.taps("Ответить", await fomin.hears("Запрос коллеги"))
    await fomin.taps("Шаблоны", await fomin.hears("Напишите ответ"))
    await fomin.hears("шаблон")
    await fomin.says("Монитор заменим завтра утром, вы сможете работать.")
    preview = await fomin.hears("Монитор заменим")
    assert f"Ответ на запрос {its}" in preview.text
    await sends(fomin, preview)
    await who.hears("Монитор заменим")
