"""The reply check's findings as the officer reads them, and the greeting the client does."""

from __future__ import annotations

from collections.abc import Sequence

from domain.appeals import Appeal
from domain.names import greeting
from domain.reply_rules import Finding, Severity
from handlers.explain import clause_text
from texts import words

#: more lines than this are read by nobody
MOST_LINES = 8
#: a longer place is quoted by its beginning
LONGEST_PLACE = 60

_ORDER = tuple(Severity)
#: rules whose better wording can be put in place as it stands; others' only says what to write
_REPLACED = frozenset(
    "spelling mixed-alphabet doubled case agreement infinitive comma".split()
    + "greeting-name greeting-gender".split()
)


def findings_text(findings: Sequence[Finding], text: str) -> str:
    """The findings as lines, errors first; at most `MOST_LINES`, then how many more there are."""
    if not findings:
        return words("findings-none")
    first = sorted(findings, key=_urgency)
    lines = [_line(finding, text) for finding in first[:MOST_LINES]]
    if len(first) > MOST_LINES:
        lines.append(words("findings-more", count=len(first) - MOST_LINES))
    return "\n".join([words("findings-heading"), *lines])


def greeting_text(name: str) -> str:
    """«Dear Ivan Petrovich!» with the right ending, or the neutral greeting."""
    said = greeting(name)
    return words(f"greeting-{said.form}", address=said.address)


def greeting_colleague(name: str) -> str:
    """A colleague is greeted by name, too (D-139 §3.10), without a letter's «dear»."""
    said = greeting(name)
    return words("greeting-colleague", address=said.address) if said.address else greeting_text("")


def greeting_of(appeal: Appeal, name: str) -> str:
    """The greeting of whoever asks: a citizen's, or a colleague's."""
    return greeting_colleague(name) if appeal.kind.internal else greeting_text(name)


def _urgency(finding: Finding) -> tuple[int, bool]:
    """Errors first, and among them what must not be told to anybody."""
    secret = finding.rule.startswith("data-") or finding.rule == "internal-words"
    return _ORDER.index(finding.severity), not secret


def _line(finding: Finding, text: str) -> str:
    place = _shortened(" ".join(text[finding.start : finding.end].split()))
    what = words(f"finding-{finding.rule}", place=place, **finding.values)
    if finding.better:
        tail = "finding-instead" if finding.rule in _REPLACED else "finding-advice"
        what += words(tail, better=finding.better)
    clause = clause_text(finding.clause)
    return words("finding-line", severity=str(finding.severity), what=what, clause=clause)


def _shortened(place: str) -> str:
    return place if len(place) <= LONGEST_PLACE else f"{place[: LONGEST_PLACE - 1].rstrip()}\u2026"
