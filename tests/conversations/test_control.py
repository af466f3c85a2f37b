"""Outcomes and control: what is promised, or watched, is not executed by the reply alone."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from sandbox.people import Person, Shown
from storage import tables as t
from tests.conversations.talk import (
    answers,
    appeal,
    card_of,
    gathered,
    history,
    labels,
    presses,
    rows,
    sends,
    turned,
    writes,
)
from tests.town import Town

TEXT = "Пособие придёт позже, деньги выделены."


async def drafted(town: Town, at: str, text: str = TEXT) -> tuple[Person, Person, str, Shown]:
    """Petrov's reply is about to go: the question of its outcome is asked."""
    petrov = await town.employee("petrov", at)
    client, its = await writes(town, "vk" if at == "telegram" else "telegram")
    await petrov.taps("Ответить", await petrov.hears(its))
    await petrov.hears("Напишите ответ")
    await petrov.says(text)
    await petrov.taps("Отправить", await petrov.hears(text))
    return petrov, client, its, await petrov.hears("Чем закончилось")


async def windows(town: Town) -> dict[str, str]:
    """How each window of the only appeal stands."""
    query = select(t.windows.c.rule, t.windows.c.state).order_by(t.windows.c.id)
    return {row["rule"]: row["state"] for row in await rows(town, query)}


@pytest.mark.requirement("R7")
@pytest.mark.parametrize(
    ("press", "outcome", "line"),
    [
        ("Вопрос решён", "solved", "Итог: вопрос решён."),
        ("Решить можно", "may_be", "Итог: вопрос можно решить, точного срока пока нет."),
        ("Решить нельзя", "cannot", "Итог: решить вопрос так, как вы просите, нельзя."),
    ],
)
async def test_three_outcomes_close_at_once(
    town: Town, at: str, press: str, outcome: str, line: str
) -> None:
    text = "Пособие не положено, но вы можете подать на субсидию."
    petrov, client, its, asked = await drafted(town, at, text)
    assert labels(asked)[:4] == [
        "Вопрос решён",
        "Решение будет к дате",
        "Решить можно, срока пока нет",
        "Решить нельзя",
    ]
    await petrov.taps(press, asked)
    assert line in (await client.hears(text)).text
    await petrov.hears("Обращение закрыто")
    (kept,) = await rows(town, select(t.replies))
    assert (kept["outcome"], kept["state"]) == (outcome, "sent")
    assert (await appeal(town, its))["state"] == "answered"
    assert await windows(town) == {"message_reply": "met"}


@pytest.mark.requirement("R7", "T4")
async def test_a_refusal_without_another_way_wants_a_reason(town: Town, at: str) -> None:
    petrov, client, _, asked = await drafted(town, at, "Пособие вам не положено.")
    await petrov.taps("Решить нельзя", asked)
    await petrov.hears("Проверили текст")
    preview = await petrov.hears("Пособие вам не положено.")
    assert labels(preview)[:2] == ["Отправить всё равно", "Изменить итог"]
    assert not any("не положено" in one.text for one in client.heard)
    await petrov.taps("Отправить всё равно", preview)
    await petrov.hears("напишите, почему")
    await petrov.says("Другого способа закон не даёт")
    await petrov.taps("Отправить с этой", await petrov.hears("Если это причина"))
    await client.hears("не положено")
    (kept,) = await rows(town, select(t.replies))
    assert "no-alternative" in kept["errors"]
    assert kept["reason"] == "Другого способа закон не даёт"


@pytest.mark.requirement("R7", "R9", "C8")
async def test_what_will_be_solved_stays_under_control_of_the_head(town: Town, at: str) -> None:
    ivanova = await town.employee("ivanova", at)
    petrov, client, its, asked = await drafted(town, at)
    await petrov.taps("Решение будет", asked)
    await petrov.hears("К какому дню")
    for said, told in (
        ("скоро", "Не получилось разобрать дату"),
        ("23.11.2026", "уже прошло"),
        ("29.11.2026", "нерабочий день. Ближайший рабочий — 30 ноября 2026 года"),
        ("30.11.2030", "больше года"),
    ):
        await petrov.says(said)
        await petrov.hears(told)
    await petrov.says("30 ноября")
    assert "не позднее 30 ноября 2026 года" in (await client.hears(TEXT)).text
    await petrov.hears("на контроле: снимает Иванова О. Д.")
    kept = await appeal(town, its)
    assert (kept["state"], kept["control"], kept["closed_at"]) == ("control", "ivanova", None)
    assert await windows(town) == {"message_reply": "met", "promise": "open"}
    promise = select(t.windows.c.due_at).where(t.windows.c.rule == "promise")
    (promised,) = await rows(town, promise)
    assert promised["due_at"] == datetime(2026, 11, 30, 15, 0, tzinfo=UTC)
    await gathered(town)
    notice = await ivanova.hears("Клиент получил ответ")
    assert labels(notice) == ["Снять с контроля", "Вернуть в работу", "Открыть"]
    await petrov.taps("Взять", next(one for one in petrov.heard if "Новое" in one.text))
    await petrov.hears("Клиент уже получил ответ")
    town.watch.passes(days=1)
    await ivanova.taps("Снять с контроля", notice)
    await ivanova.hears("снято с контроля и закрыто")
    kept = await appeal(town, its)
    assert (kept["state"], kept["control"]) == ("answered", "")
    assert await windows(town) == {"message_reply": "met", "promise": "met"}
    assert (await history(town, its))[-1] == ("ivanova", "control_ended")


@pytest.mark.requirement("R9", "W2")
async def test_alerts_go_to_who_controls_and_late_is_late(town: Town) -> None:
    """Past due and not taken off is not executed; taken off, what was in time counts as such."""
    ivanova = await town.employee("ivanova", "telegram")
    petrov, _, its, asked = await drafted(town, "vk")
    await petrov.taps("Решение будет", asked)
    await petrov.hears("К какому дню")
    await petrov.says("30.11.2026")
    await petrov.hears("на контроле")
    await gathered(town)
    await ivanova.hears("Клиент получил ответ")
    before = len(petrov.heard)
    town.watch.passes(days=7)
    await town.service.jobs.alerts()
    await ivanova.hears("Пока не снято с контроля, обращение не исполнено")
    assert not any("срок" in one.text for one in petrov.heard[before:])
    card = await card_of(town, ivanova, its)
    assert "На контроле: Иванова О. Д." in card.text
    assert "Срок прошёл, обращение не исполнено" in card.text
    await ivanova.says("Меню")
    await ivanova.taps("На контроле", await ivanova.hears("Что открыть?"))
    assert ", не исполнено" in (await ivanova.hears("На контроле: 1 обращение")).text
    assert await windows(town) == {"message_reply": "met", "promise": "broken"}
    town.watch.passes(days=1)
    await ivanova.taps("Снять с контроля", card)
    await ivanova.hears("снято с контроля и закрыто")
    assert await windows(town) == {"message_reply": "met", "promise": "late"}


@pytest.mark.requirement("R9", "C8", "W12")
async def test_under_control_before_the_reply_and_returned(town: Town, at: str) -> None:
    ivanova = await town.employee("ivanova", at)
    petrov = await town.employee("petrov", "telegram")
    client, its = await writes(town, "vk")
    notice = await petrov.hears(its)
    card = await card_of(town, ivanova, its)
    await chooses(ivanova, "Поставить на контроль", card)
    await ivanova.hears("Почему обращение")
    await ivanova.says("  ")
    await ivanova.hears("пришло пустым")
    await ivanova.says("Повторное обращение, держу сама.")
    await ivanova.hears("на контроле у вас")
    await ivanova.taps("Поставить на контроль")
    await ivanova.hears("уже на контроле у вас")
    await answers(petrov, notice, TEXT)
    await client.hears(TEXT)
    await petrov.hears("снимает Иванова О. Д.")
    await gathered(town)
    told = await ivanova.hears("Клиент получил ответ")
    await ivanova.taps("Вернуть в работу", told)
    await ivanova.hears("Что ещё нужно сделать")
    await ivanova.says("Назовите день выплаты.")
    await ivanova.hears("вернули в работу. Исполнитель: Петров А. Н.")
    await client.hears("готовим дополнительный ответ")
    await gathered(town)
    back = await petrov.hears("Назовите день выплаты.")
    assert (await appeal(town, its))["state"] == "taken"
    await answers(petrov, back, "Пособие придёт 26 ноября.")
    await client.hears("26 ноября")
    await petrov.hears("снимает Иванова")
    await gathered(town)
    await ivanova.taps("Снять с контроля", await ivanova.hears("Клиент получил ответ"))
    await ivanova.hears("снято с контроля и закрыто")
    await ivanova.taps("Снять с контроля", told)
    await ivanova.hears("не на контроле")
    done = [what for who, what in await history(town, its) if who == "ivanova"]
    assert done == ["controlled", "returned_from_control", "control_ended"]
    assert await windows(town) == {"message_reply": "met"}


@pytest.mark.requirement("R9")
async def test_the_officer_hears_why_it_is_under_control(town: Town) -> None:
    sidorova = await town.employee("sidorova", "telegram")
    petrov = await town.employee("petrov", "vk")
    _, its = await writes(town, "vk")
    await petrov.taps("Взять", await petrov.hears(its))
    await petrov.hears(f"Обращение {its} ваше")
    await put(town, sidorova, its, "Губернатор просил доложить.")
    await gathered(town)
    told = await petrov.hears("поставили на контроль: Сидорова Т. В.")
    assert "Губернатор просил доложить." in told.text
    await chooses(sidorova, "Снять с контроля", await card_of(town, sidorova, its))
    await sidorova.hears("снято с контроля. Исполнитель работает дальше")
    await petrov.taps("Ответить")
    await petrov.hears("Напишите ответ")
    await petrov.says(TEXT)
    await sends(petrov, await petrov.hears(TEXT))
    await petrov.hears("Обращение закрыто")


@pytest.mark.requirement("R9", "P1")
async def test_only_who_put_it_there_takes_it_off(town: Town) -> None:
    sidorova = await town.employee("sidorova", "telegram")
    ivanova = await town.employee("ivanova", "telegram")
    petrov = await town.employee("petrov", "vk")
    client, its = await writes(town, "vk")
    notice = await petrov.hears(its)
    await put(town, sidorova, its, "Прошу держать в поле зрения.")
    await answers(petrov, notice, TEXT)
    await petrov.hears("снимает Сидорова Т. В.")
    it = (await appeal(town, its))["id"]
    for verb in ("take-off", "return"):
        for who, told in (
            (ivanova, "на контроле у другого сотрудника: Сидорова Т. В."),
            (petrov, "на контроле у другого сотрудника: Сидорова Т. В."),
            (client, "Такого обращения"),
        ):
            await presses(who, f"{verb}:{it}")
            await who.hears(told)
    for who in (petrov, client):
        await presses(who, f"control:{it}")
        await who.hears("Клиент уже получил" if who is petrov else "Такого обращения")
    await presses(ivanova, f"control:{it}")
    await ivanova.hears("уже на контроле у другого")
    assert (await appeal(town, its))["state"] == "control"


@pytest.mark.requirement("R9", "A14")
async def test_after_a_controlled_reply_words_are_a_new_appeal_and_thanks_are_none(
    town: Town, at: str
) -> None:
    sidorova = await town.employee("sidorova", "telegram")
    petrov = await town.employee("petrov", "telegram")
    client, its = await writes(town, at)
    receipt = client.last
    notice = await petrov.hears(its)
    await put(town, sidorova, its, "Прошу держать в поле зрения.")
    await answers(petrov, notice, TEXT)
    await client.hears(TEXT)
    await petrov.hears("снимает")
    await client.taps("Дополнить", receipt)
    await client.hears("уже ответили")
    await client.says("Спасибо!")
    await client.hears("Рады, что помогли")
    town.watch.passes(minutes=5)
    await client.says("А когда придёт пособие за декабрь?")
    await client.hears("его номер — 2026-000002")


async def put(town: Town, who: Person, its: str, why: str) -> None:
    await chooses(who, "Поставить на контроль", await card_of(town, who, its))
    await who.hears("Почему обращение")
    await who.says(why)
    await who.hears("на контроле у вас")


async def chooses(who: Person, label: str, card: Shown) -> None:
    """From what else can be done, wherever it stands."""
    await who.taps("Ещё", card)
    shown = await who.hears("Что сделать")
    if label not in labels(shown):
        await who.taps("Ещё", shown)
        shown = await turned(who, shown)
    await who.taps(label, shown)
