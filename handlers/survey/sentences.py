"""Results in sentences: what a question found, what an index is, what has changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from domain.surveys.comparing import CSI, Change, Comparison, Verdict
from domain.surveys.questionnaire import Item, Kind
from domain.surveys.results import Figures, ItemResult, Results, Share
from domain.surveys.statistics import Estimate
from domain.surveys.waves import OTHERS
from handlers.house import House
from texts import words
from texts.numbers import interval, number, percent, percents

#: characters of a page: with a heading and what a messenger adds it is one message in both
A_PAGE = 2800
#: marks 9 and 10, 7 and 8, and the rest
_SIDES = (("9", "10"), ("7", "8"), tuple(str(mark) for mark in range(7)))


def asked(item: Item) -> str:
    """The question as it was put, with the row of a matrix."""
    ask = item.question.ask
    return words("results-row", ask=ask, row=item.row.label) if item.row else ask


def part_name(house: House, part: str) -> str:
    """A group of the breakdown in words."""
    return words("results-others") if part == OTHERS else house.unit_name(part)


def index(found: Estimate) -> str:
    """«72,4 из 100 (от 69,1 до 75,7)»."""
    return words(
        "results-index", value=number(found.value, 1), between=interval(*found.interval, 1)
    )


def recommending(found: Estimate) -> str:
    return words("results-nps-value", value=number(found.value), between=interval(*found.interval))


def share(found: Share) -> str:
    """«62 %, от 51 до 72 % (31 из 50)»."""
    return words(
        "results-share",
        value=percent(found.value),
        between=percents(*found.interval),
        count=found.count,
        n=found.n,
    )


def question(found: ItemResult) -> str:
    """Everything an item found, the whole group's."""
    lines = [asked(found.item)]
    if found.whole is None:
        return "\n".join([*lines, words("results-few-item")])
    lines += _figures(found.item, found.whole)
    if found.unsure:
        lines.append(words("results-unsure", count=found.unsure))
    return "\n".join(lines)


def _figures(item: Item, found: Figures) -> list[str]:
    counts = {one.id: one.count for one in found.shares}
    if found.good and found.mean:
        mean = words(
            "results-mean",
            value=number(found.mean.value, 1),
            between=interval(*found.mean.interval, 1),
        )
        marks = {f"n{mark}": counts[str(mark)] for mark in range(1, 6)}
        return [
            words("results-good", share=share(found.good)),
            mean,
            words("results-marks", **marks),
        ]
    if found.nps:
        sides = [sum(counts[mark] for mark in side) for side in _SIDES]
        told = words("results-sides", best=sides[0], middle=sides[1], worst=sides[2], n=found.n)
        return [words("results-nps-line", nps=recommending(found.nps)), told]
    lines = [words("results-option", label=one.label, share=share(one)) for one in found.shares]
    return [*lines, words("results-many")] if item.kind is Kind.MANY else lines


def of_part(house: House, part: str, found: Figures) -> str:
    """What one group answered to an item, in one line."""
    name = part_name(house, part)
    if found.good:
        return words("results-part-good", part=name, share=share(found.good))
    if found.nps:
        return words("results-part-nps", part=name, nps=recommending(found.nps), n=found.n)
    shares = [
        words("results-part-option", label=one.label, share=percent(one.value))
        for one in found.shares
        if one.count
    ]
    return words("results-part-options", part=name, n=found.n, shares=", ".join(shares))


def extremes(found: Results) -> tuple[ItemResult, ItemResult] | None:
    """The items liked best and worst of those marked on a scale; None where there is no choice."""
    scales = [one for one in found.items if one.whole and one.whole.good]
    if len(scales) < 2:
        return None
    ordered = sorted(scales, key=_liking)
    return (ordered[-1], ordered[0]) if _liking(ordered[-1]) > _liking(ordered[0]) else None


def _liking(found: ItemResult) -> tuple[float, float]:
    whole = found.whole
    assert whole
    assert whole.good
    assert whole.mean
    return whole.good.value, whole.mean.value


def change(house: House, one: Change) -> str:
    """«было 65,1, стало 72,4: стало лучше, и это не случайность (разница +7,3, от 2,1 до 12,5)»."""
    in_percent = one.item != CSI and one.what != "nps"
    places = 1 if one.item == CSI else 0
    now, before = (
        percent(value / 100) if in_percent else number(value, places)
        for value in (one.now, one.before)
    )
    told = words(
        "results-change",
        before=before,
        now=now,
        verdict=words(f"results-verdict-{one.verdict}"),
        difference=number(one.difference, places, sign=True),
        between=interval(*one.interval, places),
    )
    return words("results-change-of", what=what(house, one), change=told)


def what(house: House, one: Change) -> str:
    if one.item == CSI:
        if one.what:
            return words("results-index-of", part=part_name(house, one.what))
        return words("results-index-name")
    if one.what == "nps":
        return words("results-nps-name")
    return words("results-good-name") if one.what == "good" else one.label


def compared(house: House, found: Results, with_: Comparison) -> list[str]:
    """The comparison in blocks: the index, then question by question."""
    blocks = ["\n".join(change(house, one) for one in with_.of(CSI))]
    if not with_.index and found.csi:
        blocks = [words("results-index-changed")]
    for one in found.items:
        key = one.item.key
        if key in with_.changed:
            told = [words("results-question-changed")]
        elif key in with_.few:
            told = [words("results-few-item")]
        else:
            told = [change(house, found_) for found_ in with_.of(key)]
        blocks.append("\n".join([asked(one.item), *told]))
    return [block for block in blocks if block]


def news(house: House, found: Results, with_: Comparison) -> list[str]:
    """What has changed, for the first page: what cannot be chance, else that nothing has."""
    told = []
    for one in with_.changes:
        if one.verdict in {Verdict.CHANCE, Verdict.SAME} or (one.item == CSI and one.what):
            continue
        item = found.item(one.item)
        about = asked(item.item) if item else ""
        line = change(house, one)
        told.append(words("results-news", ask=about, change=line) if about else line)
    return told or [words("results-no-news")]


def pages(blocks: Iterable[str], longest: int = A_PAGE) -> list[str]:
    """Blocks in as few messages as hold them; one that is too long is cut into several."""
    found: list[str] = []
    for block in blocks:
        for piece in _pieces(block, longest):
            if found and len(found[-1]) + len(piece) + 2 <= longest:
                found[-1] += f"\n\n{piece}"
            else:
                found.append(piece)
    return found


def _pieces(block: str, longest: int) -> Sequence[str]:
    return [block[at : at + longest] for at in range(0, len(block), longest)]
