"""An appeal is left without a reply for the lawful reasons only, and its client told kindly."""

from __future__ import annotations

import pytest

from domain.appeals import OPEN, REACHED_FROM, State
from domain.grounds import GROUNDS
from sandbox.people import Person, Shown
from tests.conversations.moved import (
    FOREIGN,
    changed,
    details,
    made_official,
    opens_more,
    presses,
    takes,
    window,
    windows,
)
from tests.conversations.talk import appeal, entries, settled, writes
from tests.town import TUESDAY, Town

pytestmark = pytest.mark.requirement("R10")
FACTS = "В тексте только слово «помогите», без вопроса."
#: what its client is told for each reason that an officer may choose for a dialogue
TOLD = {
    "Не понять, о чём просят": "Напишите, пожалуйста, ещё раз, обычными словами",
    "Не прочитать": "более чёткий снимок",
    "Оскорбления или угрозы": "Если вопрос остался, напишите о нём без них",
    "Спор с решением суда": "пересматривает только вышестоящий суд",
    "Охраняемая законом тайна": "раскрыл бы сведения, которые охраняет закон",
}


async def chooses(officer: Person, card: Shown, ground: str) -> None:
    await opens_more(officer, card, "Закрыть без ответа")
    await officer.taps(ground, await officer.hears("можно только по одной из этих причин"))


async def shows(officer: Person, card: Shown, ground: str) -> Shown:
    """The officer has said what the reason rests on; returns the preview."""
    await chooses(officer, card, ground)
    await officer.hears("в чём именно это видно")
    await officer.says(FACTS)
    heading = await officer.hears(f"«{ground}»")
    assert "узнает клиент" in heading.text
    return await officer.hears("2026-", button="Отправить")


@pytest.mark.requirement("W12")
@pytest.mark.parametrize("ground", TOLD)
async def test_each_reason_has_its_words(town: Town, at: str, ground: str) -> None:
    petrov = await town.employee("petrov", at)
    client, its = await writes(town, at)
    preview = await shows(petrov, await takes(petrov, its), ground)
    await settled(client)
    assert not any(TOLD[ground] in shown.text for shown in client.heard)
    await petrov.taps("Отправить", preview)
    await petrov.hears(f"Обращение {its} закрыто без ответа по существу. Клиенту написали")
    told = await client.hears(TOLD[ground])
    assert told.text == preview.text
    assert FACTS not in told.text
    closed = await appeal(town, its)
    assert (closed["state"], closed["officer"]) == ("left", "petrov")
    on_record = await details(town, its, "left")
    assert on_record["reason"] == FACTS
    assert GROUNDS[on_record["ground"]].clause == on_record["clause"]
    assert (await windows(town, its))["message_reply"] == "dropped"
    assert [e["kind"] for e in await entries(town, its)] == ["", "notice"]


@pytest.mark.requirement("R6", "W6")
async def test_unintelligible_within_seven_days(town: Town, at: str) -> None:
    petrov = await town.employee("petrov", at)
    client, its = await writes(town, "vk")
    await opens_more(petrov, await takes(petrov, its), "Текст не понять")
    asked = await petrov.hears("в чём именно это видно")
    assert "приказ № 1052, пункт 26" in asked.text
    await petrov.says(FACTS)
    await petrov.taps("Отправить", await petrov.hears("не поняли, о чём вы просите"))
    await client.hears("не поняли, о чём вы просите")
    assert await windows(town, its) == {"message_reply": "dropped", "unintelligible": "met"}
    assert (await window(town, its, "unintelligible"))[0] == TUESDAY


@pytest.mark.requirement("R6", "W6")
async def test_after_seven_days_only_the_head(town: Town, at: str) -> None:
    petrov = await town.employee("petrov", "vk")
    ivanova = await town.employee("ivanova", at)
    _, its = await writes(town, "vk")
    card = await takes(petrov, its)
    await made_official(town, its)
    town.watch.passes(days=8)
    await opens_more(petrov, card, "Текст не понять")
    assert "Иванова О. Д." in (await petrov.hears("закончились во вторник, 1 декабря")).text
    await ivanova.taps("Очередь отдела")
    await ivanova.taps("1", await ivanova.hears("Очередь отдела: 1 обращение"))
    preview = await shows(ivanova, await ivanova.hears("Исполнитель"), "Не понять, о чём просят")
    await ivanova.taps("Отправить", preview)
    await ivanova.hears("закрыто без ответа по существу")
    assert (await details(town, its, "left"))["late"] is True
    assert (await windows(town, its))["unintelligible"] == "late"
    assert (await windows(town, its))["official_reply"] == "dropped"


async def test_a_correspondence_is_ended_by_the_head_after_two_replies(town: Town, at: str) -> None:
    petrov = await town.employee("petrov", "telegram")
    ivanova = await town.employee("ivanova", "vk")
    client, first = await writes(town, at)
    numbers = [first]
    for _ in range(2):
        await changed(town, numbers[-1], state=State.TAKEN, officer="gromova")
        await changed(town, numbers[-1], state=State.ANSWERED, closed_at=town.watch())
        town.watch.passes(minutes=10)
        await client.says("Когда придёт пособие на ребёнка?")
        shown = await client.hears("его номер")
        numbers.append(shown.text.split("номер — ")[1][:11])
        if len(numbers) == 2:
            continue
    its = numbers[-1]
    town.watch.passes(minutes=1)
    card = await takes(petrov, its)
    await chooses(petrov, card, "Уже отвечали, нового нет")
    assert "Решает Иванова О. Д." in (await petrov.hears("Прекратить переписку")).text
    await ivanova.taps("Очередь отдела")
    await ivanova.taps("1", await ivanova.hears("Очередь отдела: 1 обращение"))
    ends = await shows(ivanova, await ivanova.hears("Исполнитель"), "Уже отвечали, нового нет")
    await ivanova.taps("Отправить", ends)
    await ivanova.hears("закрыто без ответа по существу")
    assert "Прежние ответы" in (await client.hears("переписку об этом прекращаем")).text


async def test_reasons_that_do_not_hold(town: Town) -> None:
    petrov = await town.employee("petrov", "telegram")
    ivanova = await town.employee("ivanova", "vk")
    _, its = await writes(town, "vk")
    card = await takes(petrov, its)
    await chooses(petrov, card, "Нет имени и адреса")
    await petrov.hears("есть куда ответить")
    it = (await appeal(town, its))["id"]
    assert "нескольких ответов" in (await presses(ivanova, f"leave-for:{it}:repeated")).text
    assert "не действует" in (await presses(petrov, f"leave-for:{it}:too_much_work")).text
    await changed(town, its, chat=None, came_by="post")
    async with town.service.units.begin() as unit:
        await unit.particulars.note(it, name="Ильина Мария", reply_to="Приозёрск, 5")
    assert "есть куда ответить" in (await presses(petrov, f"leave-for:{it}:nameless")).text
    assert (await appeal(town, its))["state"] == "taken"


async def test_nobody_to_answer(town: Town, at: str) -> None:
    petrov = await town.employee("petrov", at)
    _, its = await writes(town, "vk")
    card = await takes(petrov, its)
    await changed(town, its, chat=None, came_by="post")
    await petrov.taps("Отправить", await shows(petrov, card, "Нет имени и адреса"))
    await petrov.hears("Если известно, куда написать клиенту, отправьте ему текст выше")
    assert (await appeal(town, its))["state"] == "left"


async def test_bad_words_and_wrong_people(town: Town) -> None:
    petrov = await town.employee("petrov", "telegram")
    gromova = await town.employee("gromova", "vk")
    nikitina = await town.employee("nikitina", "vk")
    client, its = await writes(town, "vk")
    card = await takes(petrov, its)
    await chooses(petrov, card, "Оскорбления или угрозы")
    await petrov.hears("в чём именно это видно")
    await petrov.says("грубит")
    await petrov.hears("Напишите подробнее")
    await petrov.says(FACTS)
    preview = await petrov.hears("В вашем обращении")
    it = (await appeal(town, its))["id"]
    assert "у коллеги: Петров А. Н." in (await presses(gromova, f"leave:{it}")).text
    assert FOREIGN in (await presses(nikitina, f"unclear:{it}")).text
    assert FOREIGN in (await presses(client, f"leave-for:{it}:insult")).text
    await changed(town, its, control="sidorova")
    await petrov.taps("Отправить", preview)
    await petrov.hears("на контроле")
    await changed(town, its, control="")
    town.watch.passes(minutes=2)
    await client.says("Простите за резкость. Когда придёт пособие?")
    await client.hears("Добавили")
    await petrov.taps("Отправить", preview)
    assert "Простите за резкость" in (await petrov.hears("пока открыто")).text
    await petrov.taps("Отмена", await petrov.hears("В вашем обращении"))
    await petrov.hears("осталось как было")
    await petrov.taps("Отправить", preview)
    await petrov.hears("не действует")
    assert (await appeal(town, its))["state"] == "taken"


async def test_closed_twice(town: Town, at: str) -> None:
    petrov = await town.employee("petrov", at)
    client, its = await writes(town, "vk")
    preview = await shows(petrov, await takes(petrov, its), "Спор с решением суда")
    await petrov.taps("Отправить", preview)
    await petrov.hears("закрыто без ответа")
    await petrov.taps("Отправить", preview)
    await petrov.hears("не действует")
    it = (await appeal(town, its))["id"]
    assert "уже нельзя" in (await presses(petrov, f"leave:{it}")).text
    await settled(client)
    assert sum("решение суда" in shown.text for shown in client.heard) == 1


async def test_no_other_button_closes_an_appeal_without_a_reply(town: Town, at: str) -> None:
    """Every button an officer and a head are shown about an appeal, pressed down to the last
    question: it is open as long as nobody confirms one of the lawful ends."""
    petrov, ivanova = await town.employee("petrov", at), await town.employee("ivanova", at)
    _, its = await writes(town, "vk")
    it = (await appeal(town, its))["id"]
    await takes(petrov, its)
    pressed: dict[str, str] = {}
    for person, tap in ((petrov, f"card:{it}"), (ivanova, f"card:{it}")):
        await presses(person, tap)
        tried: set[str] = set()
        while fresh := [
            (shown.id, button)
            for shown in person.heard
            for row in shown.rows
            for button in row
            if str(it) in button.data and button.data not in tried
        ]:
            place, button = fresh[-1]
            tried.add(button.data)
            pressed[button.data] = button.label
            await person.messenger.taps(person.id, place, button.data)
            await settled(person)
            now = await appeal(town, its)
            assert now["closed_at"] is None, button.label
            if (now["officer"], now["unit"]) != ("petrov", "benefits") or now["barred"]:
                back = {"officer": "petrov", "unit": "benefits", "state": State.TAKEN}
                await changed(town, its, **back, transfers=0, barred="")
    shown_labels = set(pressed.values())
    assert {"Переадресовать", "Закрыть без ответа", "Оскорбления или угрозы"} <= shown_labels
    assert {"Передать", "Не наше", "Ответить", "Очередность", "Текст не понять"} <= shown_labels


def test_the_life_cycle_knows_no_other_way_out() -> None:
    """What closes an appeal without a reply: the client's own word, and the lawful ends."""
    closed = {state for state in State if state not in OPEN}
    assert closed == {State.ANSWERED, State.REDIRECTED, State.LEFT, State.NOT_APPEAL}
    assert REACHED_FROM[State.NOT_APPEAL] == {State.WAITING}
