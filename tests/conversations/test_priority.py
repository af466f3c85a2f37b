"""What goes first, and why: in queues, on the card, in notices; and set no longer."""

from __future__ import annotations

import pytest

from tests.conversations.moved import FOREIGN, changed, details, opens_more, presses, takes
from tests.conversations.talk import answers, appeal, gathered, history, labels, writes
from tests.town import Town

pytestmark = pytest.mark.requirement("R22")


async def test_it_goes_first_of_those_due_the_same_day(town: Town, at: str) -> None:
    petrov = await town.employee("petrov", at)
    await writes(town, "vk", "Пособие на ребёнка, вопрос вчерашний")
    town.watch.passes(hours=24)
    await writes(town, "vk", "Пособие на ребёнка, вопрос первый")
    town.watch.passes(minutes=5)
    _, its = await writes(town, "telegram", "Пособие на ребёнка, вопрос второй")
    town.watch.passes(seconds=30)
    await petrov.hears(its)  # the notice has the words of the card, and comes before it
    await petrov.says("Меню")
    await petrov.taps("Очередь отдела", await petrov.hears("Что открыть?"))
    queue = await petrov.hears("Очередь отдела: 3 обращения")
    await petrov.taps("3", queue)
    await opens_more(petrov, await petrov.hears("вопрос второй"), "Очередность")
    reasons = await petrov.hears("раньше других")
    assert labels(reasons) == [
        "Жизненная ситуация",
        "Ограниченное здоровье",
        "Повторное обращение",
        "Безопасность",
        "Открыть",
    ]
    await petrov.taps("Ограниченное здоровье", reasons)
    await petrov.hears(f"Обращение {its} теперь стоит раньше других")
    await petrov.taps("Открыть", reasons)
    await petrov.hears("Разобрать сначала: ограниченное здоровье")
    assert (await appeal(town, its))["priority"] == "health"
    await petrov.says("Меню")
    await petrov.taps("Очередь отдела", await petrov.hears("Что открыть?"))
    lines = (await petrov.hears("Очередь отдела: 3 обращения")).text.splitlines()
    places = [line for line in lines if line[:2] in {"1.", "2.", "3."}]
    assert [line[3:14] for line in places] == ["2026-000001", "2026-000003", "2026-000002"]
    assert places[1].endswith("· сначала: ограниченное здоровье")
    assert "сначала" not in places[2]


async def test_a_controller_sets_it_and_the_officer_hears(town: Town, at: str) -> None:
    petrov = await town.employee("petrov", at)
    sidorova = await town.employee("sidorova", "vk")
    _, its = await writes(town, "vk")
    await takes(petrov, its)
    it = (await appeal(town, its))["id"]
    await presses(sidorova, f"priority-for:{it}:safety")
    await gathered(town)
    notice = await petrov.hears("нужно разобрать раньше других")
    assert notice.text.startswith("Разберите сначала: безопасность")
    assert await details(town, its, "prioritised") == {"reason": "safety"}
    await presses(sidorova, f"priority:{it}")
    shown = sidorova.last
    assert "отмечено так: «сначала: безопасность»" in shown.text
    assert "Безопасность" not in labels(shown)
    await sidorova.taps("Убрать отметку", shown)
    await sidorova.hears("снова стоит в очереди по сроку")
    assert (await appeal(town, its))["priority"] == ""
    assert ("sidorova", "priority_lifted") in await history(town, its)


async def test_the_unit_hears_while_nobody_has_it(town: Town, at: str) -> None:
    petrov = await town.employee("petrov", at)
    sidorova = await town.employee("sidorova", "telegram")
    _, its = await writes(town, "vk")
    await petrov.hears(f"Новое обращение {its}")
    await presses(sidorova, f"priority-for:{(await appeal(town, its))['id']}:situation")
    await gathered(town)
    await petrov.hears("Разберите сначала: жизненная ситуация")


async def test_who_cannot_set_it_and_when(town: Town) -> None:
    petrov = await town.employee("petrov", "telegram")
    gromova = await town.employee("gromova", "vk")
    nikitina = await town.employee("nikitina", "vk")
    client, its = await writes(town, "vk")
    notice = await petrov.hears(its)
    it = (await appeal(town, its))["id"]
    assert "не действует" in (await presses(petrov, f"priority-for:{it}:friend")).text
    assert "нет такой отметки" in (await presses(petrov, f"priority-off:{it}")).text
    await changed(town, its, priority="safety")
    assert "уже есть" in (await presses(petrov, f"priority-for:{it}:safety")).text
    assert FOREIGN in (await presses(nikitina, f"priority:{it}")).text
    assert FOREIGN in (await presses(client, f"priority-for:{it}:safety")).text
    await answers(petrov, notice)
    await petrov.hears("Обращение закрыто")
    assert "уже нельзя" in (await presses(petrov, f"priority-off:{it}")).text
    assert "уже нельзя" in (await presses(gromova, f"priority:{it}")).text
    assert (await appeal(town, its))["priority"] == "safety"
