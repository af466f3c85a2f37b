"""The reply check: what breaks the orders' style or tells what must not be told, with its place.

Pure and quick (a page takes some milliseconds once the words are known); the first call reads the
dictionary. Nothing here decides: an officer may send all the same and says why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from domain.reply_check import (
    dates,
    grammar,
    internal,
    manners,
    privacy,
    spelling,
    substance,
    writing,
)
from domain.reply_check.found import Finding, Kind, Outcome, ReplyFacts, Severity
from domain.reply_check.page import Page

__all__ = ["Finding", "Kind", "Outcome", "ReplyFacts", "Severity", "check"]

Rule = Callable[[Page, ReplyFacts], Iterable[Finding]]

#: in the order in which findings at one place are told
RULES: tuple[Rule, ...] = (
    privacy.data_of_others,
    privacy.addresses_of_others,
    internal.internal_words,
    privacy.names_of_others,
    manners.phrases,
    manners.words,
    spelling.check,
    grammar.check,
    substance.greeted,
    substance.question_named,
    dates.promised,
    dates.ahead,
    dates.possible,
    substance.alternative,
    substance.filled,
    writing.doubled,
    writing.spaces,
    writing.brackets,
    writing.signs,
    writing.capitals,
    writing.length,
)
#: said of a word, these make what a lesser rule says of the same place needless
_STRONGER = ("rude", "reproach", "brush-off", "familiar", "unfilled")
_STRONG = "strong"


def check(text: str, facts: ReplyFacts) -> tuple[Finding, ...]:
    """Everything found, in the order of the text; what has no place of its own comes first."""
    page = Page(text)
    return tuple(_without_echoes([finding for rule in RULES for finding in rule(page, facts)]))


def _without_echoes(findings: list[Finding]) -> Iterator[Finding]:
    """One rule speaks once of a place; a strong word silences lesser ones about it."""
    told: dict[str, int] = {}
    for finding in sorted(findings, key=_place):
        strong = finding.rule in _STRONGER
        covered = max(told.get(finding.rule, 0), 0 if strong else told.get(_STRONG, 0))
        if finding.end > covered or finding.start == finding.end:
            yield finding
        for kind in (finding.rule, _STRONG) if strong else (finding.rule,):
            told[kind] = max(told.get(kind, 0), finding.end)


def _place(finding: Finding) -> tuple[int, int, bool]:
    return finding.start, -finding.end, finding.rule not in _STRONGER
