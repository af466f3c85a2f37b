"""After a reply: the mark, the words to it, thanks, and a new question, in whatever order."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select

from domain.ministry import Policy
from domain.talk import Channel
from sandbox.people import Person, Shown
from storage import tables as t
from tests.conversations.talk import (
    BENEFIT,
    SCAN,
    answers,
    appeal,
    appeals,
    data_of,
    entries,
    gathered,
    history,
    labels,
    number,
    presses,
    rows,
    sends,
    settled,
    writes,
)
from tests.town import Town

BUTTONS = ["1", "2", "3", "4", "5", "Вопрос не решён"]


async def answered(town: Town, at: str) -> tuple[Person, Person, str, Shown]:
    """Petrov has answered somebody; the question about the mark comes last."""
    petrov = await town.employee("petrov", "telegram")
    client, its = await writes(town, at)
    await answers(petrov, await petrov.hears(its))
    await client.hears("Придёт 26 ноября.")
    asked = await client.hears("помог?")
    await petrov.hears("доставлен")
    return petrov, client, its, asked


async def ratings(town: Town) -> list[tuple[int, str]]:
    query = select(t.ratings.c.mark, t.ratings.c.text).order_by(t.ratings.c.id)
    return [(row["mark"], row["text"]) for row in await rows(town, query)]


async def put(town: Town, its: str, **values: Any) -> None:
    """The appeal as another conversation would have left it."""
    async with town.service.engine.begin() as connection:
        await connection.execute(
            t.appeals.update().where(t.appeals.c.number == its).values(**values)
        )


def heard_with(person: Person, words: str) -> int:
    return sum(words in shown.text for shown in person.heard)


@pytest.mark.requirement("S2")
async def test_the_client_is_asked_once_in_one_short_message(town: Town, at: str) -> None:
    _, client, its, asked = await answered(town, at)
    assert its in asked.text
    assert "вернём обращение в работу" in asked.text
    assert [[b.label for b in row] for row in asked.rows] == [BUTTONS[:5], BUTTONS[5:]]
    assert len(asked.text) < 250
    await client.says("Спасибо!")
    await client.hears("Рады, что помогли")
    town.watch.passes(days=3)
    await settled(client)
    assert heard_with(client, "помог?") == 1


@pytest.mark.requirement("S2", "C8")
async def test_a_low_mark_and_its_words_reach_the_head(town: Town, at: str) -> None:
    ivanova = await town.employee("ivanova", "vk")
    petrov, client, its, asked = await answered(town, at)
    await client.taps("2", asked)
    ask = await client.hears("прочитает начальник отдела")
    assert labels(ask) == ["Пропустить", "Вопрос не решён"]
    await gathered(town)
    notice = await ivanova.hears("Оценка 2")
    assert its in notice.text
    assert "Слов к оценке пока нет" in notice.text
    assert labels(notice) == ["Открыть"]
    before = await entries(town, its)
    await client.says("Не сказали, где получить деньги.")
    kept = await client.hears("вместе с оценкой 2")
    assert labels(kept) == ["Это новое обращение"]
    await client.says("И трубку никто не берёт.")
    await settled(client)
    await gathered(town)
    notice = await ivanova.hears("Не сказали, где получить деньги.")
    await ivanova.taps("Открыть", notice)
    card = await ivanova.hears("оценка ответа: 2 из 5")
    assert "И трубку никто не берёт." in card.text
    assert await ratings(town) == [
        (2, "Не сказали, где получить деньги.\nИ трубку никто не берёт.")
    ]
    assert await entries(town, its) == before, "words to a mark are no part of the appeal"
    assert len(await appeals(town)) == 1
    assert [what for _, what in (await history(town, its))[-3:]] == [
        "rated", "rating_words", "rating_words",
    ]  # fmt: skip
    await settled(petrov)
    assert heard_with(petrov, "Не сказали") == 0


@pytest.mark.requirement("S2")
async def test_a_good_mark_is_told_to_nobody(town: Town, at: str) -> None:
    ivanova = await town.employee("ivanova", "vk")
    _, client, its, asked = await answered(town, at)
    await client.taps("4", asked)
    assert labels(await client.hears("Если хотите что-то добавить")) == ["Пропустить"]
    await client.taps("Пропустить")
    await client.hears("Хорошо. Появится новый вопрос")
    await gathered(town)
    await settled(ivanova)
    assert heard_with(ivanova, "Оценка") == 0
    await client.says(BENEFIT)
    await client.hears("его номер — 2026-000002")
    assert await ratings(town) == [(4, "")]
    assert (await appeal(town, its))["state"] == "answered"


@pytest.mark.requirement("S2")
async def test_a_mark_can_be_changed_until_words_are_written(town: Town, at: str) -> None:
    _, client, its, asked = await answered(town, at)
    for mark in ("1", "3", "3", "5"):
        await client.taps(mark, asked)
        await client.hears(f"Записали оценку {mark}")
    marks = [what for _, what in await history(town, its) if what == "rated"]
    assert len(marks) == 3, "the same mark again changes nothing"
    await client.says("Всё объяснили")
    await client.hears("вместе с оценкой 5")
    await client.taps("1", asked)
    assert its in (await client.hears("не изменится")).text
    assert await ratings(town) == [(5, "Всё объяснили")]


@pytest.mark.requirement("S2")
async def test_a_mark_raised_before_the_morning_bothers_nobody(town: Town) -> None:
    ivanova = await town.employee("ivanova", "vk")
    _, client, its, asked = await answered(town, "telegram")
    town.watch.at = datetime(2026, 11, 24, 19, 0, tzinfo=UTC)
    await client.taps("1", asked)
    await client.hears("Записали оценку 1")
    await client.taps("5", asked)
    await client.hears("Записали оценку 5")
    town.watch.at = datetime(2026, 11, 25, 7, 0, tzinfo=UTC)
    await gathered(town)
    await settled(ivanova)
    assert heard_with(ivanova, "Оценка") == 0
    await client.taps("2", asked)
    await client.hears("Записали оценку 2")
    await gathered(town)
    assert its in (await ivanova.hears("Оценка 2")).text


@pytest.mark.requirement("S2", "A14")
async def test_words_to_a_mark_may_be_a_new_appeal_after_all(town: Town, at: str) -> None:
    _, client, its, asked = await answered(town, at)
    await client.taps("5", asked)
    await client.hears("Записали оценку 5")
    question = await client.says("А как оформить субсидию на оплату ЖКУ?")
    kept = await client.hears("вместе с оценкой 5")
    town.watch.passes(hours=1)
    await client.taps("Это новое обращение", kept)
    receipt = await client.hears("его номер — 2026-000002")
    assert "Субсидия на оплату ЖКУ" in receipt.text
    new = await appeal(town, "2026-000002")
    assert new["received_at"] == datetime(2026, 11, 24, 7, 0, tzinfo=UTC), "not from the press"
    assert [e["text"] for e in await entries(town, "2026-000002")] == [
        "А как оформить субсидию на оплату ЖКУ?"
    ]
    assert await ratings(town) == [(5, "")]
    assert (await history(town, its))[-1] == ("client", "rating_words_moved")
    assert ("client", "moved_here") in await history(town, "2026-000002")
    await client.taps("Это новое обращение", kept)
    await client.hears("не действует")
    assert len(await appeals(town)) == 2
    await client.taps("1", asked)
    await client.hears("Записали оценку 1")
    await client.messenger.edits(client.id, question, "А как оформить субсидию на свет?")
    await settled(client)
    assert len(await entries(town, "2026-000002")) == 2
    assert await ratings(town) == [(1, "")]


#: what somebody does after a reply, and what comes of it: marks with words, appeals, thanks
MIXES = {
    "thanks, mark, words, question": ((5, "Всё понятно"), 2, 1),
    "mark, words, thanks, question": ((5, "Всё понятно"), 2, 1),
    "mark, thanks, question": ((5, ""), 2, 1),
    "question, mark, words, thanks": ((5, "Всё понятно"), 2, 0),
    "question, thanks, mark": ((5, ""), 2, 0),
    "thanks, question, mark": ((5, ""), 2, 1),
    "words, mark, thanks": ((5, ""), 2, 1),
    "thanks, thanks, mark, words": ((5, "Всё понятно"), 1, 2),
}


@pytest.mark.requirement("A14", "S2")
@pytest.mark.parametrize("mix", MIXES)
async def test_thanks_marks_words_and_questions_in_any_order(town: Town, at: str, mix: str) -> None:
    _, client, its, asked = await answered(town, at)
    await presses(client, "mailings-no")  # else the question about mailings follows a mark
    await client.hears("приглашать не будем")
    for deed in mix.split(", "):
        town.watch.passes(minutes=2)
        before = len(client.heard)
        if deed == "mark":
            await client.taps("5", asked)
        else:
            said = {
                "thanks": "Спасибо большое!",
                "words": "Всё понятно",
                "question": "А когда придёт пособие на второго ребёнка?",
            }
            await client.says(said[deed])
        while len(client.heard) == before:
            await client.hears()
    rating, count, thanks = MIXES[mix]
    assert await ratings(town) == [rating]
    assert len(await appeals(town)) == count
    assert (await appeal(town, its))["state"] == "answered"
    assert [what for _, what in await history(town, its)].count("thanked") == thanks
    words = [e["text"] for number in range(2, count + 1) for e in await of(town, number)]
    if "question" in mix:
        assert "А когда придёт пособие на второго ребёнка?" in words


async def of(town: Town, count: int) -> list[dict[str, str]]:
    return await entries(town, f"2026-{count:06}")


@pytest.mark.requirement("A14")
async def test_what_is_written_long_after_a_mark_is_an_appeal(town: Town, at: str) -> None:
    _, client, _, asked = await answered(town, at)
    await client.taps("3", asked)
    await client.hears("Записали оценку 3")
    town.watch.passes(minutes=31)
    await client.says("Пособие так и не пришло")
    await client.hears("его номер — 2026-000002")
    assert await ratings(town) == [(3, "")]


@pytest.mark.requirement("A14")
async def test_files_and_questions_asked_by_the_menu_are_no_words_to_a_mark(
    town: Town, at: str
) -> None:
    _, client, _, asked = await answered(town, at)
    await client.taps("3", asked)
    await client.hears("Записали оценку 3")
    await client.says("Вот справка", SCAN)
    await client.hears("его номер — 2026-000002")
    town.watch.passes(minutes=5)
    await client.taps("4", asked)
    await client.hears("Записали оценку 4")
    await client.taps("Мои обращения", await menu(client))
    await client.hears("Ваши обращения")
    await client.taps("4", asked)
    await client.hears("Записали оценку 4")
    await client.says("/start")
    shown = await client.hears("Это приёмная")
    await client.taps("4", asked)
    await client.hears("Записали оценку 4")
    await client.taps("Написать", shown)
    await client.hears("Напишите ваш вопрос")
    await client.says("Куда принести справку")
    await client.hears("Добавили это к обращению 2026-000002")
    assert await ratings(town) == [(4, "")]


async def menu(client: Person) -> Shown:
    await client.says("Меню")
    return await client.hears("Это приёмная")


async def test_an_empty_message_after_a_mark_says_what_to_do(town: Town) -> None:
    _, client, _, asked = await answered(town, "telegram")
    await client.taps("3", asked)
    await client.hears("Записали оценку 3")
    await client.says("\u2800")
    await client.hears("Сообщение пришло пустым")
    await client.says("Долго ждал")
    await client.hears("вместе с оценкой 3")


@pytest.mark.requirement("A14", "S2")
async def test_words_to_a_mark_can_be_mended(town: Town, at: str) -> None:
    ivanova = await town.employee("ivanova", "vk")
    _, client, _, asked = await answered(town, at)
    await client.taps("1", asked)
    await client.hears("Записали оценку 1")
    message = await client.says("Ничего не понятно")
    await client.hears("вместе с оценкой 1")
    town.watch.passes(hours=1)
    await client.messenger.edits(client.id, message, "Непонятно, какого числа")
    await settled(client)
    assert await ratings(town) == [(1, "Непонятно, какого числа")]
    assert len(await appeals(town)) == 1
    await gathered(town)
    await ivanova.hears("Непонятно, какого числа")
    await client.messenger.edits(client.id, message, "\u2800")
    await settled(client)
    assert await ratings(town) == [(1, "Непонятно, какого числа")]


@pytest.mark.requirement("S2", "P1")
async def test_marks_that_are_none_change_nothing(town: Town, at: str) -> None:
    _, client, _, asked = await answered(town, at)
    data = data_of(asked, "5")
    stranger = town.person(at)
    await stranger.says("Меню")
    shown = await stranger.hears("Это приёмная")
    await stranger.messenger.taps(stranger.id, shown.id, data)
    await stranger.hears("среди доступных вам нет")
    tap = next(part for part in data.replace('"', " ").split() if part.startswith("rate:"))
    head, other = tap.rpartition(":")[0], tap.split(":")[1]
    for wrong in (f"{head}:0", f"{head}:6", f"{head}:x", head, f"rate:{other}:7:5", "rate:1:1:1"):
        await client.messenger.taps(client.id, asked.id, data.replace(tap, wrong))
        said = await client.hears()
        assert "не действует" in said.text or "среди доступных вам нет" in said.text, wrong
    await client.taps("4", asked)
    ask = await client.hears("Записали оценку 4")
    await client.taps("Пропустить", ask)
    await client.hears("Хорошо.")
    await client.taps("Пропустить", ask)
    await client.hears("не действует")
    assert await ratings(town) == [(4, "")]


@pytest.mark.requirement("A8", "S2")
async def test_my_appeals_show_the_mark_and_what_can_still_be_pressed(town: Town, at: str) -> None:
    _, client, its, asked = await answered(town, at)
    shown = await mine(client, its)
    assert labels(shown)[:6] == BUTTONS
    assert "Ваша оценка" not in shown.text
    await client.taps("4", shown)
    await client.hears("Записали оценку 4")
    await client.taps("Мои обращения", await menu(client))
    assert "Ваша оценка: 4 из 5." in (await client.hears("Ваши обращения")).text
    shown = await mine(client, its)
    assert "Ваша оценка: 4 из 5." in shown.text
    assert labels(shown)[:6] == BUTTONS, "a mark without words can be changed"
    await client.taps("5", asked)
    await client.hears("Записали оценку 5")
    await client.says("Помогли")
    await client.hears("вместе с оценкой 5")
    assert labels(await mine(client, its))[:1] == ["Вопрос не решён"]
    town.watch.passes(days=31)
    assert not {*labels(await mine(client, its))} & {*BUTTONS}


async def mine(client: Person, its: str) -> Shown:
    await client.taps("Мои обращения", await menu(client))
    await client.taps(its, await client.hears("Ваши обращения"))
    return await client.hears("Вы, ")


@pytest.mark.requirement("A14")
async def test_under_control_thanks_begin_nothing_and_a_question_does(town: Town, at: str) -> None:
    client, its, asked = await promised(town, at)
    await client.says("Спасибо!")
    await client.hears("Рады, что помогли")
    assert (await appeal(town, its))["state"] == "control"
    assert (await history(town, its))[-1] == ("client", "thanked")
    await client.taps("3", asked)
    await client.hears("Записали оценку 3")
    town.watch.passes(minutes=40)
    await client.says("А за ноябрь когда придёт?")
    await client.hears("его номер — 2026-000002")
    assert await ratings(town) == [(3, "")]


@pytest.mark.requirement("A14")
async def test_an_answered_appeal_under_control_takes_no_additions(town: Town, at: str) -> None:
    """Nobody would answer them: what was to be added, or mended, is a new appeal."""
    client, its, _ = await promised(town, at)
    assert "Дополнить" not in labels(await mine(client, its))
    await client.taps("Дополнить", client.heard[0])
    assert "уже ответили" in (await client.hears(its)).text
    await client.messenger.edits(client.id, 1, "Когда придёт пособие на второго ребёнка?")
    await client.hears("его номер — 2026-000002")


@pytest.mark.requirement("A14")
async def test_what_was_to_be_added_before_the_reply_came_is_heard_anew(town: Town) -> None:
    client, its, _ = await promised(town, "telegram", adding=True)
    await client.says("За октябрь")
    await client.hears("его номер — 2026-000002")
    assert len(await entries(town, its)) == 2


async def promised(town: Town, at: str, *, adding: bool = False) -> tuple[Person, str, Shown]:
    """Petrov has promised a day: the appeal is answered, and under control."""
    petrov = await town.employee("petrov", "telegram")
    client, its = await writes(town, at)
    if adding:
        await client.taps("Дополнить")
        await client.hears("что добавить")
    await petrov.taps("Ответить", await petrov.hears(its))
    await petrov.hears("Напишите ответ")
    await petrov.says("Выплатим.")
    await sends(petrov, await petrov.hears("Выплатим."), "Решение будет к дате")
    await petrov.hears("К какому дню")
    await petrov.says("15.12.2026")
    await client.hears("не позднее")
    asked = await client.hears("помог?")
    await petrov.hears("на контроле")
    town.watch.passes(minutes=5)
    return client, its, asked


@pytest.mark.requirement("S2")
async def test_who_cannot_press_is_not_asked(town: Town) -> None:
    petrov = await town.employee("petrov", "telegram")
    client, its = await writes(town, "vk")
    uses = {
        channel: {**audiences, "clients": Policy.INFORM_ONLY}
        if channel is Channel.VK
        else audiences
        for channel, audiences in town.ministry.channels.items()
    }
    town.service.house.ministry = replace(town.ministry, channels=uses)
    await answers(petrov, await petrov.hears(its))
    await client.hears("Придёт 26 ноября.")
    await petrov.hears("доставлен")
    other, its = await writes(town, "telegram")
    town.watch.passes(seconds=30)
    await answers(petrov, await petrov.hears(its))
    await other.hears("помог?")
    assert heard_with(client, "помог?") == 0


@pytest.mark.requirement("S2")
async def test_called_off_and_left_appeals_are_not_asked_about(town: Town, at: str) -> None:
    client, _ = await writes(town, at, "Спасибо вам большое!")
    await client.taps("Это не обращение")
    await client.hears("ответ не готовим")
    other, its = await writes(town, at)
    await put(town, its, state="left", closed_at=town.watch())
    await settled(client)
    shown = await mine(other, its)
    assert labels(shown)[0] == "Вопрос не решён"
    assert "1" not in labels(shown)
    assert heard_with(client, "помог?") + heard_with(other, "помог?") == 0


@pytest.mark.requirement("S2")
async def test_a_mark_does_not_cost_an_officer_the_reply_begun(town: Town) -> None:
    """Employees have appeals of their own, and may be in the middle of answering others."""
    petrov, _, its, _ = await answered(town, "telegram")
    nikitina = await town.employee("nikitina", "vk")
    await nikitina.says(BENEFIT)
    await nikitina.taps("Подать как гражданин", await nikitina.hears("никому не отправлено"))
    own = number(await nikitina.hears("его номер"))
    town.watch.passes(seconds=30)
    await answers(petrov, await petrov.hears(own))
    asked = await nikitina.hears("помог?")
    assert its != own
    await presses(nikitina, "hat-work")
    await nikitina.hears("Вы снова на работе")
    client, care = await writes(town, "vk", "Как оформить пандус инвалиду?")
    await nikitina.taps("Ответить", await nikitina.hears(care))
    await nikitina.hears("Напишите ответ")
    await nikitina.says("Приходите к нам.")
    preview = await nikitina.hears("Приходите к нам.")
    await nikitina.taps("2", asked)
    await nikitina.hears("Эта кнопка для личных обращений")
    assert await ratings(town) == []
    await sends(nikitina, preview)
    await client.hears("Приходите к нам.")
    await presses(nikitina, "hat-client")
    await nikitina.hears("пишете как гражданин")
    await nikitina.taps("1", asked)
    await nikitina.hears("Напишите, что в нём не так")
    await nikitina.says("Не по делу")
    await nikitina.hears("вместе с оценкой 1")
    assert (await ratings(town))[0] == (1, "Не по делу")


@pytest.mark.requirement("S2")
async def test_a_mark_for_a_complained_of_head_goes_past_them(town: Town) -> None:
    ivanova = await town.employee("ivanova", "vk")
    sidorova = await town.employee("sidorova", "telegram")
    _, client, its, asked = await answered(town, "telegram")
    await put(town, its, barred="ivanova")
    await client.taps("1", asked)
    told = (await client.hears("Записали оценку 1")).text
    assert "прочитают те, кто следит за ответами министерства" in told
    assert "начальник" not in told + asked.text
    await gathered(town)
    assert its in (await sidorova.hears("Оценка 1")).text
    await settled(ivanova)
    assert heard_with(ivanova, "Оценка") == 0


@pytest.mark.requirement("S2")
async def test_while_we_wait_for_an_answer_words_are_that_answer(town: Town) -> None:
    _, client, _, asked = await answered(town, "telegram")
    await client.says(BENEFIT)
    its = number(await client.hears("его номер"))
    await put(town, its, asked=True)
    town.watch.passes(minutes=5)
    await client.taps("2", asked)
    said = await client.hears("оценку 2")
    assert labels(said) == []
    await client.says("Октябрь")
    await client.hears(its)
    assert await ratings(town) == [(2, "")]
    assert [e["text"] for e in await entries(town, its)][-1] == "Октябрь"


@pytest.mark.requirement("S2")
async def test_a_question_put_after_the_mark_is_answered_first(town: Town, at: str) -> None:
    petrov, client, _, asked = await answered(town, at)
    await client.says(BENEFIT)
    its = number(await client.hears("его номер"))
    town.watch.passes(minutes=5)
    await client.taps("5", asked)
    await client.hears("Записали оценку 5")
    await petrov.taps("Взять", await petrov.hears(its))
    card = await petrov.hears("Исполнитель: Петров")
    await petrov.taps("Уточнить", card)
    await petrov.hears("вопрос")
    await petrov.says("За какой месяц?")
    await petrov.taps("Отправить", await petrov.hears("За какой месяц?"))
    await client.hears("За какой месяц?")
    await client.says("За октябрь")
    await client.hears(its)
    assert await ratings(town) == [(5, "")]
    assert [e["text"] for e in await entries(town, its)][-1] == "За октябрь"
