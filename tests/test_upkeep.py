"""What an administrator looks after: channels, quarantine, what was not delivered, health."""

from __future__ import annotations

import tomllib

import pytest
from sqlalchemy import func, select, update

from bot import build
from bot.channel import Batch, Raw
from domain.talk import Channel
from domain.version import VERSION
from handlers.administrator.health import JOBS, TICKED
from sandbox.people import Person, Shown
from storage import tables as t
from tests.conversations.talk import labels, presses, rows, until, writes
from tests.town import ROOT, Town

pytestmark = pytest.mark.requirement("P1")
#: what may be told to nobody who is not responsible for the appeal
SECRET = "тайна"


@pytest.fixture
async def brisk(monkeypatch: pytest.MonkeyPatch, town: Town) -> Town:
    """The service looks ten times a second for what is asked of it."""
    await town.stop()
    monkeypatch.setattr(build, "ASKED_EVERY", 0.1)
    monkeypatch.setitem(build.TICKS, "beat", 0.1)
    await town.start()
    return town


async def opens(admin: Person, page: str) -> None:
    await admin.taps("Ещё")
    await admin.taps("Администратору", await admin.hears("Что ещё открыть?"))
    await admin.taps(page, await admin.hears("Писем людей на этих страницах нет"))


def holds_nothing_secret(*people: Person) -> None:
    assert not any(SECRET in shown.text for one in people for shown in one.heard)


def test_the_version_told_is_the_programs() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["version"] == VERSION


async def test_the_state_of_the_channels(town: Town) -> None:
    admin = await town.employee("admin", "vk")
    await opens(admin, "Каналы")
    page = await admin.hears("Последнее входящее")
    telegram, vk = page.text.split("ВКонтакте")
    assert "Последнее отправленное: ещё не было" in telegram
    assert "Последнее входящее: 24.11 10:00" in vk
    assert "Гражданам: переписка. Сотрудникам: переписка." in vk
    assert "42:TEST" not in page.text
    assert "vk-test-token" not in page.text
    await dead(town, admin)
    await admin.taps("Обновить", page)
    telegram, vk = (await admin.hears("Последнее входящее")).text.split("ВКонтакте")
    assert "Не доставлено за 7 дней: 0" in telegram
    assert "Не доставлено за 7 дней: 1" in vk


async def test_the_quarantine_is_counted_and_handled_again(brisk: Town) -> None:
    town = brisk
    admin = await town.employee("admin", "telegram")
    client = town.person("telegram")
    await client.says("меню")
    await client.hears("Здравствуйте")
    chat = {"id": client.id, "type": "private", "first_name": "Роза"}
    message = {"message_id": 7, "date": 1_795_000_000, "chat": chat, "text": f"Где {SECRET}?"}
    good = {"update_id": 900, "message": message | {"from": chat | {"is_bot": False}}}
    bad = {"update_id": 901, "message": {"text": SECRET}}
    aside = (
        Raw("900", good, trouble=f"KeyError: {SECRET}"),
        Raw("901", bad, trouble="KeyError"),
    )
    await town.service.intake.take(Batch(Channel.TELEGRAM, "42", aside))
    await opens(admin, "Карантин")
    page = await admin.hears("В карантине 2 события")
    assert "24 ноября, Telegram, KeyError: 2" in page.text
    await admin.taps("Обработать снова", page)
    await admin.hears("Пробуем ещё раз")
    await admin.hears("Получилось: 1. Осталось: 1")
    await client.hears("2026-000001")
    assert len(await rows(town, select(t.appeals))) == 1
    async with town.service.units.begin() as unit:
        await unit.arrivals.replayed(
            (await unit.arrivals.set_aside_events())[0]["id"], town.watch()
        )
    await presses(admin, "admin-replay")
    await admin.hears("В карантине пусто")
    holds_nothing_secret(admin)


async def dead(town: Town, person: Person, **facts: str) -> int:
    """The person's last answer was not delivered, as far as anybody knows; its id."""
    query = select(func.max(t.outbox.c.id)).join(t.chats).where(t.chats.c.peer == str(person.id))
    message: int = (await rows(town, query))[0]["max_1"]

    async def is_sent() -> bool:
        return await state_of(town, message) in {"sent", "dead"}

    await until(is_sent)
    async with town.service.engine.begin() as connection:
        values = {"state": "dead", "trouble": "refused", "settled_at": town.watch()} | facts
        await connection.execute(update(t.outbox).where(t.outbox.c.id == message).values(values))
    return message


async def state_of(town: Town, message: int) -> str:
    found = await rows(town, select(t.outbox.c.state).where(t.outbox.c.id == message))
    state: str = found[0]["state"]
    return state


async def test_what_was_not_delivered_is_sent_again_or_dropped(town: Town) -> None:
    admin = await town.employee("admin", "telegram")
    client, its = await writes(town, "telegram", f"Пособие и {SECRET}")
    receipt = await dead(town, client)
    await opens(admin, "Не доставлено")
    page = await admin.hears("Не дошло 1 сообщение")
    await admin.taps(its, page)
    one = await admin.hears(f"Подтверждение получения {its}")
    assert "мессенджер отказался его принять" in one.text
    assert labels(one)[:2] == ["Отправить ещё раз", "Не отправлять"]
    await admin.taps("Отправить ещё раз", one)
    await admin.hears("Отправляем ещё раз")
    await client.hears(its)

    async def is_sent() -> bool:
        return await state_of(town, receipt) == "sent"

    await until(is_sent)
    await admin.taps("Отправить ещё раз", one)  # once is enough
    await admin.hears("уже всё решено")
    await dead(town, client)
    await admin.taps("Не отправлять", one)
    await admin.hears("отправлять не будем")
    assert await state_of(town, receipt) == "dropped"
    await presses(admin, "admin-failures")
    await admin.hears("Всё доставлено")
    holds_nothing_secret(admin)


async def test_an_undelivered_reply_is_its_officers_business(town: Town) -> None:
    """It went back to whoever wrote it: sent once more from here it would be there twice."""
    admin = await town.employee("admin", "vk")
    client, _ = await writes(town, "vk")
    message = await dead(town, client, kind="reply")
    await presses(admin, f"admin-failure:{message}")
    one = await admin.hears("Ответ вернулся к исполнителю")
    assert labels(one) == ["Не доставлено", "Администратору"]
    await presses(admin, f"admin-again:{message}")
    await admin.hears("отсюда не отправить")
    await presses(admin, f"admin-drop:{message}")
    await admin.hears("уже всё решено")
    assert await state_of(town, message) == "dead"


async def health(admin: Person) -> Shown:
    await presses(admin, "admin-health")
    return await admin.hears("Версия программы")


async def test_health_says_that_all_is_well_or_what_to_do(brisk: Town) -> None:
    town = brisk
    admin = await town.employee("admin", "vk")

    async def ticked() -> bool:
        found = await rows(town, select(t.tellings.c.what))
        return {TICKED + job for job in JOBS} <= {row["what"] for row in found}

    await until(ticked)
    await opens(admin, "Состояние")
    page = await admin.hears("Версия программы")
    assert page.text.startswith("Всё в порядке.")
    assert f"Версия программы: {VERSION}." in page.text
    assert "Календарь известен до конца 2027 года" in page.text
    assert f"вошли 1 из {len(town.ministry.employees)}" in page.text
    client, _ = await writes(town, "vk", f"Пособие и {SECRET}")
    await dead(town, client)
    await town.service.intake.take(
        Batch(Channel.VK, "1", (Raw("x", {"odd": SECRET}, trouble="KeyError"),))
    )
    page = await health(admin)
    assert page.text.startswith("Нужно внимание:")
    assert "В карантине событий: 1" in page.text
    assert "Недошедших сообщений: 1" in page.text
    holds_nothing_secret(admin)
    town.watch.passes(days=400)
    assert "Нет производственного календаря на 2028" in (await health(admin)).text
