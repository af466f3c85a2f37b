"""Whether the reply answers: the greeting, the question named, a date promised, another way shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from domain.names import Form, greeting
from domain.reply_check import lexicon
from domain.reply_check.found import (
    MANNERS,
    STYLE,
    Finding,
    Kind,
    Outcome,
    ReplyFacts,
    Severity,
)
from domain.reply_check.page import Page, Span

#: what a template leaves open; a link is hidden from the rules and is none
_UNFILLED = re.compile(
    r"\{\s*\$?\w[^{}\n]{0,40}\}|\[[^\]\d\n\ue000]{2,40}\]|<[^<>\d\n\ue000]{2,40}>"
    r"|_{3,}|\.{5,}|\u2026{2,}"
)
_DAY = re.compile(r"(?<![\d.])(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})(?![\d.]?\d)")


def greeted(page: Page, facts: ReplyFacts) -> Iterator[Finding]:
    """The house greets by name itself; where it does not, the right person must be greeted rightly."""
    found = lexicon.one("greeting", "any").match(page.low)
    if facts.greeted:
        if found:
            yield Finding("greeting-twice", Severity.HINT, *_visible(page, found.span()), STYLE)
    elif not found:
        severity = Severity.ERROR if facts.kind is Kind.OFFICIAL else Severity.WARNING
        yield Finding("greeting-missing", severity, 0, 0, STYLE)
    yield from _wrong_greeting(page, facts)


def _wrong_greeting(page: Page, facts: ReplyFacts) -> Iterator[Finding]:
    said, right = lexicon.one("greeting", "dear").match(page.low), greeting(facts.client)
    if not said or right.form is Form.UNKNOWN:
        return
    words, name = lexicon.plain(right.address).split(), said[2].split()
    if name != words[: len(name)]:
        yield Finding("greeting-name", Severity.ERROR, *said.span(2), STYLE, right.address)
    elif (said[1] in lexicon.words("greeting", "endings_of_women")) != (right.form is Form.DEAR_F):
        yield Finding("greeting-gender", Severity.ERROR, *_visible(page, said.span()), STYLE)


def question_named(page: Page, facts: ReplyFacts) -> Iterator[Finding]:
    """An official reply begins by naming the question it answers."""
    if facts.kind is not Kind.OFFICIAL:
        return
    first = re.search(r"[^\n]+", _after_greeting(page))
    if first and not lexicon.one("find", "names_question").search(first[0]):
        start = len(page.low) - len(_after_greeting(page)) + first.start()
        end = start + len(first[0])
        yield Finding("question-not-named", Severity.HINT, *_visible(page, (start, end)), STYLE)


def dated(page: Page, facts: ReplyFacts) -> Iterator[Finding]:
    """A promise has a date; a date exists and lies ahead."""
    yield from _impossible_days(page)
    if facts.outcome is Outcome.PLANNED and facts.due is None and not _has_date(page.low):
        yield Finding("no-date", Severity.ERROR, 0, 0, "N-1052 §8(2)")
        return
    if facts.outcome in (Outcome.SOLVED, Outcome.POSSIBLE) or facts.due is not None:
        return
    for span in page.sentences:
        promise = lexicon.one("find", "promise").search(page.low, *span)
        if promise and not page.in_quotes(promise.start()) and not _has_date(_near(page, span)):
            yield Finding(
                "promise-without-date", Severity.WARNING, *promise.span(), "N-1052 §8(2)"
            )
            return


def alternative(page: Page, facts: ReplyFacts) -> Iterator[Finding]:
    """Who cannot help says what can."""
    if facts.alternative or lexicon.one("find", "alternative").search(page.low):
        return
    if facts.outcome is Outcome.IMPOSSIBLE:
        yield Finding("no-alternative", Severity.ERROR, 0, 0, MANNERS)
    elif facts.outcome is None and (refusal := lexicon.one("find", "refusal").search(page.low)):
        yield Finding("refusal-without-alternative", Severity.WARNING, *refusal.span(), MANNERS)


def filled(page: Page, _: ReplyFacts) -> Iterator[Finding]:
    """Places of a template that nobody filled in."""
    for found in _UNFILLED.finditer(page.shown):
        yield Finding("unfilled", Severity.ERROR, *found.span(), STYLE)


def _impossible_days(page: Page) -> Iterator[Finding]:
    months = lexicon.at("months")
    named = re.compile(rf"(?<!\d)(\d{{1,2}})\s+({'|'.join(months)})(?!\w)")
    for found in (*_DAY.finditer(page.low), *named.finditer(page.low)):
        month = found[2]
        number = int(month) if month.isdigit() else months.index(month) + 1
        if not _exists(int(found[1]), number):
            yield Finding("no-such-day", Severity.ERROR, *found.span(), "M-97 §11")


def _exists(day: int, month: int) -> bool:
    try:
        date(2024, month, day)
    except ValueError:
        return False
    return True


def _has_date(text: str) -> bool:
    return bool(_DAY.search(text) or lexicon.one("find", "date").search(text))


def _near(page: Page, span: Span) -> str:
    """A sentence with its neighbours: the date may stand in the next one."""
    at = page.sentences.index(span)
    around = page.sentences[max(0, at - 1) : at + 2]
    return page.low[around[0][0] : around[-1][1]]


def _after_greeting(page: Page) -> str:
    found = lexicon.one("greeting", "any").match(page.low)
    return page.low[found.end() if found else 0 :]


def _visible(page: Page, span: Span) -> Span:
    """The span without white space round it."""
    start, end = span
    inner = page.text[start:end]
    return start + len(inner) - len(inner.lstrip()), end - len(inner) + len(inner.rstrip())
