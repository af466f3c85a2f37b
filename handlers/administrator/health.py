"""How the service is, on one screen: all is well, or what is to be done."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from domain.access import Action
from domain.calendar_days import KNOWN_YEARS
from domain.templates import overdue
from domain.version import VERSION
from handlers.administrator.desk import shown
from handlers.flow import Flow, Scene, Turn
from texts import button, moments, words, written

flow = Flow()

#: The clock's jobs that are shown, with how late each may be before somebody should look: what
#: runs every few seconds is noted down every half minute.
JOBS = {
    "alerts": timedelta(minutes=5),
    "gather": timedelta(minutes=5),
    "watch": timedelta(minutes=10),
    "reckon": timedelta(minutes=40),
    "learn": timedelta(minutes=5),
    "forget": timedelta(hours=3),
}
#: under which name the last time of each is remembered
TICKED = "tick:"
#: how long a message may wait, be on its way here, or an alert be unsaid
SLOW, LATE, UNSAID = timedelta(minutes=15), timedelta(minutes=10), timedelta(minutes=10)


@flow.tapped("admin-health", Action.SEE_HEALTH)
async def health(scene: Scene) -> Turn:
    """What only the service knows of itself; nothing of what anybody wrote."""
    facts: dict[str, Any] = {}
    to_do: list[str] = []
    for look in (_storage, _clock, _ways, _windows, _people, _pages):
        found, wrong = await look(scene)
        facts |= found
        to_do += wrong
    verdict = words("admin-health-well") if not to_do else words("admin-health-todo")
    lines = [verdict, *(f"• {one}" for one in to_do), "", words("admin-health", **facts)]
    rows = (
        (button("refresh", "admin-health"), button("admin-quarantine", "admin-quarantine")),
        (button("admin", "admin"), button("menu", "menu")),
    )
    return shown(scene, written("\n".join(lines), *rows))


Found = tuple[dict[str, Any], list[str]]


async def _storage(scene: Scene) -> Found:
    database = await scene.unit.upkeep.database()
    files = await scene.unit.upkeep.files()
    wanted, lost = files.get("wanted", 0), files.get("lost", 0)
    mebibytes = max(1, round(database["size"] / 2**20))
    facts = {"database": database["kind"], "size": mebibytes, "wanted": wanted, "lost": lost}
    return facts | {"version": VERSION}, []


async def _clock(scene: Scene) -> Found:
    told = await scene.unit.notices.told(TICKED + name for name in JOBS)
    lines, wrong = [], []
    for name, late in JOBS.items():
        at = told.get(TICKED + name)
        lines.append(f"{words(f'admin-job-{name}')}: {_at(scene, at)}")
        if at is None or scene.now - at > late:
            wrong.append(words("admin-todo-clock", job=words(f"admin-job-{name}")))
    return {"clock": "\n".join(lines)}, wrong


async def _ways(scene: Scene) -> Found:
    waiting = await scene.unit.upkeep.waiting()
    oldest = min((row["oldest"] for row in waiting), default=None)
    newest = await scene.unit.upkeep.newest()
    lag = newest["received_at"] - newest["written_at"] if newest else timedelta(0)
    wrong = []
    if oldest and scene.now - oldest > SLOW:
        wrong.append(words("admin-todo-unsent", oldest=_at(scene, oldest)))
    if lag > LATE:
        wrong.append(words("admin-todo-lag", lag=moments.span(lag)))
    if quarantined := await scene.unit.upkeep.quarantined():
        wrong.append(words("admin-todo-quarantine", total=quarantined))
    if failed := await scene.unit.upkeep.failed():
        wrong.append(words("admin-todo-failed", total=failed))
    slow = moments.span(lag) if lag > timedelta(minutes=1) else "none"
    return {"oldest": _at(scene, oldest), "lag": slow}, wrong


async def _windows(scene: Scene) -> Found:
    """Alerts wait for working hours; unsaid is what was due while the ministry worked."""
    since = scene.now - UNSAID
    unsaid = 0
    if scene.house.is_open(scene.now) and scene.house.is_open(since):
        unsaid = await scene.unit.upkeep.unsaid(since)
    year, last = scene.house.year(scene.now), max(KNOWN_YEARS)
    wrong = [words("admin-todo-unsaid", total=unsaid)] if unsaid else []
    ahead = scene.house.calendar.unknown_years(year, scene.house.year(scene.now + timedelta(31)))
    if ahead:
        wrong.append(words("admin-todo-calendar", years=", ".join(map(str, ahead))))
    return {"unsaid": unsaid, "calendar": str(last)}, wrong


async def _people(scene: Scene) -> Found:
    employees = scene.house.ministry.employees
    joined = await scene.unit.chats.of_employees(employees)
    return {"joined": len(joined), "people": len(employees)}, []


async def _pages(scene: Scene) -> Found:
    """Templates and articles whose review was due."""
    ministry, today = scene.house.ministry, scene.house.today(scene.now)
    templates = len(overdue(ministry.templates.values(), today))
    articles = sum(bool(a.review and a.review < today) for a in ministry.articles.values())
    old = templates + articles
    wrong = [words("admin-todo-review", templates=templates, articles=articles)] if old else []
    return {"review": old}, wrong


def _at(scene: Scene, moment: datetime | None) -> str:
    return moments.stamp(moment, scene.house.zone) if moment else words("admin-never")
