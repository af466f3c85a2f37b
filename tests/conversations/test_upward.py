"""Letters upward, proposals, who has looked at what, and the units below (E8, P1)."""

from __future__ import annotations

import pytest
from sqlalchemy import select, text

from storage import tables as t
from tests.conversations.moved import changed
from tests.conversations.talk import (
    BENEFIT,
    answers,
    appeal,
    card_of,
    gathered,
    labels,
    number,
    presses,
    rows,
    settled,
    until,
    writes,
)
from tests.town import Town


@pytest.mark.requirement("E8")
async def test_a_letter_is_its_recipients_own(town: Town, at: str) -> None:
    """Not a colleague's of the same unit, a controller's nor the writer's head's."""
    petrov = await town.employee("petrov", at)
    sokolov = await town.employee("sokolov", "vk")
    others = [await town.employee(one, "vk") for one in ("lebedeva", "sidorova", "ivanova")]
    await presses(petrov, "upward")
    offered = await petrov.hears("Кому написать")
    assert labels(offered) == ["Соколов Д. А.", "Лебедева Г. А.", "Иванова О. Д."]
    await petrov.taps("Соколов", offered)
    await petrov.hears("Кроме получателя, письмо никто не увидит")
    await petrov.says("Прошу обновить справочник льгот.")
    await petrov.taps("Отправить", await petrov.hears("справочник льгот"))
    receipt = await petrov.hears("Получили ваше письмо")
    assert "Получатель: Соколов Дмитрий Андреевич" in receipt.text
    assert "Открыть письмо" in labels(receipt)
    its = number(receipt)
    assert "справочник льгот" in (await sokolov.hears(its)).text
    found = await appeal(town, its)
    assert (found["kind"], found["officer"], found["filer"]) == ("letter", "sokolov", "petrov")
    await presses(petrov, "requests")
    await petrov.hears(its)
    for other in others:
        await presses(other, f"card:{found['id']}")
        await other.hears("Такого обращения среди доступных вам нет")
        await settled(other)
        assert not any(its in shown.text for shown in other.heard)
    await card_of_letter(sokolov, found["id"])


async def card_of_letter(sokolov: object, it: int) -> None:
    await presses(sokolov, f"card:{it}")  # type: ignore[arg-type]
    await sokolov.hears("справочник льгот")  # type: ignore[attr-defined]


@pytest.mark.requirement("E8")
async def test_whoever_reads_the_whole_database_cannot_tell_who_proposed(town: Town) -> None:
    """The words stand in one table, under lots; on PostgreSQL neither place nor transaction of the
    rows tells them apart."""
    said = {"petrov": "Поставьте кулер в коридоре.", "gromova": "Сделайте обед короче."}
    for who, words in said.items():
        person = await town.employee(who, "telegram")
        await presses(person, "unnamed")
        await person.hears("без имени, времени и порядка")
        sent = await person.says(words)
        await person.hears("Правка сообщения его уже не изменит")
        await person.messenger.edits(person.id, sent, "Совсем другое.")
    kept = await rows(town, select(t.proposals))
    assert {row["text"] for row in kept} == set(said.values())
    assert all(set(row) == {"id", "text"} for row in kept)
    for table in t.metadata.sorted_tables:
        if table.name in {"proposals", "outbox"}:
            continue
        for row in await rows(town, select(table)):
            assert not any(one in str(row) for one in said.values()), table.name
    await until(lambda: nothing_tells(town))
    if town.database.startswith("postgresql"):
        async with town.service.engine.connect() as connection:
            found = await connection.execute(text("SELECT DISTINCT xmin::text FROM proposals"))
            assert len(found.all()) == 1
    sidorova = await town.employee("sidorova", "vk")
    await presses(sidorova, "proposals")
    shown = await sidorova.hears("Предложений без имени: 2")
    assert all(one in shown.text for one in said.values())


async def nothing_tells(town: Town) -> bool:
    """Neither what was said on the way nor where the dialogue stands says who has proposed."""
    assert {row["step"] for row in await rows(town, select(t.chats))} == {""}
    told = [str(row["reply"]) for row in await rows(town, select(t.outbox))]
    return not any(one in text for text in told for one in ("без имени", "кулер", "обед короче"))


@pytest.mark.requirement("P1")
async def test_views_are_on_record_but_for_the_officer_responsible(town: Town) -> None:
    petrov = await town.employee("petrov", "telegram")
    gromova = await town.employee("gromova", "vk")
    sidorova = await town.employee("sidorova", "telegram")
    _, its = await writes(town, "vk", BENEFIT)
    await petrov.taps("Взять", await petrov.hears(its))
    await petrov.hears("Исполнитель: Петров")
    it = (await appeal(town, its))["id"]
    for verb in ("card", "files", "export", "more", "why-card"):
        for person in (petrov, gromova):
            await presses(person, f"{verb}:{it}")
            await person.hears()
    await card_of(town, gromova, its)
    kept = await rows(town, select(t.views))
    assert {row["actor"] for row in kept} == {"gromova"}
    assert {row["what"] for row in kept} == {"card", "files", "export"}
    await presses(sidorova, "views")
    await sidorova.hears("Напишите номер обращения")
    await sidorova.says(its)
    assert "Громова С. И." in (await sidorova.hears("Кто смотрел обращение")).text
    await presses(gromova, "views")
    await gromova.hears("среди доступных вам нет")


@pytest.mark.requirement("P1", "E9")
async def test_a_head_sees_the_units_below_and_not_their_people_as_citizens(town: Town) -> None:
    sokolov = await town.employee("sokolov", "vk")
    zaitsev = await town.employee("zaitsev", "telegram")
    _, its = await writes(town, "telegram", BENEFIT)
    await presses(zaitsev, "hat-client")
    await zaitsev.hears("Сейчас вы пишете как гражданин")
    await zaitsev.says(BENEFIT)
    own = number(await zaitsev.hears("его номер"))
    await presses(sokolov, "below")
    assert (
        "Отдел пособий и социальных выплат: открыто 1, просрочено 0"
        in (await sokolov.hears("Подчинённые отделы")).text
    )
    await presses(sokolov, "below-unit:benefits:0")
    shown = await sokolov.hears(its)
    assert own not in shown.text
    await sokolov.taps("1", shown)
    card = await sokolov.hears("Клиент: ")
    assert not {"Взять", "Ответить", "Передать"} & set(labels(card))
    await presses(zaitsev, "below")
    await zaitsev.hears("Эта кнопка для работы")


@pytest.mark.requirement("E8", "R5")
async def test_a_letter_that_went_round_stays_with_its_reader(town: Town) -> None:
    """Nobody else is told of it, and nobody else could move it on."""
    petrov, lebedeva = [await town.employee(who, "vk") for who in ("petrov", "lebedeva")]
    await presses(petrov, "upward-to:letter:lebedeva")
    await petrov.hears("Кроме получателя, письмо никто не увидит")
    await petrov.says("Прошу обновить справочник льгот.")
    await petrov.taps("Отправить", await petrov.hears("справочник льгот"))
    its = number(await petrov.hears("2026-"))
    letter = await changed(town, its, transfers=2)
    await lebedeva.hears(its)
    await presses(lebedeva, f"over:{letter.id}")
    await lebedeva.hears("никто, кроме вас, его не видит")
    await presses(lebedeva, f"ask-head:{letter.id}")
    await lebedeva.hears("Эта кнопка")


@pytest.mark.requirement("E8", "S2")
async def test_what_is_thought_of_a_reply_to_a_letter_its_reader_hears(town: Town) -> None:
    """Not the head of the unit, a controller, or whoever works there when the reader has left."""
    petrov, lebedeva = [await town.employee(who, "telegram") for who in ("petrov", "lebedeva")]
    others = [await town.employee(who, "vk") for who in ("sokolov", "sidorova")]
    await presses(petrov, "upward-to:letter:lebedeva")
    await petrov.hears("Кроме получателя, письмо никто не увидит")
    await petrov.says("Прошу обновить справочник льгот.")
    await petrov.taps("Отправить", await petrov.hears("справочник льгот"))
    its = number(await petrov.hears("2026-"))
    await answers(lebedeva, await lebedeva.hears(its), "Обновим справочник до пятницы.")
    asked = await petrov.hears("Оцените")
    assert "письмо вернётся к получателю" in asked.text
    await petrov.taps("2", asked)
    await petrov.hears("это прочитает только получатель письма")
    await gathered(town)
    await lebedeva.hears("Оценка 2")
    await changed(town, its, officer="somebody who has left")
    await petrov.says("Это уже обещали весной.")
    await petrov.hears("вместе с оценкой 2")
    await gathered(town)
    for other in others:
        await settled(other)
        assert not any("Оценка" in shown.text for shown in other.heard)
