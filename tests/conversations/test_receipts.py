"""A client writes: the appeal counts at once, and the receipt says all there is to know."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from sandbox.people import Sent
from tests.conversations.talk import (
    BENEFIT,
    SCAN,
    UNCLEAR,
    appeal,
    appeals,
    entries,
    history,
    labels,
    number,
    settled,
    turned,
    writes,
)
from tests.town import Town

PAGES = [Sent("photo", f"{n}.jpg", b"\xff\xd8\xff" + b"p" * n, "image/jpeg") for n in (9, 8, 7)]
SATURDAY = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)


@pytest.mark.requirement("A1", "A2", "W1", "A6")
async def test_the_receipt_says_everything(town: Town, at: str) -> None:
    client = town.person(at)
    await client.says(BENEFIT)
    receipt = await client.hears()
    assert "его номер — 2026-000001" in receipt.text
    assert "Ответим до среды, 25 ноября, 09:45" in receipt.text
    assert "Отвечает: Отдел пособий и социальных выплат" in receipt.text
    assert "Тема: «Пособия на детей»" in receipt.text
    assert "Что дальше: сотрудник прочитает сообщение" in receipt.text
    assert "Сейчас это сообщение" in receipt.text
    assert "нерабочее время" not in receipt.text
    kinds = ["Официальное обращение", "Это не обращение"]
    assert labels(receipt)[-4:] == ["Другая тема", "Дополнить", *kinds]
    assert len(labels(receipt)) <= 7


async def test_numbers_have_no_gaps(town: Town) -> None:
    numbers = [(await writes(town, at))[1] for at in ("telegram", "vk", "telegram")]
    assert numbers == ["2026-000001", "2026-000002", "2026-000003"]


@pytest.mark.requirement("A6")
async def test_up_to_three_topics_are_proposed(town: Town, at: str) -> None:
    client = town.person(at)
    await client.says("Субсидия, пособие на ребёнка, льгота ветерану и вакансия: куда писать?")
    receipt = await client.hears("выберите тему")
    topics = [label for label in labels(receipt) if label in _titles(town)]
    assert len(topics) == 3


def _titles(town: Town) -> set[str]:
    return {topic.title for topic in town.ministry.topics.values()}


@pytest.mark.requirement("W14")
async def test_out_of_hours_the_receipt_says_when_work_resumes(town: Town, at: str) -> None:
    town.watch.at = SATURDAY
    client = town.person(at)
    await client.says(BENEFIT)
    receipt = await client.hears("его номер")
    assert "Займёмся вашим вопросом в понедельник, 30 ноября, в 9:00" in receipt.text
    assert "Ответим до понедельника, 30 ноября, 17:45" in receipt.text
    town.watch.passes(minutes=5)
    await client.says("И за сентябрь тоже.")
    joined = await client.hears("Добавили")
    assert "нерабочее" not in joined.text


@pytest.mark.requirement("W14")
@pytest.mark.parametrize(
    ("hour", "minute", "said"),
    [
        (10, 10, "Сейчас обеденный перерыв. Займёмся вашим вопросом сегодня в 13:45."),
        (5, 30, "Сейчас нерабочее время. Займёмся вашим вопросом сегодня в 9:00."),
        (16, 0, "Сейчас нерабочее время. Займёмся вашим вопросом в среду, 25 ноября, в 9:00."),
    ],
)
async def test_the_same_day_is_called_today(town: Town, hour: int, minute: int, said: str) -> None:
    town.watch.at = datetime(2026, 11, 24, hour, minute, tzinfo=UTC)
    client, _ = await writes(town, "vk")
    assert said in client.last.text


@pytest.mark.requirement("A5")
async def test_what_follows_within_a_minute_joins_silently(town: Town, at: str) -> None:
    client, its = await writes(town, at)
    town.watch.passes(seconds=25)
    await client.says("Забыла сказать: ребёнку два года.")
    town.watch.passes(seconds=30)
    await client.says("", SCAN)
    assert await settled(client) == 2
    assert len(await entries(town, its)) == 3
    assert len(await appeals(town)) == 1


@pytest.mark.requirement("A5")
async def test_the_minute_is_remembered_across_a_restart(town: Town, at: str) -> None:
    client, its = await writes(town, at)
    await town.stop()
    town.watch.passes(seconds=20)
    await client.says("И за ноябрь тоже.")
    await town.start()
    assert await settled(client) == 2
    assert [entry["text"] for entry in await entries(town, its)] == [BENEFIT, "И за ноябрь тоже."]


@pytest.mark.requirement("A4")
async def test_an_album_is_one_appeal(town: Town, at: str) -> None:
    client = town.person(at)
    await client.says("Справки во вложении", *PAGES)
    its = number(await client.hears("его номер"))
    assert await settled(client) == 2
    assert len(await appeals(town)) == 1
    await client.taps("Меню")
    await client.taps("Мои обращения", await client.hears("Это приёмная"))
    await client.taps(its, await client.hears("Ваши обращения"))
    exchange = await client.hears("Вы, ")
    assert exchange.text.count(".jpg") == 3


@pytest.mark.requirement("A4", "A5")
async def test_a_late_part_of_an_album_joins_it(town: Town) -> None:
    """Telegram delivers an album as several messages; the last may come when a minute is over."""
    client = town.person("telegram")
    await client.says("", *PAGES)
    await client.hears("его номер")
    town.watch.passes(minutes=3)
    late = town.telegram.updates[-1]["message"]
    town.telegram.emit_raw({"message": late | {"message_id": 999, "date": late["date"] + 180}})
    assert await settled(client) == 2
    (its,) = await appeals(town)
    assert len(await entries(town, its["number"])) == 4


@pytest.mark.requirement("A4", "A5")
async def test_two_albums_in_one_breath_are_one_appeal(town: Town) -> None:
    """More than ten pictures at once arrive as several albums."""
    client = town.person("telegram")
    await client.says("Вот всё", *(PAGES * 4))
    await client.hears("его номер")
    assert await settled(client) == 2
    (its,) = await appeals(town)
    assert len(await entries(town, its["number"])) == 12


@pytest.mark.requirement("A5")
async def test_later_words_join_and_can_be_made_a_new_appeal(town: Town, at: str) -> None:
    client, first = await writes(town, at)
    town.watch.passes(minutes=10)
    await client.says("Ещё нужна субсидия на ЖКУ, куда обратиться?")
    offer = await client.hears(f"Добавили это к обращению {first}")
    assert labels(offer) == ["Это новое обращение"]
    assert len(await entries(town, first)) == 2
    written_at = town.watch.at
    town.watch.passes(hours=2)
    await client.taps("Это новое", offer)
    receipt = await client.hears("его номер — 2026-000002")
    assert "Тема: «Субсидия на оплату ЖКУ»" in receipt.text
    second = await appeal(town, "2026-000002")
    assert second["received_at"] == written_at, "its time runs from when it was written"
    assert len(await entries(town, first)) == 1
    assert ("client", "moved_away") in await history(town, first)
    assert ("client", "moved_here") in await history(town, "2026-000002")


@pytest.mark.requirement("A5", "A14")
async def test_what_was_mended_goes_along_with_what_it_mends(town: Town, at: str) -> None:
    client, first = await writes(town, at)
    town.watch.passes(minutes=10)
    message = await client.says("Ещё вопрос.")
    offer = await client.hears("Добавили это")
    town.watch.passes(minutes=1)
    mended = "Ещё вопрос: куда обратиться за субсидией на ЖКУ?"
    await client.messenger.edits(client.id, message, mended)
    await settled(client)
    await client.taps("Это новое", offer)
    receipt = await client.hears("его номер — 2026-000002")
    assert "Тема: «Субсидия на оплату ЖКУ»" in receipt.text
    moved = [entry["text"] for entry in await entries(town, "2026-000002")]
    assert moved == ["Ещё вопрос.", mended]
    assert [entry["text"] for entry in await entries(town, first)] == [BENEFIT]


@pytest.mark.requirement("A5", "W1")
async def test_nothing_is_promised_for_the_past(town: Town, at: str) -> None:
    client, _ = await writes(town, at)
    town.watch.passes(minutes=3)
    await client.says("Ещё вопрос.")
    offer = await client.hears("Добавили это")
    town.watch.passes(days=2)
    await client.taps("Это новое", offer)
    late = "Срок ответа прошёл в среду, 25 ноября, в 9:48. Ответим как можно скорее."
    receipt = await client.hears("его номер — 2026-000002")
    assert late in receipt.text
    await client.taps("Выбрать тему", receipt)
    await client.taps("Материнский", await client.hears("Выберите тему"))
    assert late in (await client.hears("Спасибо! Тема")).text
    await client.says("Меню")
    await client.taps("Мои обращения", await client.hears("Это приёмная"))
    mine = await client.hears("Ваши обращения")
    assert late in mine.text
    assert "Ответим до" not in mine.text
    await client.taps("Это не обращение", receipt)
    await client.taps("Всё-таки ответьте", await client.hears("ответ не готовим"))
    restored = await client.hears("снова ждёт ответа")
    assert "Ответим до пятницы, 27 ноября" in restored.text


@pytest.mark.requirement("A5")
async def test_the_offer_is_not_repeated_for_what_follows_at_once(town: Town, at: str) -> None:
    client, first = await writes(town, at)
    town.watch.passes(minutes=10)
    await client.says("Первое")
    offer = await client.hears("Добавили это")
    town.watch.passes(seconds=20)
    await client.says("Второе", SCAN)
    assert await settled(client) == 3
    await client.taps("Это новое", offer)
    await client.hears("его номер — 2026-000002")
    moved = [entry["text"] for entry in await entries(town, "2026-000002")]
    assert moved == ["Первое", "Второе"]
    assert len(await entries(town, first)) == 1


@pytest.mark.requirement("A5")
async def test_among_several_open_ones_the_client_chooses(town: Town, at: str) -> None:
    client, first = await writes(town, at)
    town.watch.passes(minutes=10)
    await client.says("Совсем другое: нужна сиделка для пожилой мамы")
    await client.taps("Это новое", await client.hears("Добавили это"))
    second = number(await client.hears("его номер"))
    town.watch.passes(minutes=10)
    await client.says("Ребёнку два года.")
    offer = await client.hears(f"Добавили это к обращению {second}")
    assert labels(offer) == ["Это новое обращение", f"К обращению {first}"]
    await client.taps(f"К обращению {first}", offer)
    await client.hears(f"Добавили к обращению {first}")
    assert [e["text"] for e in await entries(town, first)] == [BENEFIT, "Ребёнку два года."]
    await client.taps(f"К обращению {first}", offer)
    await client.hears("Эта кнопка уже не действует")


@pytest.mark.requirement("A5")
async def test_adding_by_the_button(town: Town, at: str) -> None:
    client, its = await writes(town, at)
    receipt = client.last
    town.watch.passes(hours=1)
    await client.taps("Дополнить", receipt)
    await client.hears(f"что добавить к обращению {its}")
    await client.says("Вот справка", SCAN)
    await client.hears(f"Добавили к обращению {its}")
    assert [entry["text"] for entry in await entries(town, its)] == [BENEFIT, "Вот справка"]
    await client.taps("Дополнить", receipt)
    ask = await client.hears("что добавить")
    await client.taps("Отмена", ask)
    await client.hears("ничего не изменили")
    assert len(await entries(town, its)) == 2


@pytest.mark.requirement("C8")
async def test_not_an_appeal_and_back(town: Town, at: str) -> None:
    client, its = await writes(town, at, "Спасибо вам большое!")
    await client.taps("Это не обращение")
    called_off = await client.hears("ответ не готовим")
    closed = await appeal(town, its)
    assert (closed["state"], closed["closed_at"]) == ("not_appeal", town.watch.at)
    await client.taps("Это не обращение", client.heard[0])
    await client.hears("закрыто без ответа по вашей просьбе")
    town.watch.passes(hours=1)
    await client.taps("Всё-таки ответьте", called_off)
    restored = await client.hears("снова ждёт ответа")
    assert "Ответим до среды, 25 ноября, 10:45" in restored.text, "an hour was nobody's"
    opened = await appeal(town, its)
    assert (opened["state"], opened["closed_at"]) == ("waiting", None)
    done = [what for _, what in await history(town, its)]
    assert done == ["registered", "called_off", "restored"]
    await client.taps("Всё-таки ответьте", called_off)
    await client.hears("не действует")


async def test_after_a_call_off_the_next_words_are_a_new_appeal(town: Town, at: str) -> None:
    client, _ = await writes(town, at, "Здравствуйте")
    await client.taps("Это не обращение")
    await client.hears("ответ не готовим")
    await client.says(BENEFIT)
    await client.hears("его номер — 2026-000002")


@pytest.mark.requirement("A6", "R1")
async def test_another_topic_goes_to_another_unit(town: Town, at: str) -> None:
    petrov = await town.employee("petrov", "vk")
    nikitina = await town.employee("nikitina", "telegram")
    client, its = await writes(town, at)
    notice = await petrov.hears(f"Новое обращение {its}")
    await client.taps("Другая тема")
    topics = await client.hears("Выберите тему")
    assert len(labels(topics)) == 6
    assert labels(topics)[-1] == "Ещё темы"
    await client.taps("Ещё темы", topics)
    more = await turned(client, topics)
    await client.taps("Уход за пожилыми", more)
    chosen = await client.hears("Уход за пожилыми на дому")
    assert "Отвечает: Отдел социального обслуживания" in chosen.text
    await nikitina.hears(f"Новое обращение {its}")
    await petrov.taps("Взять", notice)
    await petrov.hears("Такого обращения среди доступных вам нет")
    found = await appeal(town, its)
    assert (found["unit"], found["topic"], found["officer"]) == ("care", "home_care", "")
    assert ("client", "topic_chosen") in await history(town, its)


async def test_a_topic_is_not_changed_under_the_officers_hands(town: Town, at: str) -> None:
    petrov = await town.employee("petrov", "telegram")
    client, its = await writes(town, at)
    receipt = client.last
    await petrov.taps("Взять", await petrov.hears(its))
    await petrov.hears("ваше")
    await client.taps("Это не обращение", receipt)
    await client.hears("уже в работе")
    await client.taps("Другая тема", receipt)
    await client.taps("Материнский", await client.hears("Выберите тему"))
    await client.hears("уже в работе")
    assert (await appeal(town, its))["officer"] == "petrov"


@pytest.mark.requirement("R1")
async def test_a_doubtful_message_is_sorted_by_people(town: Town, at: str) -> None:
    belov = await town.employee("belov", "vk")
    client, its = await writes(town, at, UNCLEAR)
    receipt = client.last
    assert "выберите тему" in receipt.text
    assert "Отвечает: Отдел по работе с обращениями граждан" in receipt.text
    notice = await belov.hears(f"Разобрать: {its}")
    assert "Направить" in labels(notice)
    await belov.taps("Направить", notice)
    topics = await belov.hears("Куда направить")
    await belov.taps("Субсидия", topics)
    await belov.hears("Запомним это")
    found = await appeal(town, its)
    assert (found["unit"], found["sorting"]) == ("benefits", False)
