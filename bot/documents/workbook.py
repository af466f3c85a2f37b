"""The results of a survey as a workbook (C7; N-2138 §14): numbers to count on with, native charts.
What may not be shown is not in it, hidden cells included."""

from __future__ import annotations

from collections.abc import Sequence

from bot.documents.book import CHANCE, COUNT, SHARE, TENTH, Bars, Book, Cell, Sheet
from domain.surveys.questionnaire import Kind
from domain.surveys.results import ItemResult, Share
from domain.surveys.statistics import Interval
from domain.surveys.waves import WaveState
from handlers.survey import sentences
from handlers.survey.report import Report, deed_of
from texts import words

#: the widest column there is, in letters
WIDE = 60


def xlsx(report: Report) -> bytes:
    """The workbook."""
    assert report.wave.state is WaveState.CLOSED
    title = words("book-title", title=report.wave.questionnaire.title)
    book = Book(title, report.house.ministry.name)
    charts = _Charts()
    _summary(book, report, charts)
    _questions(book, report, charts)
    if charts.drawn:
        charts.draw(_sheet(book, report, "charts", (110,)))
    _comparison(book, report)
    _parts(book, report)
    _words(book, report)
    _deeds(book, report)
    return book.packed()


class _Charts:
    """Charts of rows that stand on other sheets, drawn together."""

    def __init__(self) -> None:
        self.drawn: list[tuple[Bars, str]] = []

    def add(self, bars: Bars, title: str) -> None:
        self.drawn.append((bars, title))

    def draw(self, sheet: Sheet) -> None:
        for bars, title in self.drawn:
            sheet.at = sheet.chart(bars, title, sheet.at)


def _sheet(book: Book, report: Report, name: str, widths: Sequence[float]) -> Sheet:
    title = words("book-title", title=report.wave.questionnaire.title)
    about = words("book-about", unit=report.unit, days=report.now.days)
    return book.sheet(words(f"book-{name}"), title, about, widths)


def _summary(book: Book, report: Report, charts: _Charts) -> None:
    found, sheet = report.found, _sheet(book, report, "summary", (WIDE, 14, 14, 14, 14, 14, 14))
    facts: list[tuple[str, Cell, str]] = [
        ("unit", report.unit, ""),
        ("days", report.now.days, ""),
        ("invited", found.invited, COUNT),
        ("answered", found.answered, COUNT),
    ]
    if found.rate:
        facts.append(("rate", found.rate.value, SHARE))
    if found.csi:
        low, high = found.csi.interval
        facts += [("csi", found.csi.value, TENTH), ("csi-low", low, TENTH)]
        facts.append(("csi-high", high, TENTH))
    for name, value, form in facts:
        sheet.row((words(f"book-fact-{name}"), value), ("", form))
    _scales(sheet, report, charts)
    recommending = [(one, one.whole.nps) for one in found.items if one.whole and one.whole.nps]
    if recommending:
        sheet.at += 1
        sheet.head([words(f"book-{one}") for one in ("recommending", "nps", "low", "high", "n")])
        for item, nps in recommending:
            cells = (sentences.asked(item.item), nps.value, *nps.interval, nps.n)
            sheet.row(cells, ("", TENTH, TENTH, TENTH, COUNT))


def _scales(sheet: Sheet, report: Report, charts: _Charts) -> None:
    """Marks side by side, as the questionnaire asks them."""
    given = [(one, one.whole) for one in report.found.items if one.whole and one.whole.good]
    if not given:
        return
    sheet.at += 1
    names = ("scales", "good", "low", "high", "mean", "n")
    sheet.head([words(f"book-{one}") for one in names])
    first, shares = sheet.at, []
    for item, whole in given:
        assert whole.good
        assert whole.mean
        shares.append(whole.good)
        cells = (*_share(whole.good), whole.mean.value, whole.n)
        sheet.row((sentences.asked(item.item), *cells), ("", SHARE, SHARE, SHARE, TENTH, COUNT))
    below, above = _reach([(one.value, one.interval) for one in shares])
    bars = Bars(sheet.name, first, sheet.at - 1, 0, 1, 1.0, "0%", below=below, above=above)
    charts.add(bars, words("book-good-by-question"))


def _questions(book: Book, report: Report, charts: _Charts) -> None:
    """Every answer there could be, how many gave it and of how many."""
    sheet = _sheet(book, report, "questions", (20, WIDE, 36, 11, 11, 11, 11, 11))
    names = ("block", "question", "answer", "count", "n", "share", "low", "high")
    sheet.head([words(f"book-{one}") for one in names], frozen=True)
    blocks = report.wave.questionnaire.blocks
    for one in report.found.items:
        first = sheet.at
        asked = blocks.get(one.item.question.block, ""), sentences.asked(one.item)
        _answers(sheet, one, asked)
        if one.whole and one.item.kind in {Kind.ONE, Kind.MANY}:
            last = first + len(one.whole.shares) - 1
            below, above = _reach([(share.value, share.interval) for share in one.whole.shares])
            bars = Bars(sheet.name, first, last, 2, 5, 1.0, "0%", below=below, above=above)
            charts.add(bars, asked[1])


def _answers(sheet: Sheet, one: ItemResult, asked: tuple[str, str]) -> None:
    forms = ("", "", "", COUNT, COUNT, SHARE, SHARE, SHARE)
    if one.whole is None:
        sheet.row((*asked, words("book-few"), None, None, None, None, None))
        return
    for share in one.whole.shares:
        cells = (share.label or share.id, share.count, share.n, *_share(share))
        sheet.row((*asked, *cells), forms)
    if good := one.whole.good:
        cells = (words("book-good"), good.count, good.n, *_share(good))
        sheet.row((*asked, *cells), forms, bold=True)
    if one.unsure:
        sheet.row((*asked, words("book-unsure"), one.unsure, None, None, None, None), forms)


def _comparison(book: Book, report: Report) -> None:
    sheet = _sheet(book, report, "comparison", (WIDE, 30, 11, 11, 11, 11, 11, 13, 40))
    if report.comparison is None or report.before is None:
        sheet.note(words("book-no-versus"))
        return
    sheet.note(words("book-versus", now=report.now.days, before=report.before.days))
    names = "question", "figure", "before", "now", "difference", "low", "high", "chance", "verdict"
    sheet.head([words(f"book-{one}") for one in names], frozen=True)
    forms = ("", "", *(TENTH,) * 5, CHANCE)
    for one in report.comparison.changes:
        item = report.found.item(one.item)
        asked = sentences.asked(item.item) if item else words("results-index-name")
        numbers = (one.before, one.now, one.difference, *one.interval, one.p)
        verdict = words(f"results-verdict-{one.verdict}")
        sheet.row((asked, sentences.what(report.house, one), *numbers, verdict), forms)
    for key, name in ((k, "results-question-changed") for k in report.comparison.changed):
        item = report.found.item(key)
        if item:
            sheet.row((sentences.asked(item.item), *(None,) * 7, words(name)))
    if not report.comparison.index and report.found.csi:
        sheet.row((words("results-index-name"), *(None,) * 7, words("results-index-changed")))
    _series(sheet, report)


def _series(sheet: Sheet, report: Report) -> None:
    """The index from wave to wave."""
    told = [(one.days, one.found.csi) for one in report.series]
    if len(told) < 2:
        return
    sheet.at += 1
    sheet.head([words(f"book-{one}") for one in ("wave", "index", "low", "high", "n")])
    first, known = sheet.at, [(days, csi) for days, csi in told if csi]
    for days, csi in known:
        sheet.row((days, csi.value, *csi.interval, csi.n), ("", TENTH, TENTH, TENTH, COUNT))
    below, above = _reach([(csi.value, csi.interval) for _, csi in known])
    last = sheet.at - 1
    bars = Bars(sheet.name, first, last, 0, 1, 100, "0.0", lying=False, below=below, above=above)
    sheet.chart(bars, words("book-index-by-wave"), sheet.at + 1)


def _parts(book: Book, report: Report) -> None:
    """Groups by rows, and what each thinks well of; nothing is said about those that are hidden
    but that they are."""
    found, house = report.found, report.house
    scales = [one for one in found.items if one.whole and one.whole.good]
    sheet = _sheet(book, report, "parts", (46, 11, 11, 11, 11, *(16,) * len(scales)))
    if not found.parts:
        sheet.note(words("book-no-parts"))
        return
    if {*report.wave.groups.values()} - found.csi_parts.keys():
        sheet.note(words("results-parts-some"))
    names = [words(f"book-{one}") for one in ("part", "count", "index", "low", "high")]
    sheet.head([*names, *(sentences.asked(one.item) for one in scales)], frozen=True)
    first, hidden = sheet.at, words("book-hidden")
    unknown = sorted(found.parts.keys() - found.csi_parts.keys())
    ordered = [*sorted(found.csi_parts, key=lambda part: -found.csi_parts[part].value), *unknown]
    for part in ordered:
        index = found.csi_parts.get(part)
        cells: list[Cell] = [sentences.part_name(house, part), found.parts[part]]
        cells += [index.value, *index.interval] if index else [hidden] * 3
        for one in scales:
            good = one.parts[part].good if part in one.parts else None
            cells.append(good.value if good else hidden)
        sheet.row(cells, ("", COUNT, TENTH, TENTH, TENTH, *(SHARE,) * len(scales)))
    for part in sorted({*report.wave.groups.values()} - found.parts.keys()):
        empty = [hidden] * (4 + len(scales))
        sheet.row((sentences.part_name(house, part), *empty))
    if found.csi_parts:
        known = [found.csi_parts[part] for part in ordered if part in found.csi_parts]
        below, above = _reach([(one.value, one.interval) for one in known])
        last = first + len(known) - 1
        bars = Bars(sheet.name, first, last, 0, 2, 100, "0.0", below=below, above=above)
        sheet.chart(bars, words("book-index-by-part"), sheet.at + 1)


def _words(book: Book, report: Report) -> None:
    sheet = _sheet(book, report, "words", (WIDE, 110))
    said = report.words()
    if not said:
        sheet.note(words("book-no-words"))
        return
    sheet.note(words("book-words-note"))
    sheet.head([words("book-question"), words("book-answer")], frozen=True)
    for key, texts in said.items():
        item = report.wave.questionnaire.item(key)
        for text in texts:
            sheet.row((sentences.asked(item) if item else key, text))


def _deeds(book: Book, report: Report) -> None:
    """What came of the wave before, and of this one already."""
    if not (report.done or report.given):
        return
    sheet = _sheet(book, report, "deeds", (26, 70, 34, 13, 22, 60))
    names = ("since", "deed", "who", "due", "state", "done")
    sheet.head([words(f"book-{one}") for one in names], frozen=True)
    for since, deeds in (("before", report.done), ("now", report.given)):
        for one in deeds:
            told = deed_of(report.house, one)
            sheet.row((words(f"book-deeds-{since}"), *told))


def _share(share: Share) -> tuple[float, float, float]:
    return share.value, *share.interval


def _reach(given: Sequence[tuple[float, Interval]]) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """How far the intervals reach below and above their values."""
    below = tuple(value - ends.low for value, ends in given)
    return below, tuple(ends.high - value for value, ends in given)
