"""«Вопрос не решён»: one tap, and the head has it, in time running anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from domain.appeals import Kind
from domain.ministry import Length, Span
from sandbox.people import Person, Shown
from storage import tables as t
from tests.conversations.moved import takes
from tests.conversations.talk import (
    answers,
    appeal,
    appeals,
    data_of,
    entries,
    gathered,
    history,
    labels,
    presses,
    rows,
    settled,
    writes,
)
from tests.conversations.test_marks import answered, heard_with, mine, promised, put
from tests.conversations.test_unanswered import shows
from tests.town import Town

NOT_SOLVED = "Вопрос не решён"


async def windows(town: Town, its: str) -> list[tuple[str, str]]:
    query = select(t.windows.c.rule, t.windows.c.state).join(t.appeals)
    found = await rows(town, query.where(t.appeals.c.number == its).order_by(t.windows.c.id))
    return [(row["rule"], row["state"]) for row in found]


@pytest.mark.requirement("R11", "C8")
async def test_one_tap_gives_it_to_the_head(town: Town, at: str) -> None:
    ivanova = await town.employee("ivanova", "vk")
    petrov, client, its, asked = await answered(town, at)
    town.watch.passes(hours=2)
    await client.taps(NOT_SOLVED, asked)
    told = await client.hears(f"Вернули обращение {its} в работу")
    assert "занимается Иванова О. Д., начальник отдела" in told.text
    assert "Ответим до среды, 25 ноября, 11:45." in told.text
    found = await appeal(town, its)
    assert (found["state"], found["officer"], found["closed_at"]) == ("taken", "ivanova", None)
    assert found["due_at"] > datetime(2026, 11, 25, 8, 0, tzinfo=UTC)
    assert await windows(town, its) == [("message_reply", "met"), ("message_reply", "open")]
    assert (await history(town, its))[-1] == ("client", "reopened")
    await gathered(town)
    notice = await ivanova.hears("Клиент вернул обращение")
    assert "Ответить" in labels(notice)
    await client.says("Не сказали, за какой месяц")
    await client.hears(f"Добавили к обращению {its}")
    assert len(await appeals(town)) == 1
    await gathered(town)
    await ivanova.hears("Не сказали, за какой месяц")
    assert "Иванова О. Д." in (await petrov.hears("Клиент вернул обращение")).text
    await answers(ivanova, notice, "За октябрь.")
    await client.hears("За октябрь.")
    again = await client.hears("помог?")
    await ivanova.hears("Обращение закрыто")
    assert (await appeal(town, its))["state"] == "answered"
    await client.taps(NOT_SOLVED, asked)
    await client.hears("не действует")
    assert (await appeal(town, its))["state"] == "answered"
    await client.taps("5", again)
    await client.hears("Записали оценку 5")
    assert "Ваша оценка: 5" in (await mine(client, its)).text
    await client.taps(NOT_SOLVED, again)
    await client.hears("Вернули обращение")


@pytest.mark.requirement("R11", "P1")
async def test_a_second_press_and_a_strangers_are_refused(town: Town, at: str) -> None:
    await town.employee("ivanova", "vk")
    petrov, client, its, asked = await answered(town, at)
    data = data_of(asked, NOT_SOLVED)
    stranger = town.person(at)
    await stranger.says("Меню")
    shown = await stranger.hears("Это приёмная")
    await stranger.messenger.taps(stranger.id, shown.id, data)
    await stranger.hears("среди доступных вам нет")
    pressed = petrov.last
    await petrov.messenger.taps(petrov.id, pressed.id, data_of(asked, NOT_SOLVED))
    await petrov.hears()
    assert (await appeal(town, its))["state"] == "answered"
    await client.taps(NOT_SOLVED, asked)
    await client.hears("Вернули обращение")
    before = await history(town, its), await windows(town, its)
    await client.taps(NOT_SOLVED, asked)
    await client.hears("уже в работе")
    await client.taps("4", asked)
    await client.hears("Оценить можно будет новый ответ")
    assert (await history(town, its), await windows(town, its)) == before


@pytest.mark.requirement("R11")
async def test_till_the_last_moment_and_not_after(town: Town, at: str) -> None:
    _, client, its, asked = await answered(town, at)
    town.watch.at = datetime(2026, 12, 24, 21, 0, tzinfo=UTC)
    await client.taps(NOT_SOLVED, asked)
    said = await client.hears("можно было до")
    assert "до четверга, 24 декабря, 23:59" in said.text
    assert "просто напишите" in said.text
    assert (await appeal(town, its))["state"] == "answered"
    town.watch.at = datetime(2026, 12, 24, 20, 59, tzinfo=UTC)
    await client.taps(NOT_SOLVED, asked)
    await client.hears("Вернули обращение")


@pytest.mark.requirement("R11")
async def test_the_ministry_sets_the_time(town: Town) -> None:
    _, client, its, asked = await answered(town, "vk")
    within = Length(2, Span.WORKING_DAYS)
    town.service.house.ministry = replace(town.ministry, reopen_within=within)
    town.watch.passes(days=3)
    await client.taps(NOT_SOLVED, asked)
    await client.hears("можно было до четверга, 26 ноября, 18:00")
    shown = labels(await mine(client, its))
    assert (shown[:5], NOT_SOLVED in shown) == (["1", "2", "3", "4", "5"], False)


@pytest.mark.requirement("R11")
async def test_without_the_head_the_unit_has_it_and_the_head_hears_later(
    town: Town, at: str
) -> None:
    petrov, client, its, asked = await answered(town, at)
    await client.taps(NOT_SOLVED, asked)
    told = await client.hears("Вернули обращение")
    assert "занимается" not in told.text
    assert "Отвечает: Отдел пособий" in told.text
    found = await appeal(town, its)
    assert (found["state"], found["officer"]) == ("waiting", "")
    town.watch.passes(seconds=30)
    notice = await petrov.hears("Клиент вернул обращение")
    assert {"Взять", "Ответить"} <= {*labels(notice)}
    ivanova = await town.employee("ivanova", "vk")
    town.watch.passes(seconds=30)
    await ivanova.hears("Клиент вернул обращение")
    await petrov.taps("Взять", notice)
    await petrov.hears(f"Обращение {its} ваше")


@pytest.mark.requirement("R11")
@pytest.mark.parametrize("why", ["gone", "of their own"])
async def test_a_head_who_cannot_have_it_has_it_not(town: Town, why: str) -> None:
    ivanova = await town.employee("ivanova", "vk")
    _, client, its, asked = await answered(town, "telegram")
    if why == "gone":
        people = {id_: e for id_, e in town.ministry.employees.items() if id_ != "ivanova"}
        town.service.house.ministry = replace(town.ministry, employees=people)
    else:
        (chat,) = await rows(town, select(t.chats).where(t.chats.c.employee == "ivanova"))
        (before,) = await rows(town, select(t.appeals.c.chat).where(t.appeals.c.number == its))
        await put(town, its, chat=chat["id"], filer="ivanova")
        client, asked = ivanova, await by_menu(ivanova, its)
        assert before["chat"] != chat["id"]
    await client.taps(NOT_SOLVED, asked)
    await client.hears("Вернули обращение")
    found = await appeal(town, its)
    assert found["officer"] == ""
    assert found["unit"] == ("benefits" if why == "gone" else "reception")


async def by_menu(employee: Person, its: str) -> Shown:
    await presses(employee, "hat-client")
    await employee.taps("Мои обращения", await employee.hears("Сейчас вы пишете как гражданин"))
    await employee.taps(its, await employee.hears("Ваши обращения"))
    return await employee.hears("Вы, ")


@pytest.mark.requirement("R11")
async def test_it_goes_past_a_head_it_complains_about(town: Town, at: str) -> None:
    ivanova = await town.employee("ivanova", "vk")
    sidorova = await town.employee("sidorova", "telegram")
    _, client, its, asked = await answered(town, at)
    await put(town, its, barred="ivanova")
    await client.taps(NOT_SOLVED, asked)
    await client.hears("занимается Сидорова Т. В.")
    found = await appeal(town, its)
    assert (found["unit"], found["officer"]) == ("reception", "sidorova")
    await gathered(town)
    await sidorova.hears("Клиент вернул обращение")
    await settled(ivanova)
    assert heard_with(ivanova, "Клиент вернул") == 0


@pytest.mark.requirement("R11")
async def test_nobody_complained_of_is_told_even_where_no_head_is_left(town: Town) -> None:
    await town.employee("sidorova", "telegram")
    belov = await town.employee("belov", "vk")
    client, its = await writes(town, "vk", "У нас во дворе лежит упавшее дерево.")
    await answers(belov, await belov.hears(its))
    asked = await client.hears("помог?")
    await belov.hears("доставлен")
    await put(town, its, barred="sidorova")
    await client.taps(NOT_SOLVED, asked)
    await client.hears("Отвечает: Отдел по работе с обращениями граждан")
    found = await appeal(town, its)
    assert (found["state"], found["unit"]) == ("waiting", "reception")
    town.watch.passes(seconds=30)
    await belov.hears("Клиент вернул обращение")


@pytest.mark.requirement("R11", "C8")
async def test_from_control_a_promise_stays_a_promise(town: Town, at: str) -> None:
    ivanova = await town.employee("ivanova", "vk")
    client, its, asked = await promised(town, at)
    await gathered(town)
    await ivanova.hears("на контроле")
    town.watch.passes(days=2)
    await client.taps(NOT_SOLVED, asked)
    await client.hears("Ответим до пятницы, 27 ноября")
    assert await windows(town, its) == [
        ("message_reply", "met"), ("promise", "open"), ("message_reply", "open"),
    ]  # fmt: skip
    found = await appeal(town, its)
    assert (found["state"], found["officer"], found["control"]) == ("taken", "ivanova", "ivanova")
    await gathered(town)
    await ivanova.hears("Клиент вернул обращение")


@pytest.mark.requirement("R11")
async def test_what_was_left_without_a_reply_comes_back_too(town: Town, at: str) -> None:
    await town.employee("ivanova", "vk")
    petrov = await town.employee("petrov", "telegram")
    client, its = await writes(town, at)
    now = town.watch()
    preview = await shows(petrov, await takes(petrov, its), "Не понять, о чём просят")
    await petrov.taps("Отправить", preview)
    await petrov.hears("закрыто без ответа")
    told = await client.hears("обычными словами")
    assert labels(told) == [NOT_SOLVED]
    shown = await mine(client, its)
    assert labels(shown)[0] == NOT_SOLVED
    assert "1" not in labels(shown), "there is no reply to be rated"
    town.watch.passes(days=40)
    await client.taps(NOT_SOLVED, told)
    await client.hears("можно было до")
    town.watch.at = now + timedelta(days=3)
    await client.taps(NOT_SOLVED, shown)
    await client.hears("занимается Иванова О. Д.")
    assert (await appeal(town, its))["state"] == "taken"


@pytest.mark.requirement("R11")
async def test_an_official_appeal_has_its_own_time_anew(town: Town) -> None:
    await town.employee("ivanova", "vk")
    _, client, its, asked = await answered(town, "telegram")
    await put(town, its, kind=str(Kind.OFFICIAL))
    await client.taps(NOT_SOLVED, asked)
    await client.hears("Ответим до четверга, 24 декабря, 23:59")
    assert (await windows(town, its))[1:] == [("official_reply", "open"), ("extension", "open")]


@pytest.mark.requirement("R11")
async def test_the_head_hands_it_over_like_any_other(town: Town) -> None:
    ivanova = await town.employee("ivanova", "vk")
    gromova = await town.employee("gromova", "telegram")
    _, client, its, asked = await answered(town, "vk")
    await put(town, its, transfers=2)
    await client.taps(NOT_SOLVED, asked)
    await client.hears("Вернули обращение")
    await gathered(town)
    await ivanova.taps("Открыть", await ivanova.hears("Клиент вернул обращение"))
    await ivanova.taps("Передать", await ivanova.hears("Исполнитель: Иванова"))
    await ivanova.taps("Громова С. И.", await ivanova.hears("Кому передать"))
    await ivanova.hears("Теперь исполнитель — Громова")
    await gathered(town)
    await gromova.hears("Вам передали")
    assert (await appeal(town, its))["officer"] == "gromova"


@pytest.mark.requirement("R11", "A14")
async def test_words_long_after_it_can_still_be_an_appeal_of_their_own(town: Town) -> None:
    await town.employee("ivanova", "vk")
    _, client, its, asked = await answered(town, "telegram")
    await client.taps(NOT_SOLVED, asked)
    await client.hears("Вернули обращение")
    await client.says("\u2800")
    await client.hears("Сообщение пришло пустым")
    town.watch.passes(hours=1)
    await client.says("Как получить путёвку в лагерь?")
    joined = await client.hears(f"Добавили это к обращению {its}")
    assert "Это новое обращение" in labels(joined)
    assert len(await entries(town, its)) == 3


@pytest.mark.requirement("R11", "S2")
async def test_a_low_mark_and_then_not_solved(town: Town, at: str) -> None:
    await town.employee("ivanova", "vk")
    _, client, its, asked = await answered(town, at)
    await client.taps("1", asked)
    await client.taps(NOT_SOLVED, await client.hears("Записали оценку 1"))
    await client.hears("Вернули обращение")
    await client.says("Денег нет")
    await client.hears(f"Добавили к обращению {its}")
    query = select(t.ratings.c.mark, t.ratings.c.text)
    assert await rows(town, query) == [{"mark": 1, "text": ""}]
