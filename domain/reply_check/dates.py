"""Days in the reply: a promise has one, it exists, and it lies ahead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

from domain.reply_check import lexicon
from domain.reply_check.found import WRITING, Finding, Outcome, ReplyFacts, Severity
from domain.reply_check.page import Page, Span

CLAUSE = "N-1052 §8(2)"
#: a day without its year is the nearest one: not so far back
NOT_SO_LONG_AGO = timedelta(days=180)
LEAP_YEAR = 2024

_DOTTED = re.compile(r"(?<![\d.])(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})(?![\d.]?\d)")


def promised(page: Page, facts: ReplyFacts) -> Iterator[Finding]:
    """«Will be solved» wants a date: in the form, or in the words."""
    if facts.due is not None or facts.outcome in (Outcome.SOLVED, Outcome.MAY_BE):
        return
    if facts.outcome is Outcome.WILL_BE and not _has_date(page.low):
        yield Finding("no-date", Severity.ERROR, 0, 0, CLAUSE)
        return
    for promise, span in _promises(page):
        if not _has_date(_with_neighbours(page, span)):
            place = promise.span()
            yield Finding("promise-without-date", Severity.WARNING, *place, CLAUSE)
            return


def ahead(page: Page, facts: ReplyFacts) -> Iterator[Finding]:
    """A promise all of whose days have passed."""
    if facts.today is None:
        return
    for _, span in _promises(page):
        days = [(place, day) for place, day in _days(page, span) if day is not None]
        known = [_nearest(*day, facts.today) for _, day in days]
        if known and all(day is not None and day < facts.today for day in known):
            yield Finding("date-past", Severity.ERROR, *days[-1][0], CLAUSE)


def possible(page: Page, _: ReplyFacts) -> Iterator[Finding]:
    """The thirty-first of November."""
    for place, day in _days(page, (0, len(page.low))):
        if day is None:
            yield Finding("no-such-day", Severity.ERROR, *place, WRITING)


def _promises(page: Page) -> Iterator[tuple[re.Match[str], Span]]:
    for span in page.sentences:
        promise = lexicon.one("find", "promise").search(page.low, *span)
        hangs = lexicon.one("find", "condition").search(page.low, *span)
        if promise and not hangs and not page.in_quotes(promise.start()):
            yield promise, span


def _days(page: Page, span: Span) -> Iterator[tuple[Span, tuple[int, int, int | None] | None]]:
    """Each day written out, as day, month and year if told; None for one that does not exist."""
    months = lexicon.at("months")
    for found in (*_DOTTED.finditer(page.low, *span), *_named().finditer(page.low, *span)):
        month = int(found[2]) if found[2].isdigit() else months.index(found[2]) + 1
        year = int(found[3]) if found[3] else None
        day = (int(found[1]), month, year + 2000 if year is not None and year < 100 else year)
        yield found.span(), day if _date(day[0], month, LEAP_YEAR) else None


def _nearest(day: int, month: int, year: int | None, today: date) -> date | None:
    if year is not None:
        return _date(day, month, year)
    this = _date(day, month, today.year)
    far_back = this is not None and this < today - NOT_SO_LONG_AGO
    return _date(day, month, today.year + 1) if far_back else this


def _date(day: int, month: int, year: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _has_date(text: str) -> bool:
    return bool(_DOTTED.search(text) or lexicon.one("find", "date").search(text))


def _with_neighbours(page: Page, span: Span) -> str:
    """A sentence with those beside it: the date may stand in the next one."""
    at = page.sentences.index(span)
    around = page.sentences[max(0, at - 1) : at + 2]
    return page.low[around[0][0] : around[-1][1]]


@cache
def _named() -> re.Pattern[str]:
    """A day with its month's name and perhaps the year."""
    months = "|".join(lexicon.at("months"))
    return re.compile(rf"(?<!\d)(\d{{1,2}})\s+({months})(?!\w)(?:\s+(\d{{4}}))?")
