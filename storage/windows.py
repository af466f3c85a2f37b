"""Windows: every deadline is a row, found by the moment of its next alert."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Text, bindparam, case, func, literal, select, text, update

from domain.appeals import Appeal
from domain.windows import Window, WindowState
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
_OTHERWISE = Query(
    select(*_COLUMNS)
    .where(
        _WAITS,
        t.windows.c.calendar_version != bindparam("version"),
        t.windows.c.id > bindparam("after"),
    )
    .order_by(t.windows.c.id)
    .limit(bindparam("limit"))
)
_REPLACE = Query(
    update(t.windows)
    .where(t.windows.c.id == bindparam("b_id"), _WAITS)
    .values({n: bindparam(f"b_{n}", type_=t.windows.c[n].type) for n in _FIELDS})
)
_at = bindparam("b_at", type_=Moment())
_DONE = {
    "state": case(
        (t.windows.c.due_at < _at, literal(str(WindowState.LATE), Text())),
        else_=str(WindowState.MET),
    ),
    "next_alert_at": None,
    "closed_at": _at,
}
_DROPPED = {"state": str(WindowState.DROPPED), "next_alert_at": None, "closed_at": _at}
_ITS = t.windows.c.appeal == bindparam("b_appeal")
#: the windows of the appeal itself, not of a co-executor's part
_OWN = t.windows.c.part.is_(None)
_CLOSE = Query(update(t.windows).where(_ITS, _OWN, _WAITS).values(_DONE))
_DROP = Query(update(t.windows).where(_ITS, _WAITS).values(_DROPPED))
_BY_RULE = (_ITS, _OWN, t.windows.c.rule == bindparam("b_rule"), _WAITS)
_CLOSE_RULE = Query(update(t.windows).where(*_BY_RULE).values(_DONE))
_DROP_RULE = Query(update(t.windows).where(*_BY_RULE).values(_DROPPED))
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

    async def reckoned_otherwise(self, version: str, after: int, limit: int) -> list[Kept]:
        """Waiting windows reckoned by another calendar than this, from the id `after` on."""
        where = {"version": version, "after": after, "limit": limit}
        return _kept(await self._pending.rows(_OTHERWISE, **where))

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


def _facts(window: Window) -> Row:
    facts = {name: getattr(window, name) for name in _FIELDS}
    return facts | {"state": str(window.state)}


def _window(row: Row) -> Window:
    facts = {name: row[name] for name in _FIELDS}
    return Window(**(facts | {"state": WindowState(row["state"])}))
