"""A staff list as it was typed: sheets of cells, and the lines of people and units in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from domain import staff_words as w

#: the heading stands in one of the first rows; above it there may be a title
HEADING_WITHIN = 10
#: what a person's row may say of their unit
OF_UNIT = ("parent", "head", "signatory", "serves", "hours", "zone")

#: what each column holds; references are looked up later, by name or id
_PERSON: Mapping[str, Callable[[str], Any]] = {
    "id": w.identifier,
    "name": w.person,
    "post": w.short,
    "unit": w.short,
    "phone": w.phone,
    "email": w.email,
    "roles": w.roles,
    "deputy": w.short,
    "since": w.day,
    "until": w.day,
}
_UNIT: Mapping[str, Callable[[str], Any]] = {
    "id": w.identifier,
    "name": w.short,
    "parent": w.short,
    "head": w.short,
    "signatory": w.short,
    "serves": w.serves,
    "hours": w.week,
    "zone": w.zone,
}
_REQUIRED = {"employee": ("name", "post", "unit"), "unit": ("name",)}
#: columns whose empty cell says nothing; an empty cell of another column says that there is none
_SILENT = frozenset({"id", "since", "until", "head", "serves"})
_EMPTY: Mapping[str, Any] = {"roles": w.roles(""), "hours": None, "zone": None}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet, or a whole CSV file: `rows` with the number each has for whoever reads it."""

    place: str
    rows: Sequence[tuple[int, Sequence[str]]]


@dataclass(frozen=True, slots=True, order=True)
class Wrong:
    """What cannot be taken as it is, where it stands, and the cure."""

    place: str
    row: int
    column: str
    what: str

    def __str__(self) -> str:
        column = f", column {self.column}" if self.column else ""
        row = f", row {self.row}" if self.row else ""
        return f"{self.place}{row}{column}: {self.what}"


@dataclass(frozen=True, slots=True)
class Line:
    """One person or unit: what each of its columns says. A column that is not there says nothing
    and has no value."""

    place: str
    row: int
    columns: Mapping[str, str]
    values: Mapping[str, Any]

    def wrong(self, field: str, what: str) -> Wrong:
        return Wrong(self.place, self.row, self.columns.get(field, ""), what)


@dataclass(frozen=True, slots=True)
class Lines:
    people: tuple[Line, ...]
    units: tuple[Line, ...]
    wrong: tuple[Wrong, ...]
    #: headings nobody understands: their columns are passed over
    unknown: tuple[str, ...]


def lines_of(sheets: Sequence[Sheet]) -> Lines:
    """Everything the sheets say, and everything wrong with how they say it."""
    people: list[Line] = []
    units: list[Line] = []
    wrong: list[Wrong] = []
    unknown: list[str] = []
    for sheet in sheets:
        if not any(any(cells) for _, cells in sheet.rows):
            continue
        found = _heading(sheet)
        if found is None:
            names = [f"{w.named('name', of)}" for of in ("employee", "unit")]
            cure = f"has no heading we know: name a column {names[0]}, or {names[1]} for units"
            wrong.append(Wrong(sheet.place, 0, "", cure))
            continue
        place, of = found
        columns, strange = _columns(sheet, place, of, wrong)
        unknown += [f"{sheet.place}: {name}" for name in strange]
        for number, cells in sheet.rows[place + 1 :]:
            if any(cells):
                lines = _read(sheet.place, number, cells, columns, of, wrong)
                (people if of == "employee" else units).append(lines[0])
                units += lines[1:]
    return Lines(tuple(people), tuple(units), tuple(wrong), tuple(unknown))


def _heading(sheet: Sheet) -> tuple[int, str] | None:
    """Which row is the heading, and of what."""
    for place, (_, cells) in enumerate(sheet.rows[:HEADING_WITHIN]):
        people, units = ({w.heading(cell, of) for cell in cells} for of in ("employee", "unit"))
        # English `name` may head people and units; people have a unit beside it.
        if {"name", "unit"} <= people or ("name" in people and "name" not in units):
            return place, "employee"
        if "name" in units:
            return place, "unit"
    return None


def _columns(
    sheet: Sheet, place: int, of: str, wrong: list[Wrong]
) -> tuple[dict[int, tuple[str, str, str]], list[str]]:
    """By its place: of what, field and heading of each column; and the headings we do not know."""
    number, cells = sheet.rows[place]
    columns: dict[int, tuple[str, str, str]] = {}
    seen: set[tuple[str, str]] = set()
    strange: list[str] = []
    for at, cell in enumerate(cells):
        field, whose = w.heading(cell, of), of
        if not field and of == "employee" and (field := w.heading(cell, "unit")) in OF_UNIT:
            whose = "unit"
        if not field:
            strange += [cell] if cell else []
        elif (whose, field) in seen:
            wrong.append(Wrong(sheet.place, number, cell, "stands here a second time: keep one"))
        else:
            seen.add((whose, field))
            columns[at] = (whose, field, cell)
    for field in _REQUIRED[of]:
        if (of, field) not in seen:
            cure = f"there is no column {w.named(field, of)}: add it"
            wrong.append(Wrong(sheet.place, number, "", cure))
    return columns, strange


def _read(
    place: str,
    row: int,
    cells: Sequence[str],
    columns: Mapping[int, tuple[str, str, str]],
    of: str,
    wrong: list[Wrong],
) -> list[Line]:
    """A row as a person or a unit; behind a person what the row says of their unit."""
    found: dict[str, tuple[dict[str, str], dict[str, Any]]] = {}
    for at, (whose, field, name) in columns.items():
        heads, values = found.setdefault(whose, ({}, {}))
        heads[field] = name
        cell = cells[at].strip() if at < len(cells) else ""
        try:
            for read in _cell(cell, field, whose, from_person=whose != of):
                values[field] = read
        except ValueError as cure:
            said = f"{cell!r}: " if cell else ""
            wrong.append(Wrong(place, row, name, f"{said}{cure}"))
            values["unread"] = True
    lines = [Line(place, row, *found.get(of, ({}, {})))]
    if of == "employee" and "unit" in found and (values := found["unit"][1]):
        person = lines[0]
        heads = {**found["unit"][0], "name": person.columns.get("unit", "")}
        if unit := person.values.get("unit"):
            lines.append(Line(place, row, heads, {"name": unit, **values}))
    return lines


def _cell(cell: str, field: str, of: str, *, from_person: bool) -> Iterator[Any]:
    """The value of a cell, or nothing where it says nothing."""
    if field != "hours":
        cell = " ".join(cell.split())
    if cell.startswith("="):
        raise ValueError("is a formula: write its value")
    if cell:
        yield (_PERSON if of == "employee" else _UNIT)[field](cell)
    elif field in _REQUIRED[of]:
        raise ValueError("must not be empty")
    elif field not in _SILENT and not from_person:
        yield _EMPTY.get(field, "")
