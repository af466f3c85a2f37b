"""«Оценки ответов»: the running index of satisfaction with replies, by unit and channel."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain.access import Action, allowed_in
from domain.surveys.comparing import Verdict
from domain.surveys.running import Running, running, tells_of_nobody, trends
from domain.surveys.statistics import Estimate
from domain.surveys.waves import quarter_of
from domain.talk import Button
from handlers.flow import Flow, Scene, Turn
from handlers.survey import sentences
from handlers.survey.paging import paged
from texts import button, words

flow = Flow()

#: how far the running index looks back
LATELY = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class _Known:
    """The index lately and before that, in this quarter and the last."""

    lately: Running
    trends: dict[str, Verdict]
    quarters: tuple[tuple[str, Running], ...]


@flow.tapped("marks", Action.SEE_MARKS)
async def marks(scene: Scene) -> Turn:
    """Of the units this person may see; of all together only where they see all."""
    known = await _known(scene)
    lately, house = known.lately, scene.house
    blocks = [words("marks-heading")]
    if lately.whole:
        blocks.append(_lines(scene, known, "", words("marks-whole"), lately.whole))
    for unit, index in lately.units.items():
        blocks.append(_lines(scene, known, unit, house.unit_name(unit), index))
    if lately.some_hidden:
        blocks.append(words("marks-some-hidden"))
    elif not lately.units:
        blocks.append(words("marks-none"))
    return paged(scene, "marks", blocks, *_ways(scene))


def _ways(scene: Scene) -> list[tuple[Button, ...]]:
    """What comes of this quarter's marks: of the first unit seen, or of all of them."""
    last = (button("surveys", "surveys"), button("menu", "menu"))
    sides = ["", *scene.house.ministry.units]
    side = next((s for s in sides if allowed_in(scene.actor, Action.ASSIGN_DEED, s)), None)
    if side is None:
        return [last]
    about = f"{quarter_of(scene.house.calendar.local_day(scene.now))}.{side}"
    return [(button("deeds", f"deeds:{about}"), button("decisions", f"decisions:{about}")), last]


async def _known(scene: Scene) -> _Known:
    """Everything the page tells of, by what this person may see."""
    everywhere = allowed_in(scene.actor, Action.SEE_MARKS, "")
    ministry, now = scene.house.ministry, scene.now
    own = [unit for unit in ministry.units if allowed_in(scene.actor, Action.SEE_MARKS, unit)]
    units = None if everywhere else own

    async def between(since: datetime, until: datetime) -> Running:
        return running(await scene.unit.ratings.counted(since, until), units)

    after = now + timedelta(microseconds=1)
    lately = await between(after - LATELY, after)
    earlier = await between(after - 2 * LATELY, after - LATELY)
    quarters = []
    since, until = _first_day(scene.house.calendar.local_day(now)), now.date() + timedelta(days=2)
    for _ in range(2):
        found = await between(_midnight(scene, since), _midnight(scene, until))
        quarters.append((_quarter(since), found))
        since, until = _first_day(since - timedelta(days=1)), since
    return _Known(lately, trends(lately, earlier), tuple(quarters))


def _lines(scene: Scene, known: _Known, unit: str, name: str, index: Estimate) -> str:
    """What is known of a unit, or of all of them."""
    lines = [words("marks-line", name=name, index=sentences.index(index), n=index.n)]
    if unit in known.trends:
        verdict = words(f"results-verdict-{known.trends[unit]}")
        lines.append(words("marks-trend", verdict=verdict))
    for channel, one in known.lately.channels.get(unit, {}).items():
        told = sentences.index(one)
        lines.append(words("marks-channel", channel=channel or "none", index=told, n=one.n))
    told_of = index.n
    for quarter, found in known.quarters:
        shown = found.units.get(unit) if unit else found.whole
        if shown is None or not tells_of_nobody(told_of, shown.n):
            break
        told = sentences.index(shown)
        lines.append(words("marks-quarter", quarter=quarter, index=told, n=shown.n))
        told_of -= shown.n
    return "\n".join(lines)


def _first_day(day: date) -> date:
    """Of the quarter the day is in."""
    return day.replace(month=day.month - (day.month - 1) % 3, day=1)


def _midnight(scene: Scene, day: date) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(scene.house.zone)).astimezone(UTC)


def _quarter(day: date) -> str:
    return words("marks-quarter-name", number=(day.month + 2) // 3, year=str(day.year))
