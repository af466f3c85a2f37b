"""Results of surveys as a workbook and as a report: every number there, no formula of anybody's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.documents.maker import Maker
from domain.surveys.deeds import Deed, DeedState
from domain.surveys.questionnaire import Sheet
from domain.surveys.results import Results
from domain.surveys.waves import Wave, WaveState
from handlers.survey.reading import compared, read
from storage.deeds import Decision
from tests.kit import Kit
from tests.survey_waves import BEFORE, JULY, NOW, Answers, closed

pytestmark = pytest.mark.requirement("C7")

TEXTS = [
    '=HYPERLINK("https://example.org";"сюда")',
    "+7 913 456-78-90 звоните",
    "-1 балл",
    "@all читайте",
    "Петров Андрей Николаевич помог",
]


@pytest.fixture
def kit(engine: AsyncEngine) -> Kit:
    return Kit(engine)


async def two_waves(kit: Kit, now: Answers = NOW, **facts: Any) -> tuple[Wave, Wave]:
    async with kit.units.begin() as unit:
        before = await closed(unit, BEFORE, JULY)
        return before, await closed(unit, now, texts=TEXTS, **facts)


async def book(kit: Kit, wave: Wave) -> Workbook:
    content = await Maker(kit.units, kit.house).make(f"survey-xlsx:{wave.id}")
    return load_workbook(BytesIO(content))


async def found(kit: Kit, wave: Wave) -> Results:
    async with kit.units.begin() as unit:
        return await read(unit, wave)


def rows(workbook: Workbook, sheet: str) -> list[tuple[Any, ...]]:
    return list(workbook[sheet].iter_rows(values_only=True))


def row(workbook: Workbook, sheet: str, *begins: str) -> Sequence[Any]:
    """The row that begins so, without these cells."""
    given = next(one for one in rows(workbook, sheet) if one[: len(begins)] == begins)
    return [cell for cell in given[len(begins) :] if cell is not None]


async def test_the_workbook_holds_every_number(kit: Kit) -> None:
    before, wave = await two_waves(kit)
    told, workbook = await found(kit, wave), await book(kit, wave)
    assert workbook.sheetnames == [
        *("Сводка", "Вопросы", "Диаграммы", "Сравнение", "Подразделения", "Ответы словами")
    ]
    assert told.csi
    assert row(workbook, "Сводка", "Индекс удовлетворённости") == [pytest.approx(told.csi.value)]
    assert row(workbook, "Сводка", "Ответили") == [50]
    pace, way = told.items[0].whole, told.items[3].whole
    assert pace
    assert pace.good
    assert pace.mean
    assert way
    wanted = [pace.good.value, *pace.good.interval, pace.mean.value, 50]
    assert row(workbook, "Сводка", pace_asked(told)) == pytest.approx(wanted)
    chat = way.shares[0]
    told_ = [one for one in rows(workbook, "Вопросы") if one[2] == "В чате"]
    assert told_[0][3:] == pytest.approx((40, 50, chat.value, *chat.interval))
    async with kit.units.begin() as unit:
        changes = await compared(unit, wave, before)
    assert changes
    lines = [one for one in rows(workbook, "Сравнение") if one[1] and one[8] != "Вывод"]
    assert lines[0][2:8] == pytest.approx(numbers(changes.changes[0]))
    assert len([one for one in lines if one[7] is not None]) == len(changes.changes)


def pace_asked(told: Results) -> str:
    return told.items[0].item.question.ask


def numbers(one: Any) -> tuple[float, ...]:
    return (one.before, one.now, one.difference, *one.interval, one.p)


async def test_charts_are_native_and_sheets_are_ready_to_print(kit: Kit) -> None:
    _, wave = await two_waves(kit)
    workbook = await book(kit, wave)
    sheets: list[Any] = list(workbook)
    charts = {sheet.title: sheet._charts for sheet in sheets}
    assert {name: len(found) for name, found in charts.items() if found} == {
        "Диаграммы": 2,
        "Сравнение": 1,
        "Подразделения": 1,
    }
    for sheet in sheets:
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
        assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight) == (
            True,
            0,
        )
    assert workbook["Вопросы"].freeze_panes == "A5"
    assert workbook["Вопросы"]["F5"].number_format == "0.0%"


async def test_what_people_wrote_is_masked_and_never_a_formula(kit: Kit) -> None:
    _, wave = await two_waves(kit)
    workbook = await book(kit, wave)
    cells = [cell for line in workbook["Ответы словами"].iter_rows(min_row=6) for cell in line]
    assert {cell.data_type for cell in cells} == {"s"}
    said = {str(cell.value) for cell in cells if cell.column == 2}
    assert TEXTS[0] in said
    assert "(телефон) звоните" in said
    assert "(сотрудник) помог" in said
    assert all(cell.quotePrefix for cell in cells if str(cell.value)[0] in "=+-@")
    assert not any(c.data_type == "f" for s in workbook for line in s.iter_rows() for c in line)


async def test_of_a_hidden_group_nothing_is_there_but_that_it_is_hidden(kit: Kit) -> None:
    _, wave = await two_waves(kit)
    lines = rows(await book(kit, wave), "Подразделения")
    it = next(one for one in lines if one[0] == "Отдел информационных технологий")
    assert {*it[1:]} == {"скрыто: мало ответов"}
    assert [one[1] for one in lines if one[0] == "Отдел пособий и социальных выплат"] == [20]


async def test_the_report_tells_it_in_sentences_with_pictures_that_can_be_heard(kit: Kit) -> None:
    _, wave = await two_waves(kit)
    content = await Maker(kit.units, kit.house).make(f"survey-docx:{wave.id}")
    document = Document(BytesIO(content))
    said = "\n".join(one.text for one in document.paragraphs)
    for wanted in (
        "Отчёт по опросу «Как нам работается вместе»",
        "Опрос анонимный",
        "Ответили 50 из 60: 83\u00a0%.",
        "Индекс удовлетворённости: было 55,8, стало 66,0: разница может быть случайной",
        "— (сотрудник) помог",
        "Решения",
    ):
        assert wanted in said
    assert "Петров" not in said
    at = "./w:pPr/w:outlineLvl"
    headings = {one.text for one in document.paragraphs if one._p.xpath(at)}
    assert {"Главное", "Решения"} <= headings
    shapes = document.element.body.xpath(".//wp:docPr")
    assert len(shapes) == 4
    assert "Как быстро вам отвечают?: 80\u00a0% (40 из 50)" in shapes[0].get("descr")
    cells = [cell.text for one in document.tables for line in one.rows for cell in line.cells]
    assert "40 из 50" in cells
    assert content == await Maker(kit.units, kit.house).make(f"survey-docx:{wave.id}")


@pytest.mark.parametrize("form", ["survey-xlsx:{}", "survey-docx:{}", "survey-png:{}:scales"])
@pytest.mark.parametrize(("answers", "state"), [(NOW[:0], WaveState.CLOSED), (NOW, WaveState.OPEN)])
async def test_there_is_no_document_of_what_may_not_be_shown(
    kit: Kit, form: str, answers: Answers, state: WaveState
) -> None:
    async with kit.units.begin() as unit:
        wave = await closed(unit, answers, state=state)
    with pytest.raises(LookupError):
        await Maker(kit.units, kit.house).make(form.format(wave.id))


async def test_a_first_wave_without_groups_or_words_makes_its_documents(kit: Kit) -> None:
    alone = [(n, "", one) for n, _, one in NOW]
    async with kit.units.begin() as unit:
        wave = await closed(unit, alone, groups={})
    maker = Maker(kit.units, kit.house)
    workbook = await book(kit, wave)
    assert "Сравнить не с чем" in rows(workbook, "Сравнение")[3][0]
    assert "По подразделениям итогов нет" in rows(workbook, "Подразделения")[3][0]
    assert "не показываем" in rows(workbook, "Ответы словами")[3][0]
    document = Document(BytesIO(await maker.make(f"survey-docx:{wave.id}")))
    assert "По подразделениям" not in [one.text for one in document.paragraphs]
    assert (await maker.make(f"survey-png:{wave.id}:q.way"))[:4] == b"\x89PNG"
    for no in ("waves", "parts", "q.why", "q", ""):
        with pytest.raises(LookupError):
            await maker.make(f"survey-png:{wave.id}:{no}")


async def test_what_came_of_the_wave_before_stands_in_both(kit: Kit) -> None:
    before, wave = await two_waves(kit)
    due = kit.watch()
    deed = Deed(
        *(0, before.id, before.quarter, "", "=Отвечать за два дня", "petrov", "sidorova"),
        *(due, due, DeedState.ACCEPTED, "Завели дежурство", due, None, 0),
    )
    async with kit.units.begin() as unit:
        unit.deeds.give(deed)
        unit.deeds.give(replace(deed, wave=wave.id, state=DeedState.OPEN, done_text=""))
        told = Decision(0, wave.id, wave.quarter, "", "Мерить раз в квартал", "sidorova", due)
        unit.decisions.take(told)
    lines = rows(await book(kit, wave), "Что сделали")
    assert [one[1:] for one in lines[4:]] == [
        ("=Отвечать за два дня", "Петров А. Н.", "24.11.2026", *how)
        for how in (("сделано и принято", "Завели дежурство"), ("в работе", ""))
    ]
    content = await Maker(kit.units, kit.house).make(f"survey-docx:{wave.id}")
    document = Document(BytesIO(content))
    said = [one.text for one in document.paragraphs]
    assert {"Что сделали с прошлого раза", "— Мерить раз в квартал"} <= {*said}
    cells = [cell.text for one in document.tables for line in one.rows for cell in line.cells]
    assert "сделано и принято\nЗавели дежурство" in cells


async def test_a_choice_of_several_is_counted(kit: Kit) -> None:
    """Every kind of question goes through, those of the shipped questionnaires included."""
    asked = kit.ministry.questionnaires["interaction"]
    sheet: Sheet = {"often": "weekly", "about": ["money", "law"], "replies.speed": 4, "advise": 9}
    async with kit.units.begin() as unit:
        made = await closed(unit, [(6, "", sheet)], asked=replace(asked), groups={})
    workbook = await book(kit, made)
    law = next(one for one in rows(workbook, "Вопросы") if one[2] == "Юридический вопрос")
    assert law[3:6] == (6, 6, 1)
