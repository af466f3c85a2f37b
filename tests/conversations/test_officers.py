"""Officers at work: notices, taking, handing over, giving back, queues, cards."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from domain.ministry import Role
from tests.conversations.talk import (
    BENEFIT,
    SCAN,
    UNCLEAR,
    answers,
    appeal,
    gathered,
    history,
    labels,
    number,
    presses,
    receives,
    settled,
    stored,
    turned,
    writes,
)
from tests.town import Town

WORK = ["Взять", "Ответить", "Передать", "Не наше"]


@pytest.mark.requirement("R1", "E5")
async def test_the_notice_says_what_is_needed(town: Town, at: str) -> None:
    petrov = await town.employee("petrov", at)
    elsewhere = await town.employee("nikitina", "telegram")
    await writes(town, "vk", BENEFIT, SCAN)
    notice = await petrov.hears("Новое обращение 2026-000001 · Пособия на детей")
    assert "Срок: до среды, 25 ноября, 09:45 (осталось 8 ч)" in notice.text
    assert BENEFIT in notice.text
    assert "Вложения: 1" in notice.text
    assert labels(notice) == [*WORK, "Открыть"]
    assert not any("2026-000001" in shown.text for shown in elsewhere.heard)


@pytest.mark.requirement("R2", "C8")
async def test_take(town: Town, at: str) -> None:
    petrov = await town.employee("petrov", at)
    _, its = await writes(town, "vk")
    await petrov.taps("Взять", await petrov.hears(its))
    await petrov.hears(f"Обращение {its} ваше")
    card = await petrov.hears("Исполнитель: Петров А. Н.")
    assert "Взять" not in labels(card)
    taken = await appeal(town, its)
    assert (taken["state"], taken["officer"]) == ("taken", "petrov")
    assert ("petrov", "taken") in await history(town, its)


@pytest.mark.requirement("R2")
async def test_two_press_take_at_the_same_moment(town: Town) -> None:
    petrov = await town.employee("petrov", "telegram")
    gromova = await town.employee("gromova", "vk")
    _, its = await writes(town, "vk")
    both = ((petrov, await petrov.hears(its)), (gromova, await gromova.hears(its)))
    await asyncio.gather(*(officer.taps("Взять", notice) for officer, notice in both))
    heard = [await officer.hears(f"Обращение {its}") for officer, _ in both]
    holder = (await appeal(town, its))["officer"]
    winner, loser = (0, 1) if holder == "petrov" else (1, 0)
    assert "ваше" in heard[winner].text
    name = ("Петров А. Н.", "Громова С. И.")[winner]
    assert f"у коллеги: {name}" in heard[loser].text
    assert [what for _, what in await history(town, its)].count("taken") == 1


@pytest.mark.requirement("R2")
async def test_a_colleague_may_look_but_not_touch(town: Town) -> None:
    petrov = await town.employee("petrov", "telegram")
    gromova = await town.employee("gromova", "vk")
    _, its = await writes(town, "vk")
    notice = await gromova.hears(its)
    await petrov.taps("Взять", await petrov.hears(its))
    await petrov.hears("ваше")
    for label in WORK:
        await gromova.taps(label, notice)
        await gromova.hears("у коллеги: Петров А. Н.")
    await gromova.taps("Открыть", notice)
    card = await gromova.hears("Исполнитель: Петров А. Н.")
    assert not {*WORK} & {*labels(card)}
    assert (await appeal(town, its))["officer"] == "petrov"


@pytest.mark.requirement("R2", "C8")
async def test_hand_over_within_the_unit(town: Town, at: str) -> None:
    petrov = await town.employee("petrov", at)
    gromova = await town.employee("gromova", "vk")
    _, its = await writes(town, "vk")
    await gromova.hears(its)
    await petrov.taps("Передать", await petrov.hears(its))
    choice = await petrov.hears("Кому передать")
    assert labels(choice) == ["Иванова О. Д.", "Громова С. И."]
    await petrov.taps("Громова", choice)
    await petrov.hears("Теперь исполнитель — Громова С. И.")
    town.watch.passes(seconds=30)
    notice = await gromova.hears(f"Вам передали обращение {its}")
    assert BENEFIT in notice.text
    assert (await appeal(town, its))["officer"] == "gromova"
    assert ("petrov", "handed_over") in await history(town, its)
    await answers(gromova, notice)
    await gromova.hears("доставлен клиенту")


@pytest.mark.requirement("R1", "C8")
async def test_not_ours_goes_back_to_be_sorted(town: Town, at: str) -> None:
    petrov = await town.employee("petrov", at)
    belov = await town.employee("belov", "telegram")
    _, its = await writes(town, "vk")
    notice = await petrov.hears(its)
    await petrov.taps("Не наше", notice)
    await petrov.hears("вернули на разбор: Отдел по работе с обращениями")
    sorting = await belov.hears(f"Разобрать: {its}")
    assert labels(sorting) == ["Взять", "Ответить", "Передать", "Направить", "Открыть"]
    assert ("petrov", "given_back") in await history(town, its)
    await petrov.taps("Взять", notice)
    await petrov.hears("Такого обращения среди доступных вам нет")
    await belov.taps("Взять", sorting)
    card = await belov.hears("Исполнитель: Белов Р. Ю.")
    assert "Направить" in labels(card), "whoever sorts may look into it first"
    await belov.taps("Направить", card)
    more = await belov.hears("Куда направить")
    await belov.taps("Ещё темы", more)
    await belov.taps("Помощь людям", await turned(belov, more))
    await belov.hears("Отдел социального обслуживания")
    routed = await appeal(town, its)
    assert (routed["unit"], routed["officer"], routed["state"]) == ("care", "", "waiting")


@pytest.mark.requirement("R2")
async def test_who_loses_an_appeal_hears_of_it(town: Town) -> None:
    petrov = await town.employee("petrov", "telegram")
    ivanova = await town.employee("ivanova", "vk")
    _, its = await writes(town, "vk")
    heads = await ivanova.hears(its)
    await petrov.taps("Взять", await petrov.hears(its))
    await petrov.hears("ваше")
    await ivanova.taps("Передать", heads)
    choice = await ivanova.hears("Кому передать")
    assert labels(choice) == ["Иванова О. Д.", "Громова С. И."], "a head may have it, too"
    await ivanova.taps("Громова", choice)
    await ivanova.hears("Теперь исполнитель")
    town.watch.passes(seconds=30)
    told = await petrov.hears(f"Обращение {its} больше не у вас")
    assert "Громова С. И." in told.text


@pytest.mark.requirement("P1")
async def test_a_head_who_is_no_officer_hands_over_and_answers_nothing(town: Town) -> None:
    _without(town, "ivanova", Role.OFFICER)
    ivanova = await town.employee("ivanova", "vk")
    petrov = await town.employee("petrov", "telegram")
    _, its = await writes(town, "vk")
    await petrov.hears(its)
    assert labels(ivanova.last)[:2] == ["Моя очередь", "Очередь отдела"]
    await ivanova.taps("Очередь отдела")
    await ivanova.taps("1", await ivanova.hears("Очередь отдела: 1 обращение"))
    card = await ivanova.hears("Ждёт исполнителя")
    assert labels(card) == ["Передать", "Не наше", "Ещё", "Почему такой срок", "Обновить"]
    await ivanova.taps("Передать", card)
    choice = await ivanova.hears("Кому передать")
    assert labels(choice) == ["Петров А. Н.", "Громова С. И."]
    await ivanova.taps("Петров", choice)
    await ivanova.hears("Теперь исполнитель — Петров А. Н.")
    town.watch.passes(seconds=30)
    await petrov.hears("Вам передали")


@pytest.mark.requirement("P1")
async def test_a_controller_who_is_no_officer_only_looks(town: Town) -> None:
    _without(town, "sidorova", Role.OFFICER, Role.HEAD)
    sidorova = await town.employee("sidorova", "vk")
    await writes(town, "telegram")
    assert labels(sidorova.last)[0] == "Все сроки"
    await sidorova.taps("Все сроки")
    await sidorova.taps("1", await sidorova.hears("Все сроки: 1 обращение"))
    card = await sidorova.hears("Ждёт исполнителя")
    assert labels(card) == ["Ещё", "Почему такой срок", "Обновить"]


def _without(town: Town, who: str, *roles: Role) -> None:
    """The employee as the organisation file would have them without these roles."""
    employees = dict(town.ministry.employees)
    employees[who] = replace(employees[who], roles=employees[who].roles - {*roles})
    town.service.house.ministry = replace(town.ministry, employees=employees)


@pytest.mark.requirement("R2")
async def test_the_queue_stands_by_time_left_and_turns_in_place(town: Town, at: str) -> None:
    petrov = await town.employee("petrov", at)
    for n in range(7):
        await writes(town, ("vk", "telegram")[n % 2], f"Пособие на ребёнка, вопрос {n}")
        town.watch.passes(minutes=10)
    await petrov.says("Меню")
    await petrov.taps("Очередь отдела", await petrov.hears("Что открыть?"))
    first = await petrov.hears("Очередь отдела: 7 обращений")
    places = [line for line in first.text.splitlines() if line[:2] in {"1.", "2.", "5."}]
    assert places[0].startswith("1. 2026-000001 · осталось 6 ч 50 мин")
    assert places[1].startswith("2. 2026-000002 · осталось 7 ч")
    assert "ждёт исполнителя" in first.text
    assert "вопрос 0" in first.text
    assert labels(first)[:5] == ["1", "2", "3", "4", "5"]
    assert "Назад" not in labels(first)
    await petrov.taps("Дальше", first)
    second = await turned(petrov, first)
    assert labels(second)[:3] == ["6", "7", "Назад"]
    await petrov.taps("6", second)
    await petrov.hears("2026-000006 · Пособия на детей")
    await petrov.messenger.taps(
        petrov.id,
        first.id,
        "queue-unit:99:turn" if at == "telegram" else '{"t":"queue-unit:99:turn"}',
    )
    await petrov.says("/help")
    await petrov.hears("Как работать")
    beyond = next(shown for shown in petrov.heard if shown.id == first.id)
    assert labels(beyond)[:2] == ["6", "7"], "beyond the end stands the last page"
    queues = [shown for shown in petrov.heard if "Очередь отдела: " in shown.text]
    assert len(queues) == 1, "turning says nothing new"


async def test_refreshing_an_unchanged_queue_is_quiet(town: Town, at: str) -> None:
    petrov = await town.employee("petrov", at)
    await petrov.taps("Моя очередь")
    empty = await petrov.hears("Моя очередь: пусто")
    said = len(petrov.heard)
    await petrov.taps("Обновить", empty)
    await petrov.says("/help")
    await petrov.hears("Как работать")
    assert len(petrov.heard) in {said + 1, said + 2}


@pytest.mark.requirement("R2")
async def test_my_queue_holds_what_i_took(town: Town) -> None:
    petrov = await town.employee("petrov", "vk")
    _, its = await writes(town, "telegram")
    await petrov.taps("Взять", await petrov.hears(its))
    await petrov.hears("ваше")
    await petrov.says("Меню")
    await petrov.taps("Моя очередь", await petrov.hears("Что открыть?"))
    mine = await petrov.hears("Моя очередь: 1 обращение")
    assert its in mine.text
    assert "Петров А. Н." in mine.text


@pytest.mark.requirement("R2")
async def test_the_card_shows_the_whole_exchange(town: Town, at: str) -> None:
    petrov = await town.employee("petrov", at)
    client = town.person("vk", "Мария Ильина")
    await client.says(BENEFIT, SCAN)
    its = number(await client.hears("его номер"))
    notice = await petrov.hears(its)
    town.watch.passes(hours=1)
    await client.says("Ребёнку два года.")
    await client.hears("Добавили")
    await petrov.taps("Открыть", notice)
    card = await petrov.hears(f"{its} · Пособия на детей")
    assert "ВКонтакте. Клиент: " in card.text
    assert "(осталось 7 ч)" in card.text
    assert card.text.index(BENEFIT) < card.text.index("Ребёнку два года.")
    assert "24.11 10:00 · Клиент:" in card.text
    assert "Вложения: photo" in card.text
    assert labels(card) == [*WORK, "Ещё", "Вложения", "Почему такой срок", "Обновить"]
    await petrov.taps("Почему такой срок", card)
    await petrov.hears("Как посчитан срок")
    await petrov.taps("Обновить", card)
    await petrov.hears(f"{its} · Пособия на детей")


async def test_a_burst_is_one_notice(town: Town, at: str) -> None:
    petrov = await town.employee("petrov", at)
    _, first = await writes(town, "vk")
    await petrov.hears(first)
    for n in range(6):
        await writes(town, "telegram", f"Пособие на ребёнка, вопрос {n}")
    town.watch.passes(seconds=30)
    summary = await petrov.hears("Новых обращений: 6")
    assert "Ближайшие по сроку:" in summary.text
    assert summary.text.count("2026-") == 5
    assert labels(summary) == ["2026-000002", "2026-000003", "2026-000004", "Меню"]
    await petrov.taps("2026-000002", summary)
    await petrov.hears("Ждёт исполнителя")


@pytest.mark.requirement("A14", "C8")
async def test_both_versions_of_an_edit_are_kept_and_the_officer_told(town: Town, at: str) -> None:
    petrov = await town.employee("petrov", "telegram")
    client = town.person(at)
    message = await client.says(BENEFIT)
    its = number(await client.hears("его номер"))
    await petrov.taps("Взять", await petrov.hears(its))
    await petrov.hears("ваше")
    town.watch.passes(minutes=2)
    await client.messenger.edits(client.id, message, "Когда придёт пособие за сентябрь?")
    notice = await petrov.hears("Клиент изменил сообщение")
    assert "за сентябрь" in notice.text, "the notice quotes the new words"
    await petrov.taps("Открыть", notice)
    card = await petrov.hears("(изменено)")
    assert BENEFIT in card.text
    assert "за сентябрь" in card.text
    assert ("client", "edited") in await history(town, its)


async def test_the_officer_hears_what_was_added(town: Town, at: str) -> None:
    petrov = await town.employee("petrov", "telegram")
    client, its = await writes(town, at)
    await petrov.taps("Взять", await petrov.hears(its))
    await petrov.hears("ваше")
    town.watch.passes(minutes=5)
    await client.says("Ребёнку два года.")
    notice = await petrov.hears(f"Клиент дополнил обращение {its}")
    assert "Ребёнку два года." in notice.text
    assert BENEFIT not in notice.text


async def test_an_officer_speaking_aside_files_as_a_citizen(town: Town, at: str) -> None:
    petrov = await town.employee("petrov", at)
    belov = await town.employee("belov", "vk")
    await petrov.says("У меня дома прорвало трубу,", SCAN)
    aside = await petrov.hears("Это сообщение никому не отправлено")
    town.watch.passes(seconds=10)
    await petrov.says("вода на полу.")
    await petrov.taps("Подать как гражданин", aside)
    receipt = await petrov.hears("его номер — 2026-000001")
    assert "Дополнить" in labels(receipt)
    notice = await belov.hears("Разобрать: 2026-000001")
    assert "прорвало трубу" in notice.text
    assert "Вложения: 1" in notice.text
    await belov.taps("Открыть", notice)
    assert "вода на полу." in (await belov.hears("Клиент:")).text
    await petrov.taps("Подать как гражданин", aside)
    await petrov.hears("не действует")
    await petrov.says("Меню")
    await petrov.taps("Мои обращения", await petrov.hears("Сейчас вы пишете как гражданин"))
    await petrov.hears("2026-000001")


@pytest.mark.requirement("P1")
async def test_nobody_works_on_their_own_appeal(town: Town) -> None:
    belov = await town.employee("belov", "telegram")
    await belov.says(UNCLEAR)
    await belov.taps("Подать как гражданин", await belov.hears("никому не отправлено"))
    await belov.hears("его номер")
    await presses(belov, "hat-work")
    await belov.hears("Вы снова на работе")
    await presses(belov, "queue-sorting:0")
    await belov.taps("1", await belov.hears("Разобрать: 1 обращение"))
    await belov.hears("Такого обращения среди доступных вам нет")
    assert (await appeal(town, "2026-000001"))["officer"] == ""
    assert not any("Разобрать: 2026" in shown.text for shown in belov.heard), "nor hears of it"


@pytest.mark.requirement("P1")
async def test_a_head_who_is_no_officer_is_offered_what_they_may_do(town: Town, at: str) -> None:
    _without(town, "ivanova", Role.OFFICER)
    ivanova = await town.employee("ivanova", at)
    _, its = await writes(town, "telegram")
    notice = await ivanova.hears(f"Новое обращение {its}")
    assert labels(notice) == ["Передать", "Не наше", "Открыть"]


@pytest.mark.requirement("R1", "P1")
async def test_a_notice_follows_the_appeal(town: Town, at: str) -> None:
    """Words added just before the officer gives the appeal back are for whoever sorts it."""
    petrov = await town.employee("petrov", at)
    belov = await town.employee("belov", "telegram")
    client, its = await writes(town, "vk")
    notice = await petrov.hears(its)
    await petrov.taps("Взять", notice)
    await petrov.hears("ваше")
    await gathered(town)
    town.watch.passes(hours=9)  # the evening, when nobody is written to
    await client.says("Ребёнку два года.")
    await settled(client)
    await petrov.taps("Не наше", await petrov.hears("Исполнитель: Петров"))
    await petrov.hears("вернули на разбор")
    town.watch.passes(hours=14, minutes=5)
    told = await belov.hears("Дополнений: 1")
    assert "Ждут разбора: 1" in told.text
    await settled(petrov)
    assert not any("дополнил" in shown.text for shown in petrov.heard)


async def test_a_notice_counts_the_files_of_what_it_quotes(town: Town, at: str) -> None:
    petrov = await town.employee("petrov", at)
    client, its = await writes(town, "vk", BENEFIT, SCAN)
    await petrov.taps("Взять", await petrov.hears(its))
    await petrov.hears("ваше")
    town.watch.passes(minutes=5)
    await client.says("Ребёнку два года.")
    assert "Вложения" not in (await petrov.hears("Ребёнку два года.")).text
    town.watch.passes(minutes=5)
    await client.says("И справка", SCAN)
    assert "Вложения: 1" in (await petrov.hears("И справка")).text


async def test_files_come_with_the_card(town: Town, at: str) -> None:
    petrov = await town.employee("petrov", at)
    _, its = await writes(town, "telegram", BENEFIT, SCAN)
    await petrov.taps("Открыть", await petrov.hears(its))
    await stored(town)
    await petrov.taps("Вложения", await petrov.hears("Ждёт исполнителя"))
    await petrov.hears("Вложения к обращению")
    await receives(petrov, 503)
