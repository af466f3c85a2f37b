"""Measures the reply check; `python -m tests.rules.reply_measure` prints the figures."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from domain.reply_rules import Finding, Kind, Outcome, ReplyFacts, check

SET: dict[str, Any] = tomllib.loads((Path(__file__).parent / "reply_set.toml").read_text("utf-8"))
TODAY = date(2026, 11, 9)
HALVES = ("tuning", "held out")
#: what may find a fault; the officer is helped whichever of the related rules speaks
FINDS: dict[str, frozenset[str]] = {
    "spelling": frozenset({"spelling", "mixed-alphabet", "grammar", "infinitive"}),
    "grammar": frozenset({"grammar", "case", "agreement", "infinitive", "spelling"}),
    "comma": frozenset({"comma"}),
    "brush-off": frozenset({"brush-off", "vague"}),
    "rude": frozenset({"rude", "reproach"}),
    "colloquial": frozenset({"colloquial", "familiar", "archaic"}),
    "officialese": frozenset({"officialese", "archaic"}),
    "abbreviation": frozenset({"abbreviation"}),
    "capitals": frozenset({"capitals"}),
    "smiley": frozenset({"smiley"}),
    "symbol": frozenset({"symbol"}),
    "layout": frozenset({"space-before", "space-after", "unpaired", "doubled"}),
    "long": frozenset({"long-sentence"}),
    "promise": frozenset({"no-date", "promise-without-date"}),
    "refusal": frozenset({"no-alternative", "refusal-without-alternative"}),
    "privacy": frozenset(
        {"data-phone", "data-mail", "data-snils", "data-passport", "data-card"}
        | {"data-address", "person-named"}
    ),
    "internal": frozenset({"internal-words"}),
    "date": frozenset({"no-such-day", "date-past"}),
    "greeting": frozenset(
        {"greeting-twice", "greeting-missing", "greeting-name", "greeting-gender"}
    ),
    "question": frozenset({"question-not-named"}),
    "unfilled": frozenset({"unfilled"}),
}


@dataclass
class Figures:
    """How one half fared; `right` and `false` count findings, `found` and `bad` sentences."""

    good: int = 0
    accused: int = 0
    bad: int = 0
    found: int = 0
    right: int = 0
    false: int = 0
    missed: list[tuple[str, str]] = field(default_factory=list)
    wrong: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """Of the findings, how many name the fault."""
        return self.right / (self.right + self.false)

    @property
    def recall(self) -> float:
        """Of the faults, how many are named."""
        return self.found / self.bad


def halves(sentences: Sequence[Any]) -> Iterator[tuple[int, Any]]:
    return ((place % 2, sentence) for place, sentence in enumerate(sentences))


def measured() -> tuple[Figures, Figures]:
    """The half the rules may be tuned on, and the half held out."""
    both = (Figures(), Figures())
    for half, sentence in halves(SET["good"]):
        _good(both[half], sentence)
    for fault, sentences in SET["bad"].items():
        for half, sentence in halves(sentences):
            _bad(both[half], fault, sentence)
    return both


def _good(figures: Figures, sentence: dict[str, Any]) -> None:
    findings = check(sentence["text"], facts(sentence))
    figures.good += 1
    figures.accused += bool(findings)
    _false(figures, sentence["text"], findings)


def _bad(figures: Figures, fault: str, sentence: dict[str, Any]) -> None:
    text = sentence["text"]
    findings = check(text, facts(sentence))
    right = [finding for finding in findings if _names(finding, fault, sentence)]
    figures.bad += 1
    figures.found += bool(right)
    figures.right += len(right)
    if not right:
        figures.missed.append((fault, text))
    _false(figures, text, [finding for finding in findings if finding not in right])


def _names(finding: Finding, fault: str, sentence: dict[str, Any]) -> bool:
    """The finding is of the fault's kind and touches its place."""
    if finding.rule not in FINDS[fault]:
        return False
    if "at" not in sentence:
        return True
    places = re.finditer(rf"(?:\b|(?!\w)){re.escape(sentence['at'])}", sentence["text"])
    return any(finding.start < place.end() and place.start() < finding.end for place in places)


def _false(figures: Figures, text: str, findings: Sequence[Finding]) -> None:
    figures.false += len(findings)
    figures.wrong += [(f.rule, text[f.start : f.end], text) for f in findings]


def facts(sentence: dict[str, Any]) -> ReplyFacts:
    """What the check is told of this sentence."""
    outcome = sentence.get("outcome")
    return ReplyFacts(
        client=sentence.get("client", ""),
        kind=Kind(sentence.get("kind", "message")),
        public=sentence.get("public", False),
        outcome=Outcome(outcome) if outcome else None,
        greeted=sentence.get("greeted", True),
        today=TODAY,
        own=tuple(sentence.get("own", ())),
        contacts=tuple(sentence.get("contacts", ())),
        people=tuple(sentence.get("people", ())),
        internal=(*sentence.get("notes", ()), *sentence.get("internal", ())),
    )


def over(texts: Sequence[str]) -> tuple[int, Counter[str]]:
    """Words of the texts, and how often each rule speaks of them."""
    words = sum(len(text.split()) for text in texts)
    return words, Counter(finding.rule for text in texts for finding in check(text, ReplyFacts()))


def main() -> None:
    for name, figures in zip(HALVES, measured(), strict=True):
        print(
            f"{name}: {figures.good} good, {figures.accused} accused; {figures.bad} bad, "
            f"{figures.found} found; precision {figures.precision:.3f}, recall {figures.recall:.3f}"
        )


if __name__ == "__main__":
    main()
