"""The reply check: a page of it, and how long everybody else waits meanwhile."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Iterator

from benchmarks.report import Report
from domain.reply_check import spelling
from domain.reply_check.writing import TWO_PAGES
from domain.reply_rules import ReplyFacts, check
from handlers.officer.review import checked
from tests.rules.reply_measure import SET

#: what a page may take, and the letters of one
MOST_MS = 50.0
PAGE = TWO_PAGES // 2
ROUNDS = 60
TICK = 0.001


def measure(report: Report) -> None:
    """Good and faulty pages, the words known already; misspellings are new each time."""
    report.heading(f"The reply check, a page of {PAGE} letters")
    good = list(_pages(" ".join(sentence["text"] for sentence in SET["good"])))
    faulty = list(_pages(" ".join(s["text"] for those in SET["bad"].values() for s in those)))
    started = time.perf_counter()
    check(good[0], ReplyFacts())
    report.line("the very first, with the dictionary", f"{_since(started):.0f} ms")
    for name, pages in (("good", good), ("full of faults", faulty)):
        figures = sorted(_times(pages))
        middle, late = statistics.median(figures), figures[len(figures) * 95 // 100]
        report.line(f"a page, {name}", f"{middle:.1f} ms", f"{late:.1f} ms (95 %)")
        report.most(f"reply check, a page, {name}, 95 % within", late, MOST_MS, "ms")
    lag = asyncio.run(_lag(good + faulty))
    report.line("the event loop waits at most", f"{lag * 1000:.1f} ms")


def _pages(text: str) -> Iterator[str]:
    return (text[start : start + PAGE] for start in range(0, len(text) - PAGE + 1, PAGE))


def _times(pages: list[str]) -> Iterator[float]:
    for page in pages:
        check(page, ReplyFacts())
    for turn in range(ROUNDS):
        spelling.proposal.cache_clear()
        started = time.perf_counter()
        check(pages[turn % len(pages)], ReplyFacts())
        yield _since(started)


async def _lag(pages: list[str]) -> float:
    """The longest that a loop going on every millisecond is late while replies are checked."""
    work = asyncio.gather(*(checked(page, ReplyFacts()) for page in pages * 4))
    longest = 0.0
    while not work.done():
        started = time.perf_counter()
        await asyncio.sleep(TICK)
        longest = max(longest, time.perf_counter() - started - TICK)
    await work
    return longest


def _since(started: float) -> float:
    return (time.perf_counter() - started) * 1000
