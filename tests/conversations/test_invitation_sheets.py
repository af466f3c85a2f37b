"""A sheet of invitations: codes on paper for everybody not yet joined, and nowhere else."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

import pytest
import segno
from aiohttp import ClientSession
from docx import Document
from sqlalchemy import select

from sandbox.people import Person
from storage import tables as t
from tests.conversations.talk import gets_file, labels, presses, rows, until
from tests.town import Town

SHEET = "Приглашения.docx"


async def sheet_of(person: Person) -> bytes:
    await gets_file(person, SHEET)
    file = next(f for shown in reversed(person.heard) for f in shown.files if f.name == SHEET)
    async with ClientSession() as session, session.get(file.url) as answer:
        return await answer.read()


def cards(content: bytes) -> dict[str, str]:
    """Name → code, as they stand on the sheet."""
    (table,) = Document(BytesIO(content)).tables
    texts = [row.cells[0].text for row in table.rows]
    return {text.split("\n")[0]: re.findall(r"join-[\w-]{22}", text)[0] for text in texts}


@pytest.mark.requirement("E1")
async def test_a_sheet_for_a_unit(town: Town, at: str) -> None:
    head = await town.employee("ivanova", at)
    await presses(head, "staff")
    await head.taps("Лист приглашений", await head.hears("3 сотрудника"))
    asked = await head.hears("Отдел пособий и социальных выплат: ещё не вошли 2 сотрудника")
    await head.taps("Сделать лист", asked)
    await head.hears("Вот лист приглашений")
    content = await sheet_of(head)
    found = cards(content)
    assert {*found} == {"Петров Андрей Николаевич", "Громова Светлана Игоревна"}
    code = found["Петров Андрей Николаевич"]
    with zipfile.ZipFile(BytesIO(content)) as parts:
        pictures = [parts.read(name) for name in parts.namelist() if name.endswith(".png")]
    wanted = [f"https://t.me/priyomnaya_demo_bot?start={code}", f"https://vk.me/club1?ref={code}"]
    assert all(picture(link) in pictures for link in wanted)
    assert len(pictures) == 4
    await until(lambda: is_gone(town, code))
    town.watch.passes(days=6)
    newcomer = town.person("vk")
    await newcomer.says(code)
    await newcomer.hears("Теперь вы работаете здесь как главный консультант")
    town.watch.passes(days=1, seconds=1)
    late = town.person("telegram")
    await late.says(found["Громова Светлана Игоревна"])
    await late.hears("Код не подошёл")


def picture(link: str) -> bytes:
    made = BytesIO()
    segno.make(link, error="m", mask=0, micro=False).save(made, kind="png", scale=4, border=3)
    return made.getvalue()


async def is_gone(town: Town, code: str) -> bool:
    """Neither the file nor a table holds anything of it."""
    kept = [path for path in town.files.rglob("*") if path.is_file()]
    tables = (t.invites, t.entries, t.events, t.outbox, t.chats, t.staff_history, t.files)
    told = [code in repr(await rows(town, select(table))) for table in tables]
    return not kept and not any(told)


@pytest.mark.requirement("E1")
async def test_a_new_sheet_takes_the_place_of_earlier_codes(town: Town) -> None:
    """And whoever has joined needs no card."""
    admin = await town.employee("admin", "telegram")
    earlier = await town.invite("petrov")
    town.watch.passes(minutes=1)
    await presses(admin, "staff")
    await admin.taps("Лист приглашений", await admin.hears("Подразделения: 10"))
    asked = await admin.hears("Все ваши подразделения: ещё не вошли 18 сотрудников")
    assert labels(asked) == ["Сделать лист", "Сотрудники"]
    await admin.taps("Сделать лист", asked)
    found = cards(await sheet_of(admin))
    assert len(found) == 18
    person = town.person("vk")
    await person.says(earlier)
    await person.hears("Код не подошёл")
    await person.says(found["Иванова Ольга Дмитриевна"])
    await person.hears("Код подошёл. Осталось, чтобы доступ подтвердил второй человек")


@pytest.mark.requirement("E1")
async def test_nobody_is_left_to_invite(town: Town) -> None:
    for who in ("egorova", "loginov"):
        head = await town.employee(who, "vk")
    await presses(await town.employee("morozov", "vk"), "sheet:job_centre")
    head = await town.employee("morozov", "telegram")
    await presses(head, "sheet:job_centre")
    await head.hears("Здесь уже вошли все, лист не нужен")
