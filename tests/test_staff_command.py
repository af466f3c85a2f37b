"""python -m bot staff: files as offices save them, all or nothing, and what stands then."""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path

import pytest
from openpyxl import Workbook
from sqlalchemy.ext.asyncio import AsyncEngine

from bot import commands
from domain.talk import Channel
from handlers.standing import heed_staff
from storage import tables as t
from tests.kit import Kit, rows
from tests.town import ROOT

HEADING = "ФИО;Должность;Подразделение;Роли\n"
PETROV = "Петров Андрей Николаевич;советник;benefits;исполнитель\n"


async def _staff(database: str, folder: Path, file: Path | None, **more: object) -> int:
    """As from the command line, which has a loop of its own."""
    env = folder / ".env"
    env.write_text(f"ORGANISATION_FILE={ROOT / 'organisation.yaml'}\nDATABASE_URL={database}\n")
    asked = {"what": "import" if file else "show", "file": file, "dry_run": False, "whole": False}
    args = argparse.Namespace(env=env, **{**asked, **more})
    return await asyncio.to_thread(commands.staff, args)


@pytest.mark.requirement("P1")
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251"])
async def test_a_list_is_looked_at_and_then_taken(
    encoding: str,
    database: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    engine: AsyncEngine,
) -> None:
    file = tmp_path / "list.csv"
    text = HEADING + PETROV
    file.write_bytes((text.replace(";", ",") if encoding == "cp1251" else text).encode(encoding))
    assert await _staff(database, tmp_path, file, dry_run=True) == 0
    assert capsys.readouterr().out == (
        "changed employee petrov: Петров Андрей Николаевич\n"
        "  post: главный консультант -> советник\n"
        "Would be: changed 1. Nothing was changed.\n"
    )
    assert await rows(engine, t.amendments) == []
    assert await _staff(database, tmp_path, file) == 0
    assert "Done: changed 1." in capsys.readouterr().out
    assert await _staff(database, tmp_path, file) == 0
    assert capsys.readouterr().out == "Nothing differs.\n"
    assert await _staff(database, tmp_path, None, id="petrov") == 0
    shown = capsys.readouterr().out
    assert "  post: советник\n" in shown
    assert "command line: post: советник" in shown


@pytest.mark.requirement("P1")
async def test_one_wrong_row_and_nothing_is_written(
    database: str, tmp_path: Path, engine: AsyncEngine
) -> None:
    file = tmp_path / "list.csv"
    file.write_text(HEADING + PETROV + "Кот Иван;кто;нигде;царь\n", "utf-8")
    with pytest.raises(commands.Stop) as stop:
        await _staff(database, tmp_path, file)
    assert [finding.split(":")[0] for finding in stop.value.findings] == [
        "list.csv, row 3, column Подразделение",
        "list.csv, row 3, column Роли",
        "Nothing was written.",
    ]
    file.write_text(HEADING + PETROV.replace("benefits", "care"), "utf-8")
    with pytest.raises(commands.Stop, match="could be petrov"):
        await _staff(database, tmp_path, file)
    head = "Иванова Ольга Дмитриевна;консультант;benefits;исполнитель\n"
    file.write_text(HEADING + head, "utf-8")
    with pytest.raises(commands.Stop, match="must work in it and have the role head"):
        await _staff(database, tmp_path, file)
    admin = "Крылов Егор Станиславович;консультант;it;исполнитель\n"
    file.write_text(HEADING + admin, "utf-8")
    with pytest.raises(commands.Stop, match="nobody would be administrator"):
        await _staff(database, tmp_path, file)
    assert await rows(engine, t.amendments) == []


@pytest.mark.requirement("E1", "P1")
async def test_whoever_is_gone_has_no_access_and_their_work_is_told(
    database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], engine: AsyncEngine
) -> None:
    kit = Kit(engine)
    chat = await kit.chat("petrov")
    its = await kit.appeal(officer="petrov", state="taken")
    async with kit.units.begin() as unit:
        unit.pins.begin("petrov", "salt", "hash")
    ministry = kit.house.ministry
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Список сотрудников"])
    sheet.append(["id", "ФИО", "Должность", "Подразделение"])
    for one in ministry.employees.values():
        if one.id != "petrov":
            sheet.append([one.id, one.name, one.post, ministry.units[one.unit].name])
    file = tmp_path / "list.xlsx"
    book.save(file)
    assert await _staff(database, tmp_path, file, whole=True) == 0
    told = capsys.readouterr().out
    assert "gone employee petrov" in told
    assert "petrov leaves open: appeals 1, replies to approve 0, under control 0, parts 0" in told
    assert "petrov: handed on to others: 1" in told
    assert "changed employee gromova: Громова Светлана Игоревна\n  deputy: petrov -> none" in told
    async with kit.units.begin() as unit:
        assert (await unit.chats.get(chat.id)).employee == ""
        await heed_staff(unit, kit.house, await unit.staff.version())
        assert await unit.pins.get("petrov") is None
        mine = await unit.appeals.get(its.id)
    assert mine
    assert mine.officer == "gromova", "their deputy has it now"
    assert kit.house.employee("petrov") is None
    assert kit.house.who("petrov") == "Петров А. Н.", "history still names them"
    assert chat.channel is Channel.TELEGRAM
    back = tmp_path / "back.csv"
    text = PETROV.replace("исполнитель", "исполнитель, начальник;Петров Андрей Николаевич")
    back.write_text(HEADING.replace("Роли", "Роли;Начальник") + text, "utf-8")
    assert await _staff(database, tmp_path, back) == 0
    assert "back employee petrov" in capsys.readouterr().out


@pytest.mark.requirement("P1")
async def test_three_thousand_people_come_at_once(
    database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """How long it takes is a matter of the machine: the bench tells."""
    lines = ["ФИО;Должность;Подразделение;Вышестоящее;Начальник"]
    for number in range(3000):
        unit, first = divmod(number, 25)
        name = f"Фамилия{'абвгдежзик'[number % 10]} Имя{'абвгдежзик'[number // 10 % 10]} Отч"
        name = name.replace("Отч", f"Отчество{'абвгдежзик'[number // 100 % 10]}" + "я" * (unit % 7))
        head = f"id{number}" if not first else ""
        lines.append(f"{name};консультант;Отдел {unit};leadership;{head};id{number}")
    lines[0] += ";id"
    file = tmp_path / "list.csv"
    file.write_text("\n".join(lines), "utf-8")
    assert await _staff(database, tmp_path, file) == 0
    assert "Done: new 3120." in capsys.readouterr().out
