"""Windows: every deadline is a row, found by the moment of its next alert."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Text, bindparam, case, func, literal, or_, select, text, update

from domain.appeals import Appeal
from domain.recounting import Running
from domain.windows import Window, WindowState, length
from storage import tables as t
from storage.ids import new_id
from storage.pending import Pending
from storage.trip import Query, Row
from storage.types import Moment


@dataclass(frozen=True, slots=True)
class Kept:
    """A window as it is kept, with whose it is: an appeal's, or a co-executor's `part` of one."""

    id: int
    appeal: int
    window: Window
    part: int | None = None


_WAITS = t.windows.c.closed_at.is_(None)
_FIELDS = (
    "rule",
    "clause",
    "starts_at",
    "due_at",
    "calendar_version",
    "next_alert_at",
    "step",
    "state",
    "within",
    "paused",
    "paused_at",
    "extended_to",
)
_COLUMNS = (
    t.windows.c.id,
    t.windows.c.appeal,
    t.windows.c.part,
    *(t.windows.c[name] for name in _FIELDS),
)
_OF_APPEAL = Query(
    select(*_COLUMNS).where(t.windows.c.appeal == bindparam("appeal")).order_by(t.windows.c.id)
)
_ALERTS = Query(
    select(*_COLUMNS)
    .where(
        t.windows.c.next_alert_at.is_not(None),
        t.windows.c.next_alert_at <= bindparam("now", type_=Moment()),
    )
    .order_by(t.windows.c.next_alert_at)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True)
)
_ADVANCE = Query(
    update(t.windows)
    .where(t.windows.c.id == bindparam("b_id"))
    .values(
        step=bindparam("b_step"),
        next_alert_at=bindparam("b_next_alert_at", type_=Moment()),
        state=bindparam("b_state"),
    )
)
_WAITING = Query(
    select(*_COLUMNS)
    .where(
        _WAITS,
        t.windows.c.id > bindparam("after"),
        t.windows.c.calendar_version != bindparam("version"),
    )
    .order_by(t.windows.c.id)
    .limit(bindparam("limit"))
    .with_for_update()
)
_STANDING = Query(
    select(*_COLUMNS)
    .where(
        t.windows.c.paused_at.is_not(None),
        t.windows.c.paused_at < bindparam("now", type_=Moment()),
        or_(
            t.windows.c.paused_at <= bindparam("before", type_=Moment()),
            t.windows.c.due_at <= bindparam("soon_at", type_=Moment()),
        ),
    )
    .order_by(t.windows.c.paused_at)
    .limit(bindparam("limit"))
)
_RUNNING = Query(
    select(*_COLUMNS, t.appeals.c.number, t.appeals.c.unit)
    .join(t.appeals, t.appeals.c.id == t.windows.c.appeal)
    .where(_WAITS, text("appeals.closed_at IS NULL"))
    .order_by(t.windows.c.id)
    .limit(bindparam("limit"))
)
_REPLACE = Query(
    update(t.windows)
    .where(t.windows.c.id == bindparam("b_id"), _WAITS)
    .values({n: bindparam(f"b_{n}", type_=t.windows.c[n].type) for n in _FIELDS})
)
_at = bindparam("b_at", type_=Moment())
_CLOSED = {"next_alert_at": None, "paused_at": None, "closed_at": _at}
_DONE = _CLOSED | {
    "state": case(
        # what stands still is not due
        (t.windows.c.paused_at.is_not(None), literal(str(WindowState.MET), Text())),
        (t.windows.c.due_at < _at, literal(str(WindowState.LATE), Text())),
        else_=str(WindowState.MET),
    ),
}
#: A reply asks for no extension any more: that its day has passed is nobody's breach.
_ANSWERED = _CLOSED | {
    "state": case(
        (t.windows.c.rule == "extension", literal(str(WindowState.DROPPED), Text())),
        else_=_DONE["state"],
    ),
}
_DROPPED = _CLOSED | {"state": str(WindowState.DROPPED)}
_ITS = t.windows.c.appeal == bindparam("b_appeal")
#: the windows of the appeal itself, not of a co-executor's part
_OWN = t.windows.c.part.is_(None)
_CLOSE = Query(update(t.windows).where(_ITS, _OWN, _WAITS).values(_ANSWERED))
_DROP = Query(update(t.windows).where(_ITS, _WAITS).values(_DROPPED))
_BY_RULE = (_ITS, _OWN, t.windows.c.rule == bindparam("b_rule"), _WAITS)
_CLOSE_RULE = Query(update(t.windows).where(*_BY_RULE).values(_DONE))
_DROP_RULE = Query(update(t.windows).where(*_BY_RULE).values(_DROPPED))
_CLOSE_ONE = Query(
    update(t.windows).where(t.windows.c.id == bindparam("b_id"), _WAITS).values(_DONE)
)
_DROP_ONE = Query(
    update(t.windows).where(t.windows.c.id == bindparam("b_id"), _WAITS).values(_DROPPED)
)
_BY_PART = (_ITS, t.windows.c.part == bindparam("b_part"), _WAITS)
_CLOSE_PART = Query(update(t.windows).where(*_BY_PART).values(_DONE))
_DROP_PART = Query(update(t.windows).where(*_BY_PART).values(_DROPPED))
_COUNT = Query(
    select(func.count().label("n")).select_from(t.windows).where(text("next_alert_at IS NOT NULL"))
)


class Windows:
    def __init__(self, pending: Pending) -> None:
        self._pending = pending

    def open(self, appeal: Appeal, window: Window, part: int | None = None) -> None:
        self._pending.add(t.windows, id=new_id(), appeal=appeal.id, part=part, **_facts(window))

    async def of_appeal(self, appeal: Appeal) -> list[Kept]:
        """Every window of the appeal, open and closed, in the order they were opened."""
        return _kept(await self._pending.rows(_OF_APPEAL, appeal=appeal.id))

    async def due_alerts(self, now: datetime, limit: int) -> list[Kept]:
        """Windows whose next alert is due, the longest due first; locked until committed."""
        return _kept(await self._pending.rows(_ALERTS, now=now, limit=limit))

    def advance(self, kept: Kept, window: Window) -> None:
        """An alert was noted: the window as it stands after it."""
        self._pending.change(
            _ADVANCE,
            b_id=kept.id,
            b_step=window.step,
            b_next_alert_at=window.next_alert_at,
            b_state=str(window.state),
        )

    async def waiting(self, after: int, limit: int, version: str = "") -> list[Kept]:
        """Waiting windows from the id `after` on, but for those reckoned by this calendar; locked
        until committed."""
        where = {"version": version, "after": after, "limit": limit}
        return _kept(await self._pending.rows(_WAITING, **where))

    async def open_ones(self, limit: int) -> list[Running]:
        """The windows of open appeals that wait, the oldest first."""
        rows = await self._pending.rows(_RUNNING, limit=limit)
        return [
            Running(r["appeal"], r["number"], r["unit"], r["part"] is not None, _window(r))
            for r in rows
        ]

    async def standing(
        self, before: datetime, now: datetime, soon_at: datetime, limit: int
    ) -> list[Kept]:
        """Windows that stand still since before, or would be due soon, the longest first."""
        where = {"before": before, "now": now, "soon_at": soon_at, "limit": limit}
        return _kept(await self._pending.rows(_STANDING, **where))

    def replace(self, kept: Kept, window: Window) -> None:
        """A waiting window was reckoned anew."""
        self._pending.change(
            _REPLACE, b_id=kept.id, **{f"b_{n}": v for n, v in _facts(window).items()}
        )

    def close(self, appeal: Appeal, at: datetime) -> None:
        """What the appeal's own windows asked for was done: met, or late."""
        self._pending.change(_CLOSE, b_appeal=appeal.id, b_at=at)

    def drop(self, appeal: Appeal, at: datetime) -> None:
        """Nobody waits for any of it any more: the appeal was none, or is another's business."""
        self._pending.change(_DROP, b_appeal=appeal.id, b_at=at)

    def close_rule(self, appeal: Appeal, rule: str, at: datetime) -> None:
        """What this rule asked for was done."""
        self._pending.change(_CLOSE_RULE, b_appeal=appeal.id, b_rule=rule, b_at=at)

    def close_one(self, kept: Kept, at: datetime) -> None:
        """What this window asked for was done."""
        self._pending.change(_CLOSE_ONE, b_id=kept.id, b_at=at)

    def drop_one(self, kept: Kept, at: datetime) -> None:
        """What this window asked for is not asked for any more."""
        self._pending.change(_DROP_ONE, b_id=kept.id, b_at=at)

    def drop_rule(self, appeal: Appeal, rule: str, at: datetime) -> None:
        """What this rule asked for is not asked for any more."""
        self._pending.change(_DROP_RULE, b_appeal=appeal.id, b_rule=rule, b_at=at)

    def close_part(self, appeal: Appeal, part: int, at: datetime) -> None:
        """A co-executor has given their part."""
        self._pending.change(_CLOSE_PART, b_appeal=appeal.id, b_part=part, b_at=at)

    def drop_part(self, appeal: Appeal, part: int, at: datetime) -> None:
        """A co-executor's part is not needed any more."""
        self._pending.change(_DROP_PART, b_appeal=appeal.id, b_part=part, b_at=at)

    async def running(self) -> int:
        """How many windows have an alert before them."""
        return int((await self._pending.rows(_COUNT))[0]["n"])


def _kept(rows: list[Row]) -> list[Kept]:
    return [Kept(row["id"], row["appeal"], _window(row), row["part"]) for row in rows]


_MICROSECOND = timedelta(microseconds=1)


def _facts(window: Window) -> Row:
    facts = {name: getattr(window, name) for name in _FIELDS}
    paused = window.paused // _MICROSECOND
    return facts | {"state": str(window.state), "within": str(window.within), "paused": paused}


def _window(row: Row) -> Window:
    facts = {name: row[name] for name in _FIELDS}
    within, paused = length(row["within"]), row["paused"] * _MICROSECOND
    state = WindowState(row["state"])
    return Window(**(facts | {"state": state, "within": within, "paused": paused}))
