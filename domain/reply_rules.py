"""The reply check: what breaks the orders' style or tells what must not be told, with its place.

Pure and quick (a page takes some milliseconds once the words are known); the first call reads the
dictionary. Nothing here decides: an officer may send all the same and says why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from domain.reply_check import dates, grammar, manners, privacy, spelling, substance, writing
from domain.reply_check.found import Finding, Kind, Outcome, ReplyFacts, Severity
from domain.reply_check.page import Page

__all__ = ["Finding", "Kind", "Outcome", "ReplyFacts", "Severity", "check"]

Rule = Callable[[Page, ReplyFacts], Iterable[Finding]]

#: in the order in which findings at one place are told
RULES: tuple[Rule, ...] = (
    privacy.data_of_others,
    privacy.internal_words,
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


def check(text: str, facts: ReplyFacts) -> tuple[Finding, ...]:
    """Everything found, in the order of the text; what has no place of its own comes first."""
    page = Page(text)
    found = [finding for rule in RULES for finding in rule(page, facts)]
    return tuple(sorted(_without_echoes(found), key=lambda finding: (finding.start, finding.end)))


def _without_echoes(findings: list[Finding]) -> Iterator[Finding]:
    """One rule speaks once of a place; a strong word silences lesser ones about it."""
    for i, finding in enumerate(findings):
        if not any(_covers(other, finding, j < i) for j, other in enumerate(findings) if j != i):
            yield finding


def _covers(other: Finding, finding: Finding, earlier: bool) -> bool:
    if other.rule != finding.rule and other.rule not in _STRONGER:
        return False
    if other.rule != finding.rule and finding.rule in _STRONGER:
        return False
    inside = other.start <= finding.start and finding.end <= other.end
    same = (other.start, other.end) == (finding.start, finding.end)
    return inside and (earlier or not same)
