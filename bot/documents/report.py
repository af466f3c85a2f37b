"""The results of a survey as a report for those who decide upon it (C7; N-2138 §14): what was asked
and of whom, what was found, what has changed, and room for what will be done."""

from __future__ import annotations

from io import BytesIO

from docx.shared import Mm
from docx.table import Table, _Cell

from bot.documents import charts
from bot.documents.paper import CENTRE, JUSTIFIED, WIDTH, Paper, line, outlined, row
from domain.surveys.deeds import Deed
from domain.surveys.questionnaire import Audience, Kind
from domain.surveys.results import ItemResult, Share
from handlers.survey import pictures, results, sentences
from handlers.survey.picture import Picture
from handlers.survey.report import Report, deed_of
from texts import words
from texts.numbers import interval, number, percent, percents

TITLE, HEADING, SIZE, CELL = 16.0, 13.0, 12.0, 10.5
#: millimetres: how wide a picture is; columns of figures
PICTURE = 140
COUNT, SHARE, BETWEEN = 24, 18, 32
#: texts to one question; all of them are in the workbook
MOST_WORDS = 40
#: empty rows for what is decided
DECISIONS = 5


def docx(report: Report) -> bytes:
    """The report."""
    title = words("report-title", title=report.wave.questionnaire.title)
    paper = Paper(title, report.house.ministry.name)
    paper.number_pages()
    line(paper.body, title, TITLE, CENTRE, bold=True, after=4)
    about = words("book-about", unit=report.unit, days=report.now.days)
    line(paper.body, about, SIZE, CENTRE, after=10)
    drawn = {one.which: one for one in pictures.main(report)}
    _asked(paper, report)
    _main(paper, report, drawn)
    _blocks(paper, report, drawn)
    _parts(paper, report, drawn)
    _changes(paper, report, drawn)
    _words(paper, report)
    _deeds(paper, "done", report, report.done)
    _decisions(paper, report)
    return paper.packed()


def _heading(paper: Paper, name: str) -> None:
    line(paper.body, "", SIZE / 2)
    outlined(line(paper.body, words(f"report-{name}"), HEADING, bold=True, after=4, together=True))


def _said(paper: Paper, text: str) -> None:
    for part in text.splitlines():
        line(paper.body, part, SIZE, JUSTIFIED, after=3)


def _picture(paper: Paper, picture: Picture | None) -> None:
    """A picture, which says in words what it shows to whoever cannot see it."""
    if picture is None:
        return
    run = line(paper.body, "", SIZE, CENTRE, after=6).add_run()
    shape = run.add_picture(BytesIO(charts.png(picture)), width=Mm(PICTURE))
    about = shape._inline.docPr
    about.set("descr", picture.text)
    about.set("title", picture.title)


def _asked(paper: Paper, report: Report) -> None:
    survey, wave = report.wave.questionnaire, report.wave
    _heading(paper, "asked")
    _said(paper, survey.about)
    name = "report-employees" if survey.audience is Audience.EMPLOYEES else "report-clients"
    _said(paper, words(name, unit=report.unit, count=len(survey.items)))
    _heading(paper, "kept")
    _said(paper, words("report-anonymous" if wave.anonymous else "report-not-anonymous"))
    _said(paper, words("report-small"))


def _main(paper: Paper, report: Report, drawn: dict[str, Picture]) -> None:
    _heading(paper, "main")
    _said(paper, results.figures(report.found))
    for told in results.extremes(report.found):
        _said(paper, told)
    if report.comparison and report.before:
        line(paper.body, words("results-since", days=report.before.days), SIZE, after=3)
        for told in sentences.news(report.house, report.found, report.comparison):
            _said(paper, told)
    _picture(paper, drawn.get("scales"))


def _blocks(paper: Paper, report: Report, drawn: dict[str, Picture]) -> None:
    """A table for each block of the questionnaire; for all where it has none."""
    _heading(paper, "questions")
    _said(paper, words("report-how-to-read"))
    blocks = report.wave.questionnaire.blocks
    known = {one.item.question.block for one in report.found.items}
    for block in [one for one in ("", *blocks) if one in known]:
        if block:
            line(paper.body, blocks[block], SIZE, bold=True, after=3, together=True)
        table = _table(paper)
        items = [one for one in report.found.items if one.item.question.block == block]
        for one in items:
            _item(table, one)
        line(paper.body, "", SIZE / 2)
        for one in items:
            _picture(paper, drawn.get(f"q.{one.item.key}"))


def _table(paper: Paper) -> Table:
    table = paper.table(WIDTH - COUNT - SHARE - BETWEEN, COUNT, SHARE, BETWEEN, lined=True)
    names = ("answer", "count", "share", "between")
    for cell, name in zip(row(table), names, strict=True):
        line(cell, words(f"report-column-{name}"), CELL, bold=True, together=True)
    return table


def _item(table: Table, one: ItemResult) -> None:
    asked = sentences.asked(one.item)
    if one.whole is None:
        _row(table, asked, words("results-few-item"), bold=True)
    elif one.whole.good and one.whole.mean:
        _row(table, asked, bold=True)
        _shares(table, words("report-good"), one.whole.good)
        mean = one.whole.mean
        between = interval(*mean.interval, 1)
        _row(table, words("report-mean"), "", number(mean.value, 1), between)
    elif one.whole.nps:
        _row(table, asked, bold=True)
        nps = one.whole.nps
        made = number(nps.value), interval(*nps.interval)
        _row(table, words("results-nps-name"), str(nps.n), *made)
    else:
        _row(table, asked, bold=True)
        for share in one.whole.shares:
            _shares(table, share.label, share)
        if one.item.kind is Kind.MANY:
            _row(table, words("results-many"))
    if one.unsure:
        _row(table, words("book-unsure"), str(one.unsure))


def _shares(table: Table, label: str, share: Share) -> None:
    count = words("picture-of", count=share.count, n=share.n)
    _row(table, label, count, percent(share.value), percents(*share.interval))


def _row(table: Table, label: str, *figures: str, bold: bool = False) -> None:
    """A row of figures; words without any take the whole width."""
    cells = row(table)
    if len(figures) < 2 and (bold or not figures):
        whole = _across(cells)
        line(whole, label, CELL, bold=bold, together=bold)
        for told in figures:
            line(whole, told, CELL)
        return
    for cell, text in zip(cells, (label, *figures, "", ""), strict=False):
        line(cell, text, CELL)


def _across(cells: tuple[_Cell, ...]) -> _Cell:
    """The cells of a row as one."""
    for cell in cells:
        cell.add_paragraph()
    whole: _Cell = cells[0].merge(cells[-1])
    for paragraph in whole.paragraphs:
        whole._element.remove(paragraph._p)
    return whole


def _parts(paper: Paper, report: Report, drawn: dict[str, Picture]) -> None:
    if not report.found.broken_down:
        return
    _heading(paper, "parts")
    if picture := drawn.get("parts"):
        _picture(paper, picture)
        return
    for part, n in report.found.parts.items():
        name = sentences.part_name(report.house, part)
        _said(paper, words("results-part-count", part=name, n=n))
    hidden = {*report.wave.groups.values()} - report.found.parts.keys()
    if not report.found.parts:
        _said(paper, words("results-parts-hidden"))
    elif hidden:
        _said(paper, words("results-parts-some"))


def _changes(paper: Paper, report: Report, drawn: dict[str, Picture]) -> None:
    _heading(paper, "changes")
    if report.comparison is None or report.before is None:
        _said(paper, words("book-no-versus"))
        return
    told = words("results-versus", now=report.now.days, before=report.before.days)
    _said(paper, told)
    _picture(paper, drawn.get("waves"))
    for block in sentences.compared(report.house, report.found, report.comparison):
        first, *rest = block.splitlines()
        line(paper.body, first, SIZE, bold=bool(rest), together=bool(rest))
        for one in rest:
            line(paper.body, one, SIZE, JUSTIFIED)
        line(paper.body, "", SIZE / 2)


def _words(paper: Paper, report: Report) -> None:
    _heading(paper, "words")
    said = report.words()
    if not said:
        _said(paper, words("book-no-words"))
        return
    _said(paper, words("book-words-note"))
    for key, texts in said.items():
        item = report.wave.questionnaire.item(key)
        asked = sentences.asked(item) if item else key
        line(paper.body, asked, SIZE, bold=True, after=3, together=True)
        for text in texts[:MOST_WORDS]:
            _said(paper, words("results-said", text=text))
        if len(texts) > MOST_WORDS:
            _said(paper, words("report-more-words", shown=MOST_WORDS, count=len(texts)))


def _deeds(paper: Paper, name: str, report: Report, deeds: tuple[Deed, ...]) -> None:
    """Deeds and how they stand; nothing where there are none."""
    if not deeds:
        return
    _heading(paper, name)
    table = paper.table(WIDTH - 105, 40, 25, 40, lined=True)
    for cell, column in zip(row(table), ("deed", "who", "due", "state"), strict=True):
        line(cell, words(f"book-{column}"), CELL, bold=True)
    for one in deeds:
        text, who, due, state, done = deed_of(report.house, one)
        for cell, told in zip(row(table), (text, who, due, state), strict=True):
            line(cell, told, CELL)
        if done:
            last = table.rows[-1].cells[-1]
            line(last, done, CELL)


def _decisions(paper: Paper, report: Report) -> None:
    """What was decided, what was given to do, and room to write more."""
    _deeds(paper, "given", report, report.given)
    _heading(paper, "decisions")
    for one in report.decided:
        _said(paper, words("results-said", text=one.text))
    table = paper.table(WIDTH - 80, 50, 30, lined=True)
    for cell, name in zip(row(table), ("what", "who", "when"), strict=True):
        line(cell, words(f"report-decision-{name}"), CELL, bold=True)
    for _ in range(DECISIONS):
        for cell in row(table):
            line(cell, "", CELL * 1.6)
