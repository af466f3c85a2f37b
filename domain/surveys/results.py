"""What a closed wave has found, as much of it as may be shown (N-2138 §14; D-139 §5.2).

Everything here has been through the rules of small numbers already: whoever draws, exports or
tells it need not hide anything, and has nothing to hide. Where something may not be shown, there
is None or nothing at all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field

from domain.surveys import statistics
from domain.surveys.questionnaire import UNSURE, Audience, Item, Kind, Questionnaire, Sheet
from domain.surveys.small import hidden
from domain.surveys.statistics import Estimate, Interval
from domain.surveys.waves import SMALL

#: marks that say «хорошо»
GOOD = frozenset({4, 5})


@dataclass(frozen=True, slots=True)
class Share:
    """How many of `n` chose one answer. `id` is an option's, or the mark as text ("4"); `label` an
    option's words, "" for a mark. `value` and its interval are fractions of 1."""

    id: str
    label: str
    count: int
    n: int
    interval: Interval

    @property
    def value(self) -> float:
        return self.count / self.n


@dataclass(frozen=True, slots=True)
class Figures:
    """What `n` people answered to an item, those who were unsure left out. `shares` holds every
    possible answer in the questionnaire's order, those nobody gave too (of MANY they add up to
    more than the whole). `mean` and `good` (the share of 4 and 5) are a scale's, `nps` is NPS's."""

    n: int
    shares: tuple[Share, ...]
    mean: Estimate | None = None
    good: Share | None = None
    nps: Estimate | None = None


@dataclass(frozen=True, slots=True)
class ItemResult:
    """One item. `whole` is None where fewer than 5 have answered it. `unsure` found it hard to say.
    `parts` are the groups that may be shown, by name; nothing is said about the others."""

    item: Item
    whole: Figures | None
    unsure: int = 0
    parts: Mapping[str, Figures] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Results:
    """Of one wave. `rate` is the share of the invited who answered, None where nobody was invited
    one by one. `items` are in the questionnaire's order, without those answered in words; `texts`
    are the words to each question that has 5 or more, not masked. `parts` says how many answered
    in each group that may be shown, by name; `csi_parts` is their index. `broken_down` says whether
    there are groups at all: with groups and no `parts`, they are hidden.

    `enough` is False where fewer than 5 have answered: then `answered` is 0 and nothing else is
    here.

    The index of a part is shown only where each scale that counts is shown for it too: with all
    scales but one, the index gives that one away. A scale fewer than 5 have marked counts for
    nothing."""

    questionnaire: Questionnaire
    invited: int
    answered: int
    rate: Share | None = None
    items: tuple[ItemResult, ...] = ()
    csi: Estimate | None = None
    parts: Mapping[str, int] = field(default_factory=dict)
    csi_parts: Mapping[str, Estimate] = field(default_factory=dict)
    texts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    broken_down: bool = False

    @property
    def enough(self) -> bool:
        return self.answered >= SMALL

    def item(self, key: str) -> ItemResult | None:
        return next((one for one in self.items if one.item.key == key), None)


Sheets = Sequence[tuple[str, Sheet]]


def results(
    questionnaire: Questionnaire,
    sheets: Sheets,
    texts: Iterable[tuple[str, str]],
    invited: int,
    by_parts: bool = True,
) -> Results:
    """The results of these answers: `sheets` with the group each came from, as they are kept.
    `by_parts` is False where the breakdown must not be shown (`small.within_reach`)."""
    answered = len(sheets)
    if answered < SMALL:
        # how few, they are not told: one of three knows their own
        return Results(questionnaire, invited, 0)
    counts = Counter(part for part, _ in sheets)
    grouped = set(counts) != {""}
    unseen = hidden(counts) if grouped and by_parts else counts.keys()
    population = _asked(questionnaire, answered, invited)
    asked = [item for item in questionnaire.items if item.kind is not Kind.TEXT]
    items = tuple(_item(item, sheets, unseen, population) for item in asked)
    csi, csi_parts = _csi(items, sheets, unseen, population)
    known = invited >= answered
    return Results(
        questionnaire,
        invited,
        answered,
        Share("", "", answered, invited, Interval(answered / invited, answered / invited))
        if known
        else None,
        items,
        csi,
        {part: n for part, n in sorted(counts.items()) if part not in unseen},
        csi_parts,
        _words(questionnaire, texts),
        grouped,
    )


def _asked(questionnaire: Questionnaire, answered: int, invited: int) -> int | None:
    """How many there are in all, where all were asked: an internal survey asks everybody of its
    units; of clients, only those who agreed to mailings, or came by themselves."""
    everybody = questionnaire.audience is Audience.EMPLOYEES and invited >= answered
    return invited if everybody else None


def _csi(
    items: Sequence[ItemResult], sheets: Sheets, unseen: Set[str], population: int | None
) -> tuple[Estimate | None, dict[str, Estimate]]:
    """The index of all and of each part that may be shown."""
    scales = [one for one in items if one.whole and one.whole.mean and one.item.question.weight]
    found: dict[str, list[float]] = {}
    for part, sheet in sheets:
        marks = [(sheet.get(one.item.key), one.item.question.weight) for one in scales]
        index = statistics.satisfaction((m, w) for m, w in marks if isinstance(m, int))
        if index is not None:
            found.setdefault(part, []).append(index)
    everybody = [index for part in sorted(found) for index in found[part]]
    if len(everybody) < SMALL:
        return None, {}
    partly = {part for part in found for one in scales if part not in one.parts}
    gone = hidden({part: len(values) for part, values in found.items()}, unseen | partly)
    parts = {part: statistics.csi(found[part]) for part in sorted(found.keys() - gone)}
    return statistics.csi(everybody, population), parts


def _item(item: Item, sheets: Sheets, unseen: Set[str], population: int | None) -> ItemResult:
    given = [(part, sheet[item.key]) for part, sheet in sheets if item.key in sheet]
    sure = [(part, answer) for part, answer in given if answer != UNSURE]
    if len(sure) < SMALL:
        return ItemResult(item, None)
    # of those a condition has chosen, nobody knows how many there are
    asked = None if item.question.when else population
    gone = hidden(Counter(part for part, _ in sure), unseen)
    parts = sorted({part for part, _ in sure} - gone)
    return ItemResult(
        item,
        _figures(item, [answer for _, answer in sure], asked),
        len(given) - len(sure),
        {
            part: _figures(item, [answer for of, answer in sure if of == part], None)
            for part in parts
        },
    )


def _figures(item: Item, answers: Sequence[object], population: int | None) -> Figures:
    n = len(answers)
    chosen: Counter[str] = Counter()
    for answer in answers:
        chosen.update(set(answer) if isinstance(answer, list) else [str(answer)])

    def share(id_: str, label: str, count: int) -> Share:
        return Share(id_, label, count, n, statistics.wilson(count, n, population))

    marks = [answer for answer in answers if isinstance(answer, int)]
    if item.kind is Kind.SCALE:
        mean = statistics.within(statistics.mean(marks, population), 1, 5)
        good = share("good", "", sum(mark in GOOD for mark in marks))
        shares = tuple(share(str(mark), "", chosen[str(mark)]) for mark in range(1, 6))
        return Figures(n, shares, mean, good)
    if item.kind is Kind.NPS:
        shares = tuple(share(str(mark), "", chosen[str(mark)]) for mark in range(11))
        return Figures(n, shares, nps=statistics.nps(marks, population))
    options = item.question.options
    return Figures(n, tuple(share(one.id, one.label, chosen[one.id]) for one in options))


def _words(
    questionnaire: Questionnaire, texts: Iterable[tuple[str, str]]
) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for question, text in texts:
        found.setdefault(question, []).append(text)
    return {
        item.key: tuple(found[item.key])
        for item in questionnaire.items
        if len(found.get(item.key, ())) >= SMALL
    }
