"""A staff list beside the one that stands: what differs, and what is told of wrong rows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain import staff_words
from domain.ministry import Ministry, Role
from domain.staff import amended, unit_value
from domain.staff_import import Compared, compared
from domain.staff_lines import Sheet, lines_of
from tests.kit import sample

HEADING = "ФИО|Должность|Подразделение"
BENEFITS = "Отдел пособий и социальных выплат"
NEW = "Новиков Пётр Ильич|консультант|benefits"


def taken(*rows: str, ministry: Ministry | None = None, whole: bool = False) -> Compared:
    """The differences of a sheet whose cells stand between bars."""
    cells = [(n, row.split("|")) for n, row in enumerate(rows, 1)]
    return compared(ministry or sample(), lines_of([Sheet("list", cells)]), whole=whole)


def told(*rows: str) -> list[str]:
    return [str(wrong) for wrong in taken(*rows).wrong]


@pytest.mark.requirement("P1")
def test_only_what_the_columns_name_changes() -> None:
    found = taken(
        f"{HEADING}|Телефон|Внутренний код",
        f"ПЕТРОВ  Андрей Николаевич|советник|{BENEFITS.upper()}|12-21|x",
        f"{NEW}|12-29|",
    )
    petrov, new = found.differences
    assert (petrov.id, petrov.what) == ("petrov", "changed")
    assert petrov.changed == {
        "name": ("Петров Андрей Николаевич", "ПЕТРОВ Андрей Николаевич"),
        "post": ("главный консультант", "советник"),
    }
    assert (new.id, new.what, new.changed["phone"]) == ("novikov_pi", "new", (None, "12-29"))
    assert not found.wrong


@pytest.mark.requirement("P1")
def test_an_id_made_of_a_name_stays_whatever_the_order() -> None:
    """Two namesakes come, each in a unit of their own; later lists find each of them again."""
    rows = [NEW, NEW.replace("benefits", "care")]
    first = taken(HEADING, *rows)
    assert [one.id for one in first.differences] == ["novikov_pi", "novikov_pi_2"]
    values = {
        ("employee", one.id): {name: after for name, (_, after) in one.changed.items()}
        for one in first.differences
    }
    now = amended(sample(), values)
    assert not taken(HEADING, *reversed(rows), ministry=now).differences
    gone = replace(
        now,
        employees={i: e for i, e in now.employees.items() if i != "novikov_pi"},
        former={"novikov_pi": now.employees["novikov_pi"]},
    )
    (back,) = taken(HEADING, *rows, ministry=gone).differences
    assert (back.id, back.what) == ("novikov_pi", "back")


@pytest.mark.requirement("P1")
@pytest.mark.parametrize(
    ("rows", "wrong"),
    [
        (["Имя|Что-то", "а|б"], "list: has no heading we know"),
        (["ФИО|Подразделение", "Кот Иван|care"], "list, row 1: there is no column должность"),
        ([f"{HEADING}|Должность", f"{NEW}|x"], "row 1, column Должность: stands here a second"),
        ([HEADING, "Кот|x|care"], "row 2, column ФИО: 'Кот': write surname, name"),
        ([HEADING, "Кот Иван||care"], "row 2, column Должность: must not be empty"),
        ([HEADING, "Кот Иван|=A1|care"], "'=A1': is a formula: write its value"),
        ([HEADING, "Кот Иван|x|Отдел пособи"], "column Подразделение: there is no unit"),
        ([HEADING, NEW, NEW], "row 3, column ФИО: is the same person as in row 2"),
        ([HEADING, "Петров Андрей Николаевич|x|care"], "could be petrov in Отдел пособий"),
        (
            [f"{HEADING}|id", "Петров Андрей Николаевич|x|benefits|007"],
            "column id: is nobody yet, and the unit has one Петров Андрей Николаевич with the id",
        ),
        ([f"{HEADING}|id", f"{NEW}|Ж 1"], "an id is 1 to 32 of the letters"),
        ([f"{HEADING}|Роли", f"{NEW}|царь"], "column Роли: 'царь': there is no 'царь' here"),
        ([f"{HEADING}|Почта", f"{NEW}|@"], "write one address, like name@example.org"),
        ([f"{HEADING}|Телефон", f"{NEW}|нет"], "write a telephone number"),
        ([f"{HEADING}|Заместитель", f"{NEW}|Никто Никак"], "there is no such employee"),
        ([f"{HEADING}|Отпуск с", f"{NEW}|31.12.2026"], "write both days: отпуск по is empty"),
        (
            [f"{HEADING}|Отпуск с|Отпуск по", f"{NEW}|31.12.2026|30.12.2026"],
            "column Отпуск по: ends before it begins",
        ),
        ([f"{HEADING}|Отпуск с|Отпуск по", f"{NEW}|31.02.2026|x"], "there is no such day"),
        (["Подразделение|Часы", "ЦЗН|пн-чт 9-18"], "names no hours: write them like 09:00-18:00"),
        (["Подразделение|Часовой пояс", "care|Марс"], "there is no such time zone"),
        (["Подразделение|Вышестоящее", "care|Луна"], "column Вышестоящее: there is no unit 'Луна'"),
        (["Подразделение", "Новый отдел"], "a new unit needs a head: add a column начальник"),
        (["Подразделение|Обслуживает", "care|зверей"], "there is no 'зверей' here: known are"),
    ],
)
def test_each_wrong_row_is_told_with_its_cure(rows: list[str], wrong: str) -> None:
    assert any(wrong in sentence for sentence in told(*rows)), told(*rows)


@pytest.mark.requirement("E3")
def test_a_new_institution_has_its_own_hours_and_zone() -> None:
    found = taken(
        f"{HEADING}|Вышестоящее|Начальник|Часы|Часовой пояс",
        "Кот Иван Ильич|директор|ЦЗН|Отдел занятости и трудовых отношений|Кот Иван Ильич"
        "|пн-чт 09:00-13:00, 14:00-18:00; пт 09:00–13:00|Владивосток",
        "Лис Анна Юрьевна|инспектор|ЦЗН||||",
    )
    assert not found.wrong
    changes = {
        (one.kind, one.id): {name: after for name, (_, after) in one.changed.items()}
        for one in found.differences
    }
    now = amended(sample(), changes)
    unit = now.units["tszn"]
    assert (unit.parent, unit.head) == ("employment", "kot_ii")
    assert Role.HEAD in now.employees["kot_ii"].roles
    assert unit.schedule
    assert unit.schedule.zone == "Asia/Vladivostok"
    assert [len(day.spans) for day in unit.schedule.week] == [2, 2, 2, 2, 1, 0, 0]
    assert now.employees["lis_ay"].unit == "tszn"
    assert amended(now, {("unit", "tszn"): unit_value(unit)}).units["tszn"] == unit
    usual = amended(now, {("unit", "tszn"): {"schedule": None}})
    assert usual.units["tszn"].schedule is None


@pytest.mark.requirement("P1")
def test_whoever_is_not_in_a_whole_list_is_gone() -> None:
    row = "Громова Светлана Игоревна|консультант|benefits"
    found = taken(HEADING, row, whole=True)
    gone = {one.id for one in found.differences if one.what == "gone"}
    assert gone == sample().employees.keys() - {"gromova"}
    (gromova,) = (one for one in found.differences if one.what != "gone")
    assert gromova.changed == {"deputy": ("petrov", "")}, "nobody stands in who has left"
    assert not taken(HEADING, row).differences, "and without the word they all stay"


@pytest.mark.parametrize(
    ("said", "ids"),
    [("Щукин Юлий", "schukin_y"), ("Ёлкина-Цой Анна Ильинична", "elkina_tsoy_ai")],
)
def test_ids_are_made_of_names(said: str, ids: str) -> None:
    assert staff_words.id_of_person(said) == ids
    assert len(staff_words.free("x" * 32, {"x" * 32})) <= 32


def test_roles_are_read_in_both_languages() -> None:
    found = taken(f"{HEADING}|Роли", "Новиков Пётр Ильич|консультант|benefits|исполнитель, head")
    (one,) = found.differences
    assert one.changed["roles"] == (None, ["head", "officer"])
