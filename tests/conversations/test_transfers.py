"""An appeal changes hands twice at most; a third time only its head moves it on, and says why."""

from __future__ import annotations

import pytest

from sandbox.people import Person, Shown
from tests.conversations.moved import FOREIGN, changed, details, opens_more, presses, takes
from tests.conversations.talk import (
    UNCLEAR,
    answers,
    appeal,
    card_of,
    gathered,
    history,
    labels,
    settled,
    turned,
    writes,
)
from tests.town import Town

pytestmark = pytest.mark.requirement("R5")


async def gives(officer: Person, notice: Shown, to: str) -> None:
    await officer.taps("Открыть", notice)
    await officer.taps("Передать", await officer.hears("Срок: "))
    await officer.taps(to, await officer.hears("Кому передать"))
    await officer.hears("Теперь исполнитель")


async def moved_twice(town: Town, at: str, client_at: str) -> tuple[Person, Person, Shown, str]:
    """Petrov has it again after Gromova; both have handed it over once."""
    petrov, gromova = await town.employee("petrov", at), await town.employee("gromova", "vk")
    _, its = await writes(town, client_at)
    await gives(petrov, await petrov.hears(its), "Громова")
    await gathered(town)
    await gives(gromova, await gromova.hears(f"Вам передали обращение {its}"), "Петров")
    await gathered(town)
    notice = await petrov.hears(f"Вам передали обращение {its}")
    assert (await appeal(town, its))["transfers"] == 2
    return petrov, gromova, notice, its


async def test_the_third_transfer_is_the_heads(town: Town, at: str) -> None:
    petrov, gromova, notice, its = await moved_twice(town, at, "vk")
    ivanova = await town.employee("ivanova", "telegram")
    await petrov.taps("Открыть", notice)
    card = await petrov.hears("Передавали: 2 раза")
    for label in ("Передать", "Не наше"):
        await petrov.taps(label, card)
        refused = await petrov.hears("уже передавали дважды")
        assert "начальник — Иванова О. Д." in refused.text
        assert labels(refused) == ["Попросить начальника"]
    assert (await appeal(town, its))["officer"] == "petrov"
    await petrov.taps("Попросить начальника", refused)
    await petrov.hears("Иванова О. Д. увидит обращение")
    await gathered(town)
    asked = await ivanova.hears(f"Петров А. Н. просит передать обращение {its}")
    assert labels(asked) == ["Передать с причиной", "Открыть"]
    await ivanova.taps("Передать с причиной", asked)
    await ivanova.taps("Громова", await ivanova.hears("Куда передать обращение"))
    await ivanova.hears("Напишите, почему")
    await ivanova.says("ок")
    await ivanova.hears("хотя бы несколькими словами")
    await ivanova.says("Петров в командировке, Громова знает это дело")
    await ivanova.hears("Теперь исполнитель — Громова С. И.")
    assert await details(town, its, "handed_over") == {
        "came_from": "petrov",
        "to": "gromova",
        "transfers": 3,
        "reason": "Петров в командировке, Громова знает это дело",
    }
    assert ("petrov", "transfer_asked") in await history(town, its)
    await gathered(town)
    await petrov.hears(f"Обращение {its} больше не у вас")
    await answers(gromova, await gromova.hears(f"Вам передали обращение {its}"))
    await gromova.hears("доставлен клиенту")


@pytest.mark.requirement("R5", "E9")
async def test_past_its_head_a_controller_moves_it_on(town: Town) -> None:
    petrov, gromova, notice, its = await moved_twice(town, "vk", "telegram")
    sidorova = await town.employee("sidorova", "telegram")
    await changed(town, its, barred="ivanova")
    await petrov.taps("Открыть", notice)
    await petrov.taps("Передать", await petrov.hears("Передавали: 2 раза"))
    refused = await petrov.hears("может передать только контролёр — Сидорова Т. В.")
    await petrov.taps("Попросить контролёра", refused)
    await petrov.hears("Сидорова Т. В. увидит обращение")
    await gathered(town)
    await sidorova.taps("Передать с причиной", await sidorova.hears("просит передать обращение"))
    await sidorova.taps("Громова", await sidorova.hears("Куда передать обращение"))
    await sidorova.hears("Напишите, почему")
    await sidorova.says("Петров в командировке")
    await sidorova.hears("Теперь исполнитель — Громова С. И.")
    await gathered(town)
    await gromova.hears(f"Вам передали обращение {its}")


@pytest.mark.requirement("R5", "P1")
async def test_what_lies_in_a_unit_that_is_gone_is_moved_on_by_a_controller(town: Town) -> None:
    sidorova = await town.employee("sidorova", "vk")
    _, its = await writes(town, "telegram", UNCLEAR)
    await changed(town, its, unit="dissolved", sorting=False)
    await opens_more(sidorova, await card_of(town, sidorova, its), "Передать с причиной")
    await sidorova.taps("Вернуть", await sidorova.hears("Куда передать обращение"))
    await sidorova.hears("Напишите, почему")
    await sidorova.says("Отдел упразднён")
    await settled(sidorova)
    assert (await appeal(town, its))["unit"] == "reception"


async def test_a_head_gives_the_reason_at_once(town: Town, at: str) -> None:
    _, _, _, its = await moved_twice(town, "vk", at)
    ivanova = await town.employee("ivanova", at)
    await ivanova.taps("Очередь отдела")
    await ivanova.taps("1", await ivanova.hears("Очередь отдела: 1 обращение"))
    card = await ivanova.hears("Передавали: 2 раза")
    await ivanova.taps("Передать", card)
    refused = await ivanova.hears("уже передавали дважды")
    assert labels(refused) == ["Передать с причиной"]
    await opens_more(ivanova, card, "Передать с причиной")
    places = await ivanova.hears("Куда передать обращение")
    assert labels(places)[:3] == ["Иванова О. Д.", "Громова С. И.", "Вернуть на разбор"]
    await ivanova.taps("Ещё", places)
    await turned(ivanova, places)
    await ivanova.taps("Вернуть на разбор", places)
    await ivanova.hears("Напишите, почему")
    await ivanova.says("Вопрос не наш, ошиблись при разборе")
    await ivanova.hears("вернули на разбор")
    back = await appeal(town, its)
    assert (back["unit"], back["sorting"], back["officer"]) == ("reception", True, "")


async def test_a_head_sends_it_to_the_unit_of_a_topic(town: Town) -> None:
    _, _, _, its = await moved_twice(town, "vk", "telegram")
    ivanova = await town.employee("ivanova", "vk")
    it = (await appeal(town, its))["id"]
    asked = await presses(ivanova, f"anew:{it}:topic:no_such_topic")
    assert "Напишите, почему" in asked.text
    await ivanova.says("Это про уход, а не про выплаты")
    await ivanova.hears("не действует")
    await ivanova.taps("Отмена", asked)
    await ivanova.hears("ничего не отправили")
    await presses(ivanova, f"anew:{it}:topic:home_care")
    await ivanova.says("Это про уход, а не про выплаты")
    await ivanova.hears("Направили обращение")
    assert (await appeal(town, its))["unit"] == "care"
    assert (await details(town, its, "routed"))["reason"] == "Это про уход, а не про выплаты"


async def test_sorting_is_no_transfer(town: Town, at: str) -> None:
    belov = await town.employee("belov", at)
    _, its = await writes(town, "vk", UNCLEAR)
    await belov.taps("Направить", await belov.hears(f"Разобрать: {its}"))
    topics = await belov.hears("Куда направить")
    await belov.taps(labels(topics)[0], topics)
    await belov.hears("Направили обращение")
    assert (await appeal(town, its))["transfers"] == 0


async def test_the_client_hears_where_it_is_and_looks_for_nothing(town: Town, at: str) -> None:
    petrov = await town.employee("petrov", "telegram")
    belov = await town.employee("belov", "vk")
    client, its = await writes(town, at)
    await petrov.taps("Не наше", await petrov.hears(its))
    await petrov.hears("вернули на разбор")
    await gathered(town)
    await belov.taps("Направить", await belov.hears(f"Разобрать: {its}"))
    topics = await belov.hears("Куда направить")
    await belov.taps("Ещё темы", topics)
    await belov.taps("Помощь людям", await turned(belov, topics))
    await belov.hears("Направили обращение")
    told = await client.hears("теперь рассматривает Отдел социального обслуживания")
    assert "вам ничего делать не нужно" in told.text
    assert (await appeal(town, its))["transfers"] == 1


async def test_whom_a_third_transfer_is_refused(town: Town) -> None:
    """An old button, a colleague, another unit's head, an officer without being asked."""
    petrov, gromova, notice, its = await moved_twice(town, "telegram", "vk")
    nikitina = await town.employee("nikitina", "vk")
    it = (await appeal(town, its))["id"]
    assert "у коллеги: Петров А. Н." in (await presses(gromova, f"ask-head:{it}")).text
    assert FOREIGN in (await presses(nikitina, f"over-again:{it}")).text
    assert "это сделать уже нельзя" in (await presses(petrov, f"over-again:{it}")).text
    assert "это сделать уже нельзя" in (await presses(petrov, f"anew:{it}:who:gromova")).text
    assert "уже передавали дважды" in (await presses(petrov, f"give:{it}:gromova")).text
    assert "Иванова О. Д. ещё не работает" in (await presses(petrov, f"ask-head:{it}")).text
    await answers(petrov, notice)
    await petrov.hears("Обращение закрыто")
    assert "уже нельзя" in (await presses(petrov, f"ask-head:{it}")).text


async def test_nobody_asks_before_the_third(town: Town, at: str) -> None:
    petrov = await town.employee("petrov", at)
    _, its = await writes(town, "vk")
    await takes(petrov, its)
    it = (await appeal(town, its))["id"]
    assert "не действует" in (await presses(petrov, f"ask-head:{it}")).text
    assert ("petrov", "transfer_asked") not in await history(town, its)


@pytest.mark.requirement("R18")
async def test_the_second_who_begins_a_reply_is_told_who_holds_it(town: Town, at: str) -> None:
    petrov = await town.employee("petrov", "vk")
    gromova = await town.employee("gromova", at)
    client, its = await writes(town, "vk")
    notice = await gromova.hears(its)
    town.watch.passes(minutes=12)
    await takes(petrov, its)
    await gromova.taps("Ответить", notice)
    told = await gromova.hears(f"Обращение {its} у коллеги: Петров А. Н.")
    assert "(с 24.11 10:12)" in told.text
    await gromova.says("Мой ответ клиенту")
    await gromova.hears("никому не отправлено")
    await settled(gromova)
    assert not any("Мой ответ" in shown.text for shown in client.heard)
    assert (await appeal(town, its))["officer"] == "petrov"
