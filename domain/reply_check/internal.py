"""What a reply must not repeat: the ministry's notes and its internal knowledge base."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise

from domain.reply_check import lexicon
from domain.reply_check.found import Finding, ReplyFacts, Severity
from domain.reply_check.page import Page

CLAUSE = "D-139 §4.3"
#: so many words in a row from an internal text are no accident; a shorter note counts whole
SAME_WORDS = 6
SHORTEST_NOTE = 3
#: so many in a row make one ask, if none of them is a little word or a number
SAME_LONG_WORDS = 5
LONG_WORD = 4

_RUN = re.compile(r"[^\W_]+")
Run = tuple[str, ...]


def internal_words(page: Page, facts: ReplyFacts) -> Iterator[Finding]:
    """Runs of words that stand in an internal text and not in the client's own words."""
    places = [found.span() for found in _RUN.finditer(page.low)]
    words = tuple(page.low[start:end] for start, end in places)
    sure, likely = set[int](), set[int]()
    for text in facts.internal:
        size = len(_words(text))
        if size >= SHORTEST_NOTE:
            sure |= _repeated(words, text, min(SAME_WORDS, size), facts.own)
        likely |= _repeated(words, text, SAME_LONG_WORDS, facts.own, LONG_WORD)
    sure |= _marked(words, facts.guarded, SAME_WORDS, facts.own)
    likely |= _marked(words, facts.guarded, SAME_LONG_WORDS, facts.own, LONG_WORD)
    for marked, severity in ((sure, Severity.ERROR), (likely - sure, Severity.WARNING)):
        for first, last in _stretches(sorted(marked)):
            start, end = places[first][0], places[last][1]
            yield Finding("internal-words", severity, start, end, CLAUSE)


def guarded(texts: Iterable[str], public: Iterable[str]) -> frozenset[Run]:
    """The runs of words of internal texts that stand in no public one, for `ReplyFacts.guarded`:
    worked out once, for there may be thousands of texts."""
    return _all_runs(texts) - _all_runs(public)


def _all_runs(texts: Iterable[str]) -> frozenset[Run]:
    split = [tuple(_RUN.findall(lexicon.plain(text))) for text in texts]
    return frozenset(
        words[i : i + size]
        for words in split
        for size in (SAME_LONG_WORDS, SAME_WORDS)
        for i in range(len(words) - size + 1)
    )


def _repeated(
    words: Run, text: str, size: int, own: tuple[str, ...], shortest: int = 1
) -> set[int]:
    """The numbers of the words that belong to a run from the text; each is no shorter than told."""
    return _marked(words, _runs_of(text, size), size, own, shortest)


def _marked(
    words: Run, runs: frozenset[Run], size: int, own: tuple[str, ...], shortest: int = 1
) -> set[int]:
    said = frozenset().union(*(_runs_of(one, size) for one in own)) if runs else frozenset()
    marked: set[int] = set()
    for i in range(len(words) - size + 1):
        run = words[i : i + size]
        if run in runs and run not in said and all(_weighs(word, shortest) for word in run):
            marked.update(range(i, i + size))
    return marked


def _weighs(word: str, shortest: int) -> bool:
    return len(word) >= shortest and (shortest == 1 or not word.isdigit())


@lru_cache(maxsize=256)
def _words(text: str) -> Run:
    return tuple(_RUN.findall(lexicon.plain(text)))


@lru_cache(maxsize=256)
def _runs_of(text: str, size: int) -> frozenset[Run]:
    words = _words(text)
    return frozenset(words[i : i + size] for i in range(len(words) - size + 1))


def _stretches(places: list[int]) -> Iterator[tuple[int, int]]:
    """Neighbouring numbers as first and last."""
    if places:
        breaks = [i + 1 for i, (a, b) in enumerate(pairwise(places)) if b > a + 1]
        for start, end in pairwise([0, *breaks, len(places)]):
            yield places[start], places[end - 1]
