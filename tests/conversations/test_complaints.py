"""A complaint about an employee goes past them, to their head; they see nothing of it anywhere."""

from __future__ import annotations

import pytest

from sandbox.people import Person
from tests.conversations.moved import FOREIGN, changed, details, opens_more, presses, takes
from tests.conversations.talk import (
    answers,
    appeal,
    appeals,
    entries,
    gathered,
    history,
    labels,
    number,
    settled,
    writes,
)
from tests.town import Town

pytestmark = pytest.mark.requirement("A13")
WORDS = "Петров отказался меня слушать и бросил трубку."


async def complains(client: Person, its: str, words: str = WORDS) -> str:
    """The client complains about how their appeal was worked on; returns the complaint's number."""
    await client.says("Меню")
    await client.taps("Мои обращения", await client.hears("Это приёмная"))
    await client.taps(its, await client.hears("Ваши обращения"))
    await client.taps("Пожаловаться", await client.hears("Вы, "))
    await client.hears("сам сотрудник её не увидит")
    await client.says(words)
    return number(await client.hears("Мы получили вашу жалобу"))


def nothing_heard(person: Person, *signs: str) -> None:
    for shown in person.heard:
        assert not any(sign in shown.text for sign in signs), shown.text
        assert not any(sign in label for sign in signs for label in labels(shown)), shown.text


async def test_it_goes_to_the_head_past_the_officer(town: Town, at: str) -> None:
    petrov = await town.employee("petrov", "telegram")
    gromova = await town.employee("gromova", "vk")
    ivanova = await town.employee("ivanova", at)
    client, its = await writes(town, at)
    await takes(petrov, its)
    town.watch.passes(minutes=20)
    complaint = await complains(client, its)
    receipt = client.last
    assert "Её разберёт Иванова О. Д., Отдел пособий" in receipt.text
    assert "Ответим до " in receipt.text
    assert not receipt.rows, "no topic of hers would lead it past the head"
    filed = await appeal(town, complaint)
    assert (filed["officer"], filed["unit"], filed["barred"]) == ("ivanova", "benefits", "petrov")
    assert filed["state"] == "taken"
    assert await details(town, complaint, "complained") == {"about": its, "barred": "petrov"}
    assert (await appeal(town, its))["officer"] == "petrov", "the appeal itself stays where it was"
    await gathered(town)
    notice = await ivanova.hears(f"Жалоба {complaint} · Петров А. Н.")
    assert WORDS in notice.text
    await ivanova.taps("Открыть", notice)
    card = await ivanova.hears(
        f"Жалоба на сотрудника, он её не видит: Петров А. Н. (обращение {its})"
    )
    assert WORDS in card.text
    assert [what for _, what in await history(town, its)] == ["registered", "taken"]
    await answers(ivanova, notice, "Разобрались: перезвоним вам завтра до 12:00.")
    await client.hears("Разобрались")
    await settled(petrov)
    nothing_heard(petrov, complaint, WORDS)
    await settled(gromova)


async def test_the_one_complained_about_sees_it_nowhere(town: Town, at: str) -> None:
    """Not in a queue, a notice, an alert, a card, a search; also when nobody else is there."""
    petrov = await town.employee("petrov", at)
    client, its = await writes(town, "vk")
    await takes(petrov, its)
    complaint = await complains(client, its)
    assert (await appeal(town, complaint))["state"] == "waiting", "the head has not joined yet"
    it = (await appeal(town, complaint))["id"]
    await petrov.says("Меню")
    await petrov.taps("Очередь отдела", await petrov.hears("Что открыть?"))
    queue = await petrov.hears("Очередь отдела: 1 обращение")
    assert its in queue.text
    for verb in ("card", "take", "reply", "over", "give-back", "priority", "redirect", "leave"):
        assert FOREIGN in (await presses(petrov, f"{verb}:{it}")).text, verb
    for verb in ("bar", "bar-off", "note", "more", "files", "why-card", "unclear"):
        assert FOREIGN in (await presses(petrov, f"{verb}:{it}")).text, verb
    assert FOREIGN in (await presses(petrov, f"bar-one:{it}:gromova")).text
    town.watch.passes(hours=5)
    await town.service.jobs.alerts()
    town.watch.passes(seconds=30)
    await petrov.hears(f"Скоро срок по обращению {its}")
    town.watch.passes(hours=18, minutes=20)  # 09:20, half an hour before it is due
    await town.service.jobs.alerts()
    town.watch.passes(seconds=30)
    await petrov.hears(f"Скоро срок по обращению {its}")
    await settled(petrov)
    nothing_heard(petrov, complaint, WORDS)
    ivanova = await town.employee("ivanova", "vk")
    town.watch.passes(seconds=30)
    await ivanova.hears(complaint)


async def test_a_complaint_about_the_head_goes_past_the_head(town: Town, at: str) -> None:
    ivanova = await town.employee("ivanova", at)
    sidorova = await town.employee("sidorova", "vk")
    client, its = await writes(town, "vk")
    await takes(ivanova, its)
    complaint = await complains(client, its, "Начальник отдела кричала на меня.")
    filed = await appeal(town, complaint)
    assert (filed["officer"], filed["unit"], filed["barred"]) == (
        "sidorova",
        "reception",
        "ivanova",
    )
    await gathered(town)
    await sidorova.hears(f"Жалоба {complaint} · Иванова О. Д.")
    await settled(ivanova)
    nothing_heard(ivanova, complaint, "кричала")
    it = filed["id"]
    benefit = next(t.id for t in town.ministry.topics.values() if t.unit == "benefits")
    refused = await presses(sidorova, f"send-to:{it}:{benefit}")
    assert "туда его передать нельзя" in refused.text
    assert (await appeal(town, complaint))["unit"] == "reception"
    town.watch.passes(hours=30)
    await town.service.jobs.alerts()
    town.watch.passes(seconds=30)
    await sidorova.hears("истёк")
    await settled(ivanova)
    nothing_heard(ivanova, complaint, "кричала")


async def test_the_answered_and_the_given_back(town: Town, at: str) -> None:
    """The one who had it last is meant, whether it is closed or on its way elsewhere."""
    petrov = await town.employee("petrov", "vk")
    client, its = await writes(town, at)
    card = await takes(petrov, its)
    await petrov.taps("Не наше", card)
    await petrov.hears("вернули на разбор")
    assert (await appeal(town, await complains(client, its)))["barred"] == "petrov"
    second, other = await writes(town, at)
    town.watch.passes(seconds=30)
    await answers(petrov, await petrov.hears(f"Новое обращение {other}"))
    await petrov.hears("Обращение закрыто")
    assert (await appeal(town, await complains(second, other)))["barred"] == "petrov"
    third, untouched = await writes(town, at)
    filed = await appeal(town, await complains(third, untouched, "Никто не отвечает."))
    assert (filed["barred"], filed["unit"]) == ("", "benefits")


async def test_words_of_a_complaint_and_changing_ones_mind(town: Town, at: str) -> None:
    petrov = await town.employee("petrov", "vk")
    client, its = await writes(town, at)
    await takes(petrov, its)
    it = (await appeal(town, its))["id"]
    asked = await presses(client, f"complain:{it}")
    await client.taps("Отмена", asked)
    await client.hears("ничего не изменили")
    assert len(await appeals(town)) == 1
    town.watch.passes(minutes=5)
    complaint = await complains(client, its)
    town.watch.passes(seconds=20)
    await client.says("И не перезвонил.")
    await settled_client(client)
    assert [e["text"] for e in await entries(town, complaint)] == [WORDS, "И не перезвонил."]
    assert all("перезвонил" not in e["text"] for e in await entries(town, its))
    stranger = town.person(at)
    await stranger.says("/help")
    await stranger.hears("Как это устроено")
    data = f"complain:{it}" if at == "telegram" else f'{{"t":"complain:{it}"}}'
    await stranger.messenger.taps(stranger.id, stranger.heard[0].id, data)
    await stranger.hears(FOREIGN)


async def settled_client(client: Person) -> None:
    await client.says("/help")
    await client.hears("Как это устроено")


@pytest.mark.requirement("P1")
async def test_an_officer_marks_it_as_a_complaint(town: Town, at: str) -> None:
    belov = await town.employee("belov", at)
    petrov = await town.employee("petrov", "telegram")
    ivanova = await town.employee("ivanova", "vk")
    client, its = await writes(town, "vk", "Сотрудник по фамилии Петров нагрубил мне в коридоре.")
    await opens_more(belov, await takes(belov, its), "Жалоба на сотрудника")
    people = await belov.hears("На чьи действия жалуется клиент")
    it = (await appeal(town, its))["id"]
    assert labels(people)[0] == "Белов Р. Ю.", "whoever has it is the likeliest"
    said = await presses(belov, f"bar-one:{it}:petrov")
    assert "Петров А. Н. больше не видит" in said.text
    assert "Теперь его ведёт Иванова О. Д." in said.text
    marked = await appeal(town, its)
    assert (marked["barred"], marked["officer"], marked["unit"]) == (
        "petrov",
        "ivanova",
        "benefits",
    )
    await gathered(town)
    notice = await ivanova.hears(f"Жалоба {its} · Петров А. Н.")
    told = await client.hears("занимается Иванова О. Д.")
    assert "Петров" not in told.text
    assert ("belov", "barred") in await history(town, its)
    await ivanova.taps("Открыть", notice)
    card = await ivanova.hears("он её не видит: Петров А. Н.")
    await ivanova.taps("Передать", card)
    assert labels(await ivanova.hears("Кому передать")) == ["Громова С. И."]
    assert "не действует" in (await presses(ivanova, f"give:{it}:petrov")).text
    assert FOREIGN in (await presses(petrov, f"card:{it}")).text
    await settled(petrov)
    nothing_heard(petrov, its)


async def test_an_officer_marks_their_own_and_loses_it(town: Town, at: str) -> None:
    petrov = await town.employee("petrov", at)
    ivanova = await town.employee("ivanova", "telegram")
    _, its = await writes(town, "vk")
    await opens_more(petrov, await takes(petrov, its), "Жалоба на сотрудника")
    await petrov.taps("Петров А. Н.", await petrov.hears("На чьи действия"))
    await petrov.hears("Теперь его ведёт Иванова О. Д.")
    await gathered(town)
    await ivanova.hears(f"Жалоба {its}")
    assert FOREIGN in (await presses(petrov, f"card:{(await appeal(town, its))['id']}")).text
    assert not any("больше не у вас" in shown.text for shown in petrov.heard)


async def test_who_cannot_change_the_mark(town: Town) -> None:
    petrov = await town.employee("petrov", "telegram")
    gromova = await town.employee("gromova", "vk")
    sidorova = await town.employee("sidorova", "vk")
    client, its = await writes(town, "vk")
    await takes(gromova, its)
    it = (await appeal(town, its))["id"]
    assert "никому не закрыто" in (await presses(gromova, f"bar-off:{it}")).text
    assert "не действует" in (await presses(gromova, f"bar-one:{it}:nobody")).text
    assert "у коллеги" in (await presses(petrov, f"bar:{it}")).text
    assert FOREIGN in (await presses(client, f"bar-one:{it}:petrov")).text
    await changed(town, its, barred="petrov")
    for tap in (f"bar:{it}", f"bar-off:{it}", f"bar-one:{it}:orlova"):
        assert "только начальник" in (await presses(gromova, tap)).text
    again = await presses(sidorova, f"bar-one:{it}:petrov")
    assert "и так не видит" in again.text
    await presses(sidorova, f"bar:{it}")
    choice = sidorova.last
    assert "Петров А. Н." not in labels(choice)
    await sidorova.taps("Это не жалоба", choice)
    await sidorova.hears("снова видят все")
    assert (await appeal(town, its))["barred"] == ""


async def test_control_passes_on_with_it(town: Town) -> None:
    """Nobody controls a complaint about themselves."""
    sidorova = await town.employee("sidorova", "telegram")
    belov = await town.employee("belov", "vk")
    _, its = await writes(town, "vk", "Неясный вопрос про начальника общественной приёмной")
    await takes(belov, its)
    await changed(town, its, control="sidorova")
    await presses(belov, f"bar-one:{(await appeal(town, its))['id']}:sidorova")
    marked = await appeal(town, its)
    assert marked["barred"] == "sidorova"
    assert marked["control"] not in {"", "sidorova"}
    await sidorova.says("Меню")
    await sidorova.taps("На контроле", await sidorova.hears("Что открыть?"))
    await sidorova.hears("На контроле: пусто")
    await sidorova.taps("Все сроки")
    await sidorova.hears("Все сроки: пусто")
