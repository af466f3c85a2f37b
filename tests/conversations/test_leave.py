"""Leave: what is an absent colleague's reaches who acts for them, and comes back with them."""

from __future__ import annotations

import pytest

from bot.documents import gathering as documents
from tests.conversations.leave import done_for, goes_on_leave, is_back
from tests.conversations.talk import (
    answers,
    appeal,
    card_of,
    gathered,
    labels,
    made_official,
    presses,
    settled,
    writes,
)
from tests.town import Town

TEXT = "Пособие придёт 26 ноября."


def other(at: str) -> str:
    return "vk" if at == "telegram" else "telegram"


@pytest.mark.requirement("R13", "T3")
async def test_a_deputy_answers_and_whoever_is_back_reads_what_was_done(
    town: Town, at: str
) -> None:
    petrov = await town.employee("petrov", at)
    gromova = await town.employee("gromova", other(at))
    client, its = await writes(town, at)
    await petrov.taps("Взять", await petrov.hears(its))
    await petrov.hears("ваше")
    await goes_on_leave(petrov, "26.11.2026", "Громова")
    await town.service.jobs.stand_in()
    begins = await gromova.hears("Вы сейчас за Петрова А. Н.")
    assert "по 26.11.2026" in begins.text
    assert "Обращений в работе: 1" in begins.text
    assert its in labels(begins)
    await client.says("И ещё: за ноябрь оно придёт?")
    await gathered(town)
    notice = await gromova.hears("за ноябрь")
    assert notice.text.startswith("Вы сейчас за Петрова А. Н.")
    assert not any("за ноябрь" in one.text for one in petrov.heard)
    await answers(gromova, notice, TEXT)
    reply = await client.hears(TEXT)
    assert "Громова Светлана Игоревна, консультант" in reply.text
    found = await appeal(town, its)
    assert found["officer"] == "petrov", "nothing is moved"
    assert ("gromova", "reply_sent") in await done_for(town, "petrov")
    async with town.service.units.begin() as unit:
        known = await unit.appeals.get(found["id"])
        assert known
        card = await documents.card_of(unit, town.service.jobs.house, known)
    assert "Громова С. И. за Петрова А. Н." in {line.actor for line in card.history}
    await gromova.hears("доставлен клиенту")
    town.watch.passes(days=3)
    await town.service.jobs.stand_in()
    told = await petrov.hears("С возвращением, Петров А. Н.!")
    assert "С 24.11.2026 по 26.11.2026" in told.text
    assert "Громова С. И.: ответов отправлено — 1" in told.text
    assert "Открытых дел нет" in told.text
    await town.service.jobs.stand_in()
    await settled(petrov)
    assert sum("С возвращением" in one.text for one in petrov.heard) == 1


@pytest.mark.requirement("R13")
async def test_what_is_theirs_is_theirs_again_at_once(town: Town) -> None:
    petrov = await town.employee("petrov", "telegram")
    gromova = await town.employee("gromova", "vk")
    _, its = await writes(town, "vk")
    await petrov.taps("Взять", await petrov.hears(its))
    await petrov.hears("ваше")
    found = await appeal(town, its)
    await presses(gromova, f"reply:{found['id']}")
    assert "Петров А. Н. (с" in (await gromova.hears("у коллеги")).text
    await goes_on_leave(petrov, "1.12.2026", "Громова")
    await presses(gromova, "queue-mine:0")
    assert "за Петрова А. Н." in (await gromova.hears("Моя очередь: 1 обращение")).text
    card = await card_of(town, gromova, its)
    assert "Петров А. Н. (нет на месте, замещает Громова С. И.)" in card.text
    await gromova.taps("Ответить", card)
    await gromova.hears("Напишите ответ")
    await is_back(petrov)
    await gromova.says(TEXT)
    await gromova.hears("уже не у вас")
    await presses(gromova, "queue-mine:0")
    await gromova.hears("Моя очередь: пусто")
    await gathered(town)
    card = await card_of(town, petrov, its)
    assert "Ответить" in labels(card)


@pytest.mark.requirement("R13", "W12")
async def test_a_deputy_makes_an_appeal_their_own(town: Town) -> None:
    petrov = await town.employee("petrov", "vk")
    gromova = await town.employee("gromova", "telegram")
    client, its = await writes(town, "telegram")
    await petrov.taps("Взять", await petrov.hears(its))
    await client.hears("занимается Петров А. Н.")
    await goes_on_leave(petrov, "27 ноября", "Громова")
    card = await card_of(town, gromova, its)
    await gromova.taps("Ещё", card)
    await gromova.taps("Взять себе", await gromova.hears("Что"))
    await gromova.hears(f"Обращение {its} ваше")
    await client.hears("занимается Громова С. И.")
    assert (await appeal(town, its))["officer"] == "gromova"
    assert await done_for(town, "petrov") == [("gromova", "taken")]
    await is_back(petrov)
    assert "Ответить" not in labels(await card_of(town, petrov, its))


@pytest.mark.requirement("R8", "R13")
async def test_a_deputy_approves_and_never_their_own_text(town: Town) -> None:
    petrov = await town.employee("petrov", "telegram")
    gromova = await town.employee("gromova", "vk")
    lebedeva = await town.employee("lebedeva", "telegram")
    await town.employee("ivanova", "vk")
    client, its = await writes(town, "vk")
    notice, second = await petrov.hears(its), ""
    await made_official(town, its)
    await answers(petrov, notice, TEXT)
    await petrov.hears("на согласование: Лебедева Г. А.")
    _, second = await writes(town, "vk", "Когда придёт пособие на ребёнка за сентябрь?")
    await made_official(town, second)
    await gathered(town)
    await answers(gromova, await gromova.hears(second), "Пособие пришло 20 октября.")
    await gromova.hears("на согласование: Лебедева Г. А.")
    await goes_on_leave(lebedeva, "30.11.2026", "Громова")
    await gathered(town)
    own, theirs = await appeal(town, second), await appeal(town, its)
    await presses(gromova, f"sign-open:{own['id']}")
    await gromova.hears("написали вы, согласует его другой сотрудник")
    await presses(gromova, f"sign-open:{theirs['id']}")
    await gromova.taps("Согласовать", await gromova.hears("Рассмотрели ваше обращение"))
    await petrov.hears("согласован: Громова С. И.")
    await client.hears(TEXT)
    assert ("gromova", "signed") in await done_for(town, "lebedeva")
    await presses(gromova, f"call-back:{own['id']}")
    await gromova.taps("Вернуться к ответу", await gromova.hears("отозвали"))
    await gromova.taps("Отправить", await gromova.hears("пришло 20 октября"))
    await gromova.hears("на согласование: Иванова О. Д.")


@pytest.mark.requirement("R13")
async def test_a_head_sets_an_absence_and_the_unit_goes_on(town: Town) -> None:
    petrov = await town.employee("petrov", "telegram")
    gromova = await town.employee("gromova", "vk")
    ivanova = await town.employee("ivanova", "telegram")
    await presses(ivanova, "person:petrov")
    await ivanova.taps("Отпуск и замещение", await ivanova.hears("Петров Андрей Николаевич"))
    await ivanova.taps("Записать отпуск", await ivanova.hears("отпуск и замещение"))
    await ivanova.taps("Сегодня", await ivanova.hears("с какого дня отпуск"))
    await ivanova.hears("по какой день")
    await ivanova.says("24 ноября")
    await ivanova.taps("Громова С. И.", await ivanova.hears("кто заместит"))
    await ivanova.hears("Петров А. Н. в отпуске с 24.11.2026 по 24.11.2026")
    await petrov.hears("Вам записали отпуск с 24.11.2026 по 24.11.2026 (Иванова О. Д.)")
    _, its = await writes(town, "vk")
    await gathered(town)
    await gromova.hears(its)
    assert not any(its in one.text for one in petrov.heard), "there are others in the unit"
    for forged in ("away-new:zaitsev", "away-of:zaitsev", "deputy:nobody:0"):
        await presses(ivanova, forged)
        await ivanova.hears("нет")
    await presses(petrov, "away-new:gromova")
    await petrov.hears("нет")
    fomin = await town.employee("fomin", "vk")
    for tap in ("away-of:admin", "away-new:admin", "deputy:admin:0"):
        await presses(fomin, tap)
        await fomin.hears("есть права, которых нет у вас")


@pytest.mark.requirement("R5", "R13")
async def test_handing_over_to_somebody_who_is_away(town: Town) -> None:
    gromova = await town.employee("gromova", "vk")
    petrov = await town.employee("petrov", "telegram")
    client, its = await writes(town, "telegram")
    await gromova.taps("Взять", await gromova.hears(its))
    await goes_on_leave(petrov, "25.11.2026", "Иванова")
    await gromova.taps("Передать", await card_of(town, gromova, its))
    choice = await gromova.hears("Кому передать")
    assert labels(choice)[:2] == ["Иванова О. Д.", "Петров А. Н. (в отпуске)"]
    await gromova.taps("Петров А. Н.", choice)
    offered = await gromova.hears("Петров А. Н. в отпуске по 25.11.2026")
    assert labels(offered)[:2] == ["Иванова О. Д.", "Всё равно передать"]
    await gromova.taps("Иванова О. Д.", offered)
    await gromova.hears("Теперь исполнитель — Иванова О. Д.")
    told = await client.hears("теперь занимается Иванова О. Д., Отдел пособий")
    assert "Ответим" in told.text
    assert (await appeal(town, its))["officer"] == "ivanova"


@pytest.mark.requirement("E9", "W12")
async def test_back_to_be_sorted_and_never_to_whoever_filed_it(town: Town, at: str) -> None:
    gromova = await town.employee("gromova", at)
    petrov = await town.employee("petrov", other(at))
    await petrov.says("Когда мне придёт пособие на ребёнка?")
    await petrov.taps("Подать как гражданин", await petrov.hears("никому не отправлено"))
    its = (await petrov.hears("его номер")).text.split("2026-")[1][:6]
    its = f"2026-{its}"
    await gromova.taps("Взять", await gromova.hears(its))
    await gromova.taps("Передать", await card_of(town, gromova, its))
    # of the two others in the unit one has filed it, and one is the head above him
    await gromova.hears("некому")
    found = await appeal(town, its)
    await presses(gromova, f"give:{found['id']}:petrov")
    await gromova.hears("Эта кнопка уже не действует")
    await presses(gromova, f"give-back:{found['id']}")
    await gromova.hears("вернули на разбор")
    told = await petrov.hears("Уточняем, какой отдел ответит")
    assert "Отдел" not in told.text


@pytest.mark.requirement("R4", "R13")
async def test_a_part_asked_of_somebody_who_is_away(town: Town) -> None:
    gromova = await town.employee("gromova", "telegram")
    nikitina = await town.employee("nikitina", "vk")
    zaitsev = await town.employee("zaitsev", "telegram")
    _, its = await writes(town, "telegram")
    await gromova.taps("Взять", await gromova.hears(its))
    await goes_on_leave(zaitsev, "25.11.2026", "Никитина")
    found = await appeal(town, its)
    await presses(gromova, f"whom:{found['id']}:care")
    await gromova.taps("Зайцев Т. Р. (в отпуске)", await gromova.hears("Кого спросить"))
    offered = await gromova.hears("Зайцев Т. Р. в отпуске по 25.11.2026")
    assert "Никитина В. А." in labels(offered)
    await gromova.taps("Всё равно спросить", offered)
    await gromova.says("Положены ли сиделка и проезд?")
    await gromova.taps("Отправить", await gromova.hears("Положены ли сиделка"))
    await gathered(town)
    notice = await nikitina.hears("Положены ли сиделка")
    assert notice.text.startswith("Вы сейчас за Зайцева Т. Р.")
    await presses(nikitina, "queue-parts:0")
    await nikitina.hears("Положены ли сиделка")
    await nikitina.taps("Ответить", notice)
    await nikitina.says("Положены.")
    await nikitina.taps("Отправить", await nikitina.hears("Положены."))
    await gathered(town)
    await gromova.hears("Положены.")
    assert ("nikitina", "part_given") in await done_for(town, "zaitsev")


@pytest.mark.requirement("R13")
async def test_an_acting_head_of_another_unit(town: Town) -> None:
    """The unit's queue, its complaints and the third transfer are the acting head's."""
    nikitina = await town.employee("nikitina", "telegram")
    belov = await town.employee("belov", "vk")
    await town.employee("zaitsev", "vk")
    _, its = await writes(town, "vk", "Как найти сиделку для пожилой мамы?")
    await presses(belov, "queue-for:0:care")
    await belov.hears("нет")
    await goes_on_leave(nikitina, "26.11.2026", "Белов")
    await town.service.jobs.stand_in()
    begins = await belov.hears("Вы сейчас за Никитину В. А.")
    assert "решения начальника" in begins.text
    await belov.says("Меню")
    await belov.taps("Кого я замещаю", await belov.hears("Что открыть?"))
    await belov.taps("Отдел социального", await belov.hears("Никитина В. А., Отдел социального"))
    queue = await belov.hears("Отдел социального обслуживания и реабилитации: 1 обращение")
    assert its in queue.text
    await belov.taps("1", queue)
    card = await belov.hears("Клиент: ")
    await belov.taps("Передать", card)
    await belov.taps("Зайцев Т. Р.", await belov.hears("Кому передать"))
    await belov.hears("Теперь исполнитель — Зайцев Т. Р.")
    assert await done_for(town, "nikitina") == [("belov", "handed_over")]
    town.watch.passes(days=3)
    await presses(belov, "queue-for:0:care")
    await belov.hears("нет")


@pytest.mark.requirement("R13")
async def test_an_absence_is_planned_changed_and_called_off(town: Town) -> None:
    petrov = await town.employee("petrov", "telegram")
    await presses(petrov, "absence")
    await petrov.taps("Я в отпуске", await petrov.hears("Отпусков не записано"))
    await petrov.hears("С какого дня")
    for wrong, said in (("завтрашний", "разобрать дату"), ("23.11.2026", "от сегодняшнего дня")):
        await petrov.says(wrong)
        await petrov.hears(said)
    await petrov.says("1 декабря")
    await petrov.hears("По какой день")
    await petrov.says("30.11.2026")
    await petrov.hears("не раньше 01.12.2026")
    await petrov.says("14.12.2026")
    await petrov.hears("Кто заместит")
    await petrov.says("Логинов")
    await petrov.hears("Не нашли")
    await presses(petrov, "deputy:petrov")  # an old button: the days are not lost
    await petrov.taps("Никто", await petrov.hears("Кто заместит"))
    told = await petrov.hears("вас не будет с 01.12.2026 по 14.12.2026")
    assert "Замещает: Иванова О. Д." in told.text
    assert "решения начальника" not in told.text
    await presses(petrov, "absence")
    shown = await petrov.hears("С 01.12.2026 по 14.12.2026")
    await petrov.taps("Изменить отпуск с 01.12.2026", shown)
    await petrov.hears("По какой день")
    await petrov.says("7 декабря")
    await petrov.taps("Громова С. И.", await petrov.hears("Кто заместит"))
    await petrov.hears("вас не будет с 01.12.2026 по 07.12.2026")
    await presses(petrov, "absence")
    shown = await petrov.hears("С 01.12.2026 по 07.12.2026")
    assert "Замещает: Громова С. И." in shown.text
    await petrov.taps("Отменить", shown)
    await petrov.hears("Отменили")
    await petrov.taps("Отменить", shown)
    await petrov.hears("Эта кнопка уже не действует")
    town.watch.passes(days=9)
    assert await town.service.jobs.stand_in() == 0
