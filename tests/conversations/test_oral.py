"""An oral reply with the client's consent: the order's own sentence, on record (N-1052 §11)."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from sandbox.people import Person, Shown
from storage import tables as t
from tests.conversations.kinds import more, opens, presses, windows
from tests.conversations.talk import appeal, entries, history, rows, writes
from tests.town import Town

SENTENCE = "С согласия заявителя ответ на обращение дан устно, письменный ответ не требуется."
GIST = "Объяснил по телефону, что пособие придёт 26 ноября."

pytestmark = pytest.mark.requirement("R20")


async def begins(town: Town, petrov: Person, its: str) -> Shown:
    """The officer takes the appeal and says that it was answered orally."""
    await petrov.taps("Взять", await opens(town, petrov, its))
    await petrov.hears("ваше")
    await more(town, petrov, its, "Ответили устно")
    return await petrov.hears("Устный ответ возможен")


async def test_an_oral_reply_is_kept_and_told(town: Town, at: str) -> None:
    petrov = await town.employee("petrov", at)
    client, its = await writes(town, at)
    await petrov.taps("Вопрос решён", await begins(town, petrov, its))
    await petrov.hears("что вы ответили")
    await petrov.says("Объяснил")
    first = await petrov.hears(SENTENCE)
    await petrov.says(GIST)
    preview = await petrov.hears(GIST)
    assert "Петров Андрей Николаевич, главный консультант" in preview.text
    assert "Итог: вопрос решён" in preview.text
    await petrov.taps("Клиент согласен", first)
    await petrov.hears("старый вариант")
    assert (await appeal(town, its))["state"] == "taken"
    await petrov.taps("Клиент согласен", preview)
    await petrov.hears("Обращение закрыто")
    await client.hears("ответили вам устно")
    found = await appeal(town, its)
    assert (found["state"], found["closed_at"]) == ("answered", town.watch())
    (kept,) = await rows(town, select(t.replies))
    assert (kept["way"], kept["outcome"], kept["state"]) == ("oral", "solved", "sent")
    assert SENTENCE in kept["text"]
    assert GIST in kept["text"]
    assert "Петров Андрей Николаевич" in kept["text"]
    assert (await entries(town, its))[-1]["kind"] == "oral"
    assert (await windows(town, its))["message_reply"][0] == "met"
    assert ("petrov", "answered_orally") in await history(town, its)
    assert not any(GIST in shown.text for shown in client.heard)
    await petrov.taps("Клиент согласен", preview)
    await petrov.hears("уже не действует")
    assert "Петров А. Н., устный ответ" in (await opens(town, petrov, its)).text


async def test_what_is_promised_orally_stays_under_control(town: Town, at: str) -> None:
    petrov = await town.employee("petrov", at)
    _, its = await writes(town, at)
    await petrov.taps("Решение будет к дате", await begins(town, petrov, its))
    await petrov.hears("К какому дню")
    await petrov.says("вчера утром")
    await petrov.hears("Не получилось разобрать дату")
    await petrov.says("15.12.2026")
    await petrov.hears("что вы ответили")
    await petrov.says(GIST)
    await petrov.taps("Клиент согласен", await petrov.hears("не позднее 15 декабря"))
    await petrov.hears("на контроле")
    found = await appeal(town, its)
    assert (found["state"], found["control"]) == ("control", "ivanova")


async def test_what_the_client_wrote_meanwhile_is_read_first(town: Town, at: str) -> None:
    petrov = await town.employee("petrov", at)
    client, its = await writes(town, at)
    await petrov.taps("Вопрос решён", await begins(town, petrov, its))
    await petrov.hears("что вы ответили")
    await petrov.says(GIST)
    preview = await petrov.hears(GIST)
    town.watch.passes(minutes=5)
    await client.says("А за сентябрь?")
    await client.hears("Добавили")
    await petrov.taps("Клиент согласен", preview)
    await petrov.hears("клиент написал ещё")
    assert (await appeal(town, its))["state"] == "taken"


async def test_it_is_for_whoever_has_the_appeal(town: Town, at: str) -> None:
    petrov = await town.employee("petrov", at)
    gromova = await town.employee("gromova", at)
    _, its = await writes(town, at)
    step = await begins(town, petrov, its)
    it = (await appeal(town, its))["id"]
    await presses(gromova, f"oral:{it}:solved")
    await gromova.hears("у коллеги: Петров")
    await presses(petrov, f"oral:{it}:song")
    await petrov.hears("уже не действует")
    await petrov.taps("Вопрос решён", step)
    await petrov.hears("что вы ответили")
    await petrov.taps("Отмена")
    await petrov.hears("осталось как было")
    assert await rows(town, select(t.replies.c.id)) == []
