"""Whether the reply answers: whom it greets, the question named, another way shown."""

from __future__ import annotations

import re
from collections.abc import Iterator

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


def greeted(page: Page, facts: ReplyFacts) -> Iterator[Finding]:
    """The house greets by name itself; where it does not, the officer greets, and rightly."""
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
    if any(a != b for a, b in zip(name, words, strict=False)):
        yield Finding("greeting-name", Severity.ERROR, *said.span(2), STYLE, right.address)
    elif (said[1] in lexicon.words("greeting", "endings_of_women")) != (right.form is Form.DEAR_F):
        better = f"{lexicon.at('greeting', 'right')[right.form]} {right.address}"
        place = _visible(page, said.span())
        yield Finding("greeting-gender", Severity.ERROR, *place, STYLE, better)


def question_named(page: Page, facts: ReplyFacts) -> Iterator[Finding]:
    """An official reply begins by naming the question it answers."""
    if facts.kind is not Kind.OFFICIAL:
        return
    first = re.search(r"[^\n]+", _after_greeting(page))
    if first and not lexicon.one("find", "names_question").search(first[0]):
        start = len(page.low) - len(_after_greeting(page)) + first.start()
        end = start + len(first[0])
        yield Finding("question-not-named", Severity.HINT, *_visible(page, (start, end)), STYLE)


def alternative(page: Page, facts: ReplyFacts) -> Iterator[Finding]:
    """Who cannot help says what can."""
    if facts.alternative or lexicon.one("find", "alternative").search(page.low):
        return
    if facts.outcome is Outcome.CANNOT:
        yield Finding("no-alternative", Severity.ERROR, 0, 0, MANNERS)
    elif facts.outcome is None and (refusal := lexicon.one("find", "refusal").search(page.low)):
        yield Finding("refusal-without-alternative", Severity.WARNING, *refusal.span(), MANNERS)


def filled(page: Page, _: ReplyFacts) -> Iterator[Finding]:
    """Places of a template that nobody filled in."""
    for found in _UNFILLED.finditer(page.shown):
        yield Finding("unfilled", Severity.ERROR, *found.span(), STYLE)


def _after_greeting(page: Page) -> str:
    found = lexicon.one("greeting", "any").match(page.low)
    return page.low[found.end() if found else 0 :]


def _visible(page: Page, span: Span) -> Span:
    """The span without white space round it."""
    start, end = span
    inner = page.text[start:end]
    return start + len(inner) - len(inner.lstrip()), end - len(inner) + len(inner.rstrip())
