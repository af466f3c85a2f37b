"""Templates and repeats in the chat: offered, filled in, taken, mended, counted, and proved."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from domain.templates import Template
from sandbox.people import Person, Sent, Shown
from storage import tables as t
from tests.conversations.talk import (
    BENEFIT,
    answers,
    data_of,
    entries,
    gathered,
    labels,
    number,
    receives,
    rows,
    stored,
    turned,
    until,
    writes,
)
from tests.town import Town

SUBSIDY = "Почему уменьшили субсидию на оплату коммунальных услуг? Было 2300, стало 1100 рублей."
TABLE = Sent("document", "расчёт.pdf", b"%PDF-1.4 xyz", "application/pdf")
DOCUMENTS = "Какие документы нужны для пособия"


async def offered(town: Town, at: str, text: str = BENEFIT) -> tuple[Person, Person, str, Shown]:
    """Petrov has begun to answer and looks at the templates."""
    petrov = await town.employee("petrov", at)
    client, its = await writes(town, at, text)
    await petrov.taps("Ответить", await petrov.hears(its))
    await petrov.taps("Шаблоны", await petrov.hears("Напишите ответ"))
    return petrov, client, its, await petrov.hears("Шаблоны для ответа")


async def kept(town: Town) -> list[dict[str, object]]:
    return await rows(town, select(t.replies).order_by(t.replies.c.id))


async def arrived(town: Town) -> None:
    """The last reply has reached its client."""

    async def sent() -> bool:
        return (await kept(town))[-1]["state"] == "sent"

    await until(sent)


@pytest.mark.requirement("T6", "T9")
async def test_a_template_becomes_the_reply_and_is_counted(town: Town, at: str) -> None:
    petrov, client, its, choice = await offered(town, at)
    assert labels(choice)[0] == DOCUMENTS
    assert not any("субсидия" in label for label in labels(choice))
    await petrov.taps(DOCUMENTS, choice)
    shown = await petrov.hears("Чтобы подать заявление на пособие")
    assert shown.text.startswith(f"«{DOCUMENTS}», версия 1.\n")
    assert "https://pos.example.org/" in shown.text
    assert not any("пособие, понадобится" in heard.text for heard in client.heard)
    await petrov.taps("Взять этот текст", shown)
    preview = await petrov.hears(f"Рассмотрели ваше обращение {its}")
    assert "Чтобы подать заявление на пособие" in preview.text
    await petrov.taps("Отправить", preview)
    reply = await client.hears("Чтобы подать заявление на пособие")
    assert reply.text == preview.text
    await arrived(town)
    [made] = await kept(town)
    assert (made["template"], made["outcome"]) == ("child_benefit_documents@1", "solved")
    assert str(made["text"]) in reply.text
    [use] = await rows(town, select(t.template_uses))
    assert (use["template"], use["version"]) == ("child_benefit_documents", "1")
    assert (use["employee"], use["reply"]) == ("petrov", made["id"])
    assert use["at"] == town.watch.at
    _, other = await writes(town, at, f"{BENEFIT} Не пришло.")
    await gathered(town)
    await petrov.taps("Ответить", await petrov.hears(other))
    await petrov.taps("Шаблоны", await petrov.hears("Напишите ответ"))
    await petrov.taps(DOCUMENTS, await petrov.hears("Шаблоны для ответа"))
    await petrov.hears("версия 1 · по нему ответили: 1.")


@pytest.mark.requirement("T6")
async def test_what_was_not_sent_is_not_counted(town: Town, at: str) -> None:
    petrov, client, _, choice = await offered(town, at)
    await petrov.taps(DOCUMENTS, choice)
    await petrov.taps("Взять этот текст", await petrov.hears("версия 1"))
    await petrov.taps("Написать заново", await petrov.hears("Рассмотрели ваше обращение"))
    await petrov.hears("Напишите ответ")
    await petrov.says("Паспорт и номер счёта.")
    await petrov.taps("Отправить", await petrov.hears("Паспорт и номер счёта."))
    await petrov.taps("Вопрос решён", await petrov.hears("Чем закончилось обращение"))
    await client.hears("Паспорт и номер счёта.")
    await arrived(town)
    [made] = await kept(town)
    assert made["template"] == ""
    assert await rows(town, select(t.template_uses)) == []


@pytest.mark.requirement("T6")
async def test_the_officer_adds_to_a_template_and_mends_it(town: Town, at: str) -> None:
    petrov, client, _, choice = await offered(town, at)
    await petrov.taps(DOCUMENTS, choice)
    await petrov.taps("Взять этот текст", await petrov.hears("версия 1"))
    await petrov.hears("Рассмотрели ваше обращение")
    await petrov.says("Приём — во вторник.", TABLE)
    whole = await petrov.hears("Приём — во вторник.")
    assert "Чтобы подать заявление" in whole.text
    await petrov.taps("Поправить текст", whole)
    await petrov.hears("Скопируйте его, поправьте")
    bare = await petrov.hears("Чтобы подать заявление")
    assert bare.text.endswith("Приём — во вторник.")
    assert "Рассмотрели" not in bare.text
    await petrov.says("Нужны паспорт и номер счёта.")
    mended = await petrov.hears("Нужны паспорт и номер счёта.")
    assert "Чтобы подать" not in mended.text
    await stored(town)
    await petrov.taps("Отправить", mended)
    await client.hears("Нужны паспорт и номер счёта.")
    await receives(client, len(TABLE.content))
    [made] = await kept(town)
    assert (made["template"], made["text"]) == (
        "child_benefit_documents@1",
        "Нужны паспорт и номер счёта.",
    )


@pytest.mark.requirement("T6")
async def test_what_only_the_officer_knows_is_asked_for(town: Town, at: str) -> None:
    petrov, client, _, choice = await offered(town, at, SUBSIDY)
    await petrov.taps("Почему изменилась субсидия", choice)
    shown = await petrov.hears("версия 1")
    assert "[сумма в рублях]" in shown.text
    await petrov.taps("Взять этот текст", shown)
    await petrov.hears("вместо «причина изменения»")
    await petrov.says("", TABLE)  # a file is no reason, and is not lost
    await petrov.hears("вместо «причина изменения»")
    await petrov.says("доходы семьи выросли")
    await petrov.hears("вместо «сумма в рублях»")
    await petrov.says("1100")
    preview = await petrov.hears("Рассмотрели ваше обращение")
    assert "потому что доходы семьи выросли. Теперь субсидия составляет 1100 рублей" in preview.text
    await stored(town)
    await petrov.taps("Отправить", preview)
    await client.hears("составляет 1100 рублей")
    await receives(client, len(TABLE.content))


async def test_a_text_already_written_is_replaced_only_when_told(town: Town, at: str) -> None:
    petrov, _, its, choice = await offered(town, at)
    await petrov.says("Мой набросок.")
    first = await petrov.hears("Мой набросок.")
    await petrov.taps(DOCUMENTS, choice)
    await petrov.hears("старый вариант")
    await petrov.taps("Шаблоны", first)
    await petrov.taps(DOCUMENTS, await petrov.hears("Шаблоны для ответа"))
    shown = await petrov.hears("Он заменит то, что вы уже написали")
    await petrov.taps("К ответу", shown)
    assert "Мой набросок." in (await petrov.hears(f"Рассмотрели ваше обращение {its}")).text
    await petrov.taps("Взять этот текст", shown)
    assert "Мой набросок" not in (await petrov.hears("Чтобы подать заявление")).text


@pytest.mark.requirement("T5")
async def test_all_seven_typical_replies_come_in_pages(town: Town, at: str) -> None:
    petrov, _, _, first = await offered(town, at)
    titles = labels(first)
    await petrov.taps("Ещё", first)
    second = await turned(petrov, first)
    titles += labels(second)
    typical = [one.title for one in town.ministry.templates.values() if one.case]
    assert [title for title in titles if title in typical] == typical
    await petrov.taps("Суть обращения неясна", first if typical[3] in labels(first) else second)
    shown = await petrov.hears("не смогли понять, в чём состоит вопрос")
    assert "8-800-000-00-00" in shown.text


@pytest.mark.requirement("T5")
async def test_what_a_template_lacks_is_named(town: Town, at: str) -> None:
    """Nothing was asked before: there is nothing to point back to."""
    petrov, _, _, first = await offered(town, at)
    page = first
    if "На этот вопрос уже отвечали" not in labels(first):
        await petrov.taps("Ещё", first)
        page = await turned(petrov, first)
    await petrov.taps("На этот вопрос уже отвечали", page)
    told = await petrov.hears("заполнить не получится")
    assert "неизвестно похожее прежнее обращение." in told.text


async def test_a_template_that_is_gone_is_a_stale_button(town: Town, at: str) -> None:
    petrov, _, _, choice = await offered(town, at, SUBSIDY)
    await petrov.taps("Почему изменилась субсидия", choice)
    shown = await petrov.hears("версия 1")
    await petrov.taps("Взять этот текст", shown)
    await petrov.hears("причина изменения")
    left: dict[str, Template] = {}
    town.service.house.ministry = replace(town.ministry, templates=left)
    await petrov.says("доходы выросли")
    await petrov.hears("вместо «сумма в рублях»")
    await petrov.says("1100")
    await petrov.hears("кнопка")
    await petrov.taps("Взять этот текст", shown)
    await petrov.hears("кнопка")
    await petrov.taps("Другой шаблон", shown)
    await petrov.hears("готовых шаблонов нет")


async def asked_again(town: Town, at: str, text: str) -> tuple[Person, Person, str, str]:
    """A client was answered by Petrov and writes once more; both numbers come last."""
    petrov = await town.employee("petrov", at)
    client, first = await writes(town, at, SUBSIDY)
    await answers(petrov, await petrov.hears(first), "Выросли доходы вашей семьи.")
    await client.hears("Выросли доходы")
    await petrov.hears("доставлен клиенту")
    town.watch.passes(hours=24)
    await client.says(text)
    return petrov, client, first, number(await client.hears("его номер"))


async def card(petrov: Person, its: str) -> Shown:
    await petrov.taps("Открыть", await petrov.hears(its))
    return await petrov.hears("Клиент:")


@pytest.mark.requirement("R12", "T5")
async def test_a_repeat_is_shown_with_what_is_new_and_proves_the_typical_reply(
    town: Town, at: str
) -> None:
    petrov, client, first, its = await asked_again(town, at, f"Пишу повторно. {SUBSIDY}")
    shown = await card(petrov, its)
    assert f"Похоже на обращение {first} от 24 ноября: ответили 24 ноября." in shown.text
    assert "Ничего нового в этом нет." in shown.text
    await petrov.taps("Похожее", shown)
    earlier = await petrov.hears(f"Обращение {first} от 24 ноября. Клиент писал:")
    assert SUBSIDY in earlier.text
    assert "Ответ 24 ноября (Петров А. Н.):\n\nВыросли доходы вашей семьи." in earlier.text
    await petrov.taps(f"К обращению {its}", earlier)
    await petrov.taps("Ответить", await petrov.hears("Похоже на обращение"))
    await petrov.taps("Шаблоны", await petrov.hears("Напишите ответ"))
    choice = await petrov.hears("Шаблоны для ответа")
    assert labels(choice)[0] == "На этот вопрос уже отвечали"
    await petrov.taps("На этот вопрос уже отвечали", choice)
    await petrov.taps("Взять этот текст", await petrov.hears("версия 1"))
    await petrov.taps("Отправить", await petrov.hears("Рассмотрели ваше обращение"))
    told = await client.hears("Об этом вы уже писали нам")
    assert f"обращение № {first} от 24 ноября. Мы ответили на него 24 ноября." in told.text


@pytest.mark.requirement("R12")
async def test_what_is_new_in_a_repeat_is_shown(town: Town, at: str) -> None:
    text = f"{SUBSIDY} В октябре родился второй ребёнок."
    petrov, _, first, its = await asked_again(town, at, text)
    shown = await card(petrov, its)
    assert f"Похоже на обращение {first}" in shown.text
    assert "Новое: В октябре родился второй ребёнок." in shown.text


@pytest.mark.requirement("R12")
async def test_another_matter_or_another_client_is_no_repeat(town: Town, at: str) -> None:
    petrov, _, _, its = await asked_again(town, at, BENEFIT)
    assert "Похоже на" not in (await card(petrov, its)).text
    _, other = await writes(town, at, SUBSIDY)  # somebody else in the same words
    await gathered(town)
    assert "Похоже на" not in (await card(petrov, other)).text


@pytest.mark.requirement("R12", "P1")
async def test_another_units_reply_is_not_read_by_a_button(town: Town, at: str) -> None:
    """That there was one is told, with whom to ask; its words are for those who may read it."""
    petrov, _, first, its = await asked_again(town, at, f"{SUBSIDY} Прошу пересчитать.")
    shown = await card(petrov, its)
    tap = data_of(shown, "Похожее")
    async with town.service.engine.begin() as connection:
        moved = t.appeals.update().where(t.appeals.c.number == first)
        await connection.execute(moved.values(unit="care", officer="zaitsev"))
    await petrov.taps("Обновить", shown)
    again = await petrov.hears("Им занимался другой отдел: Отдел социального обслуживания")
    assert not any("Похожее" in label for label in labels(again))
    await petrov.messenger.taps(petrov.id, again.id, tap)
    refused = await petrov.hears("Такого обращения среди доступных вам нет")
    assert "Выросли доходы" not in refused.text


@pytest.mark.requirement("R12")
async def test_a_complaint_about_whoever_looks_is_not_named(town: Town, at: str) -> None:
    petrov, _, first, its = await asked_again(town, at, f"{SUBSIDY} Прошу пересчитать.")
    shown = await card(petrov, its)
    assert first in shown.text
    async with town.service.engine.begin() as connection:
        barred = t.appeals.update().where(t.appeals.c.number == first).values(barred="petrov")
        await connection.execute(barred)
    await petrov.taps("Обновить", shown)
    assert first not in (await petrov.hears("Клиент:")).text
    await petrov.taps("Похожее", shown)
    await petrov.hears("Такого обращения среди доступных вам нет")


@pytest.mark.requirement("R12")
async def test_a_mended_message_counts_as_it_was_mended(town: Town) -> None:
    """The subsidy was written by mistake: the message is about something else by now."""
    petrov = await town.employee("petrov", "telegram")
    client = town.person("telegram")
    message = await client.says(SUBSIDY)
    first = number(await client.hears("его номер"))
    for versions, text in ((2, f"Субсидия. {BENEFIT}"), (3, BENEFIT)):
        town.watch.passes(seconds=5)
        await client.messenger.edits(client.id, message, text)

        async def heard(versions: int = versions) -> bool:
            return len(await entries(town, first)) == versions

        await until(heard)
    await answers(petrov, await petrov.hears(first))
    await client.hears("26 ноября")
    await petrov.hears("доставлен клиенту")
    town.watch.passes(hours=24)
    await client.says(SUBSIDY)
    its = number(await client.hears("его номер"))
    assert "Похоже на" not in (await card(petrov, its)).text
