"""Which pictures the results of a wave make, and what each of them says in one sentence (S5)."""

from __future__ import annotations

from domain.surveys.comparing import CSI
from domain.surveys.questionnaire import Kind
from domain.surveys.results import ItemResult, Share
from domain.surveys.statistics import Estimate
from handlers.survey import sentences
from handlers.survey.picture import Bar, Picture
from handlers.survey.report import Report
from texts import words
from texts.numbers import interval, number, percent

#: what is sent at once
MAIN = 4
#: bars that a telephone shows at once; of more, the ends are shown
MOST, END = 12, 6
#: of a mark of recommending: who says so
SIDES = {"best": ("9", "10"), "middle": ("7", "8"), "worst": tuple(str(n) for n in range(7))}
_WHOLE = (0.0, 1.0)
_HUNDRED = (0.0, 100.0)


def main(report: Report) -> list[Picture]:
    """What is looked at first: marks side by side, the index from wave to wave and by groups, and
    the first of the questions without marks."""
    return pictures(report)[:MAIN]


def pictures(report: Report) -> list[Picture]:
    """Every picture there can be of these results, the most telling first."""
    found = [scales(report), waves(report), parts(report)]
    asked = [question(report, one) for one in report.found.items if one.item.kind is not Kind.SCALE]
    return [one for one in (*found, *asked) if one]


def named(report: Report, which: str) -> Picture | None:
    """The picture of this name."""
    return next((one for one in pictures(report) if one.which == which), None)


def scales(report: Report) -> Picture | None:
    """Everything that was marked from 1 to 5, by the share of 4 and 5, the best first."""
    given = [(one, good) for one in report.found.items if (good := _good(one))]
    given.sort(key=lambda pair: -pair[1].value)
    if not given:
        return None
    best = [one for one, good in given if good.value == given[0][1].value]
    title = words("picture-scales")
    if len(best) == 1 < len(given):
        title = words("picture-best", name=_name(best[0]))
    shown = given if len(given) <= MOST else [*given[:END], *given[-END:]]
    foot = [_interval_note()]
    if len(shown) < len(given):
        foot.insert(0, words("picture-ends", ends=END, count=len(given)))
    bars = tuple(_share(_name(one), good, one is given[0][0]) for one, good in shown)
    return Picture("scales", title, _about(report, "picture-good"), bars, _WHOLE, tuple(foot))


def waves(report: Report) -> Picture | None:
    """The index over the waves it can be compared with; two at least."""
    if len(report.series) < 2:
        return None
    bars = tuple(
        _estimate(one.days, csi, 1, words("picture-n", count=csi.n))
        for one in report.series
        if (csi := one.found.csi)
    )
    changes = report.comparison.of(CSI) if report.comparison else ()
    verdict = next((one.verdict for one in changes if not one.what), None)
    title = words(f"picture-index-{verdict}") if verdict else words("book-index-by-wave")
    about = words("picture-waves-about", unit=report.unit)
    return Picture("waves", title, about, bars, _HUNDRED, (_dot_note(),), in_time=True)


def parts(report: Report) -> Picture | None:
    """The index of each group that may be shown, the highest first."""
    found = sorted(report.found.csi_parts.items(), key=lambda pair: (-pair[1].value, pair[0]))
    if len(found) < 2:
        return None
    ends = [number(one.value, 1) for _, one in (found[-1], found[0])]
    title = words("picture-parts")
    if ends[0] != ends[1]:
        title = words("picture-parts-between", low=ends[0], high=ends[1])
    foot = [_interval_note()]
    if {*report.wave.groups.values()} - report.found.csi_parts.keys():
        foot.insert(0, words("results-parts-some"))
    bars = tuple(
        _estimate(sentences.part_name(report.house, part), one, 1, words("picture-n", count=one.n))
        for part, one in found[: 2 * MOST]
    )
    return Picture("parts", title, _about(report, "picture-index"), bars, _HUNDRED, tuple(foot))


def question(report: Report, found: ItemResult) -> Picture | None:
    """What was answered to one question: of several that may be chosen the most frequent first,
    else in the order they were offered."""
    if found.whole is None:
        return None
    about, which = sentences.asked(found.item), f"q.{found.item.key}"
    if found.whole.nps:
        nps = found.whole.nps
        title = words("picture-nps", value=number(nps.value))
        bars = tuple(_side(found, name) for name in SIDES)
        told = words("picture-nps-is", between=interval(*nps.interval))
        return Picture(which, title, about, bars, _WHOLE, (told,))
    shares = list(found.whole.shares)
    if found.item.kind is Kind.MANY:
        shares.sort(key=lambda one: -one.count)
    most = max(one.count for one in shares)
    first = [one for one in shares if one.count == most]
    title = about
    if len(first) == 1:
        title = words("picture-most", name=first[0].label, share=percent(first[0].value))
    foot = [_interval_note()]
    if found.item.kind is Kind.MANY:
        foot.insert(0, words("results-many"))
    bars = tuple(_share(one.label, one, [one] == first) for one in shares)
    about = about if title != about else words("picture-nobody-first")
    return Picture(which, title, about, bars, _WHOLE, tuple(foot))


def _good(found: ItemResult) -> Share | None:
    return found.whole.good if found.whole else None


def _name(found: ItemResult) -> str:
    """A row of a matrix stands for itself: the question above it is the same for all."""
    item = found.item
    return item.row.label if item.row else item.question.ask


def _share(label: str, share: Share, first: bool) -> Bar:
    note = words("picture-of", count=share.count, n=share.n)
    low, high = share.interval
    return Bar(label, share.value, percent(share.value), low, high, note, first)


def _estimate(label: str, found: Estimate, places: int, note: str) -> Bar:
    return Bar(label, found.value, number(found.value, places), *found.interval, note)


def _side(found: ItemResult, name: str) -> Bar:
    assert found.whole
    count = sum(one.count for one in found.whole.shares if one.id in SIDES[name])
    share = count / found.whole.n
    note = words("picture-of", count=count, n=found.whole.n)
    return Bar(words(f"picture-side-{name}"), share, percent(share), note=note)


def _about(report: Report, name: str) -> str:
    told = words(name)
    return words("picture-about", what=told, unit=report.unit, days=report.now.days)


def _interval_note() -> str:
    return words("picture-interval")


def _dot_note() -> str:
    return words("picture-interval-dot")
